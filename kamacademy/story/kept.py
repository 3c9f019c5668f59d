"""What the features keep of a person, as a story reads it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kamacademy.commitment.asking import Kept as HowKept
from kamacademy.commitment.lines import Kind as Habit
from kamacademy.competency.documents import Competency, Framework
from kamacademy.competency.evidence import Purpose, Row
from kamacademy.competency.profile import level_names
from kamacademy.curriculum.documents import Module
from kamacademy.development.plan import State
from kamacademy.development.words import event_words
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure
from kamacademy.people.job_roles import JobRole
from kamacademy.wording import day


@dataclass(frozen=True, slots=True)
class Completed:
    """A module on the day on which it was first completed; `programme` is the one it was taken in."""

    on: date
    programme: str
    module: str
    title: str
    about: frozenset[str]


@dataclass(frozen=True, slots=True)
class Passed:
    """A check that was passed, with its points; `about` is None where no module or competency names it."""

    on: date
    sitting_id: int
    title: str
    points: float | None
    points_max: float | None
    about: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit of which a note is shared: levels by indicator, None for not observed.

    `is_open` says whether the reader may read the note.
    """

    note_id: int
    on: date
    coach: str
    activity: str
    complexity: str
    purpose: str
    is_open: bool
    levels: Mapping[str, int | None]

    @property
    def about(self) -> frozenset[str]:
        """The competencies that were looked at."""
        return frozenset(indicator[:3] for indicator in self.levels)

    def has_seen(self, competency: str) -> bool:
        """Whether a level was given for a competency."""
        return any(level is not None and one.startswith(competency) for one, level in self.levels.items())

    @property
    def is_attested(self) -> bool:
        """Whether it was made for a decision."""
        return self.purpose == Purpose.ATTESTATION


class PlanStep(NamedTuple):
    """One line of a plan's history; what is said of its action is None for the whole plan.

    A tuple, since a story reads every line of every plan.
    """

    plan_id: int
    action_id: int | None
    on: date
    what: str
    who: str
    title: str | None
    before: str | None
    after: str | None
    reason: str | None
    competency: str | None
    kpi: str | None

    @property
    def words(self) -> str:
        """What happened, as the plan's own history says it."""
        return event_words(
            self.what, who=self.who, title=self.title, before=self.before, after=self.after, reason=self.reason
        )


@dataclass(frozen=True, slots=True)
class Series:
    """A KPI with its readings in order of period, and the day of the first action or module that should move it."""

    kpi: Kpi
    figures: Sequence[Figure]
    first_marked: date | None


@dataclass(frozen=True, slots=True)
class PlanAction:
    """An action as the picture draws it; `ended_on` is None while it runs."""

    action_id: int
    title: str
    competency: str
    kpi: str | None
    opened_on: date
    ended_on: date | None
    due_on: date
    state: str

    @property
    def state_words(self) -> str:
        """Done on a day; dropped on a day; handed in; due on a day."""
        if self.ended_on is not None:
            return f"{'done' if self.state == State.DONE else 'dropped'} on {day(self.ended_on)}"
        return "handed in" if self.state == State.HANDED_IN else f"due on {day(self.due_on)}"

    @property
    def words(self) -> str:
        """The whole action in words."""
        return f"“{self.title}”, begun on {day(self.opened_on)}, {self.state_words}"


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A change of job role that the learner has been told of; in force, or announced on the day it was confirmed."""

    transition_id: int
    from_role: JobRole
    to_role: JobRole
    starts_on: date
    confirmed_on: date
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class Committed:
    """One thing that was committed to after a module; `pledge_id` names all of that module's."""

    pledge_id: int
    on: date
    module: str
    title: str
    kind: Habit
    words: str


@dataclass(frozen=True, slots=True)
class Answered:
    """How a commitment was kept, so many days after it; `hours` a month, None where nobody has said."""

    of: Committed
    on: date
    after_days: int
    kept: HowKept
    hours: float | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What codes mean in a release."""

    framework: Framework
    competencies: Mapping[str, Competency]
    kpis: Mapping[str, Kpi]
    modules: Mapping[str, Module]

    @property
    def level_names(self) -> list[str]:
        """The names of levels 1 to 5."""
        return level_names(self.framework)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the features keep of one person, as one reader may read it; steps and visits in order of day.

    `rows` are those of the ledger that the rule counts, by competency.
    """

    completed: Sequence[Completed]
    passed: Sequence[Passed]
    visits: Sequence[Visit]
    steps: Sequence[PlanStep]
    actions: Sequence[PlanAction]
    series: Mapping[str, Series]
    rows: Mapping[str, Sequence[Row]]
    role_changes: Sequence[RoleChange]
    committed: Sequence[Committed]
    answered: Sequence[Answered]
