"""How long a shared note may be changed, and how long it may be disputed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from kamacademy.competency.evidence import Purpose

if TYPE_CHECKING:
    from kamacademy.coaching.models import Observation

CHANGE_HOURS = 48
DISPUTE_DAYS = 10


def change_ends(shared_at: datetime) -> datetime:
    """The moment from which a coaching note is locked: 48 hours after it was first shared."""
    return shared_at + timedelta(hours=CHANGE_HOURS)


def may_change(purpose: str, shared_at: datetime, at: datetime) -> bool:
    """Whether the coach may still change it. An attestation is signed and locked from the start."""
    return purpose == Purpose.DEVELOPMENT and at < change_ends(shared_at)


def dispute_ends_on(shared_at: datetime, amended_at: datetime | None) -> date:
    """The last day to dispute it: ten days after it was shared, or after its last change."""
    return (amended_at or shared_at).date() + timedelta(days=DISPUTE_DAYS)


@dataclass(frozen=True, slots=True)
class Windows:
    """What is still possible with a shared note at a moment, and until when."""

    change_ends: datetime
    is_locked: bool
    dispute_ends_on: date
    may_dispute: bool


def windows(observation: "Observation", at: datetime) -> Windows:
    """The windows of a shared note."""
    assert observation.shared_at is not None
    last_day = dispute_ends_on(observation.shared_at, observation.amended_at)
    return Windows(
        change_ends(observation.shared_at),
        not may_change(observation.purpose, observation.shared_at, at),
        last_day,
        at.date() <= last_day,
    )
