"""What the page shows first, and how its half-years follow one another."""

from datetime import date

import pytest

from kamacademy.story.entry import Entry, Kind
from kamacademy.story.kept import Series
from kamacademy.story.months import MONTHS_SHOWN, span
from kamacademy.story.page import by_month, competency_to_draw, newer_month, older_month, series_to_draw
from tests.kpi.definitions import kpi, shares
from tests.story.told import DAY, action, visit
from tests.world import TODAY

CODES = ("C01", "C03", "C04")


def test_the_competency_drawn_is_the_one_asked_for() -> None:
    assert competency_to_draw("C01", [action()], [], CODES) == "C01"


def test_else_that_of_the_newest_running_action_else_of_the_newest() -> None:
    done = action(TODAY - DAY, TODAY, competency="C04", action_id=2)
    assert competency_to_draw(None, [action(competency="C03"), done], [], CODES) == "C03"
    older = action(TODAY - 90 * DAY, TODAY - 60 * DAY, competency="C01", action_id=1)
    assert competency_to_draw(None, [done, older], [], CODES) == "C04"
    assert competency_to_draw(None, [action(competency="C99")], [], CODES) is None


def test_else_the_one_that_was_seen_most_often_the_first_of_equals() -> None:
    visits = [visit(levels={"C04a": 3, "C03a": 2}), visit(levels={"C04b": None}), visit(levels={"C01a": 2})]
    assert competency_to_draw(None, [], visits, CODES) == "C04"
    assert competency_to_draw(None, [], [visit(levels={"C04a": 3, "C03a": 2})], CODES) == "C03"
    assert competency_to_draw(None, [], [], CODES) is None


def test_the_result_is_that_of_the_newest_action_with_readings_else_one_that_belongs_to_it() -> None:
    own, other = (
        Series(kpi(), shares((1, 9)), None),
        Series(kpi(code="K02", competencies=("C04",)), shares((1, 9)), None),
    )
    series = {"K01": own, "K02": other}
    assert series_to_draw("C03", [action(kpi="K02")], series) is other
    newest = action(TODAY, kpi="K01", action_id=2)
    assert series_to_draw("C03", [newest, action(kpi="K02")], series) is own
    assert series_to_draw("C03", [action(kpi="K09")], series) is own
    assert series_to_draw("C04", [action(kpi="K01")], series) is other
    assert series_to_draw("C01", [], series) is None


def test_entries_come_by_month_newest_first() -> None:
    days = [date(2026, 9, 3), date(2026, 11, 2), date(2026, 9, 30)]
    found = by_month([Entry(one, Kind.VISIT, "Visit") for one in days])
    assert [(one.first, [entry.on.day for entry in one.entries]) for one in found] == [
        (date(2026, 11, 1), [2]),
        (date(2026, 9, 1), [30, 3]),
    ]


def test_older_leads_back_only_where_something_happened() -> None:
    shown = span(TODAY, MONTHS_SHOWN)
    assert older_month(shown, [date(2026, 6, 1)]) is None
    assert older_month(shown, [date(2026, 5, 31)]) == "2026-05"


@pytest.mark.parametrize(
    ("until", "newer"),
    [(TODAY, None), (date(2026, 10, 1), "2026-11"), (date(2026, 5, 1), "2026-11"), (date(2025, 11, 1), "2026-05")],
)
def test_newer_leads_to_the_next_half_year_and_no_further_than_today(until: date, newer: str | None) -> None:
    assert newer_month(span(until, MONTHS_SHOWN), TODAY) == newer
