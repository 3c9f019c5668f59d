"""KPIs that the academy counts from its own data: what a feature gives for each, and for which periods. Pure.

A feature to the right registers a calculator under the KPI's code in the application's extension EXTENSION.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.given import Given
from kamacademy.kpi.periods import Period, finished_periods
from kamacademy.kpi.subjects import Subject
from kamacademy.people.job_roles import JobRole

EXTENSION = "kpi_calculators"
# How many closed periods are counted again, so that what was corrected later still counts.
PERIODS_COUNTED = {"monthly": 6, "quarterly": 4, "half-yearly": 2, "yearly": 1}


@dataclass(frozen=True, slots=True)
class Counted:
    """So many of so many, the second at least 1. `beside` must be read with it, in up to 300 characters."""

    numerator: int
    denominator: int
    beside: str | None = None


# From the people who may carry the KPI, each with the job role, and a period to counts. Whoever has none is left out.
Calculator = Callable[[Mapping[int, JobRole], Period], Mapping[Subject, Counted]]


def periods_to_count(kpi: Kpi, today: date) -> list[Period]:
    """The newest closed periods, the oldest first."""
    return finished_periods(kpi.cadence, today)[: PERIODS_COUNTED[kpi.cadence]][::-1]


def as_given(kpi: Kpi, period: Period, counts: Mapping[Subject, Counted]) -> list[Given]:
    """Counts as readings on their way in."""
    return [
        Given(
            subject,
            kpi.code,
            Figure(period.start, period.end, one.numerator, one.denominator),
            kpi.source[:200],
            beside=one.beside,
        )
        for subject, one in counts.items()
    ]


def levels_words(levels: Mapping[int, int]) -> str:
    """How often each level from 1 to 5 was given, and the middle one (the lower of two)."""
    given = sorted(level for level, times in levels.items() for _ in range(times))
    each = ", ".join(str(levels.get(level, 0)) for level in range(1, 6))
    return f"levels 1 to 5 were given {each} times; the middle one is {given[(len(given) - 1) // 2]}."
