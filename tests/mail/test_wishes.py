"""A letter that its reader does not want is not written; one in quiet hours waits, and is never lost."""

from datetime import UTC, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy.db import db
from kamacademy.mail import operations, queries
from kamacademy.mail.jobs import send_waiting
from kamacademy.mail.kinds import UnknownKind
from kamacademy.mail.letter import Outcome, State
from kamacademy.mail.models import Letter
from kamacademy.people import operations as people
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from tests.mail.smtp import mail_server
from tests.world import NOW, World

# Half past nine at night in Zurich.
NIGHT = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)
MORNING = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)


def post(
    person: Person, kind: str = "practice", at: datetime = NOW, *, useful: timedelta | None = None
) -> Letter | None:
    """A letter to somebody."""
    until = at + useful if useful else None
    return operations.post(person.id, person.email, kind, "Words", "Hello.\n", at=at, useful_until=until)


def sleeps(person: Person, start: time = time(21), end: time = time(7)) -> None:
    """Somebody in Zurich who wants no letters at night."""
    operations.choose_hours(
        person.id, time_zone="Europe/Zurich", quiet_from=start, quiet_until=end, digest_weekday=0, at=NOW
    )


def written() -> list[Letter]:
    """Every letter there is."""
    return list(db.session.scalars(select(Letter).order_by(Letter.id)))


def test_a_kind_that_was_switched_off_is_not_written_until_it_is_on_again(world: World) -> None:
    mira, other = world.learner(), world.learner()
    operations.choose(mira.id, "practice", wanted=False, at=NOW)
    assert post(mira) is None
    assert post(other) is not None
    assert post(mira, "note-shared") is not None
    operations.choose(mira.id, "practice", wanted=True, at=NOW)
    assert post(mira) is not None
    assert [(one.to_person_id, one.kind) for one in written()] == [
        (other.id, "practice"), (mira.id, "note-shared"), (mira.id, "practice"),
    ]  # fmt: skip


def test_choosing_is_in_the_trail_once(world: World) -> None:
    mira = world.learner()
    for wanted in (False, False, True, True):
        operations.choose(mira.id, "practice", wanted=wanted, at=NOW)
    acts = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "letter.kind-chosen").order_by(AuditEvent.id))
    assert [(one.actor_id, one.codes) for one in acts] == [
        (mira.id, {"kind": "practice", "wanted": False}), (mira.id, {"kind": "practice", "wanted": True}),
    ]  # fmt: skip


def test_what_must_come_cannot_be_switched_off(world: World) -> None:
    mira = world.learner()
    with pytest.raises(operations.MustCome):
        operations.choose(mira.id, "attestation-announced", wanted=False, at=NOW)
    assert post(mira, "attestation-announced") is not None


def test_a_kind_that_is_not_in_the_table_is_not_posted(world: World) -> None:
    with pytest.raises(UnknownKind):
        post(world.learner(), "gossip")
    assert written() == []


def test_a_letter_of_the_night_leaves_in_the_morning(app: Flask, world: World) -> None:
    mira = world.learner()
    sleeps(mira)
    letter = post(mira, at=NIGHT)
    assert letter is not None
    assert letter.next_try_at == MORNING
    db.session.commit()
    with mail_server(app) as server:
        send_waiting(app, MORNING - timedelta(minutes=1))
        assert not server.letters
        send_waiting(app, MORNING)
    assert [one["Subject"] for one in server.letters] == ["Words"]


def test_a_letter_is_not_lost_to_the_night(app: Flask, world: World) -> None:
    mira = world.learner()
    sleeps(mira)
    letter = post(mira, at=NIGHT, useful=timedelta(hours=2))
    assert letter is not None
    db.session.commit()
    with mail_server(app) as server:
        send_waiting(app, MORNING)
    db.session.expire_all()
    assert letter.standing is State.SENT
    assert len(server.letters) == 1


def test_a_new_password_comes_at_night_too(world: World) -> None:
    mira = world.learner()
    sleeps(mira)
    letter = post(mira, "password-reset", NIGHT, useful=timedelta(hours=1))
    assert letter is not None
    assert (letter.next_try_at, letter.useful_until) == (NIGHT, NIGHT + timedelta(hours=1))


def test_a_letter_that_was_late_in_the_evening_waits_too(world: World) -> None:
    mira = world.learner()
    sleeps(mira)
    letter = post(mira, at=NIGHT - timedelta(minutes=40), useful=timedelta(hours=1))
    assert letter is not None
    assert letter.next_try_at == NIGHT - timedelta(minutes=40)
    # The worker stood still, and runs again at half past nine.
    assert operations.claim(NIGHT) is None
    assert (letter.standing, letter.next_try_at, letter.tries) == (State.WAITING, MORNING, 0)
    claimed = operations.claim(MORNING)
    assert claimed is letter
    operations.close(letter, Outcome.TAKEN, "", at=MORNING)
    assert letter.standing is State.SENT


def test_the_night_gives_no_second_life_to_what_is_past_its_use(world: World) -> None:
    mira = world.learner()
    sleeps(mira)
    letter = post(mira, at=NIGHT - timedelta(minutes=40), useful=timedelta(minutes=30))
    assert letter is not None
    # The worker stood still until her quiet hours had begun, and the half hour was over.
    assert operations.claim(NIGHT) is None
    assert (letter.standing, letter.last_error) == (State.FAILED, "It could not be sent while it was of use.")


def test_a_letter_refused_while_its_account_was_closed_is_never_sent(world: World) -> None:
    mira = world.learner()
    letter = post(mira)
    assert letter is not None
    assert operations.claim(NOW) is letter
    people.deactivate(mira, by=None, at=NOW)
    operations.close(letter, Outcome.REFUSED, "451 later", at=NOW)
    assert operations.claim(NOW + timedelta(minutes=1)) is None
    assert (letter.standing, letter.last_error) == (State.FAILED, "The account was closed before it left.")
    with pytest.raises(operations.NothingToSend):
        operations.send_again(letter, by=mira.id, at=MORNING)


def test_a_letter_refused_while_its_kind_was_switched_off_is_never_sent(world: World) -> None:
    mira = world.learner()
    letter, other = post(mira), post(mira, "attestation-announced", NOW + timedelta(seconds=1))
    assert letter is not None
    assert operations.claim(NOW) is letter
    operations.choose(mira.id, "practice", wanted=False, at=NOW)
    operations.close(letter, Outcome.REFUSED, "451 later", at=NOW)
    assert operations.claim(NOW + timedelta(minutes=1)) is other
    assert operations.claim(NOW + timedelta(minutes=1)) is None
    assert (letter.standing, letter.last_error) == (State.FAILED, "Its reader wants no letters of this kind.")


def test_one_who_sleeps_holds_nobody_up(world: World) -> None:
    mira, other = world.learner(), world.learner()
    post(mira, at=NIGHT - timedelta(hours=1))
    sleeps(mira)
    waiting = post(other, at=NIGHT)
    assert operations.claim(NIGHT) is waiting


def test_what_waits_of_a_kind_is_given_up_with_it_and_cannot_be_sent_again(world: World) -> None:
    mira = world.learner()
    sleeps(mira)
    practice, note = post(mira, at=NIGHT), post(mira, "note-shared", NIGHT)
    assert practice is not None
    assert note is not None
    operations.choose(mira.id, "practice", wanted=False, at=NIGHT)
    assert (practice.standing, note.standing) == (State.FAILED, State.WAITING)
    with pytest.raises(operations.NothingToSend):
        operations.send_again(practice, by=mira.id, at=MORNING)


def test_whoever_has_chosen_nothing_has_the_academys_time_zone(app: Flask, world: World) -> None:
    mira, other = world.learner(), world.learner()
    operations.choose_hours(
        other.id, time_zone="Asia/Tokyo", quiet_from=None, quiet_until=None, digest_weekday=2, at=NOW
    )
    app.config["TIME_ZONE"] = "America/New_York"
    try:
        found = queries.hours_by_person([mira.id, other.id])
        assert (found[mira.id].zone.key, found[mira.id].digest_weekday) == ("America/New_York", 0)
        assert (found[other.id].zone.key, found[other.id].digest_weekday) == ("Asia/Tokyo", 2)
        late = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
        assert (queries.own_day(mira.id, late).day, queries.own_day(other.id, late).day) == (20, 21)
    finally:
        app.config["TIME_ZONE"] = "UTC"
