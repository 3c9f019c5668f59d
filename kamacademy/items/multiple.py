"""Multiple choice: every right option of four to seven, with partial credit by a named rule."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from kamacademy.content.reading import Location
from kamacademy.items.item import (
    LETTERS,
    AnyItem,
    Asked,
    Choice,
    Form,
    Given,
    Key,
    Line,
    LineState,
    Mark,
    NotAnAnswer,
    Reviewed,
    positions,
    words_of,
)
from kamacademy.items.option import Option, mixed_marking, option_texts, repeated_options, right_places, undecided
from kamacademy.items.variant import Variant


class Rule(StrEnum):
    """How ticked options become a share of the points.

    ALL_OR_NOTHING: 1 where exactly the right options are ticked, else 0. PER_OPTION: the share of options that are
    rightly ticked or rightly left. RIGHT_MINUS_WRONG: the share of right options ticked less the share of wrong
    options ticked, at least 0.
    """

    ALL_OR_NOTHING = "all_or_nothing"
    PER_OPTION = "per_option"
    RIGHT_MINUS_WRONG = "right_minus_wrong"


HELP = {
    Rule.ALL_OR_NOTHING: "Tick every right answer. Only exactly the right ones count.",
    Rule.PER_OPTION: "Tick every right answer. Each answer rightly ticked or rightly left counts.",
    Rule.RIGHT_MINUS_WRONG: "Tick every right answer. A wrong one ticked takes away from the right ones.",
}


class Multiple(AnyItem):
    """A question with one right option or more. An answer holds `choices`, positions in the file, from 0."""

    kind: Literal["multiple"]
    options: Annotated[tuple[Option, ...], Field(min_length=4, max_length=7)]
    # Strict reading takes no words for a member; the literal says which words there are.
    rule: Literal["all_or_nothing", "per_option", "right_minus_wrong"] = "per_option"

    def key(self, variant: Variant) -> Key:
        """`right`, the positions of the right options, and `options`, how many there are."""
        return {"right": right_places(self.options, variant), "options": len(self.options)}

    def read(self, form: Form, variant: Variant) -> Given:
        """The options ticked. Raises NotAnAnswer."""
        codes = self.codes(variant, "option", len(self.options))
        sent = [one for one in form.get("choices", ()) if one]
        if not sent:
            raise NotAnAnswer("choices", "Tick at least one of the answers first.")
        if not set(sent) <= set(codes):
            raise NotAnAnswer("choices", "This question has no such answer. Tick those shown.")
        return {"choices": sorted({codes.index(one) for one in sent})}

    def form(self, given: Given, variant: Variant) -> dict[str, list[str]]:
        """The codes of the options ticked."""
        codes = self.codes(variant, "option", len(self.options))
        return {"choices": [codes[place] for place in positions(given.get("choices"))]}

    def marked(self, given: Given, variant: Variant, key: Key) -> Mark:
        """By the question's rule."""
        ticked, right = set(positions(given.get("choices"))), set(positions(key.get("right")))
        parts = tuple((place in ticked) == (place in right) for place in range(len(self.options)))
        choice = "".join(LETTERS[place] for place in sorted(ticked))
        return Mark(share(Rule(self.rule), parts, ticked, right), all(parts), choice, parts)

    def ask(self, variant: Variant, given: Given | None = None, order_seed: int | None = None) -> Asked:
        """The stem and the options in the order shown."""
        ticked = positions((given or {}).get("choices"))
        codes = self.codes(variant, "option", len(self.options))
        choices = tuple(
            Choice(codes[place], words_of(variant, self.options[place].text), place in ticked)
            for place in self.order(order_seed, len(self.options))
        )
        return self.asked(variant, help=HELP[Rule(self.rule)], choices=choices)

    def review(self, variant: Variant, given: Given | None, mark: Mark, order_seed: int | None = None) -> Reviewed:
        """Every option with its reason, in the order shown."""
        ticked, right = positions((given or {}).get("choices")), right_places(self.options, variant)
        lines = tuple(
            self.line(place, variant, is_right=place in right, is_ticked=place in ticked)
            for place in self.order(order_seed, len(self.options))
        )
        note = f"{sum(mark.parts)} of {len(mark.parts)} answers rightly ticked or left." if mark.parts else ""
        return self.reviewed(variant, mark, lines=lines, note=note)

    def line(self, place: int, variant: Variant, *, is_right: bool, is_ticked: bool) -> Line:
        """One option explained."""
        state, verdict = {
            (True, True): (LineState.RIGHT, "You ticked it, right"),
            (True, False): (LineState.MISSED, "Right, not ticked"),
            (False, True): (LineState.WRONG, "You ticked it"),
            (False, False): (LineState.PLAIN, ""),
        }[is_right, is_ticked]
        option = self.options[place]
        return Line(words_of(variant, option.text), words_of(variant, option.rationale), state, verdict)

    def texts(self) -> Iterator[tuple[Location, str]]:
        """The stem, every option and its reason."""
        yield ("stem",), self.stem
        yield from option_texts(self.options)

    def faults(self) -> Iterator[tuple[Location, str]]:
        """Options are marked in one way."""
        yield from mixed_marking(self.options)

    def variant_faults(self, variant: Variant) -> Iterator[tuple[Location, str]]:
        """No two options read alike, at least one is right and one wrong."""
        yield from repeated_options(self.id, self.options, variant)
        open_ones = list(undecided(self.options, variant))
        yield from open_ones
        if not open_ones and not 0 < len(right_places(self.options, variant)) < len(self.options):
            yield ("options",), "at least one option must be right and at least one wrong"


def share(rule: Rule, parts: Sequence[bool], ticked: set[int], right: set[int]) -> float:
    """The share of the points by a rule, from 0 to 1."""
    match rule:
        case Rule.ALL_OR_NOTHING:
            return float(all(parts))
        case Rule.PER_OPTION:
            return sum(parts) / len(parts)
        case Rule.RIGHT_MINUS_WRONG:
            wrong = len(parts) - len(right)
            taken = len(ticked - right) / wrong if wrong else 0.0
            return max(0.0, len(ticked & right) / max(len(right), 1) - taken)
