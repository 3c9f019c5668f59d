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


def row_of(browser: Browser, code: str) -> str:
    """What a competency's row reads, opened."""
    found = browser.page.find(id=code.lower())
    assert found is not None
    return " ".join(found.get_text(" ").split())


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def test_a_learner_without_evidence_sees_all_13_and_no_level(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner).open(f"/people/{learner.id}")
    assert browser.heading == "Competency profile"
    assert len(browser.page.find_all("details", class_="competency-row")) == 13
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
    browser = browse(learner).open(f"/people/{learner.id}")
    row = row_of(browser, "C03")
    assert "Proficient 3 visits, 2 people, latest 3 weeks ago" in row
    assert "Visits from Developing to Proficient" in row
    assert "Priority" in row
    assert "Line of C03b" in row
    assert "Observed · Ingrid Solberg" in row
    assert "1 visit of the 3 needed" in row_of(browser, "C09")
    assert "Two more visits where it can be seen, one of them by a second person" in row_of(browser, "C09")
    gate = row_of(browser, "C12")
    assert "Gate" in gate
    assert "readiness for the role stays closed" in gate
    assert "Not observed: Line of C12a" in gate
    assert "Not seen yet" in gate


def test_a_check_that_is_not_passed_is_said(learner: Person, browse: type[Browser]) -> None:
    row = row_of(browse(learner).open(f"/people/{learner.id}"), "C01")
    assert "check not passed" in row
    assert "The knowledge check for this competency is not passed yet" in row


def test_a_competency_without_a_target_for_the_role_says_so(world: World, browse: type[Browser]) -> None:
    nurse = world.learner(job_role=JobRole.NAV)
    row = row_of(browse(nurse).open(f"/people/{nurse.id}"), "C08")
    assert "There is no target for this job role here" in row
    assert "Rated by own function only" in row_of(browse(nurse).open(f"/people/{nurse.id}"), "C04")


def test_the_own_view_is_a_gap_in_words_and_never_moves_the_level(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    notes = [observed(learner, coach, {"C03a": 2}, day=TODAY - timedelta(days=days)) for days in (30, 20, 10)]
    operations.give_view(notes[-1], levels={"C03a": 4}, words=None, at=NOW)
    row = row_of(browse(learner).open(f"/people/{learner.id}"), "C03")
    assert "Developing, not yet secure 3 visits, 1 person" in row
    assert "The self-rating is two levels higher than what others saw" in row
    assert "Own view" in row


def test_the_coach_sees_whose_profile_it_is(coach: Person, learner: Person, browse: type[Browser]) -> None:
    browser = browse(coach).open(f"/people/{learner.id}")
    assert "Mira Halvorsen , small-k account manager" in browser.words
    assert "Where Mira stands" in browser.words


def test_a_later_coach_sees_levels_and_not_the_words(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    note = observed(learner, coach, {"C03a": 3}, day=TODAY - timedelta(days=30))
    later = world.coach()
    world.give_coach(learner, later, since=TODAY)
    browser = browse(later).open(f"/people/{learner.id}")
    row = row_of(browser, "C03")
    assert "Observed · Daniel Okafor" in row
    assert "Line of C03a" not in row
    assert "North 11" not in browser.words
    assert not browser.page.find("a", href=f"/observations/{note.id}")
    assert "Line of C03a" not in browser.open(f"/people/{learner.id}/evidence").words


@pytest.mark.parametrize("place", ["", "/evidence"])
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
    for address in (f"/people/{learner.id}", f"/people/{learner.id}/evidence", "/framework"):
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
        for place in ("", "/evidence"):
            with statements() as sent:
                browser.open(f"/people/{learner.id}{place}")
            counts.setdefault(place, []).append(len(sent))
    for found in counts.values():
        assert found[0] == found[1] <= 8, counts
