"""A sitting at the browser: one question a page, an overview, a result that explains."""

from sqlalchemy import func, select

from kamacademy.assessment.models import Sitting, SittingAnswer
from kamacademy.assessment.operations import answer
from kamacademy.assessment.queries import items_in
from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.curriculum.operations import begin_check
from kamacademy.db import db
from kamacademy.people.models import Person
from tests.browser import Browser
from tests.curriculum.study import M01_ADDRESS, edited, read_all_lessons, sit
from tests.world import NOW, World


def ready(learner: Person, answered: int = 0) -> Sitting:
    """A sitting of M01's check with the first questions answered rightly."""
    sitting = begin_check(read_all_lessons(learner), seed=7, at=NOW)
    for item in items_in(library(), sitting.paper)[:answered]:
        answer(sitting, item.id, item.right, at=NOW)
    return sitting


def right_words(sitting: Sitting, place: int) -> str:
    item = items_in(library(sitting.release_id), sitting.paper)[place - 1]
    return item.options[item.right].text


def test_a_check_is_taken_question_by_question_and_explained(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = ready(learner)
    browser = browse(learner).open(f"/sittings/{sitting.id}")
    assert "12 of 15 right passes" in browser.words
    browser.follow("Begin with question 1")
    for place in range(1, 16):
        assert browser.heading == f"Question {place} of 15"
        browser.choose(right_words(sitting, place)).press("Save and review" if place == 15 else "Save and go on")
    assert "15 of 15 answered" in browser.words
    browser.press("Submit the check")
    assert "15 of 15 right" in browser.words
    assert "The pass mark is 80 %, which is 12 of 15." in browser.words
    for item in items_in(library(), sitting.paper):
        for option in item.options:
            assert " ".join(option.rationale.split()) in browser.words
        assert " ".join(item.source.split()) in browser.words
    browser.follow("Back to the module")
    assert browser.address == M01_ADDRESS
    assert "Now try it on an account" in browser.words


def test_everything_is_where_it_was_after_the_browser_was_closed(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = ready(learner)
    browser = browse(learner).open(f"/sittings/{sitting.id}/1").choose(right_words(sitting, 1)).press("Save and go on")
    again = browse(learner).open(f"/sittings/{sitting.id}/1")
    assert again.field(right_words(sitting, 1)).has_attr("checked")
    assert again.open(f"/sittings/{sitting.id}").words.count("Answered") == 1
    assert browser.heading == "Question 2 of 15"


def test_the_overview_names_what_is_open_and_lets_one_submit_all_the_same(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = ready(learner, answered=13)
    browser = browse(learner).open(f"/sittings/{sitting.id}")
    assert "Still open: question 14 , question 15" in browser.words
    browser.press("Submit with 2 open")
    assert "13 of 15 right" in browser.words
    assert browser.words.count("No answer") == 2


def test_no_choice_is_explained(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = ready(learner)
    browser = browse(learner).open(f"/sittings/{sitting.id}/1").press("Save and go on", expect=422)
    assert "Choose one of the answers first." in browser.words


def test_a_choice_that_does_not_exist_is_explained_and_changes_nothing(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = ready(learner, answered=1)
    browser = browse(learner).open(f"/sittings/{sitting.id}/1")
    for bad in ("4", "-1", "x", "9" * 30):
        browser.post(f"/sittings/{sitting.id}/1", expect=422, choice=bad)
        assert "This question has no such answer." in browser.words
    kept = db.session.scalars(select(SittingAnswer).where(SittingAnswer.sitting_id == sitting.id)).one()
    assert kept.choice == items_in(library(), sitting.paper)[0].right


def test_a_question_or_sitting_that_does_not_exist_is_not_found(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = ready(learner)
    browser = browse(learner)
    for address in (f"/sittings/{sitting.id}/0", f"/sittings/{sitting.id}/16", "/sittings/999999"):
        browser.open(address, expect=404)


def test_submitting_twice_and_answering_late_changes_nothing(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = ready(learner, answered=12)
    first, second = browse(learner).open(f"/sittings/{sitting.id}"), browse(learner).open(f"/sittings/{sitting.id}/13")
    first.press("Submit with 3 open")
    first.post(f"/sittings/{sitting.id}/submit")
    second.choose(right_words(sitting, 13)).press("Save and go on")
    assert "its answers stand as they were" in second.words
    assert "12 of 15 right" in second.words
    recorded = select(func.count()).where(Evidence.source_type == "sitting", Evidence.source_id == sitting.id)
    assert db.session.scalar(recorded) == len({one.competency for one in items_in(library(), sitting.paper)})


def test_a_failed_check_can_be_tried_again_once_at_a_time(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = sit(read_all_lessons(learner), wrong=4)
    browser = browse(learner).open(f"/sittings/{sitting.id}")
    assert "11 of 15 right" in browser.words
    browser.press("Try again")
    fresh = browser.address
    assert fresh != f"/sittings/{sitting.id}"
    browser.post(f"/sittings/{sitting.id}/again")
    assert browser.address == fresh


def test_a_waiting_time_is_said_in_a_sentence(world: World, browse: type[Browser], drafts: Drafts) -> None:
    paper = "assessments/papers/m01-check.yaml"
    world.publish(edited(drafts, paper, "wait_hours: 0", "wait_hours: 720"), at=NOW)
    learner = world.learner()
    sitting = sit(read_all_lessons(learner), wrong=15)
    browser = browse(learner).open(f"/sittings/{sitting.id}")
    assert "You can try again from 20 Dec 2026, 09:30 UTC." in browser.words
    assert "Try again" not in browser.button_words
    browser.post(f"/sittings/{sitting.id}/again")
    assert browser.address == f"/sittings/{sitting.id}"
    assert "You can try this check again from 20 Dec 2026, 09:30 UTC." in browser.words


def test_a_missed_question_leads_to_its_lesson(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = sit(read_all_lessons(learner), wrong=1)
    browser = browse(learner).open(f"/sittings/{sitting.id}").follow("Read the lesson again: what changed")
    assert browser.address == f"{M01_ADDRESS}/what-changed"


def test_nobody_else_sees_a_sitting(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    sitting = ready(learner)
    for other in (coach, world.learner(), world.learning_team(), world.leader(), world.administrator()):
        browser = browse(other).open(f"/sittings/{sitting.id}", expect=403)
        browser.open(f"/sittings/{sitting.id}/1", expect=403)
        browser.post(f"/sittings/{sitting.id}/1", expect=403, choice="0")
        browser.post(f"/sittings/{sitting.id}/submit", expect=403)
        browser.post(f"/sittings/{sitting.id}/again", expect=403)
    assert sitting.submitted_at is None


def test_looking_changes_nothing(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    sitting = ready(learner, answered=2)
    browser = browse(learner)
    for address in ("", "/1", "/3", "/submit", "/again"):
        browser.open(f"/sittings/{sitting.id}{address}")
    assert len(sitting.answers) == 2
    assert sitting.submitted_at is None
    assert db.session.scalar(select(func.count()).where(Sitting.learner_id == learner.id)) == 1
