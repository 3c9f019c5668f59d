"""What somebody is reminded of on a day: actions and reviews that are due in a week, or on that day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from kamacademy.mail.hours import Hours

DAYS_BEFORE = (7, 0)
# A time zone may be a day ahead of UTC's, or a day behind it.
EARLIEST, LATEST = timedelta(days=-1), timedelta(days=max(DAYS_BEFORE) + 1)
# Reminders are written from seven on; the digest, so that it is not of the afternoon, until noon.
MORNING, NOON = time(7), time(12)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is written to."""

    id: int
    first_name: str
    email: str


@dataclass(frozen=True, slots=True)
class ActionDue:
    """An open action, for the learner whose it is."""

    id: int
    title: str
    due_on: date
    reader: Reader


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """The review of a plan that nobody has written yet, for one of the two; `name` is the learner's, to the coach."""

    id: int
    learner_id: int
    name: str | None
    due_on: date
    reader: Reader


Due = TypeVar("Due", ActionDue, ReviewDue)


def is_called_for(due_on: date, today: date) -> bool:
    """Whether a day is a week ahead, or today."""
    return (due_on - today).days in DAYS_BEFORE


def is_morning(hours: Hours, at: datetime) -> bool:
    """Whether the reader's day has begun, for a letter that is written once a day."""
    return hours.own_time(at).time() >= MORNING


def is_digest_time(hours: Hours, at: datetime) -> bool:
    """Whether it is the morning of the reader's chosen day of the week."""
    here = hours.own_time(at)
    return here.weekday() == hours.digest_weekday and MORNING <= here.time() < NOON


def week_of(day: date) -> str:
    """A week as 2026-W47 (ISO 8601); one digest is written in each, also where the chosen day changes."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def by_reader(found: Iterable[Due]) -> dict[Reader, list[Due]]:
    """What concerns each reader, soonest due first."""
    gathered: dict[Reader, list[Due]] = {}
    for one in sorted(found, key=lambda one: (one.due_on, one.id)):
        gathered.setdefault(one.reader, []).append(one)
    return gathered


def called_for(
    gathered: Mapping[Reader, Sequence[Due]], hours: Mapping[int, Hours], at: datetime
) -> dict[Reader, list[Due]]:
    """Of that, what each reader whose own day has begun is told of on it; whom nothing concerns is not there."""
    found = {
        reader: [one for one in due if is_called_for(one.due_on, hours[reader.id].own_day(at))]
        for reader, due in gathered.items()
        if is_morning(hours[reader.id], at)
    }
    return {reader: due for reader, due in found.items() if due}


def by_day(due: Iterable[Due]) -> list[tuple[date, list[Due]]]:
    """What is due under each day, soonest first."""
    gathered: dict[date, list[Due]] = {}
    for one in due:
        gathered.setdefault(one.due_on, []).append(one)
    return sorted(gathered.items())
