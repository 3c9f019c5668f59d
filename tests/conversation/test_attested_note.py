"""The note page of an attestation: told apart, signed, locked, and answered like any other; and a note to be copied."""

from datetime import timedelta

import pytest

from kamacademy.attestation import operations as attestation
from kamacademy.coaching.models import Observation
from kamacademy.db import db
from kamacademy.people.models import Person
from tests.attestation.attesting import attested, certified
from tests.browser import Browser
from tests.coaching.visits import observed
from tests.conversation.talking import thread_of
from tests.statements import statements
from tests.world import NOW, TODAY, World


@pytest.fixture
def rater(world: World) -> Person:
    made = world.coach("Daniel Okafor")
    certified(made)
    return made


@pytest.fixture
def learner(world: World, rater: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=rater)


def test_an_attestation_shows_its_signature_and_is_locked(
    rater: Person, learner: Person, browse: type[Browser]
) -> None:
    made = attested(learner, rater)
    browser = browse(learner).open(f"/observations/{made.id}")
    for words in (
        "Attestation. A decision record: announced, signed and locked.", "Signed by Daniel Okafor on 20 Nov 2026",
        "Unchanged since.", "Signed and locked. It is answered or disputed, never changed.",
    ):  # fmt: skip
        assert words in browser.words
    assert "Coaching record" not in browser.words
    browser.press("Seen")
    assert "How was the coaching?" not in browser.words
    browser.follow("I see it differently").choose("Discovery conversations")
    browser.fill("In your words", "I asked twice.").press("Send to Daniel")
    assert thread_of(made).is_dispute
    assert "Attestation" in browser.open(f"/people/{learner.id}/observations").words
    with statements() as seen:
        browser.open(f"/observations/{made.id}")
    assert len(seen) <= 12


def test_a_broken_signature_is_said(rater: Person, learner: Person, browse: type[Browser]) -> None:
    made = attested(learner, rater)
    made.strength = "Written in afterwards."
    assert "What is kept here is not what was signed." in browse(learner).open(f"/observations/{made.id}").words


def test_an_own_view_given_later_leaves_the_signature_whole(
    rater: Person, learner: Person, browse: type[Browser]
) -> None:
    made = attested(learner, rater, {"C03a": 3})
    browser = browse(learner).open(f"/observations/{made.id}")
    browser.choose("Not observed: no chance to see it").press("Save my view")
    assert "Your view is saved" in browser.words
    assert "Unchanged since." in browser.words


def test_a_rater_asks_on_a_locked_note_and_the_learner_is_led_to_decide(
    rater: Person, learner: Person, browse: type[Browser]
) -> None:
    fresh = observed(learner, rater, {"C03a": 3})
    locked = observed(learner, rater, {"C03a": 3}, day=TODAY - timedelta(days=10))
    coach = browse(rater).open(f"/observations/{fresh.id}")
    assert "Ask whether it may count as an attestation" not in coach.link_words
    coach.open(f"/observations/{locked.id}").follow("Ask whether it may count as an attestation")
    attestation.ask_to_copy(db.session.get_one(Observation, locked.id), "For the certificate", at=NOW)
    assert "not answered yet" in coach.open(f"/observations/{locked.id}").words
    mira = browse(learner).open(f"/observations/{locked.id}")
    assert "Daniel asks whether this note may count as an attestation too." in mira.words
    mira.follow("Read and decide")
    assert mira.address == f"/observations/{locked.id}/copy"


def test_who_is_not_certified_is_not_offered_to_ask(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    locked = observed(world.learner(coach=coach), coach, {"C03a": 3}, day=TODAY - timedelta(days=10))
    browser = browse(coach).open(f"/observations/{locked.id}")
    assert "Ask whether it may count as an attestation" not in browser.link_words
