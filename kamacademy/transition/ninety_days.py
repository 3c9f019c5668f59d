"""The first ninety days in a new job role: what is proposed for the plan, and by when. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kamacademy.proposal.suggestions import Suggestion

DAYS = (30, 60, 90)
# What is drafted late still leaves time to be tried.
SHORTEST_DAYS = 14


@dataclass(frozen=True, slots=True)
class Proposal:
    """A library action for a gap against the new role's targets, with its day."""

    suggestion: Suggestion
    competency_name: str
    due_on: date


def due_days(starts_on: date, today: date, *, drafted: int, count: int) -> list[date]:
    """The days for the next `count` actions: 30, 60 and 90 days into the role, after those drafted before.

    A day that has passed or is nearly there becomes the fourteenth from today.
    """
    wanted = (DAYS[min(number, len(DAYS) - 1)] for number in range(drafted, drafted + count))
    return [max(starts_on + timedelta(days=days), today + timedelta(days=SHORTEST_DAYS)) for days in wanted]


def proposals(
    suggestions: Sequence[Suggestion], names: Mapping[str, str], starts_on: date, today: date, *, drafted: int
) -> list[Proposal]:
    """Each suggestion with its competency's name and its day, the gate's and the priorities' first."""
    days = due_days(starts_on, today, drafted=drafted, count=len(suggestions))
    return [Proposal(one, names[one.gap.competency], due) for one, due in zip(suggestions, days, strict=True)]


def last_day(starts_on: date) -> date:
    """The last of the ninety days."""
    return starts_on + timedelta(days=DAYS[-1])


def may_draft(starts_on: date, today: date) -> bool:
    """Whether the ninety days are running."""
    return starts_on <= today <= last_day(starts_on)
