"""Changing a shared note at the browser, and what its learner sees of it."""

from datetime import timedelta

import pytest
import time_machine

from kamacademy.coaching.models import Observation
from kamacademy.competency.evidence import Purpose
from kamacademy.db import db
from kamacademy.people.models import Person
from tests.browser import Browser
from tests.coaching.visits import observed
from tests.world import NOW, TODAY, World


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def level(made: Observation) -> int | None:
    return db.session.get_one(Observation, made.id).ratings[0].level


def test_a_change_is_shown_to_the_learner_who_is_asked_to_look_again(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    made = observed(learner, coach, {"C03a": 2})
    browse(learner).open(f"/observations/{made.id}").press("Seen")
    writer = browse(coach).open(f"/observations/{made.id}")
    assert "You can change levels, lines and words until 22 Nov 2026" in writer.words
    writer.follow("Change the note")
    writer.fill("What was said or done?", "Asked who else must agree.").choose("Goes beyond the prepared questions")
    writer.fill("One strength", "You waited.").press("Change the note")
    assert "is asked to look again" in writer.words
    assert level(made) == 3
    reader = browse(learner).open(f"/people/{learner.id}/observations")
    assert "Changed: look again" in reader.words
    reader.open(f"/observations/{made.id}")
    assert "Daniel changed this note on 20 Nov 2026, 09:30 UTC" in reader.words
    assert "Please look again." in reader.words
    reader.follow("See what changed")
    for words in (
        "Before Level 2.",
        "After Level 3. Goes beyond",
        "Line of C03a",
        "Asked who else must agree.",
        "You waited.",
    ):
        assert words in reader.words
    reader.follow("Back to the note").press("Seen")
    assert "Please look again." not in reader.words
    assert "See what changed" in reader.words


def test_after_48_hours_the_note_says_that_it_is_locked(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = observed(learner, coach, {"C03a": 2})
    with time_machine.travel(NOW + timedelta(hours=48), tick=False):
        browser = browse(coach).open(f"/observations/{made.id}")
        assert "Locked since 22 Nov 2026, 09:00 UTC, 48 hours after it was shared." in browser.words
        assert "Change the note" not in browser.link_words
        browser.open(f"/observations/{made.id}/change")
        assert browser.address == f"/observations/{made.id}"
        assert "It is locked now." in browser.words
        browser.post(f"/observations/{made.id}/change", edition="1", level_C03a="5", line_C03a="Late.")
        assert "It is locked now." in browser.words
    assert level(made) == 2


def test_an_attestation_says_that_it_is_locked_at_once(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = observed(learner, coach, {"C03a": 2})
    made.purpose = Purpose.ATTESTATION.value
    browser = browse(coach).open(f"/observations/{made.id}")
    assert "Attestation. A decision record" in browser.words
    assert "Signed and locked. It is answered or disputed, never changed." in browser.words
    browser.post(f"/observations/{made.id}/change", edition="1", level_C03a="5", line_C03a="No.")
    assert "it is answered, not changed" in browser.words
    assert level(made) == 2


def test_nobody_else_changes_a_note(world: World, coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = observed(learner, coach, {"C03a": 2})
    for person in (learner, world.coach(), world.leader(), world.administrator()):
        browse(person).open(f"/observations/{made.id}/change", expect=403)
        browse(person).post(f"/observations/{made.id}/change", expect=403, level_C03a="5")
    world.give_coach(learner, world.coach(), since=TODAY)
    browse(coach).open(f"/observations/{made.id}/change", expect=403)
    assert level(made) == 2


def test_a_wrong_change_is_explained_and_loses_nothing(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = observed(learner, coach, {"C03a": 2})
    browser = browse(coach).open(f"/observations/{made.id}/change")
    browser.fill("What was said or done?", "x" * 401).fill("One strength", "You waited.")
    browser.press("Change the note", expect=422)
    assert "Keep it below 400 characters." in browser.words
    assert browser.field("One strength").get_text().strip() == "You waited."
    assert level(made) == 2


def test_a_high_level_without_a_line_and_judging_words_are_asked_about_once(
    coach: Person, learner: Person, browse: type[Browser]
) -> None:
    made = observed(learner, coach, {"C03a": 2})
    browser = browse(coach).open(f"/observations/{made.id}/change")
    browser.fill("What was said or done?", "").fill("One thing to improve", "Do not be lazy.")
    levels = browser.page.find_all("input", {"name": "level_C03a"})
    for one in levels:
        one.attrs.pop("checked", None)
    next(one for one in levels if one["value"] == "4")["checked"] = ""
    browser.press("Change the note", expect=422)
    assert "Above level 3 without a line of evidence" in browser.words
    assert "“lazy”" in browser.words
    assert level(made) == 2
    browser.press("Change it anyway")
    assert level(made) == 4


def test_a_change_from_a_window_left_open_is_refused(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = observed(learner, coach, {"C03a": 2})
    first, second = (browse(coach).open(f"/observations/{made.id}/change") for _ in range(2))
    first.fill("One strength", "You waited.").press("Change the note")
    second.fill("One strength", "You asked.").press("Change the note")
    assert "was changed in another window meanwhile" in second.words
    assert db.session.get_one(Observation, made.id).strength == "You waited."
    second.open(f"/observations/{made.id}/change").press("Change the note")
    assert "Nothing is different" in second.words


def test_a_note_that_was_never_changed_has_no_history(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = observed(learner, coach, {"C03a": 2})
    browser = browse(learner).open(f"/observations/{made.id}")
    assert "See what changed" not in browser.link_words
    assert "Nothing was changed" in browser.open(f"/observations/{made.id}/history").words
