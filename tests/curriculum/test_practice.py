"""Scenarios, exercise, exemption, a check that is due again, and reactions, as parts of a module."""

from datetime import date, datetime, timedelta

import pytest

from kamacademy.assessment.models import Sitting
from kamacademy.assessment.operations import answer, submit
from kamacademy.assessment.queries import sheet_of
from kamacademy.content.documents import Drafts, read_all
from kamacademy.content.queries import document_types, library
from kamacademy.curriculum import operations, queries
from kamacademy.curriculum.models import ModuleAttempt
from kamacademy.curriculum.progress import Status
from kamacademy.curriculum.standing import ModuleState, Origin
from kamacademy.curriculum.steps import NextStep, next_step
from kamacademy.db import db
from kamacademy.demo.answering import right_answer, wrong_answer
from kamacademy.exercise.operations import accept, return_to_learner, save_draft
from kamacademy.exercise.operations import submit as hand_in
from kamacademy.exercise.stage import Stage
from kamacademy.people.models import Person
from kamacademy.scenario.operations import begin_run, decide
from tests.curriculum.practice import CHECK_PATH, MODULE_PATH, complete_whole, files, play, publish_whole, text_of
from tests.curriculum.study import M01, M01_ADDRESS, PROGRAMME, complete, paths_of, read_all_lessons, sit
from tests.exercise.work import COMPLETE, EXERCISE_PATH, MARKS, RUBRIC_PATH
from tests.scenario import small
from tests.statements import statements
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def release_id(world: World, drafts: Drafts) -> int:
    """A release in which the first module has everything."""
    return publish_whole(world, drafts)


def state(learner: Person, today: date = TODAY) -> ModuleState:
    """The first module as it stands."""
    return queries.all_paths(learner, today)[0].modules[0]


def step(learner: Person, today: date = TODAY) -> NextStep:
    """What goes first, at the hour of NOW."""
    found = next_step(paths_of(learner, today), datetime.combine(today, NOW.timetz()))
    assert found is not None
    return found


def take_exemption(learner: Person, *, is_right: bool = True) -> Sitting:
    """The exemption test, submitted."""
    sitting = operations.begin_exemption(learner, M01, programme=PROGRAMME, seed=3, at=NOW)
    made = right_answer if is_right else wrong_answer
    for asked in sheet_of(sitting).questions:
        answer(sitting, asked.entry.item.id, made(asked.entry.item, asked.variant, asked.key), at=NOW)
    return submit(sitting, at=NOW)


def test_a_module_with_a_scenario_is_complete_when_that_is_passed_too(world: World) -> None:
    learner = world.learner()
    attempt = complete(learner)
    assert (state(learner).status, state(learner).completed_on) == (Status.BEGUN, None)
    assert queries.completions([learner.id]) == {learner.id: {}}
    assert step(learner).eyebrow == "M01 · scenario 1 of 1"
    run = play(attempt, small.BEST[:2])
    assert step(learner).address == f"/scenario-runs/{run.id}"
    play(attempt, small.BEST[2:])
    assert (state(learner).status, state(learner).completed_on) == (Status.DONE, TODAY)
    assert state(learner).minutes_left == 0
    assert queries.completions([learner.id]) == {learner.id: {M01: TODAY}}


def test_a_scenario_that_failed_or_came_before_does_not_count(world: World, release_id: int) -> None:
    learner = world.learner()
    earlier = begin_run(learner, small.SLUG, release_id=release_id, at=NOW - DAY, return_to=None)
    for number, choice in enumerate(small.BEST, 1):
        decide(earlier, number, choice, at=NOW - DAY)
    attempt = complete(learner)
    play(attempt, small.STOPPED)
    found = state(learner)
    assert found.status is Status.BEGUN
    (scenario,) = found.scenarios
    assert (scenario.passed_at, scenario.going_on) == (None, None)
    assert scenario.last is not None
    assert not scenario.last.passed
    assert found.minutes_left == scenario.scenario.minutes


def test_scenarios_open_with_the_check_and_only_those_of_the_module(world: World) -> None:
    learner = world.learner()
    attempt = operations.begin_module(learner, M01, programme=PROGRAMME, at=NOW)
    with pytest.raises(operations.LessonsOpen):
        operations.begin_scenario(attempt, small.SLUG, at=NOW)
    with pytest.raises(operations.NoSuchScenario):
        operations.begin_scenario(attempt, "m05-corridor", at=NOW)
    read_all_lessons(learner)
    assert operations.begin_scenario(attempt, small.SLUG, at=NOW).return_to == M01_ADDRESS


def test_who_passes_the_exemption_test_has_completed_the_module(world: World) -> None:
    learner = world.learner()
    assert state(learner).may_try_exemption
    sitting = take_exemption(learner)
    assert sitting.purpose == "exemption"
    found = state(learner)
    assert (found.status, found.origin, found.completed_on) == (Status.DONE, Origin.EXEMPTED, TODAY)
    assert (found.is_exempted, found.may_try_exemption, found.exercise_is_open) == (True, False, True)
    assert queries.completions([learner.id]) == {learner.id: {M01: TODAY}}
    assert queries.all_paths(learner, TODAY)[0].modules[1].status is Status.READY


def test_the_exemption_stays_when_a_newer_release_offers_none(world: World, drafts: Drafts) -> None:
    learner = world.learner()
    take_exemption(learner)
    world.publish(drafts, at=NOW)
    assert (state(learner).status, state(learner).is_exempted) == (Status.DONE, True)
    assert queries.completions([learner.id]) == {learner.id: {M01: TODAY}}


def test_who_fails_the_exemption_test_studies_and_waits_before_another_try(world: World) -> None:
    learner = world.learner()
    take_exemption(learner, is_right=False)
    assert state(learner).status is Status.READY
    with pytest.raises(Exception, match="again from"):
        operations.begin_exemption(learner, M01, programme=PROGRAMME, seed=3, at=NOW)
    complete_whole(learner)
    assert (state(learner).origin, state(learner).status) == (Origin.STUDIED, Status.DONE)


def test_the_exemption_test_closes_when_the_module_is_begun(world: World) -> None:
    learner = world.learner()
    operations.begin_module(learner, M01, programme=PROGRAMME, at=NOW)
    assert not state(learner).may_try_exemption
    with pytest.raises(operations.ExemptionClosed):
        operations.begin_exemption(learner, M01, programme=PROGRAMME, seed=3, at=NOW)


def test_who_was_exempted_may_study_all_the_same(world: World) -> None:
    learner = world.learner()
    take_exemption(learner)
    operations.begin_module(learner, M01, programme=PROGRAMME, at=NOW)
    found = state(learner)
    assert (found.status, found.completed_on, found.is_exempted) == (Status.BEGUN, TODAY, False)


def test_a_check_that_ran_out_is_due_again_and_the_completion_stays(world: World, drafts: Drafts) -> None:
    learner = world.learner()
    attempt = complete_whole(learner)
    last_day = TODAY + timedelta(days=365)
    assert state(learner).valid_until == last_day
    assert (state(learner, last_day).status, state(learner, last_day).is_to_renew) == (Status.DONE, True)
    assert not state(learner, last_day - timedelta(days=31)).is_to_renew
    later = last_day + DAY
    due = state(learner, later)
    assert (due.status, due.completed_on, due.minutes_left) == (Status.DUE_AGAIN, TODAY, due.syllabus.check.minutes)
    assert step(learner, later).eyebrow == "M01 · due again"
    assert queries.completions([learner.id]) == {learner.id: {M01: TODAY}}
    assert queries.all_paths(learner, later)[0].modules[1].status is Status.READY
    newest = publish_whole(world, drafts, {CHECK_PATH: files(drafts)[CHECK_PATH].replace("minutes: ", "minutes: 1")})
    sitting = sit(attempt, at=NOW + 367 * DAY)
    assert sitting.release_id == newest
    renewed = state(learner, later + DAY)
    assert (renewed.status, renewed.completed_on) == (Status.DONE, TODAY)
    assert renewed.valid_until == TODAY + timedelta(days=367 + 365)


def test_a_renewal_under_way_is_gone_on_with(world: World) -> None:
    learner = world.learner()
    attempt = complete_whole(learner)
    later = NOW + 366 * DAY
    sitting = operations.begin_check(attempt, seed=1, at=later)
    assert step(learner, later.date()).address == f"/sittings/{sitting.id}"
    assert operations.begin_check(attempt, seed=2, at=later) is sitting


def test_the_exercise_opens_with_the_check_and_is_pinned_to_the_attempt(world: World, release_id: int) -> None:
    learner = world.learner()
    attempt = operations.begin_module(learner, M01, programme=PROGRAMME, at=NOW)
    with pytest.raises(operations.ExerciseClosed):
        operations.begin_exercise(learner, M01, programme=PROGRAMME, at=NOW)
    read_all_lessons(learner)
    work = operations.begin_exercise(learner, M01, programme=PROGRAMME, at=NOW)
    assert (work.attempt_key, work.module, work.release_id, work.return_to) == (
        attempt.id,
        M01,
        release_id,
        M01_ADDRESS,
    )
    assert state(learner).stage is Stage.DRAFT


def test_the_next_step_names_the_exercise_while_the_module_is_fresh(world: World) -> None:
    learner, marker = world.learner(), world.coach()
    complete_whole(learner)
    assert (step(learner).title, step(learner).address) == ("Five facts, one insight", f"{M01_ADDRESS}/exercise")
    assert step(learner, TODAY + timedelta(days=31)).address.endswith("m02-payers-pbms-and-formularies")
    work = operations.begin_exercise(learner, M01, programme=PROGRAMME, at=NOW)
    assert step(learner, TODAY + timedelta(days=31)).address == f"/submissions/{work.id}"
    save_draft(work, COMPLETE, page="one", number=0, at=NOW)
    hand_in(work, at=NOW)
    assert step(learner).address.endswith("m02-payers-pbms-and-formularies")
    return_to_learner(work, "Say who owns it.", by=marker, at=NOW)
    assert (step(learner).address, step(learner).button) == (f"/submissions/{work.id}", "Read what was said")
    hand_in(work, at=NOW)
    accept(work, MARKS, by=marker, at=NOW)
    assert state(learner).stage is Stage.ACCEPTED
    assert step(learner).address.endswith("m02-payers-pbms-and-formularies")


@pytest.mark.parametrize("path", [RUBRIC_PATH, EXERCISE_PATH, small.PATH])
def test_a_form_rubric_or_scenario_that_changes_is_a_new_edition(world: World, drafts: Drafts, path: str) -> None:
    learner = world.learner()
    operations.begin_module(learner, M01, programme=PROGRAMME, at=NOW)
    assert not state(learner).has_newer
    publish_whole(world, drafts, {path: f"{files(drafts)[path]}# Reviewed.\n"})
    assert state(learner).has_newer


def test_reactions_are_kept_once_for_each_attempt(world: World) -> None:
    learner = world.learner()
    attempt = complete_whole(learner)
    operations.react(attempt, usable=2, better=" ", at=NOW)
    operations.react(attempt, usable=4, better="Shorter", at=NOW + DAY)
    kept = queries.find_reaction(attempt.id)
    assert kept is not None
    assert (kept.usable, kept.better, kept.answered_at) == (4, "Shorter", NOW)
    assert {slug: len(said) for slug, said in queries.reactions_by_module().items()} == {M01: 1}


def test_paths_and_completions_take_few_statements_whatever_was_done(world: World) -> None:
    learners = [world.learner() for _ in range(3)]
    take_exemption(learners[0])
    attempts = [complete_whole(one) for one in learners[1:]]
    assert all(isinstance(one, ModuleAttempt) for one in attempts)
    db.session.flush()
    library()
    with statements() as seen:
        queries.all_paths(learners[1], TODAY)
    assert len(seen) <= 6, seen
    with statements() as seen:
        queries.completions([one.id for one in learners])
    assert len(seen) == 5, seen


GATED = "nobody is exempted from a module that builds C12, the gate"
OTHER = "the exemption test is another paper than the module's check"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[small-talk]", "[big-talk]", "there is no scenario `big-talk`"),
        ("[small-talk]", "[small-talk, small-talk]", "scenario `small-talk` is in the module twice"),
        ("form: five-facts", "form: six-facts", "there is no exercise `six-facts`"),
        ("exemption: m01-exemption", "exemption: m01-free", "there is no paper `m01-free`"),
        ("exemption: m01-exemption", "exemption: m01-check", OTHER),
        ("{competency: C01, level: 1}", "{competency: C12, level: 1}", GATED),
    ],
)
def test_a_module_names_practice_that_exists(drafts: Drafts, old: str, new: str, message: str) -> None:
    texts = {draft.path: draft.text for draft in drafts} | dict(files(drafts))
    assert old in texts[MODULE_PATH]
    texts[MODULE_PATH] = texts[MODULE_PATH].replace(old, new)
    _, problems = read_all(document_types(), texts)
    assert message in [one.message for one in problems]
    assert text_of(drafts, MODULE_PATH) != texts[MODULE_PATH]
