"""What people do about plans: put actions forward, sign, try, show, judge, review and close. Pure."""

from dataclasses import dataclass
from datetime import date

from kamacademy.demo.acts import Act
from kamacademy.development.plan import Origin
from kamacademy.reviewing.review import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose(Act):
    """A library action is put forward for a learner's plan."""

    learner: str
    library_id: str
    where: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPlan(Act):
    """A plan is drafted from the learner's gaps."""

    learner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreePlan(Act):
    """The learner or the coach agrees to what is proposed."""

    learner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAction(Act):
    """Something done with an action, which is named by its visit or by its library name."""

    learner: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FillIn(OnAction):
    """What coaching left open: where it will be tried; for an action in own words also the evidence and the KPI."""

    where: str
    evidence: str | None
    kpi: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn(OnAction):
    """A remark on how it is going."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redate(OnAction):
    """Another due date."""

    due_on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete(OnAction):
    """Done, with what shows it: said by the coach, or handed in by the learner and accepted that evening."""

    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop(OnAction):
    """Given up."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeOwn(OnAction):
    """An action in own words is put forward; `origin` and `origin_name` say where the thought came up, if anywhere."""

    title: str
    indicator: str
    where: str
    evidence: str
    kpi: str
    due_on: date
    origin: Origin | None = None
    origin_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowEvidence(OnAction):
    """One thing that shows that an action was done: words, a link, or a file beside the texts of the story."""

    words: str | None = None
    link: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn(OnAction):
    """The learner gives an action to the coach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(OnAction):
    """The coach takes it as done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBack(OnAction):
    """The coach asks for more."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateStretch(OnAction):
    """The coach says how far an action reaches, 1 to 3."""

    stretch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteReview(Act):
    """A review written by one of the two: what is said of named actions, and one reason to keep every other one."""

    learner: str
    said: tuple[tuple[str, Said], ...]
    moved: str
    next_step: str
    kept: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReview(Act):
    """The other of the two confirms the review that waits."""

    learner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePlan(Act):
    """A plan becomes history."""

    learner: str
