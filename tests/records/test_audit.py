"""The audit trail: what it holds, what it does not, and who reads it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kamacademy.access import Function
from kamacademy.db import WrittenOnce, db
from kamacademy.people import operations as people
from kamacademy.people.job_roles import JobRole
from kamacademy.records.models import AuditEvent
from kamacademy.records.operations import note
from tests.browser import Browser
from tests.statements import statements
from tests.world import NOW, PASSWORD, World


def trail() -> list[AuditEvent]:
    """Every event, oldest first."""
    return list(db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)))


def rows(someone: Browser) -> list[str]:
    """The lines of the table that the page shows."""
    return [" ".join(row.get_text(" ").split()) for row in someone.page.select("tbody tr")]


def test_an_event_says_who_did_what_to_which_record_and_when(world: World) -> None:
    learner = world.learner()
    noted = note("plan.agreed", by=learner.id, at=NOW, subject=("plan", 7), actions=3, reason=None)
    db.session.flush()
    db.session.expire(noted)
    assert (noted.act, noted.actor_id, noted.at) == ("plan.agreed", learner.id, NOW)
    assert (noted.subject_type, noted.subject_id, noted.codes) == ("plan", 7, {"actions": 3, "reason": None})


def test_an_event_is_never_changed_or_taken_away(world: World) -> None:
    world.learner()
    event = trail()[-1]
    event.actor_id = 99
    with pytest.raises(WrittenOnce, match="AuditEvent"):
        db.session.flush()
    db.session.rollback()
    db.session.delete(trail()[0])
    with pytest.raises(WrittenOnce, match="AuditEvent"):
        db.session.flush()


def test_what_is_done_to_a_person_is_noted_without_names_or_words(world: World, browse: type[Browser]) -> None:
    administrator = browse(world.administrator("Ada Adminsdottir"))
    coach, learner = world.coach("Carla Coachsen"), world.learner("Mira Halvorsen")
    administrator.open(f"/admin/people/{learner.id}")
    administrator.fill("Name", "Mira Holmgren").fill("New team", "Northern lights")
    administrator.fill("Coach (optional)", "Carla Coachsen").press("Save").press("Reset the password")
    administrator.choose("Yes, close this account now").press("Close the account").press("Open the account again")
    browse().sign_in(learner.email, "a wild guess")
    browse(coach).open("/admin/people", expect=403)
    acts = {event.act for event in trail()}
    assert acts >= {
        "person.added", "person.changed", "person.coach-set", "person.password-reset", "person.deactivated",
        "person.reactivated", "sign-in.failed", "sign-in.succeeded", "access.denied",
    }  # fmt: skip
    told = " ".join(f"{event.act} {event.codes}" for event in trail()).lower()
    for word in ("mira", "holmgren", "carla", "ada ", "northern", "@", "fernwick", "guess", PASSWORD, "$argon2"):
        assert word not in told


def test_events_hold_only_codes_and_numbers(world: World) -> None:
    for value in (value for event in trail() for value in event.codes.values()):
        assert value is None or isinstance(value, str | int | float | bool)
        assert len(str(value)) <= 80


def test_the_page_shows_the_newest_first_and_narrows(world: World, browse: type[Browser]) -> None:
    learner, other = world.learner(), world.learner()
    people.reset_password(other, by=learner, at=NOW + timedelta(minutes=1))
    administrator = browse(world.administrator()).open("/admin/audit")
    assert "sign-in.succeeded" in rows(administrator)[0]
    administrator.fill("Act", "person.password-reset").press("Show")
    assert [row.split(" UTC ")[1] for row in rows(administrator)] == [
        f"person.password-reset person {learner.id} person {other.id}"
    ]
    administrator.open("/admin/audit").fill("Person’s key", str(learner.id)).press("Show")
    assert [row.split(" UTC ")[1].split()[0] for row in rows(administrator)] == [
        "person.password-reset",
        "person.added",
    ]
    administrator.open("/admin/audit?act=no.such.act")
    assert "No such events" in administrator.words


@pytest.mark.parametrize("odd", ["person=abc", "person=-1", "person=99999999999999999999", "page=0", "page=x"])
def test_an_odd_address_shows_the_trail_all_the_same(world: World, browse: type[Browser], odd: str) -> None:
    administrator = browse(world.administrator()).open(f"/admin/audit?{odd}")
    assert rows(administrator)


def test_a_long_trail_comes_a_page_at_a_time_and_costs_the_same(world: World, browse: type[Browser]) -> None:
    administrator = browse(world.administrator())
    counts = []
    for more in (2, 198):
        for number in range(more):
            note("test.counted", by=None, at=NOW, number=number)
        db.session.commit()
        with statements() as seen:
            administrator.open("/admin/audit?act=test.counted")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert len(rows(administrator)) == 50
    for _ in range(3):
        administrator.follow("Older")
    assert len(rows(administrator)) == 50
    assert "Older" not in administrator.link_words
    administrator.follow("Newer")
    assert len(rows(administrator)) == 50


def test_nobody_else_reads_it(world: World, browse: type[Browser]) -> None:
    for person in (world.learner(), world.coach(), world.learning_team(), world.leader()):
        browse(person).open("/admin/audit", expect=403)


def test_reading_the_trail_leaves_no_trace_in_it(world: World, browse: type[Browser]) -> None:
    administrator = browse(world.administrator())
    before = len(trail())
    administrator.open("/admin/audit")
    assert len(trail()) == before


def test_an_act_and_its_event_are_stored_together_or_not_at_all(world: World) -> None:
    before = len(trail())
    savepoint = db.session.begin_nested()
    people.add_person(
        "Short Stay", "short@fernwick.example", job_role=JobRole.SK, functions=[Function.LEARNER], team=None,
        role_since=NOW.date(), at=NOW, by=None,
    )  # fmt: skip
    assert len(trail()) == before + 1
    savepoint.rollback()
    assert len(trail()) == before
