"""A module with everything at the browser: scenario, exercise, exemption, renewal, the two questions."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.curriculum import operations
from kamacademy.curriculum.documents import Module
from kamacademy.curriculum.models import Reaction
from kamacademy.db import db
from kamacademy.exercise.models import Submission
from kamacademy.exercise.operations import accept, return_to_learner
from kamacademy.wording import typeset
from tests.browser import Browser
from tests.curriculum.practice import CHECK_PATH, MODULE_PATH, complete_whole, files, publish_whole
from tests.curriculum.study import M01, M01_ADDRESS, PROGRAMME, complete, read_all_lessons, sit
from tests.exercise.work import MARKS, handed_in
from tests.scenario import small
from tests.statements import statements
from tests.world import NOW, World


@pytest.fixture(autouse=True)
def release_id(world: World, drafts: Drafts) -> int:
    """A release in which the first module has everything."""
    return publish_whole(world, drafts)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """Every clock reads the world's now."""
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_page_shows_the_whole_way_before_the_start(world: World, browse: type[Browser]) -> None:
    browser = browse(world.learner()).open(M01_ADDRESS)
    for part in ("Learn", "Check", "Practise", "Apply"):
        assert browser.page.find("h3", string=part) is not None
    assert "Counts for 365 days, then it is due again." in browser.words
    assert "Two questions to you" not in browser.words
    assert "Lessons by yourself 31 min · Virtual class 1 h" in browser.words
    browser.follow("Five facts, one insight")
    assert "Opens when every lesson is read" in browser.words
    assert "Joins two facts." in browser.words
    assert browser.words.index("What good looks like") < browser.words.index("How it is marked")
    exercise = library().one(Module, "module", M01).exercise
    assert exercise.good
    for level, good in exercise.good.items():
        assert f"{level} " in browser.words[: browser.words.index(typeset(good))]
    assert "The remark on parking is hearsay." not in browser.words, "that is for markers"
    assert "Begin the exercise" not in browser.button_words


def test_after_the_check_comes_the_scenario_and_then_the_exercise(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    complete(learner)
    browser = browse(learner).open(M01_ADDRESS).press("Begin the scenario")
    assert browser.address.startswith("/scenario-runs/")
    browser.open(M01_ADDRESS)
    assert "It goes on where you left it." in browser.words
    browser.follow("Continue the scenario")
    assert browser.address.startswith("/scenario-runs/")


def test_the_exercise_is_read_begun_and_gone_on_with(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    complete_whole(learner)
    browser = browse(learner).open(M01_ADDRESS).follow("Go to the exercise")
    assert browser.address == f"{M01_ADDRESS}/exercise"
    browser.press("Begin the exercise")
    address = browser.address
    assert address.startswith("/submissions/")
    assert browser.open(M01_ADDRESS).follow("Go on with the exercise").address == address
    assert browser.open(f"{M01_ADDRESS}/exercise").address == address
    browser.post(f"{M01_ADDRESS}/exercise")
    assert browser.address == address
    assert db.session.scalar(select(func.count()).select_from(Submission)) == 1


def test_the_page_follows_the_work_to_its_acceptance(world: World, browse: type[Browser], release_id: int) -> None:
    learner, marker = world.learner(), world.coach()
    complete_whole(learner)
    work = handed_in(learner, release_id)
    browser = browse(learner).open(M01_ADDRESS)
    assert "Your exercise waits to be marked" in browser.words
    return_to_learner(work, "More.", by=marker, at=NOW)
    browser.open(M01_ADDRESS).follow("Read what was said")
    browser.press("Save and review").press("Hand it in")
    work = db.session.get_one(Submission, work.id)
    accept(work, MARKS, by=marker, at=NOW)
    browser.open(M01_ADDRESS)
    assert "Learned, tried and accepted" in browser.words
    assert "Accepted 20 Nov 2026" in browser.words
    browser.open(f"{M01_ADDRESS}/exercise").press("Begin again")
    assert browser.address != f"/submissions/{work.id}"


def test_the_exercise_waits_for_the_lessons(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    operations.begin_module(learner, M01, programme=PROGRAMME, at=NOW)
    browser = browse(learner).open(M01_ADDRESS)
    browser.post(f"{M01_ADDRESS}/exercise", expect=422)
    assert "The exercise opens when every lesson is read." in browser.words
    browser.post(f"{M01_ADDRESS}/scenarios/{small.SLUG}", expect=422)
    assert "The scenarios open when every lesson is read." in browser.words
    browser.post(f"{M01_ADDRESS}/scenarios/nothing", expect=404)
    browser.open(f"{M01_ADDRESS}/scenarios/{small.SLUG}")
    assert browser.address == M01_ADDRESS


def test_a_module_without_a_form_has_no_exercise_page(world: World, browse: type[Browser], drafts: Drafts) -> None:
    whole = files(drafts)
    publish_whole(world, drafts, {MODULE_PATH: whole[MODULE_PATH].replace("  form: five-facts\n", "")})
    learner = world.learner()
    browser = browse(learner).open(M01_ADDRESS)
    assert "What good looks like" in browser.words
    browser.open(f"{M01_ADDRESS}/exercise", expect=404)
    browser.post(f"{M01_ADDRESS}/exercise", expect=422)


def test_the_exemption_test_is_offered_before_the_start_only(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    browser = browse(learner).open(M01_ADDRESS)
    assert "Know this already?" in browser.words
    browser.press("Take the exemption test")
    assert browser.address.startswith("/sittings/")
    browser.open(M01_ADDRESS)
    assert "Go on with the exemption test" in browser.button_words
    browser.press("Start the module").open(M01_ADDRESS)
    assert "Know this already?" not in browser.words
    browser.post(f"{M01_ADDRESS}/exemption", expect=422)
    assert "There is no exemption test for this module now." in browser.words


def test_a_failed_check_says_from_when_it_may_be_tried_again(
    world: World, browse: type[Browser], drafts: Drafts
) -> None:
    check = files(drafts)[CHECK_PATH].replace("wait_hours: 0", "wait_hours: 24")
    publish_whole(world, drafts, {CHECK_PATH: check})
    learner = world.learner()
    sit(read_all_lessons(learner), wrong=8)
    browser = browse(learner).open(M01_ADDRESS)
    assert "you can try again from 21 Nov 2026" in browser.words
    assert "Try the check again" not in browser.button_words
    for page in ("/next-step", "/learn"):
        browser.open(page)
        assert "you can try the check again from 21 Nov 2026" in browser.words
        assert "Go to the check" not in browser.words
        browser.follow("Look at your answers")
        assert browser.address.startswith("/sittings/")
    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        later = browse(learner).open(M01_ADDRESS)
        assert "Try the check again" in later.button_words
        later.open("/next-step").follow("Go to the check")


def test_a_renewal_that_failed_waits_like_any_other_try(world: World, browse: type[Browser], drafts: Drafts) -> None:
    check = files(drafts)[CHECK_PATH].replace("wait_hours: 0", "wait_hours: 24")
    publish_whole(world, drafts, {CHECK_PATH: check})
    learner = world.learner()
    attempt = complete_whole(learner)
    for days in (345, 366):
        at = NOW + timedelta(days=days)
        sit(attempt, wrong=8, at=at)
        with time_machine.travel(at, tick=False):
            browser = browse(learner).open(M01_ADDRESS)
            assert "you can try again from" in browser.words
            assert "Take the check again" not in browser.button_words
            browser.open("/next-step").follow("Look at your answers")
            assert browser.address.startswith("/sittings/")


def test_a_check_that_ran_out_is_asked_for_again(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    complete_whole(learner)
    with time_machine.travel(NOW + timedelta(days=366), tick=False):
        browser = browse(learner).open("/learn")
        assert "The check counted until 20 Nov 2027 and is due again." in browser.words
        browser.open("/next-step")
        assert "M01 · due again" in browser.words
        browser.follow("Go to the check")
        assert "That you completed the module on 20 Nov 2026 stays." in browser.words
        browser.press("Take the check again")
        assert browser.address.startswith("/sittings/")
        browser.open("/next-step").follow("Continue the check")
        assert browser.address.startswith("/sittings/")


def test_a_check_about_to_run_out_may_be_renewed(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    complete_whole(learner)
    with time_machine.travel(NOW + timedelta(days=345), tick=False):
        browser = browse(learner).open(M01_ADDRESS)
        assert "Renew the check" in browser.words
        assert "counts until 20 Nov 2027" in browser.words


def test_two_questions_end_a_module(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    read_all_lessons(learner)
    browser = browse(learner).open(M01_ADDRESS)
    assert "They come when the module is complete." in browser.words
    browser.post(f"{M01_ADDRESS}/reactions", expect=422, usable="4")
    assert "The two questions come when the module is complete." in browser.words
    complete_whole(learner)
    browser.open(M01_ADDRESS).press("Send my answers", expect=422)
    assert "Choose the answer closest to your view." in browser.words
    browser.choose("Yes, probably").fill("What would make it more useful?", "A shorter third lesson")
    browser.press("Send my answers")
    assert "Thank you." in browser.words
    assert browser.field("Yes, probably").has_attr("checked")
    browser.choose("Perhaps").press("Change my answers")
    (kept,) = db.session.scalars(select(Reaction))
    assert (kept.usable, kept.better) == (3, "A shorter third lesson")
    browser.post(f"{M01_ADDRESS}/reactions", expect=422, usable="9")
    assert db.session.scalars(select(Reaction.usable)).one() == 3
    browser.open(f"{M01_ADDRESS}/reactions")
    assert browser.address == M01_ADDRESS


def test_reactions_are_for_the_learning_team_and_from_five_up(world: World, browse: type[Browser]) -> None:
    for number in range(6):
        learner = world.learner()
        attempt = complete_whole(learner)
        operations.react(attempt, usable=5 if number else 1, better=f"Wish {number}", at=NOW)
        team = browse(world.learning_team()) if number in (3, 4, 5) else None
        if team is not None:
            team.open("/academy").follow("Reactions")
            assert ("4 of 5 say that they could use it" in team.words) == (number >= 4)
            assert ("Wish 4" in team.words) == (number >= 4)
            assert "Wish 5" not in team.words
    for person in (world.learner(), world.coach(), world.leader(), world.administrator()):
        browse(person).open("/academy/reactions", expect=403)


def test_the_page_takes_few_statements(world: World, browse: type[Browser], release_id: int) -> None:
    learner = world.learner()
    operations.react(complete_whole(learner), usable=4, better="", at=NOW)
    handed_in(learner, release_id)
    browser = browse(learner).open(M01_ADDRESS)
    for address in (M01_ADDRESS, "/learn", "/next-step", f"{M01_ADDRESS}/exercise"):
        with statements() as seen:
            browser.open(address)
        assert len(seen) <= 12, (address, len(seen), seen)
