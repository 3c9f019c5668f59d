"""A word or a few, compared with accepted answers; typing slips are forgiven by a stated rule."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from kamacademy.content.documents import Closed, Words
from kamacademy.content.reading import Location
from kamacademy.items.item import (
    JSON,
    AnyItem,
    Asked,
    Form,
    Given,
    Key,
    Mark,
    NotAnAnswer,
    Reviewed,
    figure_of,
    first,
    text_of,
    whole,
    words_of,
)
from kamacademy.items.slips import slips_between, words_in
from kamacademy.items.variant import Variant
from kamacademy.wording import listed

LONGEST_ANSWER = 120
RULE = "Capital letters, accents, spaces and punctuation do not count."
FORGIVEN = ("", " One typing slip in long words is forgiven.", " Two typing slips in long words are forgiven.")


def without_article(text: str) -> str:
    """An accepted answer without its article: `the list price` beside `list price` tells a reader nothing."""
    leading, _, rest = text.partition(" ")
    return rest if rest and leading.casefold() in {"a", "an", "the"} else text


class Accepted(Closed):
    """An answer that counts, wholly or in part."""

    text: Annotated[Words, Field(max_length=LONGEST_ANSWER)]
    share: Annotated[float | int, Field(gt=0, le=1)] = 1.0


class ShortText(AnyItem):
    """A question for a word or a few. An answer holds `text`.

    Rule: case, accents, spacing and punctuation do not count. Up to `slips` typing slips are forgiven over the whole
    answer, in words of at least five letters. Of several accepted answers that fit, the best share counts.
    """

    kind: Literal["short_text"]
    accepted: Annotated[tuple[Accepted, ...], Field(min_length=1, max_length=20)]
    slips: Annotated[int, Field(ge=0, le=2)] = 1
    rationale: Words

    def key(self, variant: Variant) -> Key:
        """`accepted`, texts with their share, and `slips`."""
        accepted: list[JSON] = [{"text": words_of(variant, one.text), "share": one.share} for one in self.accepted]
        return {"accepted": accepted, "slips": self.slips}

    def read(self, form: Form, variant: Variant) -> Given:
        """What was typed, in one line. Raises NotAnAnswer."""
        text = " ".join(first(form, "words").split())
        if not words_in(text):
            raise NotAnAnswer("words", "Write your answer first, in a word or a few.", {"text": text})
        if len(text) > LONGEST_ANSWER:
            message = f"This answer has {len(text)} characters; up to {LONGEST_ANSWER} are enough."
            raise NotAnAnswer("words", message, {"text": text})
        return {"text": text}

    def form(self, given: Given, variant: Variant) -> dict[str, list[str]]:
        """What was typed."""
        return {"words": [text_of(given.get("text"))]}

    def marked(self, given: Given, variant: Variant, key: Key) -> Mark:
        """The best share among the accepted answers that fit; the code is its place, from 1, or other."""
        text, slips, accepted = text_of(given.get("text")), whole(key.get("slips")) or 0, key.get("accepted")
        best, place = 0.0, 0
        for number, one in enumerate(accepted if isinstance(accepted, list | tuple) else (), 1):
            if not isinstance(one, Mapping):
                continue
            found, share = slips_between(text, text_of(one.get("text"))), figure_of(one.get("share")) or 0.0
            if found is not None and found <= slips and share > best:
                best, place = float(share), number
        return Mark(best, best == 1, f"accepted{place}" if place else "other")

    def ask(self, variant: Variant, given: Given | None = None, order_seed: int | None = None) -> Asked:
        """The stem and what was typed."""
        return self.asked(variant, help=f"{RULE}{FORGIVEN[self.slips]}", words=text_of((given or {}).get("text")))

    def review(self, variant: Variant, given: Given | None, mark: Mark, order_seed: int | None = None) -> Reviewed:
        """What was typed, the answers that count, and the reason."""
        every_one = [words_of(variant, one.text) for one in self.accepted if one.share == 1]
        whole_ones = [one for one in every_one if without_article(one) not in every_one or without_article(one) == one]
        partly = [words_of(variant, one.text) for one in self.accepted if one.share < 1]
        note = f"Counts in part: {listed(partly, 'or')}." if partly else ""
        typed = text_of((given or {}).get("text"))
        right = listed(whole_ones, "or")
        return self.reviewed(variant, mark, given=typed, right=right, note=note, rationale=self.rationale)

    def texts(self) -> Iterator[tuple[Location, str]]:
        """The stem, the reason and the accepted answers."""
        yield ("stem",), self.stem
        yield ("rationale",), self.rationale
        for place, one in enumerate(self.accepted):
            yield ("accepted", place, "text"), one.text

    def faults(self) -> Iterator[tuple[Location, str]]:
        """At least one accepted answer counts wholly."""
        if all(one.share < 1 for one in self.accepted):
            yield ("accepted",), "no accepted answer has the share 1; one must count wholly"

    def variant_faults(self, variant: Variant) -> Iterator[tuple[Location, str]]:
        """Accepted answers hold letters or digits and are not the same answer twice."""
        seen: list[str] = []
        for place, one in enumerate(self.accepted):
            joined = "".join(words_in(words_of(variant, one.text)))
            if not joined:
                yield ("accepted", place, "text"), "an accepted answer needs letters or digits"
            elif joined in seen:
                yield ("accepted", place, "text"), "reads like an earlier accepted answer; keep one of them"
            seen.append(joined)
