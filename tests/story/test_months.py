"""The months of a story, by the calendar."""

from datetime import date

import pytest

from kamacademy.story.months import Span, end_of, ends, in_address, month_asked, span

TODAY = date(2026, 11, 20)


def test_six_months_end_with_the_month_of_a_day() -> None:
    found = span(date(2026, 2, 9), 6)
    assert found == Span(date(2025, 9, 1), date(2026, 2, 28))
    assert found.words == "Sep 2025 to Feb 2026"
    assert [one.month for one in found.months] == [9, 10, 11, 12, 1, 2]
    assert span(TODAY, 6).words == "Jun to Nov 2026"


@pytest.mark.parametrize(
    ("on", "is_held"),
    [(date(2026, 6, 1), True), (date(2026, 5, 31), False), (date(2026, 11, 30), True), (date(2026, 12, 1), False)],
)
def test_a_span_holds_its_first_and_its_last_day(on: date, is_held: bool) -> None:
    assert span(TODAY, 6).holds(on) is is_held


@pytest.mark.parametrize(
    ("month", "last"), [(date(2028, 2, 1), date(2028, 2, 29)), (date(2026, 12, 31), date(2026, 12, 31))]
)
def test_a_month_ends_by_the_calendar(month: date, last: date) -> None:
    assert end_of(month) == last


def test_months_end_and_the_present_one_today() -> None:
    assert ends(span(TODAY, 2), TODAY) == (date(2026, 10, 31), TODAY)
    assert ends(span(TODAY, 2), TODAY, with_one_before=True) == (date(2026, 9, 30), date(2026, 10, 31), TODAY)
    assert ends(span(date(2026, 9, 1), 2), TODAY) == (date(2026, 8, 31), date(2026, 9, 30))


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-05", date(2026, 5, 1)),
        ("2026-11", date(2026, 11, 1)),
        ("2026-12", date(2026, 11, 1)),
        ("2026-13", date(2026, 11, 1)),
        ("0001-01", date(2026, 11, 1)),
        ("9999-12", date(2026, 11, 1)),
        ("2026-05-02", date(2026, 11, 1)),
        ("May", date(2026, 11, 1)),
        ("", date(2026, 11, 1)),
    ],
)
def test_what_is_no_month_or_lies_ahead_is_this_month(text: str, month: date) -> None:
    assert month_asked(text, TODAY) == month


def test_a_month_comes_back_from_its_address() -> None:
    assert month_asked(in_address(date(2026, 5, 1)), TODAY) == date(2026, 5, 1)
