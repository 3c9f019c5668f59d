"""From evidence to a level by the rule `visits-1`: few steps, no weights, honest about what it does not know.

Rows of the panel Does by others, at most 24 months old, count. A visit counts once, as the lower median of its
rated indicators, since several indicators of one visit are not independent. The level is the lower median of the
visits; the range runs from the lowest visit to the highest. Below three visits there is no level. Both views of a
level, the development view of every row and the attested view of fewer, are made by this one rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from kamacademy.competency.evidence import DOES, KNOWS, Row, View

RULE = "visits-1"
MONTHS_COUNTED = 24
VISITS_NEEDED = 3
RATERS_NEEDED = 2


class Standing(StrEnum):
    """How a level stands against the target of the job role."""

    NO_TARGET = "no target"
    UNKNOWN = "not enough evidence yet"
    BELOW = "below target"
    REACHED_NOT_SECURE = "level reached, not yet secure"
    AT_TARGET = "at target"


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the ledger says about one competency of one person on one day.

    `level`, `low` and `high` are 1 to 5 and None below three visits; `lowest_seen` and `highest_seen` are given from
    the first visit on. `check_passed` is None where the framework names no check.
    """

    competency: str
    target: int | None
    level: int | None
    low: int | None
    high: int | None
    visits: int
    raters: int
    latest: date | None
    check_passed: bool | None
    rule: str = RULE

    @property
    def standing(self) -> Standing:
        """Against the target: at target needs the level, two raters, and the check where one is named."""
        if self.target is None:
            return Standing.NO_TARGET
        if self.level is None:
            return Standing.UNKNOWN
        if self.level < self.target:
            return Standing.BELOW
        if self.raters < RATERS_NEEDED or self.check_passed is False:
            return Standing.REACHED_NOT_SECURE
        return Standing.AT_TARGET

    @property
    def gap(self) -> int | None:
        """Levels short of the target; 0 where reached; None where unknown or without a target."""
        if self.target is None or self.level is None:
            return None
        return max(0, self.target - self.level)


def lower_median(levels: Sequence[int]) -> int:
    """The middle level; of two middle ones the lower, so that a level is never one nobody gave."""
    return sorted(levels)[(len(levels) - 1) // 2]


def months_before(day: date, months: int) -> date:
    """The same day of the month some months earlier, or the last day of that month."""
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


@lru_cache(maxsize=8)
def first_day_counted(today: date) -> date:
    """The first of the days whose evidence counts today. Kept, since a team's page asks for each competency."""
    return months_before(today, MONTHS_COUNTED)


def counted(rows: Iterable[Row], learner_id: int, today: date) -> list[Row]:
    """The rows that speak about what a person does: rated, by others, in the last 24 months, not in the future."""
    earliest = first_day_counted(today)
    return [
        row
        for row in rows
        if row.kind in DOES
        and row.level is not None
        and row.rater_id is not None
        and row.rater_id != learner_id
        and earliest <= row.happened_on <= today
    ]


def estimate(
    competency: str,
    rows: Iterable[Row],
    *,
    learner_id: int,
    target: int | None,
    today: date,
    check: str | None = None,
    view: View = View.DEVELOPMENT,
) -> Estimate:
    """The estimate of one competency by `visits-1` in a view. `check` is the paper that must be passed, if one is."""
    own = [row for row in rows if row.competency == competency]
    if view is not View.DEVELOPMENT:
        own = [row for row in own if row.is_seen_in(view)]
    does = counted(own, learner_id, today)
    check_passed = None if check is None else has_passed(own, check, today)
    if not does:
        return Estimate(competency, target, None, None, None, 0, 0, None, check_passed)
    by_visit: dict[str, list[int]] = defaultdict(list)
    for row in does:
        assert row.level is not None
        by_visit[row.visit].append(row.level)
    visits = [levels[0] if len(levels) == 1 else lower_median(levels) for levels in by_visit.values()]
    enough = len(visits) >= VISITS_NEEDED
    return Estimate(
        competency=competency,
        target=target,
        level=lower_median(visits) if enough else None,
        low=min(visits) if enough else None,
        high=max(visits) if enough else None,
        visits=len(visits),
        raters=len({row.rater_id for row in does}),
        latest=max(row.happened_on for row in does),
        check_passed=check_passed,
    )


def has_passed(rows: Iterable[Row], check: str, today: date) -> bool:
    """Whether a paper named as a check has been passed, and the pass has not run out."""
    return any(
        row.kind in KNOWS
        and row.source_ref == check
        and row.passed
        and (row.valid_until is None or today <= row.valid_until)
        for row in rows
    )
