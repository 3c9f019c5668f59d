"""The shared note at the browser: who reads it, who answers it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kamacademy.coaching import operations
from kamacademy.coaching.models import Observation
from kamacademy.competency.models import Evidence
from kamacademy.db import db
from kamacademy.people.models import Person
from tests.browser import Browser
from tests.coaching.visits import drafted, observed
from tests.world import NOW, TODAY, World

STEPS = ("visit", "focus", "ratings/C03a", "words", "agreement", "review")
DUE = TODAY + timedelta(days=60)


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def count(model: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_shared_note_is_shown_instead_of_changed(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = observed(learner, coach, {"C03a": 3})
    browser = browse(coach)
    for step in STEPS:
        browser.open(f"/observations/{made.id}/{step}")
        assert browser.address == f"/observations/{made.id}"
        assert "no longer changes" in browser.words
    browser.post(f"/observations/{made.id}/share")
    assert count(Evidence) == 1


def test_the_learner_reads_the_whole_note(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = drafted(learner, coach, {"C03a": 3, "C09a": None})
    operations.note_words(made, strength="You asked and waited.", improve="Ask who decides.", at=NOW)
    operations.agree(made, title="Try it at Cedarmere", indicator="C03a", due_on=DUE, at=NOW)
    operations.share(made, at=NOW, today=TODAY)
    browser = browse(learner).open(f"/observations/{made.id}")
    for words in (
        "Coaching record. For growth; not used for pay.", "Customer discovery meeting, usual", "20 Nov 2026",
        "North 11", "Seen by Daniel Okafor", "Line of C03a", "Goes beyond the prepared questions",
        "Not observed: no chance to see it.", "You asked and waited.", "Ask who decides.", "Try it at Cedarmere",
    ):  # fmt: skip
        assert words in browser.words
    assert browser.page.find("a", href=f"/people/{learner.id}/plan")


def test_an_own_view_needs_every_indicator_and_keeps_the_words(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    made = observed(learner, coach, {"C03a": 3})
    browser = browse(learner).open(f"/observations/{made.id}")
    browser.fill("Your own words", "I was nervous.").press("Save my view", expect=422)
    assert "Choose the sentence closest to your own view" in browser.words
    assert browser.field("Your own words").get_text().strip() == "I was nervous."
    browser.choose("Not observed: no chance to see it").press("Save my view")
    assert "Your view is saved" in browser.words
    assert "I was nervous." in browser.words
    assert "Own view: not observed" in browser.words
    assert "I was nervous." in browse(coach).open(f"/observations/{made.id}").words
    browser.post(f"/observations/{made.id}/view", level_C03a="5", words="Another")
    assert "Your view is already saved" in browser.words


def test_a_later_coach_does_not_read_the_note_and_the_earlier_one_does(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    made = observed(learner, coach, {"C03a": 3})
    later = world.coach()
    world.give_coach(learner, later, since=TODAY)
    browse(later).open(f"/observations/{made.id}", expect=403)
    assert "No notes yet" in browse(later).open(f"/people/{learner.id}/observations").words
    earlier = browse(coach).open(f"/observations/{made.id}")
    assert "Line of C03a" in earlier.words
    assert not earlier.page.find("a", href=f"/people/{learner.id}/plan")
    for stranger in (world.learner(), world.leader(), world.administrator(), world.learning_team()):
        browse(stranger).open(f"/observations/{made.id}", expect=403)


def test_nobody_answers_for_the_learner(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = observed(learner, coach, {"C03a": 3})
    browser = browse(coach)
    browser.post(f"/observations/{made.id}/view", expect=403, level_C03a="5")
    browser.post(f"/observations/{made.id}/acknowledge", expect=403)
    found = db.session.get_one(Observation, made.id)
    assert found.learner_viewed_at is None
    assert found.acknowledged_at is None


def test_three_open_actions_are_said_in_words(coach: Person, learner: Person, browse: type[Browser]) -> None:
    for number in range(3):
        observed(learner, coach, {"C03a": 2}, agreed=f"Try {number}", due_on=DUE)
    made = drafted(learner, coach, {"C03a": 2})
    operations.agree(made, title="One more", indicator="C03a", due_on=DUE, at=NOW)
    browser = browse(coach).open(f"/observations/{made.id}/review").press("Share with Mira")
    assert "waits in the plan as a proposal: three actions are open already" in browser.words
