"""A paper as it lies before one person: its questions in order, what was given, and how it was marked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kamacademy.assessment.catalogue import Entry
from kamacademy.assessment.documents import Paper
from kamacademy.items.item import Asked, Given, Key, Mark, Reviewed, words_of
from kamacademy.items.variant import Variant, fill


class Standing(StrEnum):
    """How far the answer to a question is."""

    OPEN = "Open"
    PARTLY = "Partly answered"
    ANSWERED = "Answered"


class Outcome(StrEnum):
    """How a marked question came out."""

    RIGHT = "Right"
    PARTLY = "Partly right"
    WRONG = "Not right"
    NONE = "No answer"
    WAITING = "Waits for a mark"
    VOIDED = "Does not count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question at its place, from 1. `mark` is None until it is marked; no `order_seed` keeps the file's order."""

    key_in_database: int
    place: int
    entry: Entry
    variant: Variant
    key: Key
    points_max: float
    order_seed: int | None
    given: Given | None
    mark: Mark | None
    is_flagged: bool
    is_voided: bool
    is_closed: bool
    saves: int
    answered_at: datetime | None

    @property
    def stem(self) -> str:
        """The question in words."""
        return words_of(self.variant, self.entry.item.stem)

    @property
    def case_title(self) -> str:
        """The title of its case; empty for a question that stands alone."""
        return "" if self.entry.case is None else fill(self.entry.case.title, self.variant.values)

    @property
    def kind(self) -> str:
        """The kind of question."""
        return self.entry.item.kind

    @property
    def is_answered(self) -> bool:
        """True once anything was given."""
        return self.given is not None

    @property
    def missing(self) -> str | None:
        """What an answer still lacks, in a sentence; None for a whole one and where nothing was given."""
        return None if self.given is None else self.entry.item.missing(self.given)

    @property
    def standing(self) -> Standing:
        """How far the answer is."""
        if self.given is None:
            return Standing.OPEN
        return Standing.PARTLY if self.missing else Standing.ANSWERED

    @property
    def outcome(self) -> Outcome:
        """How it came out, for a submitted sitting."""
        if self.is_voided:
            return Outcome.VOIDED
        if self.mark is None or self.mark.share is None:
            return Outcome.WAITING if self.given is not None else Outcome.NONE
        if self.given is None:
            return Outcome.NONE
        if self.mark.is_right:
            return Outcome.RIGHT
        return Outcome.PARTLY if self.mark.share > 0 else Outcome.WRONG

    @property
    def points(self) -> float:
        """Points won; 0 while unmarked."""
        return ((self.mark.share if self.mark else None) or 0.0) * self.points_max

    def ask(self, given: Given | None = None) -> Asked:
        """The question as it is asked; `given` is what to show instead of the kept answer."""
        return self.entry.item.ask(self.variant, self.given if given is None else given, self.order_seed)

    def review(self) -> Reviewed:
        """The question explained."""
        return self.entry.item.review(self.variant, self.given, self.present_mark, self.order_seed)

    @property
    def present_mark(self) -> Mark:
        """The kept mark, or the one that the answer would get now."""
        return self.mark or self.entry.item.mark(self.given, self.variant, self.key)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole paper of one sitting. `needed` are the points that pass."""

    paper: Paper
    questions: tuple[Question, ...]
    needed: float

    @property
    def open_places(self) -> tuple[int, ...]:
        """The places not yet answered as a whole."""
        return tuple(one.place for one in self.questions if one.standing is not Standing.ANSWERED)

    @property
    def flagged_places(self) -> tuple[int, ...]:
        """The places to come back to."""
        return tuple(one.place for one in self.questions if one.is_flagged)

    @property
    def answered(self) -> int:
        """How many questions are answered as a whole."""
        return len(self.questions) - len(self.open_places)

    @property
    def is_begun(self) -> bool:
        """True once anything was given."""
        return any(one.is_answered for one in self.questions)

    @property
    def next_open(self) -> int | None:
        """The first place not yet answered."""
        return next(iter(self.open_places), None)

    @property
    def points_max(self) -> float:
        """The points that can be won with the questions that count."""
        return sum(one.points_max for one in self.questions if not one.is_voided)

    @property
    def waiting(self) -> int:
        """How many answers wait for a person's mark."""
        return sum(1 for one in self.questions if one.outcome is Outcome.WAITING)

    @property
    def may_take_points_away(self) -> bool:
        """Whether a wrong answer can cost points."""
        return any(getattr(one.entry.item, "rule", None) == "quadratic" for one in self.questions)

    @property
    def hard_stops(self) -> int:
        """How many questions must be wholly right."""
        return sum(1 for one in self.questions if one.entry.item.hard_stop and not one.is_voided)

    def at(self, place: int) -> Question | None:
        """The question at a place, or None."""
        return self.questions[place - 1] if 1 <= place <= len(self.questions) else None

    def of_case(self, question: Question) -> Mapping[str, int]:
        """Which question of its case this one is, and how many there are."""
        own = [one.place for one in self.questions if one.entry.case is question.entry.case]
        return {"number": own.index(question.place) + 1, "of": len(own)}
