"""Reading people's work on exercises, and the exercises and rubrics of a release."""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.db import db, rows_of
from kamacademy.exercise.documents import Exercise, Rubric
from kamacademy.exercise.models import Submission
from kamacademy.exercise.stage import Work


def exercise_in(release: Library, slug: str) -> Exercise:
    """An exercise of a release. Raises NotInLibrary."""
    return release.one(Exercise, "exercise", slug)


def rubric_in(release: Library, slug: str) -> Rubric:
    """A rubric of a release. Raises NotInLibrary."""
    return release.one(Rubric, "rubric", slug)


def exercise_of(submission: Submission) -> Exercise:
    """The exercise, from the release the work was begun with."""
    return exercise_in(library(submission.release_id), submission.exercise)


def rubric_of(submission: Submission) -> Rubric:
    """The rubric that the work is marked on, from the release it was begun with."""
    return rubric_in(library(submission.release_id), exercise_of(submission).rubric)


def submission(submission_id: int) -> Submission:
    """A submission with its versions, or 404."""
    found: Submission = db.one_or_404(select(Submission).where(Submission.id == submission_id))
    return found


def open_submission(learner_id: int, exercise: str) -> Submission | None:
    """The newest work on an exercise that is not accepted yet."""
    return db.session.scalars(
        select(Submission)
        .where(Submission.learner_id == learner_id, Submission.exercise == exercise, Submission.accepted_at.is_(None))
        .order_by(Submission.started_at.desc(), Submission.id.desc())
        .limit(1)
    ).first()


def submissions_waiting() -> list[Submission]:
    """Everything that was submitted and waits for a marker, the longest waiting first."""
    return list(
        db.session.scalars(
            select(Submission)
            .where(
                Submission.submitted_at.is_not(None),
                Submission.returned_at.is_(None),
                Submission.accepted_at.is_(None),
            )
            .order_by(Submission.submitted_at, Submission.id)
        )
    )


@cache
def works() -> Select[*tuple[Any, ...]]:
    """The work of some `learners`, without its words, oldest first. Any: the columns' own types."""
    return (
        select(
            Submission.id, Submission.learner_id, Submission.exercise, Submission.module, Submission.attempt_key,
            Submission.release_id, Submission.started_at, Submission.submitted_at, Submission.returned_at,
            Submission.accepted_at,
        )
        .where(Submission.learner_id.in_(bindparam("learners", expanding=True)))
        .order_by(Submission.started_at, Submission.id)
    )  # fmt: skip


def states_of(learner_ids: Collection[int]) -> dict[int, list[Work]]:
    """The work of some people, oldest first, by learner. One statement, without answers."""
    found: dict[int, list[Work]] = {learner_id: [] for learner_id in learner_ids}
    for row in rows_of(works(), learners=list(learner_ids)):
        found[row.learner_id].append(Work(*row))
    return found
