"""Definitions with just what a rule needs, and figures in a row."""

from datetime import timedelta
from typing import Any

from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.periods import add_months, period_from
from tests.world import TODAY


def kpi(**changes: Any) -> Kpi:
    """A share kept for a person, monthly, the more the better, target 80 %, from five cases on."""
    return Kpi.model_validate(
        {
            "code": "K01",
            "name": "Living profile",
            "category": "behaviour",
            "scope": "person",
            "competencies": ("C03",),
            "kind": "quantitative",
            "definition": "Fields checked on time.",
            "unit": "percent",
            "numerator": "Fields checked",
            "denominator": "Fields due",
            "source": "Profile form",
            "collected": "form",
            "baseline": "Three months before anything was done.",
            "cadence": "monthly",
            "direction": "up",
            "target": {"value": 80},
            "minimum_n": 5,
            "roles": ("REP", "SK"),
            "gaming_risk": "Guesses.",
            "guard": {"words": "An audit."},
            "owner": "Account lead",
            "target_basis": "Judgement.",
        }
        | changes
    )


def days_kpi(**changes: Any) -> Kpi:
    """A median of days, the fewer the better, target 10."""
    return kpi(unit="days", direction="down", target={"value": 10}, numerator=None, denominator=None, **changes)


def shares(*counts: tuple[float, int] | None) -> list[Figure]:
    """One share a month up to last month; None leaves a month out."""
    first = add_months(TODAY.replace(day=1), -len(counts))
    periods = [period_from("monthly", add_months(first, place)) for place in range(len(counts))]
    assert periods[-1].end == TODAY.replace(day=1) - timedelta(days=1)
    return [
        Figure(period.start, period.end, count[0], count[1])
        for period, count in zip(periods, counts, strict=True)
        if count is not None
    ]


def values(*given: tuple[float, int]) -> list[Figure]:
    """One value with its n a month up to last month."""
    return [
        Figure(one.start, one.end, value=value, cases=n)
        for one, (value, n) in zip(shares(*[(0, 1)] * len(given)), given, strict=True)
    ]
