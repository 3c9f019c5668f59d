"""Reading what waits for a mark, works on their way through marking, and marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import lazyload, selectinload

from kamacademy.access import Function
from kamacademy.assessment.catalogue import catalogue
from kamacademy.assessment.feedback import feedback
from kamacademy.assessment.models import SittingItem
from kamacademy.assessment.queries import bank_item, open_answers_waiting, paper_in, question_to_mark, sitting_item
from kamacademy.assessment.sheet import Question
from kamacademy.competency.models import Evidence
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.exercise.documents import Exercise, Rubric
from kamacademy.exercise.models import Submission, SubmissionVersion
from kamacademy.exercise.queries import exercise_in, exercise_of, rubric_in, submissions_waiting
from kamacademy.exercise.rubric import Correction
from kamacademy.items.case_view import CaseShown, case_shown
from kamacademy.items.open_answer import OpenAnswer
from kamacademy.marking.agreement import Pair
from kamacademy.marking.models import Mark, MarkDraft, Marking
from kamacademy.marking.queue import Marker, Progress, Queue, Waiting, queue
from kamacademy.marking.turn import Turn, WorkKind
from kamacademy.people.models import CoachingRelation, Person
from kamacademy.people.queries import learners_of

LAST_SETTLED = 30


def marking(marking_id: int) -> Marking:
    """A work on its way through marking, with its marks, or 404."""
    found: Marking = db.one_or_404(select(Marking).where(Marking.id == marking_id))
    return found


def find_marking(kind: WorkKind, key: int) -> Marking | None:
    """The marking of a work, read afresh, or None before the first claim."""
    query = select(Marking).where(Marking.kind == kind.value, Marking.work_key == key)
    return db.session.scalars(query.execution_options(populate_existing=True)).first()


def draft_of(marking_id: int, marker_id: int) -> MarkDraft | None:
    """A marker's draft on a work, or None."""
    query = select(MarkDraft).where(MarkDraft.marking_id == marking_id, MarkDraft.marker_id == marker_id)
    return db.session.scalars(query).first()


def version(version_id: int) -> SubmissionVersion:
    """One version of an exercise, or 404."""
    found: SubmissionVersion = db.one_or_404(select(SubmissionVersion).where(SubmissionVersion.id == version_id))
    return found


Work = SittingItem | SubmissionVersion


def work(kind: WorkKind, key: int) -> Work:
    """The work itself, or 404."""
    return sitting_item(key) if kind is WorkKind.ANSWER else version(key)


def learner_of(found: Work) -> Person:
    """Whose work it is."""
    return found.sitting.learner if isinstance(found, SittingItem) else found.submission.learner


def still_waits(found: Work) -> bool:
    """Whether a work still waits for its first result. Ask with the sitting or submission held."""
    if isinstance(found, SittingItem):
        is_unmarked = found.share is None and found.given is not None and not found.voided
        return is_unmarked and found.sitting.is_waiting
    submission = found.submission
    is_waiting = submission.submitted_at is not None and not (submission.returned_at or submission.accepted_at)
    return is_waiting and submission.latest is not None and submission.latest.id == found.id


def release_of(found: Work) -> int:
    """The release that the work was begun with."""
    return found.sitting.release_id if isinstance(found, SittingItem) else found.submission.release_id


def rubric_slug(found: Work) -> str:
    """The rubric that a work is marked on."""
    if isinstance(found, SubmissionVersion):
        return exercise_of(found.submission).rubric
    item = bank_item(library(found.sitting.release_id), found.item_id)
    assert isinstance(item, OpenAnswer), "only answers in one's own words are marked by a person"
    return item.rubric


def title_of(found: Work) -> str:
    """What the work is called."""
    if isinstance(found, SubmissionVersion):
        return exercise_of(found.submission).title
    return paper_in(library(found.sitting.release_id), found.sitting.paper).title


def rubric_of(found: Marking) -> Rubric:
    """The rubric of the release that the work was begun with."""
    return rubric_in(library(found.release_id), found.rubric)


def waiting_works() -> list[Waiting]:
    """Everything that waits for a mark, of both kinds."""
    answers = [
        Waiting(
            kind=WorkKind.ANSWER,
            key=one.sitting_item_id,
            learner_id=one.learner_id,
            title=paper_in(library(one.release_id), one.paper).title,
            handed_in_at=one.submitted_at,
        )
        for one in open_answers_waiting()
    ]
    return answers + [waiting_version(one) for one in submissions_waiting()]


def waiting_version(submission: Submission) -> Waiting:
    """The version of an exercise that waits."""
    assert submission.latest is not None, "what waits was handed in"
    return Waiting(
        kind=WorkKind.EXERCISE,
        key=submission.latest.id,
        learner_id=submission.learner_id,
        title=exercise_in(library(submission.release_id), submission.exercise).title,
        handed_in_at=submission.latest.submitted_at,
    )


def progresses() -> dict[tuple[WorkKind, int], Progress]:
    """How far every claimed work without a result is. Two statements."""
    marked: dict[int, set[int]] = {}
    unsettled = select(Marking.id).where(Marking.settled_at.is_(None))
    for marking_id, by_id in db.session.execute(
        select(Mark.marking_id, Mark.by_id).where(Mark.marking_id.in_(unsettled))
    ):
        marked.setdefault(marking_id, set()).add(by_id)
    # Any: the columns' own types.
    rows: Select[*tuple[Any, ...]] = select(
        Marking.kind, Marking.work_key, Marking.id, Marking.is_disputed, Marking.claimed_by_id, Marking.claimed_until
    ).where(Marking.settled_at.is_(None))
    return {
        (WorkKind(kind), key): Progress(
            marking_id, frozenset(marked.get(marking_id, ())), is_disputed, held_by_id, held_until
        )
        for kind, key, marking_id, is_disputed, held_by_id, held_until in db.session.execute(rows)
    }


def learning_team_ids() -> frozenset[int]:
    """The active people of the learning team."""
    rows = db.session.execute(select(Person.id, Person.function_codes).where(Person.deactivated_at.is_(None)))
    return frozenset(key for key, codes in rows if Function.LEARNING_TEAM.value in codes)


def marker(person: Person, on: date) -> Marker:
    """A person as the queue sees them."""
    is_coach, is_team = Function.COACH in person.functions, Function.LEARNING_TEAM in person.functions
    return Marker(
        id=person.id,
        in_care=frozenset(one.id for one in learners_of(person, on)) if is_coach else frozenset(),
        is_learning_team=is_team,
        is_only_one=is_team and learning_team_ids() == {person.id},
    )


def queue_of(person: Person, at: datetime) -> Queue:
    """What waits for one marker."""
    return queue(marker(person, at.date()), waiting_works(), progresses(), at)


def has_other_marker(learner: Person, by: Person, on: date) -> bool:
    """Whether anybody else could mark a learner's work: another of the learning team, or the present coach."""
    if learning_team_ids() - {by.id, learner.id}:
        return True
    coaches = (
        select(Person)
        .join(CoachingRelation, CoachingRelation.coach_id == Person.id)
        .where(CoachingRelation.learner_id == learner.id, CoachingRelation.starts_on <= on)
        .where((CoachingRelation.ends_on.is_(None)) | (CoachingRelation.ends_on >= on))
        .where(Person.deactivated_at.is_(None), Person.id != by.id)
    )
    return any(Function.COACH in one.functions for one in db.session.scalars(coaches))


@dataclass(frozen=True, slots=True)
class AnswerToMark:
    """An open answer as its marker reads it, with its case if it stands in one."""

    question: Question
    item: OpenAnswer
    text: str
    case: CaseShown | None


def answer_to_mark(row: SittingItem) -> AnswerToMark:
    """An open answer, from the release of its sitting."""
    question = question_to_mark(row)
    item, case = question.entry.item, question.entry.case
    assert isinstance(item, OpenAnswer), row.item_id
    tables = catalogue(library(row.sitting.release_id)).tables
    return AnswerToMark(
        question=question,
        item=item,
        text=str((row.given or {}).get("text", "")),
        case=case_shown(case, question.variant, tables) if case is not None else None,
    )


def may_be_shown(row: SittingItem) -> bool:
    """Whether a learner may see a question of their sitting again."""
    return feedback(paper_in(library(row.sitting.release_id), row.sitting.paper)).shows_items


def exercise_to_mark(found: SubmissionVersion) -> Exercise:
    """The exercise of a version, from the release it was begun with."""
    return exercise_of(found.submission)


def settled_marking_of_submission(submission_id: int) -> Marking | None:
    """The newest settled marking of an exercise's versions, or None where no mark was given here."""
    versions = select(SubmissionVersion.id).where(SubmissionVersion.submission_id == submission_id)
    return db.session.scalars(
        select(Marking)
        .where(Marking.kind == WorkKind.EXERCISE.value, Marking.work_key.in_(versions), Marking.settled_at.is_not(None))
        .order_by(Marking.work_key.desc())
        .limit(1)
    ).first()


def correction_of(submission_id: int) -> Correction | None:
    """The correction that stands of an exercise's mark, or None where the first result does."""
    found = settled_marking_of_submission(submission_id)
    mark = found.standing if found is not None else None
    if mark is None or mark.turn != Turn.CORRECTION:
        return None
    return Correction(mark.at, mark.reason, mark.words, mark.opinion.points_by_line)


def marks_before(found: Marking) -> list[Mark]:
    """The marks that stood before a correction, newest first; what was never given out stays unseen."""
    standing = found.standing
    corrections = [mark for mark in found.marks if mark.turn == Turn.CORRECTION]
    if standing is None or not corrections:
        return []
    first_given = next((mark for mark in found.marks if mark.turn == Turn.THIRD), found.marks[0])
    return [mark for mark in reversed([first_given, *corrections]) if mark is not standing]


def rubric_titles() -> dict[str, str]:
    """The titles of the newest release's rubrics, by slug."""
    return {slug: one.title for slug, one in library().all(Rubric, "rubric").items()}


def last_settled() -> list[Marking]:
    """The works settled last, newest first, without their marks."""
    return list(
        db.session.scalars(
            select(Marking)
            .where(Marking.settled_at.is_not(None))
            .options(lazyload(Marking.marks))
            .order_by(Marking.settled_at.desc(), Marking.id.desc())
            .limit(LAST_SETTLED)
        )
    )


def evidence_of(submission_id: int) -> list[Evidence]:
    """The rows in force that an accepted exercise left in the ledger, oldest first."""
    superseded = select(Evidence.supersedes_id).where(Evidence.supersedes_id.is_not(None))
    return list(
        db.session.scalars(
            select(Evidence)
            .where(
                Evidence.source_type == "submission",
                Evidence.source_id == submission_id,
                Evidence.id.not_in(superseded),
            )
            .order_by(Evidence.id)
        )
    )


@dataclass(frozen=True, slots=True)
class Grading:
    """A settled mark with its grade. `work` is the key of the marking; `share` is 0 to 1 of the points."""

    work: int
    learner_id: int
    share: float
    grade: str
    at: datetime


def gradings(rubric: str) -> list[Grading]:
    """Every settled mark on a rubric that has a grade, oldest work first; of each work the mark that stands."""
    settled = db.session.scalars(
        select(Marking)
        .where(Marking.rubric == rubric, Marking.settled_at.is_not(None))
        .options(selectinload(Marking.marks).lazyload(Mark.by), lazyload(Marking.learner))
        .order_by(Marking.id)
    )
    found = [(one, one.standing) for one in settled]
    return [
        Grading(one.id, one.learner_id, mark.opinion.share, mark.grade, mark.at)
        for one, mark in found
        if mark is not None and mark.grade is not None
    ]


def pairs() -> Sequence[Pair]:
    """Every first mark beside the second of the same work, oldest first. Who gave them is left out."""
    # Any: the columns' own types.
    rows: Select[*tuple[Any, ...]] = (
        select(Marking.rubric, Marking.id, Mark.turn, Mark.kept_lines)
        .join(Mark, Mark.marking_id == Marking.id)
        .where(Mark.turn.in_([Turn.FIRST.value, Turn.SECOND.value]))
        .order_by(Marking.id, Mark.number)
    )
    lines: dict[tuple[str, int], list[list[dict[str, Any]]]] = {}
    for rubric, marking_id, _, kept in db.session.execute(rows):
        lines.setdefault((rubric, marking_id), []).append(kept)
    return [
        Pair(rubric, first["id"], first["title"], first["points_max"], first["points"], second["points"])
        for (rubric, _), both in lines.items()
        if len(both) == 2
        for first, second in zip(*both, strict=True)
    ]


def counts() -> tuple[int, int, int]:
    """How many works are settled, how many had two marks, and how many of those needed a third look."""
    two = select(Mark.marking_id).where(Mark.turn == Turn.SECOND.value)
    settled, double, third = db.session.execute(
        select(
            select(func.count()).select_from(Marking).where(Marking.settled_at.is_not(None)).scalar_subquery(),
            select(func.count()).select_from(two.subquery()).scalar_subquery(),
            select(func.count()).select_from(Marking).where(Marking.is_disputed).scalar_subquery(),
        )
    ).one()
    return settled, double, third
