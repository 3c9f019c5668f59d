"""Beginning an exercise, saving the draft, submitting it, and what a marker decides."""

from collections.abc import Mapping
from datetime import datetime

from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.operations import record_evidence
from kamacademy.content.queries import library
from kamacademy.db import db, hold
from kamacademy.exercise import queries
from kamacademy.exercise.answers import Answers, problems, without_blank_rows
from kamacademy.exercise.models import Submission, SubmissionDecision, SubmissionVersion, stored
from kamacademy.exercise.rubric import Points, levels_shown, shortfalls, unfit
from kamacademy.exercise.stage import Stage
from kamacademy.people.models import Person
from kamacademy.records.operations import note

LONGEST_DRAFT = 100_000


class NotOpen(Exception):
    """Work that waits for a marker, or is accepted, does not change."""


class DraftTooLong(Exception):
    """More was typed than an exercise can hold."""

    def __init__(self) -> None:
        super().__init__(f"Keep the whole exercise below {LONGEST_DRAFT:,} characters.")


class ChangedElsewhere(Exception):
    """Another open page has saved since this one was opened."""


class NotComplete(Exception):
    """Something demanded is missing. Carries what, by name in the form."""

    def __init__(self, missing: Mapping[str, str]) -> None:
        super().__init__("Something is missing.")
        self.missing = missing


class NotSubmitted(Exception):
    """Only work that waits for a marker can be decided on."""


class OwnWork(Exception):
    """Nobody decides on their own work."""


class MarksUnfit(Exception):
    """Points are missing on some lines, or the rubric does not give them. Carries the lines."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("Give every line its points.")
        self.lines = lines


class BelowRubric(Exception):
    """The rubric does not accept work with these points. Carries why, in words."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def begin_submission(
    learner: Person,
    exercise: str,
    *,
    release_id: int,
    at: datetime,
    module: str | None = None,
    attempt_key: int | None = None,
    return_to: str | None = None,
) -> Submission:
    """Begin an exercise, or go on with work on it that is not accepted yet. Raises NotInLibrary."""
    release = library(release_id)
    queries.exercise_in(release, exercise)
    hold(learner)
    unfinished = queries.open_submission(learner.id, exercise)
    if unfinished is not None:
        return unfinished
    begun = Submission(
        learner=learner,
        exercise=exercise,
        revision_id=release.revision_id("exercise", exercise),
        release_id=release_id,
        module=module,
        attempt_key=attempt_key,
        return_to=return_to,
        started_at=at,
    )
    db.session.add(begun)
    db.session.flush()
    note("exercise.begun", by=learner.id, at=at, subject=("submission", begun.id), exercise=exercise)
    return begun


def save_draft(
    submission: Submission,
    answers: Answers,
    *,
    page: str,
    number: int,
    at: datetime,
    is_left: bool = False,
    over: bool = False,
) -> Submission:
    """Keep everything as it stands. Without an audit event: a draft is nobody else's business.

    `page` names the open page and `number` is the saving it last knew of. A page may always save again over its own
    saving, so that a lost answer does no harm; over another page's newer saving it needs `over`. With `is_left` the
    page is left, so that what it sent before and comes late changes nothing. Saving what is kept already is never
    refused. Raises NotOpen, DraftTooLong, ChangedElsewhere.
    """
    if answers.size > LONGEST_DRAFT:
        raise DraftTooLong
    hold(submission)
    if not submission.is_open:
        raise NotOpen
    if submission.draft == stored(answers):
        return submission
    if not over and number != submission.draft_number and page != submission.draft_page:
        raise ChangedElsewhere
    submission.draft, submission.draft_page = stored(answers), None if is_left else page
    submission.draft_number += 1
    submission.draft_saved_at = at
    submission.account_alias = answers.account_name(queries.exercise_of(submission)) or None
    db.session.flush()
    return submission


def submit(submission: Submission, *, at: datetime) -> Submission:
    """Hand the draft in as it stands: a version is frozen. A second time changes nothing. Raises NotComplete."""
    hold(submission)
    if not submission.is_open:
        return submission
    answers = without_blank_rows(submission.answers)
    missing = problems(queries.exercise_of(submission), answers)
    if missing:
        raise NotComplete(missing)
    number = len(submission.versions) + 1
    submission.versions.append(SubmissionVersion(number=number, frozen=stored(answers), submitted_at=at))
    submission.submitted_at, submission.returned_at = at, None
    db.session.flush()
    note(
        "exercise.submitted", by=submission.learner_id, at=at, subject=("submission", submission.id),
        exercise=submission.exercise, version=number,
    )  # fmt: skip
    return submission


def return_to_learner(
    submission: Submission, words: str, *, by: Person, at: datetime, points: Points | None = None
) -> SubmissionDecision:
    """Give the work back with words on what is missing; the learner may change and submit it again.

    `points` are optional, and then on every line. Raises NotSubmitted, OwnWork, MarksUnfit.
    """
    version = waiting_version(submission, by)
    if points is not None and (lines := unfit(queries.rubric_of(submission), points)):
        raise MarksUnfit(lines)
    assert words.strip(), "who returns work says what is missing"
    submission.returned_at = at
    return decide(version, is_accepted=False, by=by, at=at, words=words, points=points or {}, grade=None)


def accept(
    submission: Submission, marks: Points, *, by: Person, at: datetime, words: str = "", grade: str | None = None
) -> SubmissionDecision:
    """Accept the work with points on every line of its rubric; each line with an indicator becomes evidence.

    `grade` is one of the rubric's overall grades. Raises NotSubmitted, OwnWork, MarksUnfit, BelowRubric.
    """
    version, rubric = waiting_version(submission, by), queries.rubric_of(submission)
    if lines := unfit(rubric, marks):
        raise MarksUnfit(lines)
    if reasons := list(shortfalls(rubric, marks)):
        raise BelowRubric(reasons)
    assert grade is None or grade in rubric.grades, grade
    submission.accepted_at = at
    decision = decide(version, is_accepted=True, by=by, at=at, words=words, points=marks, grade=grade)
    record_work(submission, version, marks, by=by, at=at)
    return decision


def waiting_version(submission: Submission, by: Person) -> SubmissionVersion:
    """The version that waits for a decision by somebody else than its author. Raises NotSubmitted, OwnWork."""
    hold(submission)
    if by.id == submission.learner_id:
        raise OwnWork
    if submission.stage is not Stage.SUBMITTED or submission.latest is None:
        raise NotSubmitted
    return submission.latest


def decide(
    version: SubmissionVersion,
    *,
    is_accepted: bool,
    by: Person,
    at: datetime,
    words: str,
    points: Points,
    grade: str | None,
) -> SubmissionDecision:
    """Write a decision down. The audit event holds neither words nor points."""
    decision = SubmissionDecision(
        version=version, is_accepted=is_accepted, by=by, at=at, words=words, points=dict(points), grade=grade
    )
    db.session.add(decision)
    db.session.flush()
    db.session.expire(version, ["decision"])
    act = "exercise.accepted" if is_accepted else "exercise.returned"
    note(act, by=by.id, at=at, subject=("submission", version.submission_id), version=version.number)
    return decision


def record_work(submission: Submission, version: SubmissionVersion, marks: Points, *, by: Person, at: datetime) -> None:
    """One row of evidence for each level shown, dated on the day the work was handed in; all are one visit."""
    release, exercise = library(submission.release_id), queries.exercise_of(submission)
    for one in levels_shown(queries.rubric_of(submission), marks):
        record_evidence(
            submission.learner,
            competency=one.indicator[:3],
            indicator=one.indicator,
            kind=Kind.WORK_PRODUCT,
            purpose=Purpose.DEVELOPMENT,
            level=one.level,
            happened_on=version.submitted_at.date(),
            at=at,
            rater=by,
            visit=f"submission-{submission.id}",
            source=("submission", submission.id),
            source_ref=submission.exercise,
            title=exercise.title,
            revision_id=release.revision_id("rubric", exercise.rubric),
            account_alias=submission.account_alias,
        )
