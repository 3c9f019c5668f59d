"""A planned visit as a calendar file (RFC 5545) that any calendar opens. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

LONG_MINUTES = 60
PRODUCT = "-//KAM Academy//Planned visits//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar shows of a visit. It names the two and the activity, and no account.

    `begins` is a time of day without a zone, as people say it: half past nine is half past nine where they are.
    """

    visit_id: int
    title: str
    words: str
    link: str
    on: date
    begins: str | None
    stamped_at: datetime
    edition: int
    is_cancelled: bool


def calendar_file(entry: Entry) -> bytes:
    """One event: an hour from its beginning, or the whole day where no time is agreed."""
    # Here, since the library and what it brings take a sixth of a second to load and few requests need it.
    from icalendar import Calendar, Event

    event = Event()
    event.add("uid", f"planned-visit-{entry.visit_id}@{entry.link.split('/')[2]}")
    event.add("dtstamp", entry.stamped_at)
    event.add("sequence", entry.edition)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("summary", entry.title)
    event.add("description", entry.words)
    event.add("url", entry.link)
    if entry.begins is None:
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
    else:
        begins = datetime.combine(entry.on, time.fromisoformat(entry.begins))
        event.add("dtstart", begins)
        event.add("dtend", begins + timedelta(minutes=LONG_MINUTES))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    found: bytes = calendar.to_ical()
    return found
