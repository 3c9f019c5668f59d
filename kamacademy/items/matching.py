"""Matching: to each left-hand text the right-hand text that belongs to it."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal

from pydantic import Field

from kamacademy.content.documents import Closed, Words
from kamacademy.content.reading import Location
from kamacademy.items.grouping import Grouping, Part
from kamacademy.items.item import Asked, Given, Mark, Reviewed
from kamacademy.items.variant import Variant


class Pair(Closed):
    """A left-hand text, the right-hand text that belongs to it, and why."""

    left: Words
    right: Words
    rationale: Words


class Matching(Grouping):
    """Pairs, and right-hand texts that belong to none. Each pair counts the same.

    Positions of choices: the right-hand texts of the pairs in the order of the file, then `extra`.
    """

    kind: Literal["matching"]
    pairs: Annotated[tuple[Pair, ...], Field(min_length=3, max_length=6)]
    extra: Annotated[tuple[Words, ...], Field(max_length=4)] = ()

    @property
    def field(self) -> str:
        """How the fields of the rows begin."""
        return "match"

    @property
    def row_word(self) -> str:
        """What a row is called."""
        return "row"

    def parts_in_file(self) -> Sequence[Part]:
        """The left-hand texts."""
        return [Part(pair.left, place, pair.rationale) for place, pair in enumerate(self.pairs)]

    def choices_in_file(self) -> Sequence[str]:
        """The right-hand texts."""
        return [*(pair.right for pair in self.pairs), *self.extra]

    def ask(self, variant: Variant, given: Given | None = None, order_seed: int | None = None) -> Asked:
        """Both sides, shuffled even where options stand as in the file: there they stand side by side."""
        seed = variant.seed if order_seed is None else order_seed
        help = "Choose what belongs to each row. Each right row counts."
        if self.extra:
            help += " Some answers belong to no row."
        choices = self.shown_choices(variant, seed)
        return self.asked(variant, help=help, choices=choices, rows=self.rows(variant, given, seed))

    def review(self, variant: Variant, given: Given | None, mark: Mark, order_seed: int | None = None) -> Reviewed:
        """Every pair, and what was chosen."""
        return self.reviewed(variant, mark, lines=self.lines(variant, given), note=self.note(mark))

    def texts(self) -> Iterator[tuple[Location, str]]:
        """The stem, both sides and the reasons."""
        yield ("stem",), self.stem
        for place, pair in enumerate(self.pairs):
            for name, text in (("left", pair.left), ("right", pair.right), ("rationale", pair.rationale)):
                yield ("pairs", place, name), text
        for place, text in enumerate(self.extra):
            yield ("extra", place), text

    def variant_faults(self, variant: Variant) -> Iterator[tuple[Location, str]]:
        """No two texts of a side read alike."""
        lefts = [(("pairs", place, "left"), pair.left) for place, pair in enumerate(self.pairs)]
        yield from self.repeated(variant, lefts, "left-hand text")
        rights: list[tuple[Location, str]] = [
            (("pairs", place, "right"), pair.right) for place, pair in enumerate(self.pairs)
        ]
        rights += [(("extra", place), text) for place, text in enumerate(self.extra)]
        yield from self.repeated(variant, rights, "right-hand text")
