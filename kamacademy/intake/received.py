"""What a phone is told about an entry it sent, and how an entry stands to what the server has."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class State(StrEnum):
    """What became of an entry. `ALREADY` changed nothing; `CONFLICT` was kept beside what was there."""

    STORED = "stored"
    ALREADY = "already"
    CONFLICT = "conflict"


class Choice(StrEnum):
    """Which of two versions a coach goes on with."""

    THIS = "this"
    OTHER = "other"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Received:
    """The answer to one entry. `observation_id` is None for an own view whose note is not shared yet.

    `edition` is the server's, from which the phone goes on; `words` is one sentence for the person.
    """

    key: str
    state: State
    observation_id: int | None
    edition: int
    is_shared: bool
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """How far a draft has come: what arrived last for its key, and where the server is now."""

    device: str | None
    device_edition: int
    edition_then: int
    edition_now: int
    is_open: bool


def becomes(line: Line, *, device: str | None, device_edition: int, base: int) -> State:
    """What an entry that has not arrived before becomes.

    From the same phone an older save says nothing new, and a newer one goes on from the last even if the answer to
    that was lost on the way, as long as nobody else changed the draft since. From elsewhere only the edition that
    the phone began from tells. What is shared or discarded is never changed: the entry stands beside it.
    """
    is_same_phone = device is not None and device == line.device
    if is_same_phone and device_edition < line.device_edition:
        return State.ALREADY
    is_untouched = is_same_phone and line.edition_now == line.edition_then
    goes_on = line.is_open and (base == line.edition_now or is_untouched)
    return State.STORED if goes_on else State.CONFLICT


def day_of(written: date, *, device_at: datetime, at: datetime) -> date:
    """The academy's day for a day written on a phone. East of here it may be tomorrow there while it is today here."""
    today, today_there = at.date(), at.astimezone(device_at.tzinfo).date()
    return today if today < written <= today_there else written
