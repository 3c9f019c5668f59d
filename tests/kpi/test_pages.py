"""The library of definitions and the reading's forms at the browser."""

from datetime import date

import pytest
from sqlalchemy import func, select

from kamacademy.db import db
from kamacademy.kpi.models import Reading
from kamacademy.kpi.operations import record_reading
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from tests.browser import Browser
from tests.world import NOW, World


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def readings() -> int:
    return db.session.scalar(select(func.count()).select_from(Reading)) or 0


def october(learner: Person, kpi: str = "K01") -> Reading:
    return record_reading(
        learner, kpi, period_start=date(2026, 10, 1), period_end=date(2026, 10, 31), numerator=13, denominator=17,
        source="Profile form", note="Seen in the car park.", by=learner, at=NOW,
    )  # fmt: skip


def test_the_library_lists_33_definitions_with_scope_roles_and_guard(world: World, browse: type[Browser]) -> None:
    browser = browse(world.leader()).open("/kpis")
    assert len(browser.page.select(".kpi-row")) == 33
    for words in ("Kept for a person", "Kept for whoever owns the account", "Kept for a team", "Kept for a programme"):
        assert words in browser.words
    assert "For field manager." in browser.words
    browser.follow("K23 First-pass compliance and speaking up")
    assert "The two figures are a pair." in browser.words


def test_a_definition_says_how_it_is_counted_and_gamed(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner).open("/kpis/k01")
    assert browser.heading == "K01 Living profile"
    for words in ("How many", "Out of how many", "How it could be gamed", "K13 Discovery quality", "from 5 cases on"):
        assert words in browser.words
    browser.follow("Open my result")
    assert browser.heading == "Living profile"


def test_a_definition_of_another_role_offers_no_result(learner: Person, browse: type[Browser]) -> None:
    assert "Open my result" not in browse(learner).open("/kpis/k20").words


@pytest.mark.parametrize(
    "address", ["/kpis/k99", "/kpis/K01", "/people/1/kpis/k99/new-reading", "/readings/999/correct"]
)
def test_what_is_not_there_is_not_found(world: World, browse: type[Browser], address: str) -> None:
    learner = world.learner()
    browse(learner).open(address.replace("/people/1/", f"/people/{learner.id}/"), expect=404)


def test_a_reading_is_entered_and_told_in_words(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k01").follow("Enter a reading")
    assert browser.field("Period").find("option", selected=True).get_text() == "Oct 2026, 1 Oct 2026 to 31 Oct 2026"
    browser.fill("How many", "13").fill("Out of how many", "17").fill("What was seen", "Corrected in the car park.")
    browser.press("Keep the reading")
    assert "13 of 17 in Oct 2026 (76 %)" in browser.words
    assert "Corrected in the car park." in browser.words
    assert "Profile form, dates of the last check" in browser.words


def test_a_coach_enters_readings_for_the_learner(learner: Person, coach: Person, browse: type[Browser]) -> None:
    browser = browse(coach).open(f"/people/{learner.id}/kpis/k06/new-reading")
    browser.fill("Figure", "8.5").fill("How many cases it rests on", "6").press("Keep the reading")
    assert "8.5 days in Oct 2026, from 6 cases" in browser.words
    assert db.session.scalars(select(Reading)).one().entered_by_id == coach.id


@pytest.mark.parametrize(
    ("numerator", "denominator", "words"),
    [
        ("", "", "Enter how many, 0 or more."),
        ("18", "17", "This cannot be more than the 17 it is counted out of."),
        ("3", "0", "With nothing to count there is no reading."),
        ("many", "17", "Write a number in digits, such as 13 or 8.5."),
        ("3", "4.5", "Write a whole number in digits, such as 17."),
        ("-2", "17", "Enter how many, 0 or more."),
        ("NaN", "17", "Write a number in digits, such as 13 or 8.5."),
        ("1", "99999999999999", "Enter at most 1,000,000."),
        ("1e30", "17", "Enter at most 1,000,000."),
    ],
)
def test_a_figure_that_cannot_be_is_explained_and_kept(
    learner: Person, browse: type[Browser], numerator: str, denominator: str, words: str
) -> None:
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k01/new-reading")
    browser.fill("How many", numerator).fill("Out of how many", denominator).fill(
        "What was seen", "A note worth keeping"
    )
    browser.press("Keep the reading", expect=422)
    assert words in browser.words
    assert "A note worth keeping" in browser.field("What was seen").get_text()
    assert browser.field("Out of how many")["value"] == denominator
    assert readings() == 0


def test_a_period_with_a_reading_is_refused_with_the_way_out(learner: Person, browse: type[Browser]) -> None:
    october(learner)
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k01/new-reading")
    browser.fill("Period", "Oct 2026").fill("How many", "3").fill("Out of how many", "5")
    browser.press("Keep the reading", expect=422)
    assert "There is a reading for Oct 2026. Choose another period, or correct that one." in browser.words
    assert readings() == 1


def test_a_wrong_reading_is_superseded_and_stays_struck_through(learner: Person, browse: type[Browser]) -> None:
    october(learner)
    browser = browse(learner).open(f"/people/{learner.id}/kpis/k01").follow("Correct the reading for Oct 2026")
    assert browser.field("How many")["value"] == "13"
    browser.fill("How many", "12").fill("Out of how many", "16").press("Put this in its place", expect=422)
    assert "Say what was wrong" in browser.words
    browser.fill("Why the earlier reading was wrong", "Cedarmere was counted twice").press("Put this in its place")
    assert "12 of 16 in Oct 2026 (75 %)" in browser.words
    struck = browser.page.find_all("s")
    assert [one.get_text() for one in struck] == ["Oct 2026", "13 of 17"]
    assert "Cedarmere was counted twice" in browser.words


def test_a_reading_is_not_corrected_twice(learner: Person, browse: type[Browser]) -> None:
    wrong = october(learner)
    first, second = browse(learner), browse(learner)
    for one in (first, second):
        one.open(f"/readings/{wrong.id}/correct").fill("How many", "12").fill("Why the earlier", "Counted twice")
    first.press("Put this in its place")
    second.press("Put this in its place", expect=422)
    assert "Someone has corrected this reading already" in second.words
    assert readings() == 2


def test_nobody_else_enters_or_corrects(world: World, learner: Person, browse: type[Browser]) -> None:
    wrong = october(learner)
    for other in (world.learner(), world.coach(), world.leader(), world.learning_team(), world.administrator()):
        browser = browse(other)
        browser.open(f"/people/{learner.id}/kpis/k01/new-reading", expect=403)
        browser.open(f"/readings/{wrong.id}/correct", expect=403)


def test_a_role_is_told_why_a_measure_is_not_for_it(world: World, browse: type[Browser]) -> None:
    nurse = world.learner(job_role=JobRole.NAV)
    browser = browse(nurse).open(f"/people/{nurse.id}/kpis/k01/new-reading")
    assert "medical and nursing roles stay apart from commercial measures" in browser.words
    assert not browser.page.select("main form")
    browser.open(f"/people/{nurse.id}/kpis/k02/new-reading")
    assert "measured for a team, not for one person" in browser.words


def test_looking_changes_nothing(learner: Person, browse: type[Browser]) -> None:
    wrong = october(learner)
    browser = browse(learner)
    for address in ("/kpis", f"/people/{learner.id}/kpis/k01/new-reading", f"/readings/{wrong.id}/correct"):
        browser.open(address)
    assert readings() == 1
