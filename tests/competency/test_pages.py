"""The profile, the ledger and the framework at the browser."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kamacademy.coaching import operations
from kamacademy.competency.models import Evidence
from kamacademy.db import db
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from tests.browser import Browser
from tests.coaching.visits import observed
from tests.statements import statements
from tests.world import NOW, TODAY, World

PLACES = ("", "/competencies/c03", "/evidence")


def row_of(browser: Browser, learner: Person, code: str) -> str:
    """What a competency's row in the profile reads."""
    link = browser.open(f"/people/{learner.id}").page.find(
        "a", href=f"/people/{learner.id}/competencies/{code.lower()}"
    )
    assert link is not None
    row = link.find_parent("li")
    assert row is not None
    return " ".join(row.get_text(" ").split())


def page_of(browser: Browser, learner: Person, code: str) -> str:
    """What a competency's page reads."""
    return browser.open(f"/people/{learner.id}/competencies/{code.lower()}").words


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def test_a_learner_without_evidence_sees_all_13_and_no_level(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner).open(f"/people/{learner.id}")
    assert browser.heading == "Competency profile"
    assert len(browser.page.select(".competency-row a")) == 13
    assert browser.words.count("Not seen yet") == 13
    assert not browser.page.select(".level-line .range, .level-line .estimate")
    assert len(browser.page.select(".level-line .target")) == 13
    assert "rule visits-1" in browser.words


def test_the_profile_says_level_certainty_age_and_what_would_settle_it(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    ben = world.coach("Ingrid Solberg")
    observed(learner, ben, {"C03a": 3}, day=TODAY - timedelta(days=90))
    observed(learner, coach, {"C03a": 3, "C09a": 2}, day=TODAY - timedelta(days=50))
    observed(learner, coach, {"C03a": 2, "C03b": 3, "C12a": None}, day=TODAY - timedelta(days=21))
    browser = browse(learner)
    row = row_of(browser, learner, "C03")
    assert "Proficient 3 visits, 2 people, latest 3 weeks ago" in row
    assert "Priority" in row
    assert "1 visit of the 3 needed" in row_of(browser, learner, "C09")
    assert "Gate" in row_of(browser, learner, "C12")
    assert "Not seen yet" in row_of(browser, learner, "C12")

    browser.follow("Profiling and discovery")
    assert browser.heading == "Account profiling and discovery"
    for words in (
        "Proficient 3 visits, 2 people, latest 3 weeks ago",
        "Visits from Developing to Proficient",
        "3 Proficient: shown",
        "Line of C03b",
        "Observed · Ingrid Solberg",
    ):
        assert words in browser.words
    assert len(browser.page.select(".evidence-row")) == 4
    nine = page_of(browser, learner, "C09")
    assert "Two more visits where it can be seen, one of them by a second person" in nine
    gate = page_of(browser, learner, "C12")
    for words in ("Gate", "readiness for the role stays closed", "Not observed: Line of C12a", "Not seen yet"):
        assert words in gate


def test_a_check_that_is_not_passed_is_said(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner)
    assert "check not passed" in row_of(browser, learner, "C01")
    assert "The knowledge check for this competency is not passed yet" in page_of(browser, learner, "C01")


def test_a_competency_without_a_target_for_the_role_says_so(world: World, browse: type[Browser]) -> None:
    nurse = world.learner(job_role=JobRole.NAV)
    browser = browse(nurse)
    assert "There is no target for this job role here" in page_of(browser, nurse, "C08")
    assert "Rated by own function only" in page_of(browser, nurse, "C04")


def test_the_own_view_is_a_gap_in_words_and_never_moves_the_level(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    notes = [observed(learner, coach, {"C03a": 2}, day=TODAY - timedelta(days=days)) for days in (30, 20, 10)]
    operations.give_view(notes[-1], levels={"C03a": 4}, words=None, at=NOW)
    words = page_of(browse(learner), learner, "C03")
    assert "Developing, not yet secure 3 visits, 1 person" in words
    assert "The self-rating is two levels higher than what others saw" in words
    assert "Own view" in words


def test_a_competency_shows_its_newest_evidence_and_leads_to_all(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    for days in range(26):
        observed(learner, coach, {"C03a": 2, "C04a": 3}, day=TODAY - timedelta(days=days))
    browser = browse(learner).open(f"/people/{learner.id}/competencies/c03")
    assert len(browser.page.select(".evidence-row")) == 25
    browser.follow("All 26")
    assert "26 pieces of evidence for" in browser.words


def test_a_competency_that_is_not_there_is_not_found(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner)
    for code in ("c99", "C03", "c03a"):
        browser.open(f"/people/{learner.id}/competencies/{code}", expect=404)


def test_the_coach_sees_whose_profile_it_is(coach: Person, learner: Person, browse: type[Browser]) -> None:
    browser = browse(coach).open(f"/people/{learner.id}")
    assert "Mira Halvorsen , small-k account manager" in browser.words
    assert "Where Mira stands" in browser.words
    assert "Mira Halvorsen , small-k account manager" in page_of(browser, learner, "C03")


def test_a_later_coach_sees_levels_and_not_the_words(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    note = observed(learner, coach, {"C03a": 3}, day=TODAY - timedelta(days=30))
    later = world.coach()
    world.give_coach(learner, later, since=TODAY)
    browser = browse(later)
    words = page_of(browser, learner, "C03")
    assert "Observed · Daniel Okafor" in words
    assert "Line of C03a" not in words
    assert "North 11" not in browser.words
    assert not browser.page.find("a", href=f"/observations/{note.id}")
    assert "Line of C03a" not in browser.open(f"/people/{learner.id}/evidence").words


@pytest.mark.parametrize("place", PLACES)
def test_nobody_else_reads_a_profile(world: World, learner: Person, browse: type[Browser], place: str) -> None:
    former = world.coach()
    strangers = [
        world.learner(), world.coach(), world.leader(), world.learning_team(), world.administrator(), former,
    ]  # fmt: skip
    for stranger in strangers:
        assert browse(stranger).open(f"/people/{learner.id}{place}", expect=403).status == 403
    assert browse(learner).open("/people/999999", expect=404).status == 404


def test_the_ledger_is_paged_and_filtered(coach: Person, learner: Person, browse: type[Browser]) -> None:
    for days in range(9):
        observed(learner, coach, {"C03a": 2, "C04a": 3, "C12a": None}, day=TODAY - timedelta(days=days))
    browser = browse(learner).open(f"/people/{learner.id}/evidence")
    assert "27 pieces of evidence" in browser.words
    assert len(browser.page.select(".evidence-row")) == 25
    browser.follow("Older")
    assert len(browser.page.select(".evidence-row")) == 2
    browser.follow("Newer").fill("Competency", "Patient-journey insight").press("Show")
    assert "9 pieces of evidence for patient-journey insight" in browser.words
    browser.open(f"/people/{learner.id}/evidence?competency=nonsense&page=-3")
    assert "27 pieces of evidence" in browser.words


def test_an_empty_ledger_says_where_evidence_comes_from(learner: Person, browse: type[Browser]) -> None:
    assert "No evidence yet" in browse(learner).open(f"/people/{learner.id}/evidence").words


def test_the_framework_is_open_to_everyone_who_is_signed_in(world: World, browse: type[Browser]) -> None:
    browser = browse(world.leader()).open("/framework")
    assert browser.heading == "Account-management competency framework"
    assert len(browser.page.select(".anchor-ladder li")) == 130
    table = browser.page.find("table")
    assert table is not None
    assert len(table.select("tbody tr")) == 13
    assert "Your role" in browser.words
    assert browse().open("/framework").heading == "Sign in"


def test_reading_changes_nothing(coach: Person, learner: Person, browse: type[Browser]) -> None:
    observed(learner, coach, {"C03a": 2})
    before = db.session.scalar(select(func.count()).select_from(Evidence))
    browser = browse(coach)
    for address in (*(f"/people/{learner.id}{place}" for place in PLACES), "/framework"):
        browser.open(address)
    assert db.session.scalar(select(func.count()).select_from(Evidence)) == before


def test_pages_need_few_statements_however_long_the_ledger(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    browser = browse(coach)
    counts: dict[str, list[int]] = {}
    for rounds in (2, 30):
        for days in range(rounds):
            observed(learner, coach, {"C03a": 2, "C12a": 3}, day=TODAY - timedelta(days=days))
        for place in PLACES:
            with statements() as sent:
                browser.open(f"/people/{learner.id}{place}")
            counts.setdefault(place, []).append(len(sent))
    for found in counts.values():
        assert found[0] == found[1] <= 8, counts
