"""The letters about notes: who gets one, that it holds no word of the note, and that it is written once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy.coaching import operations as coaching
from kamacademy.competency.evidence import Purpose
from kamacademy.conversation import operations, queries
from kamacademy.conversation.jobs import post_letters
from kamacademy.conversation.versions import Body, body_of
from kamacademy.db import db
from kamacademy.jobs import registered
from kamacademy.mail.models import Letter
from kamacademy.people.models import Person
from tests.coaching.visits import drafted, observed
from tests.conversation.talking import LATER, disputed_note, thread_of
from tests.world import NOW, World


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def letters(kind: str) -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.id)))


def test_a_shared_note_brings_one_letter_however_often_the_job_runs(app: Flask, coach: Person, learner: Person) -> None:
    made = observed(learner, coach, {"C03a": 2})
    drafted(learner, coach, {"C03a": 2})
    db.session.commit()
    for minutes in (10, 20):
        post_letters(app, NOW + timedelta(minutes=minutes))
    (letter,) = letters("note-shared")
    assert (letter.to_person_id, letter.address) == (learner.id, learner.email)
    assert letter.subject == "Daniel Okafor has shared a coaching note with you"
    assert letter.body is not None
    assert f"https://academy.example/observations/{made.id}" in letter.body
    assert "20 Nov 2026" in letter.body
    assert "Line of" not in letter.body
    assert "North 11" not in letter.body


def test_no_letter_for_a_note_already_seen_an_old_one_or_an_attestation(
    app: Flask, coach: Person, learner: Person
) -> None:
    seen, attestation = observed(learner, coach, {"C03a": 2}), observed(learner, coach, {"C03a": 2})
    coaching.acknowledge(seen, at=NOW)
    attestation.purpose = Purpose.ATTESTATION.value
    observed(learner, coach, {"C03a": 2}, day=NOW.date() - timedelta(days=4))
    db.session.commit()
    post_letters(app, LATER)
    assert letters("note-shared") == []


def test_nobody_is_written_to_whose_account_is_closed(app: Flask, coach: Person, learner: Person) -> None:
    made = observed(learner, coach, {"C03a": 2})
    learner.deactivated_at = NOW
    db.session.commit()
    post_letters(app, LATER)
    assert letters("note-shared") == []
    coach.deactivated_at = NOW
    operations.answer(made, "Thank you.", by=learner, at=LATER)
    assert letters("note-answered") == []


def test_a_dispute_and_each_reply_bring_a_letter_to_the_other(coach: Person, learner: Person) -> None:
    made = disputed_note(learner, coach)
    operations.reply(made, thread_of(made), "What did she answer?", by=coach, at=LATER)
    operations.reply(made, thread_of(made), "That the board decides.", by=learner, at=LATER)
    (dispute,) = letters("note-disputed")
    assert (dispute.to_person_id, dispute.subject) == (coach.id, "Mira Halvorsen sees a coaching note differently")
    first, second = letters("note-replied")
    assert (first.to_person_id, second.to_person_id) == (learner.id, coach.id)
    for letter, words in ((dispute, "twice"), (first, "answer?"), (second, "board")):
        assert words not in (letter.body or "")
        assert f"/observations/{made.id}" in (letter.body or "")


def test_a_change_brings_a_letter_only_where_the_note_was_seen(coach: Person, learner: Person) -> None:
    made = observed(learner, coach, {"C03a": 2})
    before = body_of(made)
    operations.amend(made, Body(before.ratings, "You waited.", None), edition=made.edition, by=coach, at=LATER)
    assert letters("note-changed") == []
    for words in ("You asked.", "You asked, then waited."):
        coaching.acknowledge(made, at=LATER)
        operations.amend(made, Body(before.ratings, words, None), edition=made.edition, by=coach, at=LATER)
    assert [one.to_person_id for one in letters("note-changed")] == [learner.id] * 2


def test_no_letter_is_written_where_none_can_leave(app: Flask, coach: Person, learner: Person) -> None:
    kept = app.config["MAIL_BACKEND"]
    app.config["MAIL_BACKEND"] = "off"
    try:
        disputed_note(learner, coach)
    finally:
        app.config["MAIL_BACKEND"] = kept
    assert letters("note-disputed") == []


def test_the_job_runs_every_ten_minutes(app: Flask, coach: Person, learner: Person) -> None:
    assert registered(app)["conversation.post-letters"].minute == "*/10"
    observed(learner, coach, {"C03a": 2})
    assert len(queries.unseen_without_letter(LATER)) == 1
