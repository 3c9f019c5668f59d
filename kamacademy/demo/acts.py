"""What people do in the story, one act after another; operations.py carries them out through the features. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from kamacademy.coaching.proposition import Fit
from kamacademy.competency.evidence import Context
from kamacademy.demo.company import Colleague
from kamacademy.exercise.answers import Answers
from kamacademy.guide.activity import Activity
from kamacademy.kpi.periods import Period
from kamacademy.marking.given import Given
from kamacademy.marking.turn import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something done at a moment by a colleague, who is named by key."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Join(Act):
    """A person gets an account; not all of the story's people are given a password."""

    who: Colleague
    role_since: date
    can_sign_in: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeIntoCare(Act):
    """A coaching relation begins on the day of the act; the earlier one ends the day before."""

    learner: str
    coach: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish(Act):
    """The shipped files become a release."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginModule(Act):
    """A learner starts a module."""

    module: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerQuestion(Act):
    """A learner answers a retrieval question."""

    module: str
    lesson: str
    question: str
    choice: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepNote(Act):
    """A learner writes a note to self beside a lesson."""

    module: str
    lesson: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishLesson(Act):
    """A learner marks a lesson as read."""

    module: str
    lesson: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeCheck(Act):
    """A learner takes a module's check and gets so many questions wrong. `seed` fixes questions, order and which."""

    module: str
    wrong: int
    seed: int
    passes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayScenario(Act):
    """A learner plays a scenario with these choices, given by their positions in the file; perhaps not to its end."""

    module: str
    scenario: str
    choices: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class React(Act):
    """A learner says of a module whether it can be used within a month, 1 to 5, and perhaps what would help."""

    module: str
    usable: int
    better: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOnExercise(Act):
    """A learner fills in the form of an exercise, and hands it in or keeps it as a draft."""

    module: str
    exercise: str
    answers: Answers
    is_handed_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveMark(Act):
    """Somebody marks what a learner handed in last."""

    learner: str
    exercise: str
    given: Given
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForFigures(Act):
    """The learning team asks for the figures of questions and papers; a job computes them in the background."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Practise(Act):
    """A learner answers the questions that come back that day, so large a share of them rightly, 0 to 1."""

    share_right: float
    seed: int


@dataclass(frozen=True, slots=True)
class Seen:
    """One indicator of a visit: a level with its line, or `level` None for not observed."""

    indicator: str
    level: int | None
    line: str | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """The one action agreed after a visit."""

    title: str
    indicator: str
    due_on: date
    library_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observe(Act):
    """A coach records a visit. `key` names it for later acts; not shared, it stays a draft.

    `planned` names the planned visit; one announced as an attestation is shared by signing it. One that `is_late` is
    finished and shared by a later act.
    """

    key: str
    learner: str
    activity: Activity
    complexity: Context
    account: str
    seen: tuple[Seen, ...]
    strength: str | None
    improve: str | None
    agreement: Agreement | None
    is_shared: bool = True
    planned: str | None = None
    fit: Fit | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerNote(Act):
    """The learner acknowledges a note, with an own view unless `levels` is None."""

    visit: str
    levels: tuple[tuple[str, int | None], ...] | None
    words: str | None


@dataclass(frozen=True, slots=True)
class Figures:
    """A share or a value with the number of cases it rests on."""

    numerator: float | None = None
    denominator: int | None = None
    value: float | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterReading(Act):
    """A KPI reading; with a `reason` it takes the place of the one that was entered for the same period."""

    learner: str
    kpi: str
    period: Period
    figures: Figures
    source: str
    note: str | None = None
    reason: str | None = None
