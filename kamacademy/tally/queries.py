"""Counts that are kept, while they are fresh."""

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, bindparam, select

from kamacademy.content.queries import current_release_id
from kamacademy.db import rows_of
from kamacademy.tally.models import Tally

FRESH_FOR = timedelta(minutes=10)


@cache
def by_name() -> Select[int, datetime, str]:
    """What was counted under a `name`."""
    return select(Tally.release_id, Tally.counted_at, Tally.found).where(Tally.name == bindparam("name"))


def find_fresh(name: str, at: datetime) -> tuple[str, datetime] | None:
    """What was counted under a name and when, unless ten minutes, a day or a release have gone by since."""
    for release_id, counted_at, found in rows_of(by_name(), name=name):
        is_fresh = counted_at <= at < counted_at + FRESH_FOR and counted_at.date() == at.date()
        if is_fresh and release_id == current_release_id():
            return found, counted_at
    return None
