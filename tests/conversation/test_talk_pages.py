"""Answering, disputing, replying and the pulse at the browser."""

from datetime import timedelta

import pytest
import time_machine

from kamacademy.conversation import operations
from kamacademy.db import db
from kamacademy.people.models import Person
from tests.browser import Browser
from tests.coaching.visits import drafted, observed
from tests.conversation.talking import LATER, disputed_note, pulsed, thread_of
from tests.statements import statements
from tests.world import NOW, TODAY, World

MOST_STATEMENTS = 12


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def test_a_dispute_is_a_conversation_of_two(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = observed(learner, coach, {"C03a": 2, "C09a": 3})
    mira = browse(learner).open(f"/observations/{made.id}")
    assert "You can dispute a rating or the words until 30 Nov 2026, and answer at any time." in mira.words
    mira.follow("I see it differently")
    mira.choose("Discovery conversations").fill("In your words", "I asked who decides, twice.").press("Send to Daniel")
    assert "It stays marked in the note until you close it." in mira.words
    rated = mira.page.find(string="Discovery conversations")
    assert rated is not None
    daniel = browse(coach).open("/coaching/conversations")
    assert "Mira Halvorsen: customer discovery meeting, usual" in daniel.words
    daniel.follow("Mira Halvorsen: customer discovery meeting, usual")
    assert "I asked who decides, twice." in daniel.words
    assert "Only Mira closes it." in daniel.words
    assert "Close the dispute" not in daniel.button_words
    daniel.follow("Reply")
    assert "I asked who decides, twice." in daniel.words
    daniel.fill("In your words", "You did. I will look for it next time.").press("Send to Mira")
    assert "Nothing waits" in daniel.open("/coaching/conversations").words
    assert "A reply for you" in mira.open(f"/people/{learner.id}/observations").words
    assert "Disputed" in mira.words
    mira.open(f"/observations/{made.id}").press("Close the dispute")
    assert "Settled by Mira Halvorsen on 20 Nov 2026." in mira.words
    assert "Disputed" not in mira.open(f"/people/{learner.id}/observations").words


def test_only_the_rating_in_dispute_is_marked(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = disputed_note(learner, coach)
    browser = browse(coach).open(f"/observations/{made.id}")
    first, second = browser.page.find_all(class_="rating-row")
    assert "Disputed" in first.get_text()
    assert "Disputed" not in second.get_text()


def test_a_dispute_needs_a_part_and_words(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = observed(learner, coach, {"C03a": 2})
    browser = browse(learner).open(f"/observations/{made.id}/dispute").press("Send to Daniel", expect=422)
    assert "Write a sentence or two." in browser.words
    browser.fill("In your words", "I asked twice.").press("Send to Daniel", expect=422)
    assert "Choose what you see differently" in browser.words
    assert browser.field("In your words").get_text().strip() == "I asked twice."
    browser.post(f"/observations/{made.id}/dispute", expect=422, about="C01a", words="Another")


def test_after_ten_days_a_note_is_answered_not_disputed(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = observed(learner, coach, {"C03a": 2})
    with time_machine.travel(NOW + timedelta(days=11), tick=False):
        browser = browse(learner).open(f"/observations/{made.id}")
        assert "The ten days to dispute it ended on 30 Nov 2026." in browser.words
        assert "I see it differently" not in browser.link_words
        browser.post(f"/observations/{made.id}/dispute", about="C03a", words="Too late.")
        assert "A note can be disputed for ten days." in browser.words
        browser.follow("Answer").fill("In your words", "It worked.").press("Send to Daniel")
        assert "It worked." in browser.words
    assert not thread_of(made).is_dispute


def test_words_about_a_patient_are_asked_about_once(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = observed(learner, coach, {"C03a": 2})
    browser = browse(learner).open(f"/observations/{made.id}/answer")
    browser.fill("In your words", "Mrs Miller came in between.").press("Send to Daniel", expect=422)
    assert "“Mrs Miller”" in browser.words
    assert "Nothing has been said" not in browser.words
    browser.press("Send as it is")
    assert "Mrs Miller came in between." in browser.words
    browser.open(f"/observations/{made.id}").choose("Not observed: no chance to see it")
    browser.fill("Your own words", "I was lazy.").press("Save my view", expect=422)
    assert "“lazy”" in browser.words
    browser.press("Save it as it is")
    assert "Your view is saved" in browser.words


def test_nobody_else_speaks_in_the_conversation(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    made = disputed_note(learner, coach)
    place, before = f"/observations/{made.id}", thread_of(made)
    for person in (world.coach(), world.learner(), world.leader(), world.administrator()):
        browser = browse(person)
        browser.open(f"{place}/talk/{before.opening.id}", expect=403)
        for path in ("answer", "dispute", "pulse", f"talk/{before.opening.id}", f"talk/{before.opening.id}/settle"):
            browser.post(f"{place}/{path}", expect=403, words="Mine", about="C03a", was_specific="1", can_use="1")
    for path in ("answer", "dispute", "pulse"):
        browse(coach).post(f"{place}/{path}", expect=403, words="Mine", about="C03a", was_specific="1", can_use="1")
    assert thread_of(made) == before


def test_a_thread_belongs_to_its_note(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made, other = disputed_note(learner, coach), observed(learner, coach, {"C03a": 3})
    opener = thread_of(made).opening.id
    browse(learner).open(f"/observations/{other.id}/talk/{opener}", expect=404)
    browse(learner).post(f"/observations/{other.id}/talk/{opener}/settle", expect=404)
    assert thread_of(made).is_open


def test_a_coach_cannot_close_a_dispute_by_tampering(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = disputed_note(learner, coach)
    browser = browse(coach).open(f"/observations/{made.id}")
    browser.post(f"/observations/{made.id}/talk/{thread_of(made).opening.id}/settle")
    assert "Only the person who raised a dispute closes it." in browser.words
    assert thread_of(made).is_open


def test_a_settled_thread_takes_no_reply(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = observed(learner, coach, {"C03a": 2})
    operations.answer(made, "Thank you.", by=learner, at=LATER)
    browser = browse(coach).open(f"/observations/{made.id}").press("Settled")
    assert "Settled by Daniel Okafor" in browser.words
    browser.open(f"/observations/{made.id}/talk/{thread_of(made).opening.id}")
    assert "That is settled already." in browser.words


def test_a_draft_has_no_conversation(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = drafted(learner, coach, {"C03a": 2})
    for path in ("answer", "dispute", "history"):
        browse(learner).open(f"/observations/{made.id}/{path}", expect=403)
    browse(coach).open(f"/observations/{made.id}/change", expect=403)


def test_the_pulse_is_asked_after_reading_and_once(coach: Person, learner: Person, browse: type[Browser]) -> None:
    made = observed(learner, coach, {"C03a": 2})
    browser = browse(learner).open(f"/observations/{made.id}")
    assert "How was the coaching?" not in browser.words
    browser.press("Seen")
    assert "How was the coaching?" in browser.words
    browser.press("Send", expect=422)
    assert "Choose one of the five." in browser.words
    for name in ("was_specific", "can_use"):
        browser.page.find("input", {"name": name, "value": "4"})["checked"] = ""  # type: ignore[index]  # it is there
    browser.press("Send")
    assert "Your coach never sees what one person answered" in browser.words
    assert "How was the coaching?" not in browser.words
    browser.post(f"/observations/{made.id}/pulse", was_specific="1", can_use="1")
    assert "Your answers are already kept." in browser.words
    assert "How was the coaching?" not in browse(coach).open(f"/observations/{made.id}").words


def test_a_coach_sees_the_pulse_in_medians_only(world: World, coach: Person, browse: type[Browser]) -> None:
    pulsed(world, coach, [(5, 4)] * 4, people=3)
    browser = browse(coach).open("/coaching/conversations")
    assert "You see medians once there are five answers by at least three people" in browser.words
    pulsed(world, coach, [(4, 4)], people=1)
    browser.open("/coaching/conversations")
    assert "Fully median 5 of 5" in browser.words
    assert "Medians over 5 answers by at least three people." in browser.words
    browse(world.learner()).open("/coaching/conversations", expect=403)


def test_an_earlier_coachs_notes_are_opened_and_closed_by_the_learner(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    first, second = observed(learner, coach, {"C03a": 2}), observed(learner, coach, {"C09a": 2})
    later = world.coach("Ines Marchetti")
    world.give_coach(learner, later, since=TODAY)
    mira, ines = browse(learner), browse(later)
    mira.open(f"/observations/{first.id}").press("Open it to Ines")
    assert "Ines can read this now" in mira.words
    assert "Line of C03a" in ines.open(f"/observations/{first.id}").words
    assert "opened it on 20 Nov 2026" in ines.words
    assert "Change the note" not in ines.link_words
    assert "Reply" not in ines.link_words
    ines.open(f"/observations/{second.id}", expect=403)
    mira.open(f"/people/{learner.id}/observations").press("Open all to Ines")
    assert mira.words.count("Open to Ines Marchetti") == 2
    assert "Line of C09a" in ines.open(f"/observations/{second.id}").words
    assert len(ines.open(f"/people/{learner.id}/observations").page.find_all(class_="action-row")) == 2
    mira.open(f"/observations/{first.id}").press("Close it again to Ines")
    ines.open(f"/observations/{first.id}", expect=403)
    mira.open(f"/people/{learner.id}/observations").press("Close all again")
    ines.open(f"/observations/{second.id}", expect=403)
    assert "No notes yet" in ines.open(f"/people/{learner.id}/observations").words


def test_nobody_opens_for_the_learner(world: World, coach: Person, learner: Person, browse: type[Browser]) -> None:
    made, later = observed(learner, coach, {"C03a": 2}), world.coach()
    world.give_coach(learner, later, since=TODAY)
    for person in (coach, later, world.learner(), world.administrator()):
        browse(person).post(f"/people/{learner.id}/observations/open", expect=403, note=str(made.id))
    browse(later).open(f"/observations/{made.id}", expect=403)
    alone = world.learner()
    browse(alone).post(f"/people/{alone.id}/observations/open", note=str(made.id), expect=403)
    browse(later).open(f"/observations/{made.id}", expect=403)


def test_the_list_asks_as_much_for_two_notes_as_for_many(coach: Person, learner: Person, browse: type[Browser]) -> None:
    counts = []
    browser = browse(learner)
    for number in (2, 18):
        for _ in range(number):
            disputed_note(learner, coach)
        db.session.commit()
        with statements() as seen:
            browser.open(f"/people/{learner.id}/observations")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= MOST_STATEMENTS


def test_the_note_with_everything_stays_within_its_statements(
    world: World, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    made = disputed_note(learner, coach)
    browse(learner).open(f"/observations/{made.id}").press("Seen")
    operations.reply(made, thread_of(made), "Tell me.", by=coach, at=LATER)
    later = world.coach()
    world.give_coach(learner, later, since=TODAY)
    operations.open_notes(learner, [made.id], later, at=LATER)
    for person in (learner, coach, later):
        browser = browse(person)
        with statements() as seen:
            browser.open(f"/observations/{made.id}")
        assert len(seen) <= MOST_STATEMENTS, (person.name, seen)
    browser = browse(coach)
    with statements() as seen:
        browser.open("/coaching/conversations")
    assert len(seen) <= MOST_STATEMENTS
