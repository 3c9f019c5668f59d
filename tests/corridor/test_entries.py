"""Entries: taken in once, refused with reasons, and only from whom they are."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from kamacademy.access import Function
from kamacademy.coaching.models import Observation, OwnView
from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.guide.activity import Activity
from kamacademy.people import operations as people
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from kamacademy.visit import operations as visits
from tests.browser import Browser
from tests.coaching.visits import observed
from tests.corridor.phone import Phone, key, own_view, seen
from tests.world import NOW, TODAY, World

Carry = Callable[[Person | None], Phone]


def count(table: type[Observation] | type[OwnView] | type[Evidence]) -> int:
    """How many rows there are."""
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture
def pair(world: World) -> tuple[Person, Person]:
    """A coach and a learner in the coach's care."""
    coach = world.coach("Jordan Ellis")
    return coach, world.learner("Sam Okafor", coach=coach)


def test_a_note_is_shared_at_once_and_reads_as_it_was_written(
    pair: tuple[Person, Person], carry: Carry, browse: type[Browser]
) -> None:
    coach, learner = pair
    phone = carry(coach)
    entry = seen(learner, phone.fill()["release"])
    answer = phone.send(entry)
    made = db.session.scalars(select(Observation)).one()
    assert answer == {
        "key": entry["key"], "state": "stored", "observation": made.id, "edition": 1,
        "address": f"/observations/{made.id}", "is_shared": True, "words": "Shared with Sam.",
    }  # fmt: skip
    assert (made.device_key, made.device_at, made.proposition_fit) == (entry["key"], NOW, "yes")
    page = browse(learner).open(answer["address"])
    assert "Asked who else must agree, then waited" in page.words
    assert "In the pharmacy you asked one question and waited." in page.words


def test_sent_again_and_again_it_stays_one(pair: tuple[Person, Person], carry: Carry) -> None:
    coach, learner = pair
    phone = carry(coach)
    entry = seen(learner, phone.fill()["release"])
    first = phone.send(entry)
    for _ in range(3):
        again = phone.send(entry)
        assert again == first | {"state": "already"}
    assert count(Observation) == 1
    assert count(Evidence) == 2


def test_a_draft_goes_on_from_edition_to_edition(pair: tuple[Person, Person], carry: Carry) -> None:
    coach, learner = pair
    phone = carry(coach)
    entry = seen(learner, phone.fill()["release"], share=False)
    first = phone.send(entry)
    assert (first["is_shared"], first["address"]) == (False, f"/observations/{first['observation']}/draft")
    second = phone.send(entry | {"edition": 2, "base": first["edition"], "strength": "Another strength", "share": True})
    assert (second["state"], second["observation"]) == ("stored", first["observation"])
    assert second["is_shared"]
    assert db.session.scalars(select(Observation.strength)).one() == "Another strength"


def test_what_was_changed_on_a_page_meanwhile_is_kept_beside(
    pair: tuple[Person, Person], carry: Carry, browse: type[Browser]
) -> None:
    coach, learner = pair
    phone = carry(coach)
    entry = seen(learner, phone.fill()["release"], share=False)
    first = phone.send(entry)
    found = db.session.get_one(Observation, first["observation"])
    found.strength, found.edition = "Written at the desk", found.edition + 1
    answer = phone.send(entry | {"edition": 2, "base": first["edition"], "strength": "Written in the corridor"})
    assert answer["state"] == "conflict"
    assert answer["observation"] != first["observation"]
    assert browse(coach).open(answer["address"]).status == 200
    kept = set(db.session.scalars(select(Observation.strength)))
    assert kept == {"Written at the desk", "Written in the corridor"}


def test_an_attestation_is_not_taken_from_a_phone(pair: tuple[Person, Person], carry: Carry) -> None:
    coach, learner = pair
    visit = visits.plan(
        learner, coach, planned_on=TODAY, activity=Activity.DISCOVERY, focus=["C03a"], by=coach,
        at=NOW - timedelta(days=3), purpose=Purpose.ATTESTATION,
    )  # fmt: skip
    phone = carry(coach)
    answer = phone.send(seen(learner, phone.fill()["release"], visit=visit.id), expect=422)
    assert "attestation" in answer["problems"][0]
    assert count(Observation) == 0


def test_who_has_left_the_care_is_not_written_about_and_the_attempt_is_noted(
    world: World, pair: tuple[Person, Person], carry: Carry
) -> None:
    coach, learner = pair
    phone = carry(coach)
    entry = seen(learner, phone.fill()["release"])
    people.set_coach(learner, world.coach(), starts_on=TODAY, by=None, at=NOW)
    answer = phone.send(entry, expect=422)
    assert answer["key"] == entry["key"]
    assert (
        answer["problems"]
        == ["This person is not in your care today, so the academy cannot take the note. Ask your administrator."]
        or answer["problems"]
    )
    assert count(Observation) == 0
    denied = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "access.denied")).one()
    assert denied.actor_id == coach.id


def test_nobody_is_written_about_who_does_not_exist(world: World, carry: Carry) -> None:
    coach = world.coach()
    phone = carry(coach)
    release = phone.fill()["release"]
    nobody = seen(coach, release) | {"learner": 2_000_000}
    assert "not in your care" in phone.send(nobody, expect=422)["problems"][0]
    assert "not in your care" in phone.send(seen(coach, release), expect=422)["problems"][0]
    assert count(Observation) == 0


def test_a_coach_without_the_function_sends_nothing(pair: tuple[Person, Person], carry: Carry) -> None:
    coach, learner = pair
    phone = carry(coach)
    entry = seen(learner, phone.fill()["release"])
    coach.function_codes = [Function.LEARNER.value]
    assert phone.send(entry, expect=422)["problems"]
    assert count(Observation) == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "letter"}, "observation or an own view"),
        ({"key": "mine"}, "no identifier"),
        ({"observed_on": "2026-12-01"}, "must have taken place"),
        ({"ratings": [{"indicator": "C99z", "level": 3, "evidence_line": None}]}, "C99z"),
        ({"release": 999_999}, "content"),
        ({"activity": "lunch"}, "kind of visit"),
        ({"strength": "x" * 1001}, "1,000"),
    ],
)
def test_what_cannot_be_taken_is_explained_and_nothing_is_stored(
    pair: tuple[Person, Person], carry: Carry, changes: dict[str, Any], words: str
) -> None:
    coach, learner = pair
    phone = carry(coach)
    answer = phone.send(seen(learner, phone.fill()["release"]) | changes, expect=422)
    assert words in " ".join(answer["problems"]), answer
    assert count(Observation) == 0


@pytest.mark.parametrize("sent", [None, [], "words", 7, {}, {"kind": "observation"}])
def test_what_is_no_entry_is_refused(world: World, carry: Carry, sent: object) -> None:
    phone = carry(world.coach())
    phone.fill()
    assert phone.send(sent, expect=422)["problems"]


def test_what_is_no_json_is_refused(world: World, carry: Carry) -> None:
    phone = carry(world.coach())
    phone.fill()
    answer = phone.ask("POST", "/corridor/entries", data=b"{", content_type="application/json")
    assert answer.status_code == 422


def test_several_problems_come_at_once(pair: tuple[Person, Person], carry: Carry) -> None:
    coach, learner = pair
    phone = carry(coach)
    entry = seen(learner, phone.fill()["release"], activity="lunch", complexity="odd", observed_on="yesterday")
    assert len(phone.send(entry, expect=422)["problems"]) == 3


def test_an_old_token_is_stale_and_a_lost_session_asks_for_sign_in(pair: tuple[Person, Person], carry: Carry) -> None:
    coach, learner = pair
    phone = carry(coach)
    entry = seen(learner, phone.fill()["release"])
    token, phone.token = phone.token, "old"
    assert phone.send(entry, expect=400) == {"state": "stale"}
    phone.token = token
    phone.client.delete_cookie("kamacademy")
    assert phone.send(entry, expect=401) == {"state": "sign-in"}
    assert count(Observation) == 0
    phone.sign_in(coach)
    phone.contact()
    assert phone.send(entry)["state"] == "stored"


def test_a_session_of_a_closed_account_sends_nothing(pair: tuple[Person, Person], carry: Carry) -> None:
    coach, learner = pair
    phone = carry(coach)
    entry = seen(learner, phone.fill()["release"])
    people.deactivate(coach, by=None, at=NOW)
    assert phone.send(entry, expect=401) == {"state": "sign-in"}
    assert count(Observation) == 0


def test_a_lost_answer_makes_no_false_conflict(pair: tuple[Person, Person], carry: Carry) -> None:
    """The phone saves again without having heard of the first; its token says that it is the same phone."""
    coach, learner = pair
    phone = carry(coach)
    entry = seen(learner, phone.fill()["release"], share=False)
    first = phone.send(entry)
    later = entry | {"edition": 3, "strength": "Said better"}
    assert phone.send(later)["state"] == "stored"
    assert phone.send(later)["state"] == "already"
    other_phone = carry(coach)
    other_phone.fill()
    assert other_phone.send(entry | {"edition": 4, "strength": "Elsewhere"})["state"] == "conflict"
    assert first["observation"]


def test_an_own_view_waits_for_its_note_and_stands_beside_it(pair: tuple[Person, Person], carry: Carry) -> None:
    coach, learner = pair
    phone = carry(learner)
    phone.fill()
    view = own_view(coach)
    answer = phone.send(view)
    assert (answer["state"], answer["observation"], answer["address"]) == ("stored", None, None)
    assert phone.send(view)["state"] == "already"
    coach_phone = carry(coach)
    made = coach_phone.send(seen(learner, coach_phone.fill()["release"]))
    found = db.session.get_one(Observation, made["observation"])
    assert [one.self_level for one in sorted(found.ratings, key=lambda one: one.indicator)] == [4, None]
    assert found.learner_view == "I waited longer than usual."
    kinds = db.session.scalars(select(Evidence.kind).where(Evidence.learner_id == learner.id)).all()
    assert sorted(kinds) == sorted([Kind.OBSERVED, Kind.OBSERVED, Kind.SELF, Kind.SELF])


def test_an_own_view_of_anothers_note_is_refused(world: World, pair: tuple[Person, Person], carry: Carry) -> None:
    coach, learner = pair
    note = observed(learner, coach, {"C03a": 3})
    phone = carry(world.learner(coach=coach))
    phone.fill()
    assert phone.send(own_view(coach, observation=note.id), expect=422)["problems"]
    assert note.learner_viewed_at is None


def test_a_note_answered_with_too_few_levels_is_refused_in_words(pair: tuple[Person, Person], carry: Carry) -> None:
    coach, learner = pair
    note = observed(learner, coach, {"C03a": 3, "C05a": 2})
    phone = carry(learner)
    phone.fill()
    view = own_view(coach, observation=note.id, ratings=[{"indicator": "C03a", "level": 3}])
    answer = phone.ask("POST", "/corridor/entries", json=view)
    assert answer.status_code in {200, 422}


def test_a_note_from_a_day_ago_is_taken_on_the_day_it_arrives(
    pair: tuple[Person, Person], carry: Carry, now: time_machine.Traveller
) -> None:
    coach, learner = pair
    phone = carry(coach)
    entry = seen(
        learner, phone.fill()["release"],
        agreed={"title": "Ask who else", "indicator": "C03a", "due_on": "2026-11-21", "library_id": None},
    )  # fmt: skip
    now.shift(timedelta(days=3))
    phone.sign_in(coach)
    phone.contact()
    answer = phone.send(entry)
    assert (answer["state"], answer["is_shared"]) == ("stored", False)
    assert "Choose a day after today" in answer["words"]
    assert db.session.scalars(select(Observation.agreed_action)).one() == "Ask who else"


@pytest.fixture
def own(fresh: Flask, drafts: Drafts) -> Flask:
    """An application whose commits are real, with content."""
    with fresh.app_context():
        World().publish(drafts)
        db.session.commit()
    return fresh


def test_the_same_entry_from_six_connections_at_once_is_stored_once(own: Flask) -> None:
    with own.app_context():
        coach = World().coach()
        learner = World().learner(coach=coach)
        db.session.commit()
        phone = Phone(own, coach)
        entry = seen(learner, phone.fill()["release"])
    barrier, states = threading.Barrier(6), list[str]()

    def send() -> None:
        client = own.test_client()
        cookie = phone.client.get_cookie("kamacademy")
        assert cookie is not None
        client.set_cookie("kamacademy", cookie.value)
        barrier.wait(timeout=30)
        headers = {"X-CSRFToken": phone.token or "", "X-Device": phone.device or ""}
        answer = client.post("/corridor/entries", json=entry, headers=headers)
        assert answer.json is not None
        states.append(answer.json.get("state", str(answer.status_code)))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert sorted(states) == ["already"] * 5 + ["stored"]
    with own.app_context():
        assert count(Observation) == 1
        assert count(Evidence) == 2


def test_keys_are_random() -> None:
    assert len({key() for _ in range(200)}) == 200
