"""The only place that reads the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_PLAYED: ContextVar[datetime | None] = ContextVar("played", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _PLAYED.get() or datetime.now(UTC)


def today() -> date:
    """Today's date in UTC."""
    return now().date()


@contextmanager
def played_at(at: datetime) -> Iterator[None]:
    """Let a moment of a story, aware, be this one: the demo lets jobs run as they would have run back then."""
    before = _PLAYED.set(at)
    try:
        yield
    finally:
        _PLAYED.reset(before)
