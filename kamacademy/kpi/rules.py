"""Which measure may be kept for whom: the role firewall and the scope rule, each with its reason in words."""

from collections.abc import Collection, Sequence
from datetime import date

from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import FEWEST_TOGETHER, Figure
from kamacademy.kpi.given import Refused
from kamacademy.kpi.subjects import kind_of
from kamacademy.people.job_roles import NAMES, NON_COMMERCIAL, JobRole
from kamacademy.wording import counted, day, inside, listed, number


def may_carry(kpi: Kpi, job_role: JobRole) -> bool:
    """Whether a job role may carry a KPI at all, alone or with a team."""
    return job_role.value in kpi.roles


def is_kept_for_a_person(kpi: Kpi) -> bool:
    """Whether readings may be kept for one person: behaviour alone, never what is measured for a team or programme."""
    return kind_of(kpi) == "person" and kpi.category == "behaviour"


def why_not_for_role(kpi: Kpi, job_role: JobRole) -> str | None:
    """Why a job role may not carry a KPI; None where it may."""
    if may_carry(kpi, job_role):
        return None
    roles = listed([inside(NAMES[JobRole(code)]) for code in kpi.roles], "or")
    if job_role in NON_COMMERCIAL:
        return (
            f"{kpi.code} {kpi.name} may not be kept for a {inside(NAMES[job_role])}: medical and nursing roles stay "
            "apart from commercial measures."
        )
    return f"{kpi.code} {kpi.name} is not a measure for a {inside(NAMES[job_role])}. It is kept for: {roles}."


def why_not_for_person(kpi: Kpi) -> str | None:
    """Why readings of a KPI may not be kept for one person; None where they may."""
    if kpi.category == "commercial":
        return f"{kpi.code} {kpi.name} is a commercial figure, and those are never kept for a person."
    if kpi.category == "outcome":
        return f"{kpi.code} {kpi.name} is an outcome of many hands, and those are never kept for a person."
    if kind_of(kpi) != "person":
        return f"{kpi.code} {kpi.name} is measured for a {kpi.scope}, not for one person."
    return None


def why_not(kpi: Kpi, kind: str, job_roles: Collection[JobRole]) -> str | None:
    """Why readings of a KPI may not be kept for a person (of the one job role), a team (of these) or a programme.

    None where they may. A team of medical and nursing roles alone is kept apart from commercial measures as each is.
    """
    if kind == "person":
        reasons = (why_not_for_role(kpi, one) for one in job_roles)
        return next((one for one in reasons if one), None) or why_not_for_person(kpi)
    if kind_of(kpi) != kind:
        return f"{kpi.code} {kpi.name} is measured for {article(kpi.scope)}, not for {article(kind)}."
    carried = any(may_carry(kpi, one) for one in job_roles)
    if kind == "team" and job_roles and not carried and NON_COMMERCIAL.issuperset(job_roles):
        return (
            f"{kpi.code} {kpi.name} may not be kept for this team: medical and nursing roles stay apart from "
            "commercial measures."
        )
    return None


def article(noun: str) -> str:
    """A noun with its article: an account, a team."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def period_problem(figure: Figure, today: date) -> str | None:
    """Why a reading's period cannot be; None where it can."""
    if figure.end < figure.start:
        return "The period ends before it begins."
    if figure.end > today:
        return f"The period ends on {day(figure.end)}. Enter the reading once it is over."
    return None


def figure_problem(
    kpi: Kpi, *, numerator: float | None, denominator: int | None, value: float | None, n: int | None
) -> tuple[str, str] | None:
    """The field that is wrong and how to put it right; None where the figure holds.

    A share has a numerator and a denominator; any other unit a value and the number of cases it rests on. Answers of a
    team or programme are kept from five people on.
    """
    wrong = share_problem(numerator, denominator) if kpi.is_share else value_problem(kpi, value, n)
    answers = denominator if kpi.is_share else n
    if wrong is None and kpi.kind == "survey" and kind_of(kpi) != "person" and (answers or 0) < FEWEST_TOGETHER:
        return "denominator" if kpi.is_share else "n", FEW_ANSWERS
    return wrong


def share_problem(numerator: float | None, denominator: int | None) -> tuple[str, str] | None:
    """What is wrong with a share."""
    if numerator is None or numerator < 0:
        return "numerator", "Enter how many, 0 or more."
    if max(numerator, denominator or 0) > LARGEST:
        return "numerator" if numerator > LARGEST else "denominator", f"Enter at most {number(LARGEST)}."
    if denominator is None or denominator < 1:
        return "denominator", "Enter out of how many, at least 1. With nothing to count there is no reading."
    if numerator > denominator:
        return "numerator", f"This cannot be more than the {number(denominator)} it is counted out of."
    return None


def value_problem(kpi: Kpi, value: float | None, n: int | None) -> tuple[str, str] | None:
    """The same for a figure that is not a share."""
    low, high = RANGES.get(kpi.unit, (None, None))
    if value is None:
        return "value", f"Enter the figure in {kpi.unit}." if kpi.unit != "count" else "Enter the count."
    if (low is not None and value < low) or (high is not None and value > high):
        return "value", f"Enter a figure of {number(low)} or more{f', at most {number(high)}' if high else ''}."
    if abs(value) > LARGEST:
        return "value", f"Enter at most {number(LARGEST)}."
    if n is None or not 1 <= n <= LARGEST:
        return "n", "Enter how many cases the figure rests on, from 1 to a million."
    return None


FEW_ANSWERS = "Answers of fewer than five people are not kept, so that nobody can be made out."

# Far above anything counted here, and far below what a column holds.
LARGEST = 1_000_000

# The lowest and the highest figure that each unit can have.
RANGES: dict[str, tuple[float, float | None]] = {
    "days": (0, None),
    "count": (0, None),
    "points": (0, None),
    "level": (1, 5),
    "rungs": (-4, 4),
    "rate": (0, 100),
    "net-points": (-100, 100),
}


class ReadingRule(Exception):
    """A rule of readings was broken; `field` is the part of the form it is about, if one."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


class ReadingsRefused(ReadingRule):
    """Among many readings some cannot be kept; none of them was."""

    def __init__(self, refused: Sequence[Refused]) -> None:
        super().__init__(f"{counted(len(refused), 'reading')} cannot be kept. The first: {refused[0].words}")
        self.refused = tuple(refused)


class KpiNotForRole(ReadingRule):
    """The job role may not carry the KPI."""


class KpiNotForPerson(ReadingRule):
    """The KPI is not kept for the person, the team or the programme."""


class WrongFigure(ReadingRule):
    """The figure cannot be."""


class NotSeenYet(ReadingRule):
    """What is noted lies in the future."""


class PeriodNotOver(ReadingRule):
    """The period ends in the future, or before it begins."""


class PeriodOverlaps(ReadingRule):
    """A reading for part of the period exists."""


class IsCalculated(ReadingRule):
    """The academy works the reading out itself: what it is counted from can be corrected, the figure cannot."""


class AlreadyCorrected(ReadingRule):
    """Someone has corrected the reading before."""
