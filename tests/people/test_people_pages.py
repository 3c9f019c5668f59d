"""The administrator's pages about people."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from kamacademy import clock
from kamacademy.access import Function
from kamacademy.db import db
from kamacademy.people import operations, queries
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from tests.browser import Browser
from tests.statements import statements
from tests.world import NOW, PASSWORD, World


def page_of(person: Person) -> str:
    """The address of somebody's page."""
    return f"/admin/people/{person.id}"


def how_many(model: type[Person | AuditEvent]) -> int:
    """The rows of a table."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_administrator_adds_a_person_who_signs_in_with_the_password_shown_once(
    world: World, browse: type[Browser]
) -> None:
    coach = world.coach("Carla Coach")
    administrator = browse(world.administrator()).open("/admin/people").follow("Add a person")
    administrator.fill("Name", "Mira  Halvorsen").fill("E-mail address", "Mira@Fernwick.example")
    administrator.fill("Job role", "Sales representative").fill("New team", " North ").fill(
        "Coach (optional)", "Carla Coach"
    )
    administrator.press("Add and show the first password")
    assert administrator.heading == "Mira Halvorsen"
    shown = administrator.page.find(class_="given-password")
    assert shown is not None
    administrator.open(administrator.address)
    assert administrator.page.find(class_="given-password") is None

    added = queries.find_person("mira@fernwick.example")
    assert added is not None
    assert (added.job_role, added.functions, added.role_since) == (JobRole.REP, {Function.LEARNER}, clock.today())
    assert added.team is not None
    assert added.team.name == "North"
    relation = added.coaching_on(clock.today())
    assert relation is not None
    assert (relation.coach_id, relation.starts_on) == (coach.id, clock.today())

    mira = browse().sign_in("mira@fernwick.example", shown.get_text())
    assert mira.heading == "Your account"
    assert "Choose your own before you go on" in mira.words


def test_what_is_missing_is_explained_and_what_was_typed_is_kept(world: World, browse: type[Browser]) -> None:
    administrator = browse(world.administrator()).open("/admin/people/new")
    before = how_many(Person)
    administrator.fill("Name", "Mira Halvorsen").fill("E-mail address", "mira").fill("New team", "North")
    administrator.untick("Learner:").press("Add and show the first password", expect=422)
    assert "Enter a whole address, such as ada@example.org." in administrator.words
    assert "Choose at least one: without a function there is nothing to see." in administrator.words
    assert administrator.field("Name")["value"] == "Mira Halvorsen"
    assert administrator.field("E-mail address")["value"] == "mira"
    assert administrator.field("New team")["value"] == "North"
    assert how_many(Person) == before


def test_a_name_of_spaces_is_no_name(world: World, browse: type[Browser]) -> None:
    administrator = browse(world.administrator()).open("/admin/people/new")
    administrator.fill("Name", "   ").fill("E-mail address", "mira@fernwick.example")
    administrator.press("Add and show the first password", expect=422)
    assert "Enter the person's name." in administrator.words


def test_an_address_in_use_is_explained(world: World, browse: type[Browser]) -> None:
    taken = world.learner()
    administrator = browse(world.administrator()).open("/admin/people/new")
    administrator.fill("Name", "Mira Halvorsen").fill("E-mail address", taken.email.upper())
    administrator.press("Add and show the first password", expect=422)
    assert "Someone already has this address." in administrator.words
    assert administrator.field("Name")["value"] == "Mira Halvorsen"


def test_a_choice_that_was_not_offered_is_refused(world: World, browse: type[Browser]) -> None:
    learner, administrator = world.learner(), browse(world.administrator())
    sent = {"name": "x", "email": "x@y.example", "functions": "learner", "team": "", "coach": "", "job_role": "SK"}
    for wrong in ({"job_role": "CEO"}, {"functions": "owner"}, {"coach": str(learner.id)}, {"team": "999"}):
        administrator.post("/admin/people/new", expect=422, **{**sent, **wrong})
    assert queries.find_person("x@y.example") is None


def test_role_team_and_functions_change_with_their_date(world: World, browse: type[Browser]) -> None:
    learner = world.learner("Mira Halvorsen", job_role=JobRole.REP)
    administrator = browse(world.administrator()).open(page_of(learner))
    administrator.fill("Name", "Mira Holm").fill("Job role", "Field manager").fill("New team", "South").choose("Coach:")
    administrator.press("Save")
    assert "Mira Holm is saved." in administrator.page.get_text()
    assert "Field manager since" in administrator.words
    changed = queries.person(learner.id)
    assert (changed.name, changed.job_role, changed.role_since) == ("Mira Holm", JobRole.FM, clock.today())
    assert changed.functions == {Function.LEARNER, Function.COACH}


def test_a_coach_changes_from_today_unless_a_day_is_given(world: World, browse: type[Browser]) -> None:
    first, second = world.coach("Anna First"), world.coach("Bela Second")
    learner = world.learner(coach=first)
    administrator = browse(world.administrator()).open(page_of(learner))
    assert administrator.field("New coach from").get("value") in (None, "")
    administrator.fill("Coach (optional)", "Bela Second").press("Save")
    today = clock.today()
    assert [(one.coach_id, one.starts_on, one.ends_on) for one in queries.person(learner.id).coached_by] == [
        (first.id, date(2026, 1, 5), today - timedelta(days=1)),
        (second.id, today, None),
    ]


def test_saving_without_touching_the_coach_keeps_the_coach(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    coach.function_codes = [Function.LEARNER.value]
    browse(world.administrator()).open(page_of(learner)).press("Save")
    assert [(one.coach_id, one.ends_on) for one in queries.person(learner.id).coached_by] == [(coach.id, None)]


def test_a_coach_cannot_have_begun_before_the_present_one(world: World, browse: type[Browser]) -> None:
    first, _ = world.coach("Anna First"), world.coach("Bela Second")
    learner = world.learner("Mira Halvorsen", coach=first)
    administrator = browse(world.administrator()).open(page_of(learner))
    administrator.fill("Coach (optional)", "Bela Second").fill("New coach from", "2026-01-01").press("Save", expect=422)
    assert "The present coach began on 5 Jan 2026. Choose a later day." in administrator.words
    assert administrator.field("New coach from")["value"] == "2026-01-01"
    assert [one.coach_id for one in queries.person(learner.id).coached_by] == [first.id]


def test_nobody_is_made_their_own_coach(world: World, browse: type[Browser]) -> None:
    coach = world.coach("Carla Coach")
    administrator = browse(world.administrator()).open(page_of(coach))
    administrator.fill("Coach (optional)", "Carla Coach").press("Save", expect=422)
    assert "Nobody coaches themselves." in administrator.words


def test_an_account_is_closed_after_a_second_look_and_opened_again(world: World, browse: type[Browser]) -> None:
    learner = world.learner("Mira Halvorsen")
    mira, administrator = browse(learner), browse(world.administrator()).open(page_of(learner))
    administrator.press("Close the account")
    assert "Tick the box to close the account. Nothing was changed." in administrator.page.get_text()
    administrator.choose("Yes, close this account now").press("Close the account")
    assert "Account closed on" in administrator.words
    assert mira.open("/account").heading == "Sign in"
    assert mira.sign_in(learner.email).status == 422
    administrator.press("Open the account again")
    assert mira.sign_in(learner.email).open("/account").heading == "Your account"


def test_the_last_administrator_stays(world: World, browse: type[Browser]) -> None:
    only = world.administrator("Ada Admin")
    for other in queries.active_people_with(Function.ADMINISTRATOR):
        if other is not only:
            operations.deactivate(other, by=only, at=NOW)
    ada = browse(only).open(page_of(only))
    ada.choose("Yes, close this account now").press("Close the account")
    assert "This is the last administrator. Give someone else the function first." in ada.page.get_text()
    ada.untick("Administrator:").choose("Learner:").press("Save", expect=422)
    assert "This is the last administrator. Give someone else the function first." in ada.words
    assert queries.person(only.id).is_active
    assert queries.person(only.id).functions == {Function.ADMINISTRATOR}


def test_a_password_is_reset_and_shown_once(world: World, browse: type[Browser]) -> None:
    learner = world.learner("Mira Halvorsen")
    administrator = browse(world.administrator()).open(page_of(learner)).press("Reset the password")
    shown = administrator.page.find(class_="given-password")
    assert shown is not None
    assert re.fullmatch(r"[0-9a-f]{4}(-[0-9a-f]{4}){3}", shown.get_text())
    assert browse().sign_in(learner.email, PASSWORD).status == 422
    assert browse().sign_in(learner.email, shown.get_text()).heading == "Your account"


def test_an_administrator_does_not_lock_themselves_out_by_a_reset(world: World, browse: type[Browser]) -> None:
    ada = world.administrator()
    administrator = browse(ada).open(page_of(ada))
    assert "Reset the password" not in administrator.button_words
    administrator.post(f"{page_of(ada)}/reset-password")
    assert administrator.heading == "Your account"
    assert browse(ada).open("/account").heading == "Your account"


def test_people_are_found_by_part_of_a_name_or_address(world: World, browse: type[Browser]) -> None:
    world.learner("Mira Halvorsen")
    world.learner("Noor 100% Sure")
    administrator = browse(world.administrator()).open("/admin/people")
    administrator.fill("Name or address", "halvor").press("Search")
    assert "1 person with “halvor” in name or address" in administrator.words
    assert "Mira Halvorsen" in administrator.words
    assert "Noor" not in administrator.words
    administrator.fill("Name or address", "0%").press("Search")
    assert "Noor 100% Sure" in administrator.words
    assert "1 person" in administrator.words
    administrator.fill("Name or address", "_").press("Search")
    assert "Nobody found" in administrator.words


def test_a_long_list_comes_a_page_at_a_time(world: World, browse: type[Browser]) -> None:
    for number in range(120):
        world.learner(f"Person {number:03} Listed")
    administrator = browse(world.administrator("Zoe Zuletzt")).open("/admin/people?words=Listed")
    assert "120 people" in administrator.words
    assert "Page 1 of 3" in administrator.words
    assert "Person 049" in administrator.words
    assert "Person 050" not in administrator.words
    administrator.follow("Later names")
    assert "Person 050" in administrator.words
    administrator.follow("Later names")
    assert "Person 119" in administrator.words
    assert "Later names" not in administrator.link_words
    for page in ("0", "-1", "one", "99999999999999999999"):
        assert "Person 000" in administrator.open(f"/admin/people?words=Listed&page={page}").words


def test_the_list_takes_as_many_statements_for_two_hundred_people_as_for_two(
    world: World, browse: type[Browser]
) -> None:
    coach = world.coach()
    administrator = browse(world.administrator())
    counts = []
    for more in (2, 198):
        for _ in range(more):
            world.learner(coach=coach)
        with statements() as seen:
            administrator.open("/admin/people")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


@pytest.mark.parametrize("address", ["/admin/people", "/admin/people/new", "/admin/people/{key}"])
def test_nobody_else_opens_these_pages(world: World, browse: type[Browser], address: str) -> None:
    learner = world.learner()
    for person in (learner, world.coach(), world.learning_team(), world.leader()):
        browse(person).open(address.format(key=learner.id), expect=403)


@pytest.mark.parametrize("act", ["reset-password", "deactivate", "reactivate"])
def test_nobody_else_does_any_of_this(world: World, browse: type[Browser], act: str) -> None:
    learner = world.learner()
    for person in (learner, world.coach(), world.learning_team(), world.leader()):
        browse(person).post(f"{page_of(learner)}/{act}", expect=403, sure="y")
    assert queries.person(learner.id).is_active
    assert browse(learner).open("/account").heading == "Your account"


def test_looking_changes_nothing(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    administrator = browse(world.administrator())
    before = how_many(AuditEvent)
    for address in ("/admin/people", "/admin/people/new", page_of(learner), "/admin/people?words=a&page=2"):
        administrator.open(address)
    assert how_many(AuditEvent) == before


def test_a_person_who_does_not_exist_is_not_found(world: World, browse: type[Browser]) -> None:
    browse(world.administrator()).open("/admin/people/99999", expect=404)
