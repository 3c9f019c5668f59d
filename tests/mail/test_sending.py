"""Letters on their way through a real mail server that fails, falls silent, breaks the line or is away."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy.db import db
from kamacademy.mail import operations
from kamacademy.mail.jobs import send_waiting
from kamacademy.mail.letter import ABANDONED_AFTER, State
from kamacademy.mail.models import Letter
from kamacademy.people import operations as people
from kamacademy.records.models import AuditEvent
from tests.mail.smtp import breaking_server, free_port, mail_server, sending_to, speechless_server
from tests.world import NOW, World

MINUTE = timedelta(minutes=1)


def post(world: World, subject: str = "Good news", *, is_secret: bool = False, once: str | None = None) -> Letter:
    """A letter to a new learner."""
    person = world.learner()
    letter = operations.post(
        person.id, person.email, "panel", subject, "All is well.\n", at=NOW, is_secret=is_secret, once=once
    )
    assert letter is not None
    return letter


def send(app: Flask, at: datetime = NOW) -> None:
    """Run the job as the worker does, in a context of its own."""
    db.session.commit()
    send_waiting(app, at)
    db.session.expire_all()


def standing(letter: Letter) -> tuple[State, int]:
    """Where a letter stands, and after how many tries."""
    db.session.expire_all()
    return letter.standing, letter.tries


def test_a_letter_arrives_once_with_what_was_written(app: Flask, world: World) -> None:
    letter = post(world, "Grüße aus der Akademie")
    with mail_server(app) as server:
        send(app)
        send(app, NOW + MINUTE)
    (arrived,) = server.letters
    assert arrived["To"] == letter.address
    assert arrived["From"] == "academy@fernwick.example"
    assert arrived["Message-ID"] == f"<letter-{letter.id}-20261120093000@fernwick.example>"
    assert arrived.get_payload(decode=True).startswith(b"All is well.\r\n\r\n--\r\nKAM Academy.")
    assert standing(letter) == (State.SENT, 1)
    assert letter.sent_at == NOW


def test_a_refused_letter_is_tried_again_later_under_the_same_name(app: Flask, world: World) -> None:
    letter = post(world)
    with mail_server(app, "451 try later") as server:
        send(app)
        assert standing(letter) == (State.WAITING, 1)
        assert letter.last_error == "The mail server refused it: 451 try later"
        send(app, NOW + MINUTE / 2)
        assert standing(letter) == (State.WAITING, 1)
        send(app, NOW + MINUTE)
    assert len(server.letters) == 1
    assert standing(letter) == (State.SENT, 2)
    assert letter.last_error is None


def test_after_five_refusals_a_letter_is_given_up(app: Flask, world: World) -> None:
    letter, at = post(world), NOW
    with mail_server(app, *["554 not wanted"] * 9) as server:
        for _ in range(9):
            send(app, at)
            at += timedelta(hours=4)
    assert standing(letter) == (State.FAILED, 5)
    assert len(server.said) == 4
    assert not server.letters


def test_a_server_that_is_away_is_asked_again_and_loses_nothing(app: Flask, world: World) -> None:
    first, second = post(world, "One"), post(world, "Two")
    with sending_to(app, free_port()):
        send(app)
    assert (standing(first), standing(second)) == ((State.WAITING, 1), (State.WAITING, 0))
    assert first.last_error is not None
    assert "was not reached" in first.last_error
    with mail_server(app) as server:
        send(app, NOW + MINUTE)
    assert {one["Subject"] for one in server.letters} == {"One", "Two"}


def test_a_server_that_never_speaks_has_not_taken_the_letter(app: Flask, world: World) -> None:
    letter = post(world)
    with speechless_server() as port, sending_to(app, port, timeout_seconds=0.3):
        send(app)
    assert standing(letter) == (State.WAITING, 1)


def test_silence_after_the_whole_letter_means_it_may_have_been_sent(app: Flask, world: World) -> None:
    letter = post(world)
    with mail_server(app, silent=True) as server:
        send(app)
        assert standing(letter) == (State.UNSURE, 1)
        server.silent = False
        send(app, NOW + timedelta(days=1))
    assert len(server.letters) == 1
    assert standing(letter) == (State.UNSURE, 1)


def test_a_line_that_breaks_after_the_whole_letter_means_it_may_have_been_sent(app: Flask, world: World) -> None:
    letter = post(world)
    with breaking_server() as port, sending_to(app, port):
        send(app)
    assert standing(letter) == (State.UNSURE, 1)
    assert letter.last_error is not None
    assert "The line broke" in letter.last_error


def test_a_sender_that_was_killed_leaves_a_letter_that_may_have_been_sent(app: Flask, world: World) -> None:
    letter = post(world)
    assert operations.claim(NOW) is letter
    with mail_server(app) as server:
        send(app, NOW + ABANDONED_AFTER)
        assert standing(letter) == (State.SENDING, 1)
        send(app, NOW + ABANDONED_AFTER + MINUTE)
    assert standing(letter) == (State.UNSURE, 1)
    assert not server.letters


def test_an_administrator_may_send_it_again_knowing_that(app: Flask, world: World) -> None:
    letter, administrator = post(world), world.administrator()
    operations.claim(NOW)
    operations.mark_abandoned(NOW + ABANDONED_AFTER + MINUTE)
    operations.send_again(letter, by=administrator.id, at=NOW + timedelta(hours=1))
    with mail_server(app) as server:
        send(app, NOW + timedelta(hours=1))
    assert len(server.letters) == 1
    with pytest.raises(operations.NothingToSend):
        operations.send_again(letter, by=administrator.id, at=NOW + timedelta(hours=2))


def test_the_words_of_a_secret_letter_are_forgotten_however_its_way_ends(app: Flask, world: World) -> None:
    sent, refused, unsure = (post(world, is_secret=True) for _ in range(3))
    assert sent.body is not None
    with mail_server(app):
        send(app)
    for letter in (sent, refused, unsure):
        assert (standing(letter), letter.body) == ((State.SENT, 1), None)
    late = post(world, is_secret=True)
    late.useful_until = NOW + timedelta(hours=1)
    with mail_server(app) as server:
        send(app, NOW + timedelta(hours=1))
    assert (standing(late), late.body) == ((State.FAILED, 0), None)
    assert not server.letters
    cut_off = post(world, is_secret=True)
    operations.claim(NOW)
    operations.mark_abandoned(NOW + timedelta(hours=1))
    assert (standing(cut_off), cut_off.body) == ((State.UNSURE, 1), None)
    with pytest.raises(operations.NothingToSend):
        operations.send_again(cut_off, by=cut_off.to_person_id, at=NOW)


def test_an_act_that_is_repeated_writes_one_letter(world: World) -> None:
    first = post(world, once="practice-1-2026-11-20")
    assert post(world, once="practice-1-2026-11-20").id == first.id
    assert post(world, once="practice-1-2026-11-21").id != first.id
    assert len(db.session.scalars(select(Letter)).all()) == 2


def test_a_letter_that_arrived_late_is_sent_and_not_unsure(world: World) -> None:
    letter = post(world)
    operations.claim(NOW)
    operations.mark_abandoned(NOW + timedelta(hours=1))
    operations.close(letter, operations.Outcome.TAKEN, "", at=NOW + timedelta(hours=1))
    assert standing(letter) == (State.SENT, 1)


def test_who_is_closed_gets_nothing_that_still_waits(app: Flask, world: World) -> None:
    person = world.learner()
    letter = operations.post(person.id, person.email, "panel", "Too late", "Words.", at=NOW, is_secret=True)
    assert letter is not None
    people.deactivate(person, by=None, at=NOW)
    with mail_server(app) as server:
        send(app)
    assert not server.letters
    assert (standing(letter), letter.body) == ((State.FAILED, 0), None)


def test_the_trail_names_no_address(app: Flask, world: World) -> None:
    letter = post(world)
    with mail_server(app):
        send(app)
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.act.like("letter.%")).order_by(AuditEvent.id)).all()
    assert [one.act for one in events] == ["letter.posted", "letter.sent"]
    assert letter.address not in str([one.codes for one in events])
