"""Randomness that repeats: one stream for each subject, so that one person's story does not shift another's. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random


def chance(seed: int, *about: object) -> Random:
    """A stream of its own for a subject; the same seed and subject give the same stream."""
    return Random(":".join(map(str, (seed, *about))))  # noqa: S311  # a story, not a secret


def workday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def later_workday(day: date, days: int) -> date:
    """The day so many days later, or the Monday after a weekend; never before `day`."""
    found = day + timedelta(days=days)
    return found + timedelta(days=(7 - found.weekday()) if found.weekday() > 4 else 0)


def workday_ahead(day: date, number: int) -> date:
    """The workday so many workdays after the next one; 0 is `day` itself, or the Monday after a weekend."""
    found = later_workday(day, 0)
    for _ in range(number):
        found = later_workday(found, 1)
    return found


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day, aware, in UTC."""
    return datetime.combine(day, time(hour, minute), UTC)
