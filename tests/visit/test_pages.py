"""Planned visits at the browser: what each of the two sees and may do."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kamacademy.access import Function
from kamacademy.competency.evidence import Purpose
from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.visit.models import PlannedVisit
from kamacademy.visit.operations import cancel
from tests.browser import Browser
from tests.statements import statements
from tests.visit.planned import planned
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(PlannedVisit)) or 0


def test_a_coach_plans_a_visit_in_three_steps(learner: Person, coach: Person, browse: type[Browser]) -> None:
    browser = browse(coach).open("/visits/new").follow("Mira Halvorsen").follow("Customer discovery meeting")
    assert "Such as: " in browser.words
    browser.fill("Day", "2026-12-03").fill("Begins at", "10:20").fill("Account alias", "North 11")
    browser.page.find_all("input", {"name": "focus"})[0]["checked"] = ""
    browser.press("Plan the visit")
    assert browser.heading == "Visit of 3 Dec 2026"
    assert "Planned for Thu 3 Dec 2026. Mira gets a letter." in browser.words
    made = db.session.scalars(select(PlannedVisit)).one()
    assert (made.begins, made.account_alias, made.made_by_id) == ("10:20", "North 11", coach.id)
    assert len(made.focus) == 1


def test_a_learner_plans_with_the_present_coach(learner: Person, coach: Person, browse: type[Browser]) -> None:
    browser = browse(learner).open("/visits").follow("Plan a visit").follow("Negotiation")
    browser.fill("Day", "2026-11-20").press("Plan the visit")
    assert "Daniel gets a letter." in browser.words
    made = db.session.scalars(select(PlannedVisit)).one()
    assert (made.coach_id, made.learner_id, made.made_by_id) == (coach.id, learner.id, learner.id)


def test_without_a_coach_the_page_says_who_sets_one(world: World, browse: type[Browser]) -> None:
    assert "You have no coach today" in browse(world.learner()).open("/visits/new").words


def test_a_focus_that_the_address_names_is_kept_and_ticked(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    browser = browse(coach).open(f"/visits/new?learner={learner.id}&focus=C08a&focus=C08b")
    assert "Negotiation" in browser.words
    assert "Customer discovery meeting" not in browser.words  # it shows neither
    browser.follow("Negotiation")
    ticked = [one["value"] for one in browser.page.select("input[name=focus]") if one.has_attr("checked")]
    assert sorted(ticked) == ["C08a", "C08b"]
    browser.fill("Day", "2026-12-03").press("Plan the visit")
    assert db.session.scalars(select(PlannedVisit)).one().focus == ticked


def test_a_focus_that_is_none_narrows_nothing(learner: Person, coach: Person, browse: type[Browser]) -> None:
    browser = browse(coach).open(f"/visits/new?learner={learner.id}&focus=nonsense")
    assert "Customer discovery meeting" in browser.words
    browser.follow("Negotiation")
    assert not [one for one in browser.page.select("input[name=focus]") if one.has_attr("checked")]


def test_a_role_play_is_not_offered(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner).open(f"/visits/new?learner={learner.id}")
    assert "Negotiation" in browser.words
    assert "Role-play" not in browser.words


def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    browser = browse(coach).open(f"/visits/new?learner={learner.id}&activity=discovery-meeting")
    browser.fill("Account alias", "North 11").press("Plan the visit", expect=422)
    assert "Choose the day of the visit." in browser.words
    browser.fill("Day", "2027-11-20").press("Plan the visit", expect=422)
    assert "Choose today or a day within the next 180 days." in browser.words
    assert browser.field("Account alias")["value"] == "North 11"
    for box in browser.page.find_all("input", {"name": "focus"})[:6]:
        box["checked"] = ""
    browser.fill("Day", "2026-12-03").press("Plan the visit", expect=422)
    assert "Choose at most 5 indicators" in browser.words
    assert count() == 0


def test_a_double_click_plans_one_visit(learner: Person, coach: Person, browse: type[Browser]) -> None:
    address = f"/visits/new?learner={learner.id}&activity=negotiation"
    browser = browse(coach).open(address)
    for _ in range(2):
        browser.post(address, planned_on="2026-12-03", begins="", account_alias="")
    assert "This visit is already planned for 3 Dec 2026." in browser.words
    assert count() == 1


def test_either_changes_it_and_the_focus_keeps_to_the_new_activity(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    visit = planned(learner, coach, day=TODAY + DAY)
    browser = browse(learner).open(f"/visits/{visit.id}").follow("Change").follow("Choose another kind of visit")
    browser.follow("Account team meeting")
    assert browser.field("Day")["value"] == "2026-11-21"
    browser.fill("Day", "2026-11-24").press("Save the change")
    assert browser.heading == "Visit of 24 Nov 2026"
    assert "Account team meeting" in browser.words
    assert db.session.get(PlannedVisit, visit.id).activity == "account-team-meeting"  # type: ignore[union-attr]


def test_cancelling_asks_why_and_keeps_the_visit(learner: Person, coach: Person, browse: type[Browser]) -> None:
    visit = planned(learner, coach, day=TODAY + DAY)
    browser = browse(coach).open(f"/visits/{visit.id}").follow("Cancel")
    browser.press("Cancel the visit", expect=422)
    assert "Write in a few words why" in browser.words
    browser.fill("Why?", "The customer moved the meeting").press("Cancel the visit")
    assert browser.address == "/visits"
    assert "Cancelled" in browser.words
    browser = browse(learner).open(f"/visits/{visit.id}")
    assert "Cancelled on 20 Nov 2026: The customer moved the meeting" in browser.words
    assert "Calendar file" not in browser.words
    assert "has been cancelled" in browser.open(f"/visits/{visit.id}/change").words


def test_a_visit_of_yesterday_is_shown_instead_of_changed(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    visit = planned(learner, coach, day=TODAY - DAY, at=NOW - DAY)
    for act in ("change", "cancel"):
        browser = browse(coach).open(f"/visits/{visit.id}/{act}")
        assert browser.address == f"/visits/{visit.id}"
        assert "The day of this visit has passed" in browser.words


def test_the_calendar_file_is_for_the_two(world: World, learner: Person, coach: Person, browse: type[Browser]) -> None:
    visit = planned(learner, coach, begins="09:30")
    answer = browse(learner).ask("get", f"/visits/{visit.id}.ics")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.headers["Cache-Control"] == "no-store"
    assert b"DTSTART:20261120T093000" in answer.data
    assert b"https://academy.example/visits/" in answer.data.replace(b"\r\n ", b"")
    assert b"North 11" not in answer.data
    assert browse(world.coach()).ask("get", f"/visits/{visit.id}.ics").status_code == 403


def test_nobody_else_opens_changes_or_plans(
    world: World, learner: Person, coach: Person, browse: type[Browser]
) -> None:
    visit = planned(learner, coach, day=TODAY + DAY)
    for stranger in (world.coach(), world.learner(coach=coach), world.learning_team(), world.administrator()):
        browser = browse(stranger)
        for address in (f"/visits/{visit.id}", f"/visits/{visit.id}/change", f"/visits/{visit.id}/cancel"):
            browser.open(address, expect=403)
        browser.open(f"/visits/new?learner={learner.id}", expect=403)
        browser.post(f"/visits/{visit.id}/cancel", expect=403, reason="No")
    assert db.session.get(PlannedVisit, visit.id).cancelled_at is None  # type: ignore[union-attr]


def test_a_learner_does_not_cancel_an_attestation(learner: Person, coach: Person, browse: type[Browser]) -> None:
    visit = planned(learner, coach, day=TODAY + DAY, purpose=Purpose.ATTESTATION)
    browser = browse(learner).open(f"/visits/{visit.id}")
    assert "Attestation." in browser.words
    assert "Cancel" not in browser.words
    browser.open(f"/visits/{visit.id}/cancel", expect=403)
    browse(coach).open(f"/visits/{visit.id}").follow("Cancel")


def test_opening_changes_nothing(learner: Person, coach: Person, browse: type[Browser]) -> None:
    visit = planned(learner, coach, day=TODAY + DAY)
    browser = browse(coach)
    for address in ("/visits/new", f"/visits/new?learner={learner.id}", f"/visits/{visit.id}/change", "/visits"):
        browser.open(address)
    found = db.session.get(PlannedVisit, visit.id)
    assert found is not None
    assert (found.changed_at, found.cancelled_at, count()) == (None, None, 1)


def test_the_list_shows_both_sides_and_asks_as_often_for_many(
    world: World, learner: Person, coach: Person, browse: type[Browser]
) -> None:
    chief = world.person("Samuel Adeyemi", functions=(Function.COACH,))
    world.give_coach(coach, chief)
    planned(coach, chief, day=TODAY + 2 * DAY, begins="09:00", focus=())
    planned(learner, coach, begins="10:20")
    planned(learner, coach, day=TODAY - DAY, at=NOW - DAY)
    cancel(planned(learner, coach, day=TODAY + 9 * DAY), "Ill", by=coach, at=NOW)
    browser = browse(coach)
    words = browser.open("/visits").words
    ahead, behind = words[words.index("Ahead") : words.index("Behind")], words[words.index("Behind") :]
    assert "Fri 20 Nov 2026, 10:20 Customer discovery meeting with Mira Halvorsen" in ahead
    assert "Customer discovery meeting with Samuel Adeyemi" in ahead
    assert "Thu 19 Nov 2026" in behind
    assert "No note yet" in behind
    assert "Cancelled" in behind
    with statements() as few:
        browser.open("/visits")
    for days in range(20, 40):
        planned(learner, coach, day=TODAY + days * DAY)
    db.session.commit()
    with statements() as many:
        browser.open("/visits")
    assert len(many) == len(few) <= 12
