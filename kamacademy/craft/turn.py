"""A coach observed in the own turn: coaching sessions that were watched, and when the next one is due. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Session:
    """A coaching session that somebody watched, with the note about it."""

    note_id: int
    observed_on: date
    observer_id: int
    observer_name: str


@dataclass(frozen=True, slots=True)
class OwnTurn:
    """Sessions of the time looked back on, newest first, and the rhythm: `wanted` in `months`.

    `due_on` is the last day by which the next one keeps the rhythm; None before the first. `planned_on` is the next
    session that is planned.
    """

    sessions: tuple[Session, ...]
    wanted: int
    months: int
    due_on: date | None
    planned_on: date | None

    def is_overdue(self, today: date) -> bool:
        """Whether the rhythm is broken: no session was ever watched, or the day has passed."""
        return self.due_on is None or self.due_on < today


def own_turn(
    sessions: Sequence[Session],
    *,
    since: date,
    wanted: int,
    months: int,
    longest_days: int,
    planned_on: date | None,
) -> OwnTurn:
    """What is known of the own turn, from all sessions newest first; the next is due `longest_days` after the last."""
    newest = sessions[0].observed_on if sessions else None
    return OwnTurn(
        sessions=tuple(one for one in sessions if one.observed_on >= since),
        wanted=wanted,
        months=months,
        due_on=newest + timedelta(days=longest_days) if newest else None,
        planned_on=planned_on,
    )
