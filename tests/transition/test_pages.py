"""The pages about job roles as each person sees them."""

from datetime import timedelta

import pytest
from bs4 import Tag
from sqlalchemy import select

from kamacademy.access import Function
from kamacademy.db import db
from kamacademy.people import operations as people
from kamacademy.people.job_roles import JobRole
from kamacademy.transition import operations
from kamacademy.transition.models import Transition
from kamacademy.transition.rules import State
from tests.browser import Browser
from tests.statements import statements
from tests.transition.roles import IN_A_MONTH, Company, company, planned, proposed, seen_at
from tests.world import NOW, TODAY, World

SECRET = "Level in coaching"


@pytest.fixture
def who(world: World) -> Company:
    return company(world)


def cell(browser: Browser, competency: str, head: str) -> str:
    """One cell of the table of both roles."""
    for row in browser.page.select("table tbody tr"):
        name = row.find("th")
        if name is not None and name.get_text(" ").strip().startswith(competency):
            found = row.find("td", {"data-head": head})
            assert isinstance(found, Tag)
            return " ".join(found.get_text(" ").split())
    raise AssertionError(competency)


def test_coach_proposes_administrator_confirms_learner_and_buddy_read(
    who: Company, browse: type[Browser], world: World
) -> None:
    seen_at(world, who, 2, "C07a", "C07b")
    coach = browse(who.coach).open(f"/people/{who.learner.id}").follow("Next role, change of role")
    coach.follow("Propose a change of job role")
    coach.fill("New job role", "Small-k account manager").fill("From", IN_A_MONTH.isoformat())
    coach.fill("Who stands by", "Tomas Berg").press("Propose the change")
    assert coach.heading == "Change of job role"
    assert "Nobody is told before an administrator has confirmed it" in coach.words
    assert cell(coach, "Planning", "Sales representative").startswith("Developing")
    assert "1 level to go" in cell(coach, "Planning", "Small-k account manager")
    assert "Confirm the change" not in coach.button_words
    address = coach.address
    for one in (who.learner, who.buddy):
        browse(one).open(address, expect=403)

    admin = browse(who.administrator).open("/").follow("Role changes")
    assert "Waiting for your confirmation" in admin.words
    admin.follow("Mira Halvorsen").press("Confirm the change")
    assert "The change is planned for 20 Dec 2026" in admin.words
    assert SECRET not in admin.words
    assert "13 targets rise." in admin.words

    learner = browse(who.learner).open(f"/people/{who.learner.id}").follow("Next role")
    learner.follow("Sales representative to Small-k account manager")
    assert "Clearly Developing or above" in cell(learner, "Planning", SECRET)
    assert "plan would begin with on the day" in learner.words
    assert "Draft the 90-day plan" not in learner.button_words

    buddy = browse(who.buddy).open(address)
    assert "You do: Mira can ask you" in buddy.words
    for hidden in (SECRET, "The first ninety days", "History", "at target in coaching", "is the gate"):
        assert hidden not in buddy.words


def test_on_the_day_the_plan_is_drafted_with_one_button_and_says_where_it_came_from(
    who: Company, browse: type[Browser], world: World
) -> None:
    seen_at(world, who, 2, *(f"{code}{half}" for code in ("C03", "C07", "C09", "C10") for half in "ab"))
    found = planned(who, starts_on=TODAY)
    learner = browse(who.learner).open(f"/transitions/{found.id}")
    assert "In force" in learner.words
    learner.press("Draft the 90-day plan")
    assert learner.heading == "Development plan"
    assert learner.words.count("For the change of job role, from 20 Nov 2026") == 3
    learner.follow("For the change of job role, from 20 Nov 2026")
    assert learner.address == f"/transitions/{found.id}"
    assert "due 20 Dec 2026" in learner.words
    assert "Put these forward too" not in learner.button_words
    again = browse(who.coach).open(f"/transitions/{found.id}")
    again.post(f"/transitions/{found.id}/plan")
    assert "There is nothing to draft now" in again.words


def test_who_reads_a_change(who: Company, browse: type[Browser], world: World) -> None:
    found = planned(who)
    address = f"/transitions/{found.id}"
    former = world.coach()
    for reader, status in (
        (who.learner, 200), (who.coach, 200), (who.buddy, 200), (who.administrator, 200), (who.stranger, 403),
        (former, 403), (world.learning_team(), 403), (world.leader(), 403),
    ):  # fmt: skip
        browse(reader).open(address, expect=status)


def test_who_may_do_what_by_hand(who: Company, browse: type[Browser], world: World) -> None:
    found = planned(who)
    for reader in (who.learner, who.coach, who.buddy):
        browser = browse(reader)
        browser.post(f"/transitions/{found.id}/confirm", expect=403)
        browser.post(f"/transitions/{found.id}/cancel", expect=403, reason="No")
        browser.open(f"/transitions/{found.id}/change", expect=403)
    for reader in (who.buddy, who.administrator, who.stranger):
        browse(reader).post(f"/transitions/{found.id}/plan", expect=403)
    for reader in (who.learner, who.buddy, world.coach(), world.learning_team()):
        browse(reader).open(f"/people/{who.stranger.id}/role-change", expect=403)
        browse(reader).open("/admin/role-changes", expect=403)
    db.session.refresh(found)
    assert found.standing is State.PLANNED


def test_nobody_confirms_their_own_change(who: Company, browse: type[Browser], world: World) -> None:
    both = world.person("Ola Nilsen", functions=(Function.ADMINISTRATOR, Function.LEARNER), job_role=JobRole.REP)
    world.give_coach(both, who.coach)
    found = operations.propose(both, JobRole.SK, IN_A_MONTH, buddy=None, by=who.coach, at=NOW)
    browser = browse(both).open(f"/transitions/{found.id}")
    assert "Confirm the change" not in browser.button_words
    browser.post(f"/transitions/{found.id}/confirm", expect=403)
    browser.open(f"/people/{both.id}/role-change", expect=403)


def test_wrong_words_are_explained_and_nothing_is_lost(who: Company, browse: type[Browser]) -> None:
    admin = browse(who.administrator).open(f"/admin/people/{who.learner.id}")
    admin.follow("Plan a change of job role on a day")
    admin.press("Plan the change", expect=422)
    assert "Choose the new job role." in admin.words
    assert "Choose the first day in the new role." in admin.words
    admin.fill("New job role", "Big-K account manager").fill("From", "2026-11-01").fill("Who stands by", "Tomas Berg")
    admin.press("Plan the change", expect=422)
    assert "Choose a day from 20 Nov 2026 to 20 Nov 2027." in admin.words
    admin.fill("From", IN_A_MONTH.isoformat()).press("Plan the change", expect=422)
    assert "Choose a colleague who is big-K account manager today, or nobody." in admin.words
    assert admin.field("From")["value"] == IN_A_MONTH.isoformat()
    admin.fill("Who stands by", "Nobody yet").press("Plan the change")
    assert "The change is planned for 20 Dec 2026" in admin.words
    admin.open(f"/people/{who.learner.id}/role-change")
    assert "A change of job role is under way for this person" in admin.words


def test_an_administrator_moves_and_cancels_with_a_reason(who: Company, browse: type[Browser]) -> None:
    found = planned(who)
    admin = browse(who.administrator).open(f"/transitions/{found.id}").follow("Move it or choose a buddy")
    admin.press("Keep the change", expect=422)
    assert "Say why in a few words" in admin.words
    admin.fill("Why", "The hand-over takes longer").press("Keep the change", expect=422)
    assert "This is how it stands already" in admin.words
    admin.fill("From", "2027-01-04").press("Keep the change")
    assert "From Mon 4 Jan 2027 , first meant for 20 Dec 2026" in admin.words.replace("2027,", "2027 ,")
    assert "The hand-over takes longer" in admin.words
    admin.follow("Cancel the change").fill("Why", "The account was lost").press("Cancel the change")
    assert "Cancelled" in admin.words
    assert "The account was lost" in admin.words
    admin.open(f"/transitions/{found.id}/change")
    assert "This change is over" in admin.words
    learner = browse(who.learner).open(f"/transitions/{found.id}")
    assert "The account was lost" in learner.words


def test_the_first_page_says_what_comes_and_then_what_runs(who: Company, browse: type[Browser]) -> None:
    proposed(who)
    learner = browse(who.learner).open("/next-step")
    before = count_of(learner, "/next-step")
    assert "small-k" not in learner.words  # only proposed: nobody is told
    found = db.session.scalars(select(Transition)).one()
    operations.confirm(found, by=who.administrator, at=NOW)
    learner.open("/next-step")
    assert "From 20 Dec 2026 you are small-k account manager" in learner.words
    operations.change(found, starts_on=TODAY, buddy=who.buddy, reason="Now", by=who.administrator, at=NOW)
    learner.open("/next-step")
    assert "Your first ninety days as small-k account manager" in learner.words
    assert "Tomas Berg stands by." in learner.words
    assert count_of(learner, "/next-step") == before <= 12  # what is told comes with the plan
    learner.follow("See what changes")
    assert learner.address == f"/transitions/{found.id}"
    buddy = browse(who.buddy).open(f"/people/{who.buddy.id}/next-role").follow("Mira Halvorsen")
    assert buddy.address == f"/transitions/{found.id}"


def test_the_role_in_mind_is_for_the_learner_and_the_present_coach(
    who: Company, browse: type[Browser], world: World
) -> None:
    seen_at(world, who, 2, "C07a", "C07b")
    address = f"/people/{who.learner.id}/next-role"
    learner = browse(who.learner).open(address)
    learner.fill("Which job role do you have in mind next?", "Big-K account manager").press("Show me what it asks for")
    assert "Kept: big-K account manager. Only you and your present coach see it." in learner.words
    assert "What big-K account manager asks for" in learner.words
    assert "13 targets rise." in learner.words
    assert cell(learner, "Planning", "Big-K account manager") == "Advanced 2 levels to go"
    assert "0 of 13 at target in coaching, none attested" in learner.words
    assert "closed until it is at target in the attested view" in learner.words
    assert "%" not in learner.words

    coach = browse(who.coach).open(address)
    assert "What big-K account manager asks for" in coach.words
    assert "Show me what it asks for" not in coach.button_words
    coach.post(address, expect=403, role="SK")
    coach.open(address).follow("Propose this change of job role")
    assert coach.field("New job role").find("option", selected=True).get_text() == "Big-K account manager"  # type: ignore[union-attr]  # it is there
    earlier = world.coach()
    for reader in (earlier, who.stranger, who.administrator, world.learning_team(), world.leader()):
        browse(reader).open(address, expect=403)

    people.set_coach(who.learner, earlier, starts_on=TODAY, by=None, at=NOW)
    browse(who.coach).open(address, expect=403)
    assert "What big-K account manager asks for" in browse(earlier).open(address).words

    learner.open(address).press("I have none in mind any more")
    assert "What big-K account manager asks for" not in learner.words
    assert "No role is in mind" in browse(earlier).open(address).words


def test_a_wrong_role_in_mind_is_refused(who: Company, browse: type[Browser]) -> None:
    address = f"/people/{who.learner.id}/next-role"
    learner = browse(who.learner).open(address)
    for wrong in ("REP", "CEO", ""):
        learner.post(address, expect=422, role=wrong)


def test_a_change_across_the_line_says_who_may_rate(who: Company, browse: type[Browser]) -> None:
    found = planned(who, to_role=JobRole.MSL)
    coach = browse(who.coach).open(f"/transitions/{found.id}")
    assert "no measure that speaks of selling is kept" in coach.words
    assert "K01" in coach.words


def test_a_buddy_who_has_left_is_said(who: Company, browse: type[Browser]) -> None:
    found = planned(who)
    people.deactivate(who.buddy, by=who.administrator, at=NOW)
    assert "Tomas Berg has left the academy. Choose somebody else." in (
        browse(who.administrator).open(f"/transitions/{found.id}").words
    )


def count_of(browser: Browser, address: str) -> int:
    """How many statements a page takes."""
    with statements() as seen:
        browser.open(address)
    return len(seen)


def test_pages_take_few_statements(who: Company, browse: type[Browser], world: World) -> None:
    seen_at(world, who, 2, *(f"{code}{half}" for code in ("C03", "C07", "C09", "C10") for half in "ab"))
    found = planned(who, starts_on=TODAY)
    operations.draft_plan(found, by=who.learner, at=NOW, library=world.library())
    operations.name_next_role(who.learner, JobRole.BK, at=NOW)
    learner, admin = browse(who.learner), browse(who.administrator)
    assert count_of(learner, f"/transitions/{found.id}") <= 12
    assert count_of(learner, f"/people/{who.learner.id}/next-role") <= 12
    before = count_of(admin, "/admin/role-changes")
    for _ in range(12):
        one = world.learner(coach=who.coach, job_role=JobRole.REP)
        operations.propose(one, JobRole.SK, IN_A_MONTH, buddy=who.buddy, by=who.coach, at=NOW)
    db.session.commit()
    assert count_of(admin, "/admin/role-changes") == before <= 8


def test_the_list_is_turned_by_pages(who: Company, browse: type[Browser], world: World) -> None:
    for number in range(52):
        one = world.learner(f"Past Number{number:02}", job_role=JobRole.REP)
        made = operations.propose(one, JobRole.SK, TODAY + timedelta(days=number), buddy=None, by=who.coach, at=NOW)
        operations.cancel(made, reason="-", by=who.coach, at=NOW)
    admin = browse(who.administrator).open("/admin/role-changes")
    assert "Past Number51" in admin.words
    assert "Past Number01" not in admin.words
    admin.follow("Older")
    assert "Past Number01" in admin.words
    assert isinstance(db.session.get(Transition, made.id), Transition)


def test_what_is_over_is_not_offered_to_be_cancelled(who: Company, browse: type[Browser]) -> None:
    found = planned(who, starts_on=TODAY)
    admin = browse(who.administrator).open(f"/transitions/{found.id}/cancel")
    assert admin.address == f"/transitions/{found.id}"
    assert "This change is over." in admin.words


def test_a_buddy_who_is_not_offered_is_not_taken_for_nobody(who: Company, browse: type[Browser]) -> None:
    admin = browse(who.administrator).open(f"/people/{who.learner.id}/role-change")
    values = {"to_role": "SK", "starts_on": IN_A_MONTH.isoformat(), "buddy": str(who.learner.id)}
    admin.post(f"/people/{who.learner.id}/role-change", expect=422, **values)
    assert "Choose a colleague from the list, or nobody." in admin.words
    assert db.session.scalars(select(Transition)).all() == []
