"""The questions of one day: which are due, which are asked today, and whether the day is done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from kamacademy.retrieval.plan import Practice, first_due
from kamacademy.wording import listed

QUESTIONS_A_DAY = 5
SECONDS_A_QUESTION = 25


class Place(NamedTuple):
    """Where a question stands."""

    module: str
    lesson: str
    question: str

    def __str__(self) -> str:
        return f"{self.module}/{self.lesson}/{self.question}"


class Kept(NamedTuple):
    """What is kept of a question once it was practised. `due_on` is None where it does not come back."""

    card_id: int
    finished_at: datetime
    due_on: date | None
    answered_on: date


class Met(NamedTuple):
    """A question that a learner met in a lesson now finished. `kept` is None until it is practised.

    A tuple, since the first page makes one for every question ever met.
    """

    learner_id: int
    programme: str
    place: Place
    release_id: int
    right_at_first: bool
    finished_at: datetime
    kept: Kept | None

    def due_on(self, practice: Practice) -> date | None:
        """The day it comes back. A lesson read anew in a later edition begins the plan anew."""
        if self.kept is None or self.kept.finished_at < self.finished_at:
            return first_due(practice, self.finished_at, right_at_first=self.right_at_first)
        return self.kept.due_on

    def answered_on(self, day: date) -> bool:
        """Whether it was practised on a day."""
        return self.kept is not None and self.kept.answered_on == day


@dataclass(frozen=True, slots=True)
class Stack:
    """One day's questions: how many are answered, what is left, longest due first, and when the next stack comes."""

    answered: int
    left: tuple[Met, ...]
    next_on: date | None

    @property
    def total(self) -> int:
        """Questions of the day in all."""
        return self.answered + len(self.left)

    @property
    def minutes(self) -> int:
        """About how many minutes are left, at least one."""
        return max(1, round(len(self.left) * SECONDS_A_QUESTION / 60))


def newest(rows: Iterable[Met]) -> list[Met]:
    """Each learner's questions once: as met in the lesson's latest reading."""
    found: dict[tuple[int, Place], Met] = {}
    for one in rows:
        key = (one.learner_id, one.place)
        if key not in found or found[key].finished_at < one.finished_at:
            found[key] = one
    return list(found.values())


def stack_on(day: date, met: Sequence[Met], practice_of: Mapping[str, Practice]) -> Stack:
    """A learner's stack of a day: at most five, and never more on the day because some are answered already."""
    answered = sum(1 for one in met if one.answered_on(day))
    dated = [(one.due_on(practice_of.get(one.programme, Practice.FIXED)), one) for one in met]
    due = sorted(
        ((on, one) for on, one in dated if on is not None and on <= day),
        key=lambda pair: (pair[0], pair[1].finished_at, str(pair[1].place)),
    )
    left = tuple(one for _, one in due[: max(0, QUESTIONS_A_DAY - answered)])
    later = [on for on, _ in dated if on is not None and on > day]
    return Stack(answered, left, day + timedelta(days=1) if len(due) > len(left) else min(later, default=None))


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of a day, with the competencies of its lesson and the lesson's revision."""

    answer_id: int
    day: int
    is_right: bool
    competencies: frozenset[str]
    revision_id: int


@dataclass(frozen=True, slots=True)
class Score:
    """What a finished stack shows of one competency."""

    competency: str
    right: int
    asked: int
    title: str
    answer_id: int
    revision_id: int


def scores(answers: Sequence[Answered]) -> list[Score]:
    """A day's answers by competency. A question of a lesson on two competencies counts in both."""
    found = []
    for code in sorted(set().union(*(one.competencies for one in answers))):
        own = [one for one in answers if code in one.competencies]
        days = [str(day) for day in sorted({one.day for one in own})]
        title = f"Practice, {'day' if len(days) == 1 else 'days'} {listed(days)}"
        right = sum(one.is_right for one in own)
        found.append(Score(code, right, len(own), title, own[0].answer_id, own[0].revision_id))
    return found
