"""Beginning a run and deciding in it."""

from datetime import datetime

from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.operations import record_evidence
from kamacademy.content.queries import library
from kamacademy.db import db, hold
from kamacademy.people.models import Person
from kamacademy.records.operations import note
from kamacademy.scenario import queries
from kamacademy.scenario.course import Course
from kamacademy.scenario.models import ScenarioRun, ScenarioStep
from kamacademy.scenario.scoring import shown_by_competency


class AlreadyDecided(Exception):
    """The step was taken with another choice; decisions are not taken back."""


class NoSuchStep(Exception):
    """The run has not come to this step, or has ended before it."""


class NoSuchChoice(Exception):
    """The node has no such choice."""


def begin_run(learner: Person, slug: str, *, release_id: int, at: datetime, return_to: str | None) -> ScenarioRun:
    """A new run, or the unfinished one of the same scenario and release. Raises NotInLibrary."""
    release = library(release_id)
    queries.scenario_in(release, slug)
    hold(learner)
    unfinished = queries.unfinished_run(learner.id, slug, release_id)
    if unfinished is not None:
        return unfinished
    revision_id = release.revision_id("scenario", slug)
    begun = ScenarioRun(
        learner=learner,
        scenario=slug,
        revision_id=revision_id,
        release_id=release_id,
        started_at=at,
        is_practice=queries.has_passed_revision(learner.id, slug, revision_id),
        return_to=return_to,
    )
    db.session.add(begun)
    db.session.flush()
    note("scenario.begun", by=learner.id, at=at, subject=("scenario-run", begun.id), scenario=slug)
    return begun


def decide(run: ScenarioRun, number: int, choice: int, *, at: datetime) -> Course:
    """Take step `number` with a choice, given by its position in the file, and end the run where it leads to an end.

    The same step with the same choice a second time changes nothing. Raises AlreadyDecided, NoSuchStep, NoSuchChoice.
    """
    hold(run)
    course = queries.course_of(run)
    if 1 <= number < course.next_number:
        move = course.moves[number - 1]
        if not 0 <= choice < len(move.node.choices) or move.node.choices[choice] is not move.choice:
            raise AlreadyDecided
        return course
    if number != course.next_number or course.node is None:
        raise NoSuchStep
    if not 0 <= choice < len(course.node.choices):
        raise NoSuchChoice
    db.session.add(ScenarioStep(run_id=run.id, number=number, node=course.node.id, choice=choice, at=at))
    db.session.flush()
    note("scenario.decided", by=run.learner_id, at=at, subject=("scenario-run", run.id), step=number)
    after = queries.course_of(run)
    if after.ending is not None:
        finish(run, after, at=at)
    return after


def finish(run: ScenarioRun, course: Course, *, at: datetime) -> None:
    """Store how a run came out, and what it shows.

    The audit event holds no result: administrators read the trail, and results are for the learner.
    """
    assert course.ending is not None
    run.finished_at, run.ending, run.passed = at, course.ending.id, course.passed
    note("scenario.finished", by=run.learner_id, at=at, subject=("scenario-run", run.id), scenario=run.scenario)
    if not run.is_practice:
        record_shown(run, course, at=at)
    db.session.flush()


def record_shown(run: ScenarioRun, course: Course, *, at: datetime) -> None:
    """One row for each competency that the path asked for: strong choices out of moments that offered one."""
    for competency, shown in shown_by_competency(course.moves).items():
        record_evidence(
            run.learner,
            competency=competency,
            kind=Kind.SCENARIO,
            purpose=Purpose.DEVELOPMENT,
            happened_on=at.date(),
            at=at,
            source=("scenario-run", run.id),
            source_ref=run.scenario,
            title=course.scenario.title,
            revision_id=run.revision_id,
            score=shown.strong,
            score_max=shown.offered,
            passed=course.passed,
        )
