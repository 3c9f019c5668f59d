"""The calendar file of a visit, line by line as RFC 5545 has it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from kamacademy.visit.calendar_file import Entry, calendar_file

ENTRY = Entry(
    visit_id=7,
    title="Customer discovery meeting: Mira Halvorsen, SK; with Daniel Okafor",
    words="Prepare by the sheet.",
    link="https://academy.example/visits/7",
    on=date(2026, 12, 3),
    begins="09:30",
    stamped_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    edition=0,
    is_cancelled=False,
)


def lines(entry: Entry) -> list[str]:
    """The file's lines, unfolded."""
    text = calendar_file(entry).decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.endswith("END:VCALENDAR\r\n")
    return text.replace("\r\n ", "").split("\r\n")


def test_a_visit_with_a_time_is_an_hour_where_people_are() -> None:
    found = lines(ENTRY)
    assert {"DTSTART:20261203T093000", "DTEND:20261203T103000"} <= set(found)
    assert {"UID:planned-visit-7@academy.example", "DTSTAMP:20261120T093000Z", "STATUS:CONFIRMED"} <= set(found)
    assert "URL:https://academy.example/visits/7" in found


def test_commas_and_semicolons_are_escaped() -> None:
    assert r"SUMMARY:Customer discovery meeting: Mira Halvorsen\, SK\; with Daniel Okafor" in lines(ENTRY)


def test_without_a_time_it_takes_the_whole_day() -> None:
    found = lines(replace(ENTRY, begins=None, on=date(2026, 12, 31)))
    assert {"DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101"} <= set(found)


def test_a_cancelled_visit_says_so_under_the_same_name_and_a_later_edition() -> None:
    found = lines(replace(ENTRY, is_cancelled=True, edition=2))
    assert {"UID:planned-visit-7@academy.example", "STATUS:CANCELLED", "SEQUENCE:2"} <= set(found)
