"""What an entry becomes, by what arrived before it."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from kamacademy.intake.received import Line, State, becomes, day_of


@pytest.mark.parametrize(
    ("line", "device", "edition", "base", "state"),
    [
        # The phone knows the newest edition.
        (Line(None, 1, 1, 1, True), None, 2, 1, State.STORED),
        # Somebody changed it here since.
        (Line("one", 1, 1, 2, True), "one", 2, 1, State.CONFLICT),
        # They did, and the phone has seen it.
        (Line("one", 1, 1, 2, True), "one", 2, 2, State.STORED),
        # The answer to the last was lost: the phone does not know the edition that it made itself.
        (Line("one", 1, 1, 1, True), "one", 2, 0, State.STORED),
        # The same from a phone that cannot be told apart, or from another one.
        (Line(None, 1, 1, 1, True), None, 2, 0, State.CONFLICT),
        (Line("one", 1, 1, 1, True), "two", 2, 0, State.CONFLICT),
        # An older save that was long on its way.
        (Line("one", 3, 3, 3, True), "one", 2, 0, State.ALREADY),
        (Line("one", 3, 3, 3, True), "two", 2, 0, State.CONFLICT),
        # Nothing changes what is shared or discarded.
        (Line("one", 1, 1, 1, False), "one", 2, 1, State.CONFLICT),
    ],
)
def test_an_entry_goes_on_or_stands_beside(
    line: Line, device: str | None, edition: int, base: int, state: State
) -> None:
    assert becomes(line, device=device, device_edition=edition, base=base) is state


@pytest.mark.parametrize(
    ("written", "hours", "day"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
        (date(2026, 11, 21), 13, date(2026, 11, 20)),
        (date(2026, 11, 22), 13, date(2026, 11, 22)),
        (date(2026, 11, 19), -8, date(2026, 11, 19)),
    ],
)
def test_a_day_that_has_begun_where_the_phone_is_counts_as_today(written: date, hours: int, day: date) -> None:
    at = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
    there = datetime(2026, 11, 20, 20, 0, tzinfo=timezone(timedelta(hours=hours)))
    assert day_of(written, device_at=there, at=at) == day
