"""Beginning a run, deciding in it, and what is recorded when it ends."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.content.library import NotInLibrary
from kamacademy.content.queries import library
from kamacademy.db import WrittenOnce, db
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from kamacademy.scenario.models import ScenarioRun, ScenarioStep
from kamacademy.scenario.operations import AlreadyDecided, NoSuchChoice, NoSuchStep, begin_run, decide
from kamacademy.scenario.queries import course_of, results_of
from kamacademy.scenario.results import unfinished
from tests.scenario.small import BEST, SLUG, SMALL, STOPPED, UNINFORMED, begun, played, published
from tests.statements import statements
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)


@pytest.fixture
def learner(world: World, drafts: Drafts) -> Person:
    """A learner in a world whose newest release has the small scenario."""
    published(world, drafts)
    return world.learner()


def steps_of(run: ScenarioRun) -> list[tuple[int, str, int]]:
    query = select(ScenarioStep.number, ScenarioStep.node, ScenarioStep.choice).where(ScenarioStep.run_id == run.id)
    return [(*row,) for row in db.session.execute(query.order_by(ScenarioStep.number))]


def evidence_of(learner: Person) -> list[Evidence]:
    return list(db.session.scalars(select(Evidence).where(Evidence.learner_id == learner.id).order_by(Evidence.id)))


def test_beginning_twice_goes_on_with_the_first(learner: Person) -> None:
    first = begun(learner, "/learn")
    again = begun(learner, "/elsewhere")
    assert again is first
    assert (first.return_to, first.is_practice, first.finished_at) == ("/learn", False, None)


def test_a_scenario_that_the_release_does_not_have_is_refused(learner: Person) -> None:
    with pytest.raises(NotInLibrary):
        begin_run(learner, "no-such", release_id=library().release_id, at=NOW, return_to=None)


def test_the_database_holds_one_unfinished_run_and_no_half_finished_one(learner: Person) -> None:
    run = begun(learner)
    values = {
        "learner_id": learner.id,
        "scenario": SLUG,
        "revision_id": run.revision_id,
        "release_id": run.release_id,
        "started_at": NOW,
        "is_practice": False,
    }
    for wrong in ({}, {"finished_at": NOW, "ending": "well"}, {"passed": True}):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(insert(ScenarioRun).values(**values, **wrong))


def test_steps_are_kept_as_they_are_taken(learner: Person) -> None:
    run = played(learner, BEST[:3])
    assert steps_of(run) == [(1, "door", 0), (2, "hub", 0), (3, "hub", 1)]
    assert course_of(run).next_number == 4
    assert run.finished_at is None


def test_the_same_step_again_changes_nothing(learner: Person) -> None:
    run = played(learner, BEST[:2])
    assert decide(run, 1, 0, at=NOW + DAY).next_number == 3
    assert len(steps_of(run)) == 2


def test_another_choice_for_a_step_that_was_taken_is_refused(learner: Person) -> None:
    run = played(learner, BEST[:2])
    for choice in (1, 2, 9, -1):
        with pytest.raises(AlreadyDecided):
            decide(run, 1, choice, at=NOW)
    assert steps_of(run) == [(1, "door", 0), (2, "hub", 0)]


def test_steps_and_choices_that_do_not_exist_are_refused(learner: Person) -> None:
    run = begun(learner)
    for number in (-1, 0, 2, 99):
        with pytest.raises(NoSuchStep):
            decide(run, number, 0, at=NOW)
    for choice in (-1, 3):
        with pytest.raises(NoSuchChoice):
            decide(run, 1, choice, at=NOW)
    assert steps_of(run) == []


def test_after_the_end_there_is_no_further_step_and_the_last_may_be_repeated(learner: Person) -> None:
    run = played(learner)
    with pytest.raises(NoSuchStep):
        decide(run, 7, 0, at=NOW)
    decide(run, 6, 0, at=NOW + DAY)
    assert run.finished_at == NOW
    assert len(evidence_of(learner)) == 2


def test_steps_are_never_rewritten(learner: Person) -> None:
    run = played(learner, BEST[:1])
    step = db.session.scalars(select(ScenarioStep).where(ScenarioStep.run_id == run.id)).one()
    step.choice = 1
    with pytest.raises(WrittenOnce):
        db.session.flush()
    db.session.expire(step)


@pytest.mark.parametrize(
    ("choices", "ending", "passed"),
    [(BEST, "well", True), (UNINFORMED, "well", False), (STOPPED, "halt", False)],
    ids=["passed", "too little known", "stopped"],
)
def test_an_end_is_stored_once_with_what_it_came_to(
    learner: Person, choices: tuple[int, ...], ending: str, passed: bool
) -> None:
    run = played(learner, choices)
    assert (run.finished_at, run.ending, run.passed) == (NOW, ending, passed)


def test_evidence_is_one_row_for_each_competency_and_never_a_level(learner: Person) -> None:
    run = played(learner)
    rows = evidence_of(learner)
    assert {row.competency: (row.score, row.score_max) for row in rows} == {"C12": (4, 4), "C03": (1, 1)}
    for row in rows:
        assert (row.kind, row.purpose, row.level, row.indicator, row.passed) == (
            "scenario",
            "development",
            None,
            None,
            True,
        )
        assert (row.source_type, row.source_id, row.source_ref) == ("scenario-run", run.id, SLUG)
        assert (row.source_title, row.revision_id) == ("Small talk", run.revision_id)
        assert (row.happened_on, row.recorded_at) == (TODAY, NOW)


def test_a_hard_stop_is_evidence_too_and_not_passed(learner: Person) -> None:
    played(learner, STOPPED)
    assert [(row.competency, row.score, row.score_max, row.passed) for row in evidence_of(learner)] == [
        ("C12", 0, 1, False)
    ]


def test_after_passing_a_run_is_for_exploring_and_adds_no_evidence(learner: Person) -> None:
    assert [played(learner, STOPPED).is_practice, played(learner).is_practice] == [False, False]
    before = len(evidence_of(learner))
    exploring = played(learner, STOPPED)
    assert (exploring.is_practice, exploring.passed) == (True, False)
    assert len(evidence_of(learner)) == before


def test_a_new_edition_counts_again(world: World, drafts: Drafts, learner: Person) -> None:
    first = played(learner)
    published(world, drafts, SMALL.replace("Small talk", "Smaller talk"))
    again = begun(learner)
    assert (again.is_practice, again.revision_id != first.revision_id) == (False, True)


def test_a_run_keeps_its_edition_when_a_release_changes_it(world: World, drafts: Drafts, learner: Person) -> None:
    run = played(learner, BEST[:1])
    published(world, drafts, SMALL.replace("At the table", "At another table"))
    assert course_of(run).scenario.title_of("hub") == "At the table"
    fresh = begun(learner)
    assert fresh is not run
    assert course_of(fresh).scenario.title_of("hub") == "At another table"


def test_the_audit_trail_says_what_was_done_but_not_how_it_went(learner: Person) -> None:
    run = played(learner, STOPPED)
    events = db.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.subject_type == "scenario-run", AuditEvent.subject_id == run.id)
        .order_by(AuditEvent.id)
    ).all()
    assert [(event.act, event.codes) for event in events] == [
        ("scenario.begun", {"scenario": SLUG}),
        ("scenario.decided", {"step": 1}),
        ("scenario.finished", {"scenario": SLUG}),
    ]


def test_results_are_read_for_many_in_one_statement(world: World, learner: Person) -> None:
    other, idle = world.learner(), world.learner()
    played(learner, STOPPED)
    done, running = played(learner), begun(learner)
    played(other, BEST[:2])
    db.session.flush()
    with statements() as seen:
        found = results_of([learner.id, other.id, idle.id])
    assert len(seen) == 1
    own = found[learner.id]
    assert [(one.ending, one.passed, one.is_practice) for one in own] == [
        ("halt", False, False),
        ("well", True, False),
        (None, None, True),
    ]
    assert unfinished(own, SLUG, done.release_id) == own[2]
    assert unfinished(own, SLUG, done.release_id + 1) is None
    assert (own[2].run_id, found[other.id][0].passed, found[idle.id]) == (running.id, None, [])
