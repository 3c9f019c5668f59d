"""Observed visits by one call, made through the operations that the pages use."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from kamacademy.coaching import operations
from kamacademy.coaching.models import Observation
from kamacademy.competency.evidence import Context
from kamacademy.content.queries import current_release_id
from kamacademy.guide.activity import Activity
from kamacademy.people.models import Person
from tests.world import NOW


def at_noon(day: date) -> datetime:
    """A moment of a day, not after now."""
    return min(datetime.combine(day, time(9), UTC), NOW)


def drafted(
    learner: Person,
    coach: Person,
    levels: Mapping[str, int | None],
    *,
    day: date = NOW.date(),
    lines: Mapping[str, str] | None = None,
) -> Observation:
    """A draft with everything rated."""
    at, activity = at_noon(day), Activity.DISCOVERY if learner.is_commercial else Activity.SHARED_TEAM
    made = operations.begin(
        learner, coach, activity=activity, complexity=Context.USUAL, observed_on=day,
        indicators=list(levels), release_id=current_release_id(), account_alias="North 11", at=at,
    )  # fmt: skip
    for indicator, level in levels.items():
        line = (lines or {}).get(indicator, f"Line of {indicator}")
        operations.rate(made, indicator, level=level, evidence_line=line, at=at)
    return made


def observed(
    learner: Person,
    coach: Person,
    levels: Mapping[str, int | None],
    *,
    day: date = NOW.date(),
    agreed: str | None = None,
    due_on: date | None = None,
) -> Observation:
    """A shared observation."""
    made = drafted(learner, coach, levels, day=day)
    at = at_noon(day)
    if agreed:
        operations.agree(made, title=agreed, indicator=next(iter(levels)), due_on=due_on, at=at)
    return operations.share(made, at=at, today=at.date())
