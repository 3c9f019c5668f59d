"""What every kind of question has: its fields, and how it is asked, read, marked and explained."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Protocol

from pydantic import Field

from kamacademy.content.documents import IndicatorId, LevelNumber, Slug, Words
from kamacademy.content.problems import BrokenRule
from kamacademy.content.reading import Location
from kamacademy.items.answer import (
    JSON,
    LETTERS,
    LONGEST_TEXT,
    Form,
    Given,
    Key,
    Mark,
    NotAnAnswer,
    figure_of,
    first,
    letter,
    positions,
    text_of,
    whole,
    wholes,
)
from kamacademy.items.variant import Variant, Varied, fill, option_order
from kamacademy.items.view import Asked, Choice, Line, LineState, Reviewed, Row

# What a kind needs, and what other features ask of questions.
__all__ = [
    "JSON", "LETTERS", "LONGEST_TEXT", "AnyItem", "Asked", "Choice", "Form", "Given", "Key", "Line", "LineState",
    "Mark", "MayBeCorrect", "NotAnAnswer", "Reviewed", "Row", "figure_of", "first", "letter", "positions",
    "read_alike", "refuse_other_than_one", "text_of", "whole", "wholes", "words_of",
]  # fmt: skip


class AnyItem(Varied):
    """A question of any kind. `hard_stop` means that nothing but wholly right counts, here and for the paper."""

    id: Slug
    kind: str
    indicator: IndicatorId
    level: LevelNumber
    stem: Words
    source: Words
    facts: tuple[Slug, ...] = ()
    lesson: Slug | None = None
    review_by: date
    tags: tuple[Slug, ...] = ()
    points: Annotated[int, Field(ge=1, le=10)] = 1
    hard_stop: bool = False

    @property
    def competency(self) -> str:
        """The code of the competency that the indicator belongs to."""
        return self.indicator[:3]

    def variant(self, seed: int, case: Variant | None = None) -> Variant:
        """The figures for a seed, with those of the case that the question stands in. Raises NoVariant."""
        known = case.values if case is not None else {}
        if not self.parameters and not self.computed:
            return Variant(seed, known)
        return Variant(seed, self.drawn(seed, self.id, known))

    @abstractmethod
    def key(self, variant: Variant) -> Key:
        """What would be right, to be kept with the sitting."""

    @abstractmethod
    def read(self, form: Form, variant: Variant) -> Given:
        """The answer in a form, as it is kept. Raises NotAnAnswer, for an empty form too."""

    @abstractmethod
    def form(self, given: Given, variant: Variant) -> dict[str, list[str]]:
        """What a form sends for an answer: the way back from `read`."""

    def missing(self, given: Given) -> str | None:
        """What an answer that is kept still lacks, in a sentence; None where it is whole."""
        return None

    def mark(self, given: Given | None, variant: Variant, key: Key) -> Mark:
        """The mark of an answer by the kept key; no answer is worth nothing."""
        if given is None:
            return Mark(0.0, False, None)
        mark = self.marked(given, variant, key)
        if self.hard_stop and mark.share is not None and not mark.is_right:
            return Mark(min(mark.share, 0.0), mark.is_right, mark.choice, mark.parts)
        return mark

    @abstractmethod
    def marked(self, given: Given, variant: Variant, key: Key) -> Mark:
        """The mark of an answer by the rule of the kind, before a hard stop."""

    @abstractmethod
    def ask(self, variant: Variant, given: Given | None = None, order_seed: int | None = None) -> Asked:
        """The question as it is shown, with the answer so far. Without `order_seed` options stand as in the file."""

    @abstractmethod
    def review(self, variant: Variant, given: Given | None, mark: Mark, order_seed: int | None = None) -> Reviewed:
        """The question explained: what was chosen, what is right, and why."""

    @abstractmethod
    def texts(self) -> Iterator[tuple[Location, str]]:
        """Every text that is shown and may have placeholders, with its place in the document."""

    def faults(self) -> Iterator[tuple[Location, str]]:
        """What is wrong with the question whatever its variant, with the place in the document."""
        return iter(())

    def variant_faults(self, variant: Variant) -> Iterator[tuple[Location, str]]:
        """What is wrong with one variant, with the place in the document. Asked once every text can be filled."""
        return iter(())

    def asked(
        self,
        variant: Variant,
        *,
        help: str = "",
        choices: tuple[Choice, ...] = (),
        confidence: tuple[Choice, ...] = (),
        rows: tuple[Row, ...] = (),
        words: str = "",
        unit: str = "",
        words_max: int = 0,
    ) -> Asked:
        """The view of the question, with its stem filled in."""
        return Asked(
            item_id=self.id, kind=self.kind, stem=words_of(variant, self.stem), help=help, choices=choices,
            confidence=confidence, rows=rows, words=words, unit=unit, words_max=words_max,
        )  # fmt: skip

    def reviewed(
        self,
        variant: Variant,
        mark: Mark,
        *,
        lines: tuple[Line, ...] = (),
        given: str = "",
        right: str = "",
        note: str = "",
        rationale: str = "",
    ) -> Reviewed:
        """The view of the explained question, with its stem and reason filled in."""
        return Reviewed(
            item_id=self.id, kind=self.kind, stem=words_of(variant, self.stem), is_right=mark.is_right,
            share=mark.share, source=self.source, lines=lines, given=given, right=right, note=note,
            rationale=words_of(variant, rationale),
        )  # fmt: skip

    def order(self, order_seed: int | None, count: int, part: str = "") -> tuple[int, ...]:
        """The positions of options in the order shown."""
        if order_seed is None:
            return tuple(range(count))
        return option_order(order_seed, f"{self.id}:{part}" if part else self.id, count)

    def codes(self, variant: Variant, part: str, count: int) -> tuple[str, ...]:
        """A letter for each position, by seed, so that the page does not give away the author's order."""
        order = option_order(variant.seed, f"{self.id}:{part}:code", count)
        return tuple(LETTERS[place] for place in order)


def words_of(variant: Variant, text: str) -> str:
    """A text with the variant's figures. Raises BrokenWords."""
    return fill(text, variant.values)


def read_alike(texts: Sequence[str]) -> Iterator[int]:
    """The places of texts that repeat an earlier one, whatever their case and spacing."""
    seen: set[str] = set()
    for place, text in enumerate(texts):
        plain = " ".join(text.split()).casefold()
        if plain in seen:
            yield place
        seen.add(plain)


class MayBeCorrect(Protocol):
    """An option of a question, here or in a lesson."""

    @property
    def correct(self) -> bool:
        """Whether it is the right one."""


def refuse_other_than_one(options: Sequence[MayBeCorrect]) -> None:
    """A question has one right option. Raises BrokenRule, which points at the second right one."""
    right = [number for number, option in enumerate(options) if option.correct]
    if not right:
        raise BrokenRule("no option is `correct: true`; mark exactly one", "options")
    if len(right) > 1:
        message = f"{len(right)} options are `correct: true`; mark exactly one"
        raise BrokenRule(message, "options", right[1], "correct")
