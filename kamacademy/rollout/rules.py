"""What a roll-out may be: subject, KPI, months and steps, each refusal in words. Pure."""

from datetime import date

from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Module, Programme
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.periods import MONTHS_IN, PERIOD_WORD, add_months
from kamacademy.kpi.subjects import kind_of
from kamacademy.wording import counted

FEWEST_STEPS, MOST_STEPS = 2, 12
MOST_STEP_MONTHS = 12
# As in effect.rollout, which is too heavy to be read for a figure; a test holds them against each other.
FEWEST_TEAMS, BETTER_TEAMS = 12, 20
FEWEST_MONTHS_BEFORE = 3
LONGEST_NAME, LONGEST_NOTE, LONGEST_REASON = 120, 500, 300
MODULE, PROGRAMME = "module", "programme"


class RolloutRule(Exception):
    """A rule of roll-outs was broken; `field` is the part of the form it is about, if one."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


def subject_of(kind: str, slug: str) -> str:
    """How a subject is kept: module:m01."""
    return f"{kind}:{slug}"


def title_of(subject: str, library: Library) -> str:
    """The title of a module or programme in a release, or its slug where the release no longer has it."""
    kind, _, slug = subject.partition(":")
    if kind == MODULE and library.has(MODULE, slug):
        return library.one(Module, MODULE, slug).title
    if kind == PROGRAMME and library.has(PROGRAMME, slug):
        return library.one(Programme, PROGRAMME, slug).title
    return slug


def check_subject(subject: str, library: Library) -> None:
    """Raise RolloutRule unless the release has the module or programme."""
    kind, _, slug = subject.partition(":")
    if kind not in (MODULE, PROGRAMME) or not library.has(kind, slug):
        raise RolloutRule("Choose a module or programme of the present release.", "subject")


def may_show(kpi: Kpi) -> bool:
    """Whether a KPI is kept for people or teams, so that teams can be compared by it."""
    return kind_of(kpi) in ("person", "team")


def check_steps(kpi: Kpi, first_month: date, step_months: int, steps: int, teams: int) -> None:
    """Raise RolloutRule where the steps cannot be: their count, their distance, or how they suit the KPI's periods."""
    if not FEWEST_STEPS <= steps <= MOST_STEPS:
        raise RolloutRule(f"Choose {FEWEST_STEPS} to {MOST_STEPS} steps; 4 to 6 are usual.", "steps")
    if not 1 <= step_months <= MOST_STEP_MONTHS:
        raise RolloutRule(f"Leave 1 to {MOST_STEP_MONTHS} months between steps.", "step_months")
    if teams < steps:
        raise RolloutRule(f"{counted(steps, 'step')} need at least {steps} teams; choose more teams.", "teams")
    months = MONTHS_IN[kpi.cadence]
    if step_months % months:
        raise RolloutRule(
            f"{kpi.code} has one figure a {PERIOD_WORD[kpi.cadence]}: leave {months} months between steps, or a "
            "multiple of that.",
            "step_months",
        )
    check_month(kpi, first_month, "first_month")


def check_month(kpi: Kpi, month: date, field: str) -> None:
    """Raise RolloutRule where a team would begin within a period of the KPI."""
    if (month.month - 1) % MONTHS_IN[kpi.cadence]:
        raise RolloutRule(
            f"{kpi.code} has one figure a {PERIOD_WORD[kpi.cadence]}: teams begin in the first month of one.", field
        )


def months_of(first_month: date, step_months: int, steps: int) -> list[date]:
    """The months in which a step begins, as first days."""
    return [add_months(first_month, step * step_months) for step in range(steps)]


def periods_between(first: date, later: date, cadence: str) -> int:
    """How many periods of a cadence lie between two months; negative where the second is earlier."""
    months = (later.year - first.year) * 12 + later.month - first.month
    return months // MONTHS_IN[cadence]
