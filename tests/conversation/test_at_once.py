"""Two requests at one moment change, send, settle, open and answer once. On real databases, with real commits."""

import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy.access import Function
from kamacademy.coaching.models import Observation
from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.conversation import operations
from kamacademy.conversation.models import NoteGrant, NoteMessage, NotePulse, ObservationVersion
from kamacademy.db import db
from kamacademy.mail.models import Letter
from kamacademy.people.models import Person
from tests.at_once import count, sent_together, slowly
from tests.coaching.visits import observed
from tests.conversation.talking import LATER
from tests.own import add_person
from tests.world import TODAY, World

DANIEL, INES, MIRA = "daniel@fernwick.example", "ines@fernwick.example", "mira@fernwick.example"


@pytest.fixture
def own(fresh: Flask, drafts: Drafts) -> Flask:
    """An application whose commits are real, with a shared note of two indicators."""
    for email, function in ((DANIEL, Function.COACH), (INES, Function.COACH), (MIRA, Function.LEARNER)):
        add_person(fresh, email, function)
    with fresh.app_context():
        world = World()
        world.publish(drafts)
        world.give_coach(person(MIRA), person(DANIEL))
        observed(person(MIRA), person(DANIEL), {"C03a": 2, "C09a": 3})
        db.session.commit()
    return fresh


def person(email: str) -> Person:
    return db.session.scalars(select(Person).where(Person.email == email)).one()


def note() -> Observation:
    return db.session.scalars(select(Observation)).one()


def place(app: Flask) -> str:
    with app.app_context():
        return f"/observations/{note().id}"


def at_once(app: Flask, email: str, *sent: tuple[str, dict[str, str]]) -> list[int]:
    """One person sends forms from as many browsers at one moment; how they were answered."""
    return sent_together(app, *((email, address, values) for address, values in sent))


def test_of_two_changes_from_the_same_page_one_is_made(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    slowly(monkeypatch, operations, "write")
    with own.app_context():
        edition = str(note().edition)
    same = {"edition": edition, "level_C09a": "3", "line_C09a": "Line of C09a", "line_C03a": "Line of C03a"}
    sent = [(f"{place(own)}/change", {**same, "level_C03a": level}) for level in ("1", "3")]
    assert at_once(own, DANIEL, *sent) == [303, 303]
    assert (count(own, ObservationVersion), count(own, Evidence)) == (1, 3)
    with own.app_context():
        newest = db.session.scalars(select(Evidence).order_by(Evidence.id.desc())).first()
        assert newest is not None
        assert note().ratings[0].level == newest.level


def test_a_double_click_sends_one_dispute_and_one_letter(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    slowly(monkeypatch, operations, "tell")
    sent = (f"{place(own)}/dispute", {"about": "C03a", "words": "I asked twice."})
    assert at_once(own, MIRA, sent, sent) == [303, 303]
    assert (count(own, NoteMessage), count(own, Letter)) == (1, 1)


def test_a_thread_is_settled_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        opener = operations.answer(note(), "Thank you.", by=person(MIRA), at=LATER).id
        db.session.commit()
    slowly(monkeypatch, operations, "note_about")
    sent: tuple[str, dict[str, str]] = (f"{place(own)}/talk/{opener}/settle", {})
    assert at_once(own, MIRA, sent, sent) == [303, 303]
    assert count(own, NoteMessage) == 2


def test_the_pulse_is_given_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    slowly(monkeypatch, operations, "note_about")
    sent = [(f"{place(own)}/pulse", {"was_specific": one, "can_use": one}) for one in ("2", "4")]
    assert at_once(own, MIRA, *sent) == [303, 303]
    assert count(own, NotePulse) == 1


def test_a_note_is_opened_once(own: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with own.app_context():
        World().give_coach(person(MIRA), person(INES), since=TODAY)
        db.session.commit()
        address = f"/people/{person(MIRA).id}/observations/open"
    slowly(monkeypatch, operations, "note_event")
    assert at_once(own, MIRA, (address, {}), (address, {})) == [303, 303]
    assert count(own, NoteGrant) == 1
