"""Counting over many people at most once in ten minutes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from sqlalchemy.exc import IntegrityError

from kamacademy.content.queries import current_release_id
from kamacademy.db import db, write_first
from kamacademy.tally.models import Tally
from kamacademy.tally.queries import find_fresh

Counts = TypeVar("Counts")


class Form(Protocol[Counts]):
    """How counts are written down and read."""

    def dump_json(self, instance: Counts, /) -> bytes:
        """Counts as JSON."""

    def validate_json(self, data: str, /) -> Counts:
        """JSON as counts."""


@dataclass(frozen=True, slots=True)
class Counted(Generic[Counts]):
    """What was counted, and when."""

    counts: Counts
    at: datetime


def tallied(name: str, form: Form[Counts], count: Callable[[], Counts], at: datetime) -> Counted[Counts]:
    """The counts kept under a name if they are fresh; else they are counted, and kept in a transaction of their own.

    `form` says how what `count` gives is kept as JSON. One statement when fresh, however many people. Ends the
    transaction when not: nothing may have been written before.
    """
    kept = find_fresh(name, at)
    if kept is not None:
        found, counted_at = kept
        return Counted(form.validate_json(found), counted_at)
    counts, release_id = count(), current_release_id()
    found = form.dump_json(counts).decode()
    write_first(lambda: keep(name, release_id, found, at))
    return Counted(counts, at)


def keep(name: str, release_id: int, found: str, at: datetime) -> None:
    """Keep counts under a name. Of two who count at the same moment, one is enough."""
    row = db.session.get(Tally, name)
    if row is not None:
        row.release_id, row.found, row.counted_at = release_id, found, at
        return
    try:
        with db.session.begin_nested():
            db.session.add(Tally(name=name, release_id=release_id, found=found, counted_at=at))
    except IntegrityError:
        return
