"""What waits elsewhere: cases to rate and second observers on Today, and who comes along on the learner's page."""

from datetime import date, timedelta

import pytest

from kamacademy.curriculum.queries import all_paths, first_completions_in
from kamacademy.kpi.operations import record_reading
from kamacademy.kpi.periods import period_from
from kamacademy.outcome.queries import results_of
from kamacademy.people.models import Person
from tests.browser import Browser
from tests.calibration.events import all_cases, made, rate_case, seat_of
from tests.coaching.visits import at_noon, observed
from tests.curriculum.study import M01, M03, complete
from tests.pairing.pairs import asked, chosen, rated, three
from tests.statements import statements
from tests.visit.planned import planned
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


def read_in(learner: Person, numerators: dict[int, int]) -> None:
    """Readings of K01 out of 17 by month of this year."""
    for month, numerator in numerators.items():
        period = period_from("monthly", date(TODAY.year, month, 1))
        record_reading(
            learner, "K01", period_start=period.start, period_end=period.end, numerator=numerator, denominator=17,
            source="Profile form", by=learner, at=NOW,
        )  # fmt: skip


def waits(browser: Browser) -> str:
    """What stands under "Also waits for you"; empty without it."""
    section = browser.open("/today").page.find(attrs={"aria-labelledby": "also-title"})
    return " ".join(section.get_text(" ").split()) if section else ""


def test_nothing_waits_and_nothing_is_said(coach: Person, browse: type[Browser]) -> None:
    browser = browse(coach)
    assert waits(browser) == ""
    assert browser.follow("My coaching").heading == "My coaching"


def test_cases_of_a_calibration_wait_until_they_are_finished(
    world: World, coach: Person, browse: type[Browser]
) -> None:
    event = made(world, [coach], cases=all_cases(world)[:6])
    browser, other = browse(coach), browse(world.coach())
    assert "Calibration, autumn: 6 cases to rate" in waits(browser)
    assert waits(other) == ""
    rate_case(seat_of(event, coach), event.cases[0])
    assert "5 cases to rate" in waits(browser)
    browser.follow("Calibration, autumn: 5 cases to rate")
    assert browser.address.startswith("/calibration/")


def test_a_second_observer_to_choose_waits_for_the_coach_alone(world: World, browse: type[Browser]) -> None:
    of = three(world)
    pair = asked(of)
    coach, second = browse(of.coach), browse(of.second)
    assert "Choose a second observer for the visit with Lena Ek" in waits(coach)
    assert waits(second) == ""
    assert coach.follow("Choose a second observer for the visit with Lena Ek").address == f"/pairs/{pair.id}/choose"


def test_coming_along_waits_for_the_second_observer(world: World, browse: type[Browser]) -> None:
    of = three(world)
    pair = chosen(of)
    second = browse(of.second)
    assert "Rate as second observer: Lena Ek with Mads Holm" in waits(second)
    rated(pair, {"C03a": 2, "C09a": 3})
    assert waits(second) == ""


def test_the_learner_reads_who_comes_along_and_may_say_no(world: World, browse: type[Browser]) -> None:
    of = three(world)
    chosen(of, on=TODAY + 5 * DAY)
    planned(of.learner, of.coach, day=TODAY + 2 * DAY)
    learner = browse(of.learner).open("/next-step")
    assert "Kim Berg comes along On Wed 25 Nov 2026, to rate the visit as well." in learner.words
    assert learner.words.count("comes along") == 1
    assert "comes along" not in browse(of.coach).open("/next-step").words
    learner.follow("Read or say no").press("Say no to a second observer")
    assert "comes along" not in learner.open("/next-step").words


def test_what_is_rated_or_only_asked_for_is_not_asked_of_the_learner(world: World, browse: type[Browser]) -> None:
    of = three(world)
    asked(of, on=TODAY + 6 * DAY)
    rated(chosen(of), {"C03a": 2, "C09a": 3})
    assert "comes along" not in browse(of.learner).open("/next-step").words


def test_the_results_on_the_first_page_are_those_of_the_page_of_results(world: World) -> None:
    learner = world.learner()
    for number, module in enumerate((M01, M03)):
        complete(learner, module, at=at_noon(date(TODAY.year, 8, 18 + number)))
    read_in(learner, {7: 8, 8: 2, 9: 6, 10: 6})
    known = first_completions_in(all_paths(learner, TODAY))
    assert known == {M01: date(TODAY.year, 8, 18), M03: date(TODAY.year, 8, 19)}
    release = world.library()
    assert results_of(learner, release, completed=known) == results_of(learner, release)
    assert results_of(learner, release, completed={}) != results_of(learner, release), "a module marks where it began"


def test_the_first_pages_stay_within_their_statements(world: World, browse: type[Browser]) -> None:
    of = three(world)
    complete(of.learner, at=at_noon(TODAY - 60 * DAY))
    read_in(of.learner, {8: 8, 9: 9, 10: 10})
    coach, learner = browse(of.coach), browse(of.learner)
    counts = {}
    for page, browser in (("/today", coach), ("/next-step", learner)):
        browser.open(page)
        with statements() as seen:
            browser.open(page)
        counts[page] = len(seen)
    made(world, [of.coach, of.second])
    for day in range(3, 8):
        chosen(of, on=TODAY + day * DAY)
        asked(of, on=TODAY + day * DAY, begins="16:00")
        observed(of.learner, of.coach, {"C03a": 2}, agreed="Try it", due_on=TODAY + 30 * DAY)
    # Today asks for agreements once there is a visit to show; the next step has the cards of many features.
    for page, browser, more, most in (("/today", coach, 1, 10), ("/next-step", learner, 0, 12)):
        browser.open(page)
        with statements() as seen:
            browser.open(page)
        assert len(seen) <= counts[page] + more <= most, page
