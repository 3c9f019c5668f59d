"""Where the thought of an action came up: a lesson, a check not passed, a result; each keeps the way back."""

from datetime import timedelta

import pytest

from kamacademy.content.documents import Drafts
from kamacademy.content.queries import library
from kamacademy.curriculum.documents import Lesson
from kamacademy.development.details import Details, Source
from kamacademy.development.models import Action
from kamacademy.development.operations import begin_plan, propose_action
from kamacademy.development.plan import Origin
from kamacademy.development.queries import running_plan
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from tests.assessment.papers import paper_text, publish, sit
from tests.browser import Browser
from tests.curriculum.study import M01, M01_ADDRESS, lessons_of, read_all_lessons
from tests.development.plans import DUE, coached, plan_of
from tests.world import NOW, TODAY, World


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def only_action(learner: Person) -> Action:
    (made,) = plan_of(learner).actions
    return made


def origin(browser: Browser) -> str | None:
    """Where the link of the only action's origin leads."""
    (found,) = [one for one in browser.page.select("dl.plan-facts > div") if one.dt.get_text() == "Origin"]
    return str(found.dd.a["href"]) if found.dd.a else None


def test_a_lesson_is_tried_in_own_words(learner: Person, coach: Person, browse: type[Browser]) -> None:
    lesson = lessons_of(read_all_lessons(learner))[0]
    name = library().one(Lesson, "lesson", f"{M01}/{lesson}").title
    rep = browse(learner).open(f"{M01_ADDRESS}/{lesson}").follow("I will try this")
    assert f"From the lesson “{name}”." in rep.words
    rep.fill("What you will do", "Ask what changed").fill("Due", DUE.isoformat()).press("Propose it")
    assert f"To try what the lesson “{name}” says, from 20 Nov 2026" in rep.words
    made = only_action(learner)
    assert (made.origin_type, made.origin_key, made.by_id) == ("lesson", f"{M01}/{lesson}", learner.id)
    assert origin(rep) == f"{M01_ADDRESS}/{lesson}"
    manager = browse(coach).open(f"/people/{learner.id}/plan")
    assert f"To try what the lesson “{name}” says" in manager.words
    assert origin(manager) is None


def test_a_lesson_offers_the_actions_that_fit_it(learner: Person, browse: type[Browser]) -> None:
    lesson = lessons_of(read_all_lessons(learner))[0]
    about = {one[:3] for one in library().one(Lesson, "lesson", f"{M01}/{lesson}").indicators}
    browser = browse(learner).open(f"/people/{learner.id}/plan/try/lesson/{M01}/{lesson}")
    offered = [str(one["value"]) for one in browser.page.find_all("button", {"name": "library_id"})]
    assert offered[0][:3].upper() in about
    assert 0 < len(offered) < 39
    first = browser.page.find("button", {"name": "library_id"})["aria-label"]
    browser.press(str(first))
    assert (only_action(learner).library_id, only_action(learner).origin_type) == (offered[0], "lesson")


def test_a_check_not_passed_leads_to_an_action_and_says_who_reads_it(
    world: World, learner: Person, coach: Person, drafts: Drafts, browse: type[Browser]
) -> None:
    publish(world, drafts, **{"check-x": paper_text(("ex-single", "ex-multiple"), title="The check of X")})
    sitting = sit(learner, "check-x", wrong=2)
    rep = browse(learner).open(f"/sittings/{sitting.id}").follow("Plan something for it")
    assert "After the check “The check of X”." in rep.words
    assert "Your coach reads in the plan where an action came from." in rep.words
    rep.fill("What you will do", "Read it again").fill("Due", DUE.isoformat()).press("Propose it")
    assert origin(rep) == f"/sittings/{sitting.id}"
    assert (only_action(learner).origin_type, only_action(learner).origin_id) == ("sitting", sitting.id)
    manager = browse(coach).open(f"/people/{learner.id}/plan")
    assert "After the check “The check of X” was not passed" in manager.words
    assert origin(manager) is None


def test_a_passed_check_and_somebody_elses_are_not_found(
    world: World, learner: Person, coach: Person, drafts: Drafts, browse: type[Browser]
) -> None:
    publish(world, drafts, **{"check-x": paper_text(("ex-single", "ex-multiple"))})
    passed, other = sit(learner, "check-x"), sit(world.learner(), "check-x", wrong=2)
    browser = browse(learner).open(f"/sittings/{passed.id}")
    assert "Plan something for it" not in browser.link_words
    for key in (passed.id, other.id, 99999, "x", "9" * 40):
        browser.open(f"/people/{learner.id}/plan/try/check/{key}", expect=404)
    failed = sit(learner, "check-x", wrong=2, seed=8, at=NOW + timedelta(hours=1))
    browse(coach).open(f"/people/{learner.id}/plan/try/check/{failed.id}", expect=403)


def test_a_result_is_moved_by_an_action_that_should_move_it(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    manager = browse(coach).open(f"/people/{learner.id}/kpis/k01").follow("Try something for it")
    assert manager.field("Result it should move").find("option", selected=True)["value"] == "K01"
    manager.press(str(manager.page.find("button", {"name": "library_id"})["aria-label"]))
    made = only_action(learner)
    assert (made.kpi, made.origin_type, made.origin_key, made.by_id) == ("K01", "kpi", "K01", coach.id)
    for browser in (manager, browse(learner).open(f"/people/{learner.id}/plan")):
        assert origin(browser) == f"/people/{learner.id}/kpis/k01"


def test_a_result_that_the_role_may_not_carry_is_not_found(world: World, coach: Person, browse: type[Browser]) -> None:
    nurse = world.learner(coach=coach, job_role=JobRole.NAV)
    browser = browse(nurse)
    for code in ("k01", "K14", "k99"):
        browser.open(f"/people/{nurse.id}/plan/try/result/{code}", expect=404)
    browser.open(f"/people/{nurse.id}/plan/try/result/k14")


def test_bad_input_is_explained_and_no_plan_begun(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner).open(f"/people/{learner.id}/plan/try/result/k01")
    browser.fill("What you will do", "Try it").fill("Due", TODAY.isoformat()).press("Propose it", expect=422)
    assert "Choose a day after today" in browser.words
    assert browser.field("What you will do")["value"] == "Try it"
    assert running_plan(learner.id) is None


def test_nobody_else_puts_a_thought_into_a_plan(world: World, learner: Person, browse: type[Browser]) -> None:
    for other in (world.learner(), world.coach(), world.leader(), world.learning_team(), world.administrator()):
        browser = browse(other)
        for thought in ("result/k01", f"lesson/{M01}/x", "check/1"):
            browser.open(f"/people/{learner.id}/plan/try/{thought}", expect=403)


def test_a_note_is_a_link_for_the_two_who_know_it(
    world: World, learner: Person, coach: Person, browse: type[Browser]
) -> None:
    coached(learner, coach)
    for reader in (learner, coach):
        assert origin(browse(reader).open(f"/people/{learner.id}/plan")) == "/observations/7"
    later = world.coach("Ingrid Sole")
    world.give_coach(learner, later, since=TODAY)
    assert origin(browse(later).open(f"/people/{learner.id}/plan")) is None


def test_a_change_of_job_role_is_told(learner: Person, browse: type[Browser]) -> None:
    plan = begin_plan(learner, by=learner, at=NOW)
    details = Details(title="Meet the buddy", indicator="C04a", due_on=DUE)
    propose_action(plan, details, by=learner, at=NOW, library=library(), source=Source(Origin.TRANSITION, key=4))
    browser = browse(learner).open(f"/people/{learner.id}/plan")
    assert "For the change of job role, from 20 Nov 2026" in browser.words
