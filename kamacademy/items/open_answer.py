"""An answer in the person's own words, marked by a person on a rubric."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from kamacademy.content.documents import Slug, Words
from kamacademy.content.reading import Location
from kamacademy.items.item import (
    LONGEST_TEXT,
    AnyItem,
    Asked,
    Form,
    Given,
    Key,
    Mark,
    NotAnAnswer,
    Reviewed,
    text_of,
    words_of,
)
from kamacademy.items.variant import Variant
from kamacademy.wording import counted


class OpenAnswer(AnyItem):
    """A question answered in sentences. An answer holds `text`; a person marks it by the rubric.

    A text over the limit is kept all the same, so that nothing written is lost; `missing` says by how much to shorten.
    """

    kind: Literal["open"]
    rubric: Slug
    words_max: Annotated[int, Field(ge=10, le=1000)]
    model_answer: Words
    rationale: Words

    def key(self, variant: Variant) -> Key:
        """Nothing that a machine could compare."""
        return {}

    def read(self, form: Form, variant: Variant) -> Given:
        """What was written, with its lines. Raises NotAnAnswer."""
        text = next(iter(form.get("words", ())), "").replace("\r\n", "\n").strip()
        if not text:
            raise NotAnAnswer("words", "Write your answer first.")
        if len(text) > LONGEST_TEXT:
            message = f"This is longer than {LONGEST_TEXT:,} characters, so it was not kept. Shorten it."
            raise NotAnAnswer("words", message, {"text": text[: LONGEST_TEXT * 2]})
        return {"text": text}

    def form(self, given: Given, variant: Variant) -> dict[str, list[str]]:
        """What was written."""
        return {"words": [text_of(given.get("text"))]}

    def missing(self, given: Given) -> str | None:
        """By how many words the text is over the limit."""
        over = len(text_of(given.get("text")).split()) - self.words_max
        if over <= 0:
            return None
        return f"Shorten this by {counted(over, 'word')}: the limit is {self.words_max}, and no more will be marked."

    def marked(self, given: Given, variant: Variant, key: Key) -> Mark:
        """A person marks it."""
        return Mark(None, None, None)

    def ask(self, variant: Variant, given: Given | None = None, order_seed: int | None = None) -> Asked:
        """The stem, the limit and what was written."""
        help = f"Up to {self.words_max} words. A person marks this answer by the rubric you can read beforehand."
        words = text_of((given or {}).get("text"))
        return self.asked(variant, help=help, words=words, words_max=self.words_max)

    def review(self, variant: Variant, given: Given | None, mark: Mark, order_seed: int | None = None) -> Reviewed:
        """What was written beside a model answer."""
        written, note = text_of((given or {}).get("text")), ""
        if written and mark.share is None:
            note = "This answer waits for a person to mark it."
        model = words_of(variant, self.model_answer)
        return self.reviewed(variant, mark, given=written, right=model, note=note, rationale=self.rationale)

    def texts(self) -> Iterator[tuple[Location, str]]:
        """The stem, the model answer and the reason."""
        for name, text in (("stem", self.stem), ("model_answer", self.model_answer), ("rationale", self.rationale)):
            yield (name,), text
