"""Categorising: to each thing the category it belongs to."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field

from kamacademy.content.documents import Closed, Words
from kamacademy.content.reading import Location
from kamacademy.items.grouping import Grouping, Part
from kamacademy.items.item import Asked, Given, Mark, Reviewed
from kamacademy.items.variant import Variant


class Thing(Closed):
    """One thing, its category in the words of `categories`, and why."""

    text: Words
    category: Words
    rationale: Words


class Categorise(Grouping):
    """Things to be put into categories. Each thing counts the same."""

    kind: Literal["categorise"]
    categories: Annotated[tuple[Words, ...], Field(min_length=2, max_length=4)]
    things: Annotated[tuple[Thing, ...], Field(min_length=4, max_length=8)]

    @property
    def field(self) -> str:
        """How the fields of the rows begin."""
        return "thing"

    @property
    def row_word(self) -> str:
        """What a row is called."""
        return "line"

    def parts_in_file(self) -> Sequence[Part]:
        """The things."""
        return [Part(one.text, self.categories.index(one.category), one.rationale) for one in self.things]

    def choices_in_file(self) -> Sequence[str]:
        """The categories."""
        return self.categories

    def ask(self, variant: Variant, given: Given | None = None, order_seed: int | None = None) -> Asked:
        """The things, shuffled; the categories always stand as in the file, so that their own order can be seen."""
        seed = variant.seed if order_seed is None else order_seed
        help = "Choose a category for each line. Each right line counts."
        choices = self.shown_choices(variant, None)
        return self.asked(variant, help=help, choices=choices, rows=self.rows(variant, given, seed))

    def review(self, variant: Variant, given: Given | None, mark: Mark, order_seed: int | None = None) -> Reviewed:
        """Every thing with its category, and what was chosen."""
        return self.reviewed(variant, mark, lines=self.lines(variant, given), note=self.note(mark))

    def texts(self) -> Iterator[tuple[Location, str]]:
        """The stem, the categories, the things and the reasons."""
        yield ("stem",), self.stem
        for place, text in enumerate(self.categories):
            yield ("categories", place), text
        for place, one in enumerate(self.things):
            yield ("things", place, "text"), one.text
            yield ("things", place, "rationale"), one.rationale

    def faults(self) -> Iterator[tuple[Location, str]]:
        """Every thing has a category that exists, and every category a thing."""
        for place, one in enumerate(self.things):
            if one.category not in self.categories:
                yield ("things", place, "category"), f"`{one.category}` is none of this question's categories"
        used = {one.category for one in self.things}
        for place, category in enumerate(self.categories):
            if category not in used:
                yield ("categories", place), f"nothing belongs to `{category}`; take it out or add something"

    def variant_faults(self, variant: Variant) -> Iterator[tuple[Location, str]]:
        """No two things and no two categories read alike."""
        things = [(("things", place, "text"), one.text) for place, one in enumerate(self.things)]
        yield from self.repeated(variant, things, "thing")
        categories = [(("categories", place), text) for place, text in enumerate(self.categories)]
        yield from self.repeated(variant, categories, "category")
