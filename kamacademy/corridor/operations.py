"""Taking in what a phone sent or sealed, and telling phones to forget what they hold."""

from datetime import datetime

from kamacademy.coaching.entry import Entry, OwnViewEntry
from kamacademy.corridor.models import DeviceOrder
from kamacademy.db import db, hold
from kamacademy.intake.operations import receive, receive_own_view
from kamacademy.intake.received import Received
from kamacademy.people.models import Person
from kamacademy.records.operations import note


def take_in(entry: Entry | OwnViewEntry, *, person: Person, device: str | None, at: datetime) -> Received:
    """Take one entry in, or nothing of it. Raises EntryRefused and CoachingRule with sentences.

    A savepoint of its own, so that one refused entry of an export leaves the others.
    """
    with db.session.begin_nested():
        if isinstance(entry, Entry):
            return receive(entry, coach=person, at=at, device=device)
        return receive_own_view(entry, learner=person, at=at, device=device)


def note_opened(person: Person, *, entries: int, taken: int, at: datetime) -> None:
    """Write to the audit trail that a sealed file was opened, and how many of its entries were taken in."""
    note("corridor.export-opened", by=person.id, at=at, subject=("person", person.id), entries=entries, taken=taken)


def empty_phones(person: Person, *, by: Person, at: datetime) -> None:
    """End every session of a person, and let every phone filled until now empty itself at its next contact."""
    hold(person)
    order = db.session.get(DeviceOrder, person.id)
    if order is None:
        db.session.add(DeviceOrder(person_id=person.id, forget_before=at))
    else:
        order.forget_before = max(order.forget_before, at)
    person.session_epoch += 1
    note("person.phones-emptied", by=by.id, at=at, subject=("person", person.id))
