"""Beginning a sitting, answering and submitting it."""

from datetime import datetime

from sqlalchemy import select

from kamacademy.assessment import queries
from kamacademy.assessment.models import Sitting, SittingAnswer
from kamacademy.assessment.paper import open_from
from kamacademy.assessment.scoring import Score, score
from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.operations import record_evidence
from kamacademy.content.queries import library
from kamacademy.db import db, hold
from kamacademy.people.models import Person
from kamacademy.records.operations import note


class SittingSubmitted(Exception):
    """Answers do not change once a sitting has been submitted."""


class NoSuchQuestion(Exception):
    """The paper of the sitting does not ask this question."""


class NoSuchChoice(Exception):
    """The question has no such option."""


class TooSoon(Exception):
    """The paper's waiting time after a failed sitting has not passed. Carries the moment from which it may be begun."""

    def __init__(self, from_: datetime) -> None:
        super().__init__("The paper may not be tried again yet.")
        self.from_ = from_


def begin_sitting(
    learner: Person, paper: str, *, release_id: int, seed: int, at: datetime, return_to: str | None
) -> Sitting:
    """A new sitting, or the unfinished one of the same paper and release. Raises NotInLibrary, TooSoon."""
    papers = library(release_id)
    asked = queries.paper_in(papers, paper)
    hold(learner)
    unfinished = queries.open_sitting(learner.id, paper, release_id)
    if unfinished is not None:
        return unfinished
    failed = queries.last_failed(learner.id, paper)
    wait_until = open_from(asked, failed.submitted_at if failed else None)
    if wait_until is not None and at < wait_until:
        raise TooSoon(wait_until)
    begun = Sitting(
        learner=learner,
        paper=paper,
        paper_revision_id=papers.revision_id("paper", paper),
        release_id=release_id,
        seed=seed,
        started_at=at,
        return_to=return_to,
    )
    db.session.add(begun)
    db.session.flush()
    note("sitting.begun", by=learner.id, at=at, subject=("sitting", begun.id), paper=paper)
    return begun


def answer(sitting: Sitting, item_id: str, choice: int, *, at: datetime) -> SittingAnswer:
    """Keep the answer to one question, over an earlier one. `choice` is the option's position in the file.

    Raises SittingSubmitted, NoSuchQuestion, NoSuchChoice.
    """
    items = {item.id: item for item in queries.items_in(library(sitting.release_id), sitting.paper)}
    if item_id not in items:
        raise NoSuchQuestion
    if not 0 <= choice < len(items[item_id].options):
        raise NoSuchChoice
    hold(sitting)
    if sitting.is_submitted:
        raise SittingSubmitted
    given = db.session.scalar(
        select(SittingAnswer).where(SittingAnswer.sitting_id == sitting.id, SittingAnswer.item_id == item_id)
    )
    if given is None:
        given = SittingAnswer(sitting=sitting, item_id=item_id, choice=choice, answered_at=at)
        db.session.add(given)
    given.choice, given.answered_at = choice, at
    db.session.flush()
    note("sitting.answered", by=sitting.learner_id, at=at, subject=("sitting", sitting.id), item=item_id)
    return given


def submit(sitting: Sitting, *, at: datetime) -> Sitting:
    """Score the sitting and record what it shows; a second time changes nothing.

    The audit event holds no score: administrators read the trail, and results are for the learner.
    """
    hold(sitting)
    if sitting.is_submitted:
        return sitting
    papers = library(sitting.release_id)
    asked = queries.paper_in(papers, sitting.paper)
    rows = db.session.scalars(select(SittingAnswer).where(SittingAnswer.sitting_id == sitting.id))
    choices = {row.item_id: row.choice for row in rows}
    found = score(queries.items_in(papers, sitting.paper), choices, pass_percent=asked.pass_percent)
    sitting.submitted_at = at
    sitting.points, sitting.points_max, sitting.passed = found.points, found.points_max, found.passed
    record_knowledge(sitting, asked.title, found, at=at)
    note("sitting.submitted", by=sitting.learner_id, at=at, subject=("sitting", sitting.id), paper=sitting.paper)
    db.session.flush()
    return sitting


def record_knowledge(sitting: Sitting, title: str, found: Score, *, at: datetime) -> None:
    """One row of knowledge for each competency that the paper asks about. A score never becomes a level."""
    for competency, points in found.by_competency.items():
        record_evidence(
            sitting.learner,
            competency=competency,
            kind=Kind.KNOWLEDGE,
            purpose=Purpose.DEVELOPMENT,
            happened_on=at.date(),
            at=at,
            source=("sitting", sitting.id),
            source_ref=sitting.paper,
            title=title,
            revision_id=sitting.paper_revision_id,
            score=points.points,
            score_max=points.points_max,
            passed=found.passed,
        )
