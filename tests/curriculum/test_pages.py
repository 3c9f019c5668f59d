"""Learning at the browser: programmes, a module's page, the lesson player."""

import pytest
from sqlalchemy import func, select

from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.curriculum.documents import Lesson
from kamacademy.curriculum.models import Enrolment, LessonNote, LessonProgress, ModuleAttempt, Recall
from kamacademy.curriculum.operations import begin_module
from kamacademy.db import db
from kamacademy.people.job_roles import JobRole
from tests.browser import Browser
from tests.curriculum.study import (
    M01,
    M01_ADDRESS,
    M03,
    M03_ADDRESS,
    PROGRAMME,
    complete,
    edited,
    lessons_of,
    read_all_lessons,
    read_lesson,
)
from tests.statements import statements
from tests.world import NOW, World

LESSON = "what-changed"
LESSON_ADDRESS = f"{M01_ADDRESS}/{LESSON}"
LESSON_FILE = f"curricula/{PROGRAMME}/{M01}/lessons/{LESSON}.md"


def lesson() -> Lesson:
    return library().one(Lesson, "lesson", f"{M01}/{LESSON}")


def test_a_module_is_taken_from_start_to_check(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    browser = browse(learner).open("/learn")
    assert "Account-management mindset" in browser.words
    browser.follow("Look at the module")
    assert browser.heading == "From products to accounts: joining the dots"
    browser.press("Start the module")
    for number, slug in enumerate(lessons_of(db.session.scalars(select(ModuleAttempt)).one()), 1):
        assert f"Lesson {number} of 4" in browser.words
        for question in library().one(Lesson, "lesson", f"{M01}/{slug}").retrieval:
            browser.post(browser.address, question=question.id, choice=str(question.right))
        browser.press("Mark as read and go on")
    assert browser.address == M01_ADDRESS
    browser.press("Begin the check")
    assert browser.address.startswith("/sittings/")
    browser.open("/learn")
    assert "Continue the check" in browser.link_words


def test_a_wrong_answer_is_marked_and_explained_and_may_be_tried_again(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    begin_module(learner, M01, programme=PROGRAMME, at=NOW)
    first = lesson().retrieval[0]
    wrong = next(option for option in first.options if not option.correct)
    right = first.options[first.right]
    browser = browse(learner).open(LESSON_ADDRESS).choose(wrong.text).press("Check my answer")
    assert browser.address == LESSON_ADDRESS
    assert "Not quite." in browser.words
    assert " ".join(wrong.feedback.split()) in browser.words
    assert " ".join(right.feedback.split()) in browser.words
    browser.follow("Try again").choose(right.text).press("Check my answer")
    assert "That is right." in browser.words
    assert "your first answer is kept too" in browser.words


def test_the_answer_comes_back_to_its_question(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    begin_module(learner, M01, programme=PROGRAMME, at=NOW)
    browser = browse(learner).open(LESSON_ADDRESS)
    token = str(browser.page.find("input", {"name": "csrf_token"})["value"])
    sent = {"csrf_token": token, "question": "q1", "choice": "0"}
    response = browser.client.post(LESSON_ADDRESS, data=sent)
    assert response.status_code == 303
    assert response.headers["Location"] == f"{LESSON_ADDRESS}#q-q1"


def test_a_lesson_says_what_keeps_it_from_being_finished(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    begin_module(learner, M01, programme=PROGRAMME, at=NOW)
    browser = browse(learner).open(LESSON_ADDRESS).choose(lesson().retrieval[0].options[0].text)
    browser.press("Check my answer").press("Mark as read and go on", expect=422)
    assert "Still open: question 2" in browser.words
    browser.open(f"{LESSON_ADDRESS}/finish")
    assert browser.address == LESSON_ADDRESS


def test_after_closing_the_browser_it_goes_on_where_it_was(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    attempt = begin_module(learner, M01, programme=PROGRAMME, at=NOW)
    read_lesson(attempt, LESSON)
    second = lessons_of(attempt)[1]
    browse(learner).open(f"{M01_ADDRESS}/{second}").post(f"{M01_ADDRESS}/{second}", question="q1", choice="0")
    browser = browse(learner).open("/learn").follow("Continue the lesson")
    assert browser.address == f"{M01_ADDRESS}/{second}"
    assert browser.button_words.count("Check my answer") == 1


def test_no_choice_and_wrong_choices_are_explained(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    attempt = begin_module(learner, M01, programme=PROGRAMME, at=NOW)
    browser = browse(learner).open(LESSON_ADDRESS).press("Check my answer", expect=422)
    assert "Choose one of the answers first." in browser.words
    browser.post(LESSON_ADDRESS, expect=422, question="q1", choice="7")
    assert "This question has no such answer." in browser.words
    browser.post(LESSON_ADDRESS, expect=422, question="q7", choice="0")
    assert "This lesson does not ask that question." in browser.words
    browser.post(LESSON_ADDRESS, expect=422, choice="0")
    assert "This lesson does not ask that question." in browser.words
    assert db.session.scalar(select(func.count()).where(Recall.attempt_id == attempt.id)) == 0


def test_facts_terms_and_drawings_stand_in_the_lesson(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    complete(learner)
    begin_module(learner, M03, programme=PROGRAMME, at=NOW)
    browser = browse(learner).open(f"{M03_ADDRESS}/how-shared-savings-work")
    assert "As of 31 Dec 2024" in browser.words
    assert "Review by 21 Nov 2028" in browser.words
    drawing = browser.page.select_one("figure svg[role=img]")
    assert drawing is not None
    meaning = browser.page.find(id="term-benchmark")
    assert meaning is not None
    assert browser.page.find("a", href="#term-benchmark") is not None


def test_a_fact_past_its_review_date_asks_for_care(world: World, browse: type[Browser], drafts: Drafts) -> None:
    path, old = "curricula/facts/accountable-care.yaml", "review_by: 2028-11-21"
    world.publish(edited(drafts, path, old, "review_by: 2026-02-01"), at=NOW)
    learner = world.learner()
    complete(learner)
    begin_module(learner, M03, programme=PROGRAMME, at=NOW)
    browser = browse(learner).open(f"{M03_ADDRESS}/how-shared-savings-work")
    assert "Past its review date, 1 Feb 2026." in browser.words


def test_a_note_to_self_is_saved_and_too_long_a_one_kept_on_the_page(world: World, browse: type[Browser]) -> None:
    learner, other = world.learner(), world.learner()
    for one in (learner, other):
        begin_module(one, M01, programme=PROGRAMME, at=NOW)
    browser = browse(learner).open(LESSON_ADDRESS).fill("Note to self", "Ask about the pathway").press("Save the note")
    assert browser.address == LESSON_ADDRESS
    assert browser.field("Note to self").get_text().strip() == "Ask about the pathway"
    long = "word " * 900
    browser.fill("Note to self", long).press("Save the note", expect=422)
    assert "Keep the note below 4,000 characters." in browser.words
    assert browser.field("Note to self").get_text().strip() == long.strip()
    assert "Ask about the pathway" not in str(browse(other).open(LESSON_ADDRESS).page)
    assert db.session.scalar(select(func.count()).select_from(LessonNote)) == 1


def test_a_locked_module_says_why_and_cannot_be_started(world: World, browse: type[Browser]) -> None:
    browser = browse(world.learner()).open(M03_ADDRESS)
    assert "Opens after “From products to accounts: joining the dots”" in browser.words
    assert "Start the module" not in browser.button_words
    browser.post(f"{M03_ADDRESS}/start", expect=422)
    assert "This module opens after “From products to accounts: joining the dots”." in browser.words
    browser.post(f"{M03_ADDRESS}/check", expect=422)
    assert "Start the module first." in browser.words
    assert db.session.scalar(select(func.count()).select_from(ModuleAttempt)) == 0


def test_the_check_cannot_be_begun_early(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    begin_module(learner, M01, programme=PROGRAMME, at=NOW)
    browser = browse(learner).open(M01_ADDRESS)
    browser.post(f"{M01_ADDRESS}/check", expect=422)
    assert "The check opens when every lesson is finished." in browser.words


def test_a_new_edition_is_offered_and_the_old_one_kept_until_then(
    world: World, browse: type[Browser], drafts: Drafts
) -> None:
    learner = world.learner()
    read_lesson(begin_module(learner, M01, programme=PROGRAMME, at=NOW), LESSON)
    world.publish(edited(drafts, LESSON_FILE, "title: ", "title: Newly, "), at=NOW)
    browser = browse(learner).open(LESSON_ADDRESS)
    assert not browser.heading.startswith("Newly")
    browser.open(M01_ADDRESS)
    assert "There is a new edition of this module." in browser.words
    browser.press("Start again with the new edition")
    assert browser.heading.startswith("Newly")
    browser.open(M01_ADDRESS)
    assert "There is a new edition" not in browser.words
    assert "0 of 4 lessons read" in browser.words


def test_a_programme_of_another_role_is_taken_on_and_left(world: World, browse: type[Browser], drafts: Drafts) -> None:
    world.publish(edited(drafts, f"curricula/{PROGRAMME}/programme.yaml", "[REP, SK,", "[REP,"), at=NOW)
    learner = world.learner(job_role=JobRole.SK)
    browser = browse(learner).open("/learn")
    assert "No programme is assigned to you" in browser.words
    browser.press("Take it on")
    assert "You have taken on “Account-management mindset”." in browser.words
    assert "Nobody set a date." in browser.words
    browser.press("Leave the programme")
    assert "What you did in it is kept." in browser.words
    assert db.session.scalar(select(func.count()).where(Enrolment.learner_id == learner.id)) == 1


def test_looking_changes_nothing(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    browser = browse(learner)
    for address in ("/learn", f"/learn/{PROGRAMME}", M01_ADDRESS, LESSON_ADDRESS, f"{M01_ADDRESS}/start"):
        browser.open(address)
    assert db.session.scalar(select(func.count()).select_from(ModuleAttempt)) == 0
    begin_module(learner, M01, programme=PROGRAMME, at=NOW)
    browser.open(LESSON_ADDRESS)
    assert db.session.scalar(select(func.count()).select_from(LessonProgress)) == 0


def test_a_lesson_before_the_start_leads_to_the_module(world: World, browse: type[Browser]) -> None:
    browser = browse(world.learner()).open(LESSON_ADDRESS)
    assert browser.address == M01_ADDRESS
    browser.post(LESSON_ADDRESS, question="q1", choice="0")
    assert browser.address == M01_ADDRESS


@pytest.mark.parametrize(
    "address", ["/learn/nothing", f"/learn/{PROGRAMME}/nothing", f"{M01_ADDRESS}/nothing", f"/learn/x/{M01}/{LESSON}"]
)
def test_what_does_not_exist_is_not_found(world: World, browse: type[Browser], address: str) -> None:
    learner = world.learner()
    begin_module(learner, M01, programme=PROGRAMME, at=NOW)
    browse(learner).open(address, expect=404)


def test_only_learners_learn(world: World, browse: type[Browser]) -> None:
    for person in (world.learning_team(), world.leader(), world.administrator()):
        browser = browse(person)
        for address in ("/learn", f"/learn/{PROGRAMME}", M01_ADDRESS, LESSON_ADDRESS):
            browser.open(address, expect=403)
        for act in ("start", "again", "check"):
            browser.post(f"{M01_ADDRESS}/{act}", expect=403)
        browser.post(f"/learn/{PROGRAMME}/enrol", expect=403)
        browser.post(f"/learn/{PROGRAMME}/leave", expect=403)
        browser.post(f"{LESSON_ADDRESS}/finish", expect=403)
        browser.post(f"{LESSON_ADDRESS}/note", expect=403, words="x")


def test_two_tabs_start_finish_and_begin_the_check_without_harm(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    one, two = browse(learner).open(M01_ADDRESS), browse(learner).open(M01_ADDRESS)
    one.press("Start the module")
    two.press("Start the module")
    assert one.address == two.address == LESSON_ADDRESS
    read_all_lessons(learner)
    one.open(M01_ADDRESS).press("Begin the check")
    two.post(f"{M01_ADDRESS}/check")
    assert one.address == two.address
    assert db.session.scalar(select(func.count()).select_from(ModuleAttempt)) == 1


def test_pages_need_few_statements(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    complete(learner)
    attempt = begin_module(learner, M03, programme=PROGRAMME, at=NOW)
    read_lesson(attempt, lessons_of(attempt)[0])
    browser = browse(learner)
    for address in ("/learn", f"/learn/{PROGRAMME}", M03_ADDRESS, f"{M03_ADDRESS}/how-shared-savings-work"):
        browser.open(address)
        with statements() as sent:
            browser.open(address)
        assert len(sent) <= 10, (address, sent)
