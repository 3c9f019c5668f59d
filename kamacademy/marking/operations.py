"""Claiming a work, keeping a draft, giving a mark, settling a result, correcting one."""

from datetime import datetime, timedelta

from kamacademy.assessment.models import SittingItem
from kamacademy.assessment.operations import record_mark
from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.models import Evidence
from kamacademy.competency.operations import record_evidence
from kamacademy.content.queries import library
from kamacademy.db import db, hold
from kamacademy.exercise.models import Submission, SubmissionVersion
from kamacademy.exercise.operations import OwnWork, accept, return_to_learner
from kamacademy.exercise.rubric import Shown, levels_shown
from kamacademy.marking import queries
from kamacademy.marking.given import Given, problems
from kamacademy.marking.models import Mark, MarkDraft, Marking
from kamacademy.marking.opinion import Opinion, differences, line_marks
from kamacademy.marking.queue import may_take
from kamacademy.marking.turn import Decision, Turn, WorkKind, is_drawn_for_second
from kamacademy.people.models import Person
from kamacademy.records.operations import note

CLAIM = timedelta(minutes=30)
NO_LONGER_SHOWN = "A corrected mark no longer shows this."


class HeldByAnother(Exception):
    """Somebody else has claimed the work."""


class NoLongerWaits(Exception):
    """The work has a result, or was taken out of marking."""


class NotYourTurn(Exception):
    """Nobody marks a work twice, and only who has seen both marks settles them."""


class MarkIncomplete(Exception):
    """A mark lacks something. Carries what, by name in the form."""

    def __init__(self, missing: dict[str, str]) -> None:
        super().__init__("The mark is not complete.")
        self.missing = missing


class MayNotBeCorrected(Exception):
    """Only a result that counts is corrected: not returned work, which comes again, nor a question taken out."""


def claim(kind: WorkKind, key: int, *, by: Person, at: datetime) -> Marking:
    """Keep a work for one marker for half an hour, from now. Claiming again extends it.

    Raises HeldByAnother, NoLongerWaits, NotYourTurn, OwnWork.
    """
    work = queries.work(kind, key)
    hold_work(work)
    found = queries.find_marking(kind, key) or opened(work, kind, key, at=at)
    take(found, work, by=by, at=at)
    note("marking.claimed", by=by.id, at=at, subject=("marking", found.id))
    return found


def hold_work(work: queries.Work) -> None:
    """Keep the sitting or submission, so that works change under nobody's hands, and read it afresh."""
    if isinstance(work, SittingItem):
        hold(work.sitting)
        db.session.refresh(work)
    else:
        hold(work.submission)
        db.session.expire(work.submission, ["versions"])


def opened(work: queries.Work, kind: WorkKind, key: int, *, at: datetime) -> Marking:
    """A work that enters marking. The work is held."""
    release, slug = library(queries.release_of(work)), queries.rubric_slug(work)
    handed_in = work.sitting.submitted_at if isinstance(work, SittingItem) else work.submitted_at
    assert handed_in is not None, "what is marked was handed in"
    made = Marking(
        kind=kind.value,
        work_key=key,
        learner=queries.learner_of(work),
        title=queries.title_of(work),
        rubric=slug,
        rubric_revision_id=release.revision_id("rubric", slug),
        release_id=release.release_id,
        handed_in_at=handed_in,
        opened_at=at,
        marks=[],
    )
    db.session.add(made)
    db.session.flush()
    return made


def take(found: Marking, work: queries.Work, *, by: Person, at: datetime) -> None:
    """Make sure that it is the marker's turn, and give them the work. The work is held. Raises as `claim` does."""
    hold(found)
    db.session.refresh(found, ["marks"])
    if (refused := refusal_for(found, work, by=by, at=at)) is not None:
        raise refused
    found.claimed_by_id, found.claimed_until = by.id, at + CLAIM
    db.session.flush()


def refusal(found: Marking, *, by: Person, at: datetime) -> Exception | None:
    """Why somebody may not mark a work now, as `claim` would raise it; None where they may."""
    return refusal_for(found, queries.work(found.work_kind, found.work_key), by=by, at=at)


def refusal_for(found: Marking, work: queries.Work, *, by: Person, at: datetime) -> Exception | None:
    """The same for a work at hand."""
    if by.id == found.learner_id:
        return OwnWork()
    if found.settled_at is not None or not queries.still_waits(work):
        return NoLongerWaits()
    is_only_one = found.turn is Turn.THIRD and queries.learning_team_ids() == {by.id}
    if not may_take(found.turn, by.id, {mark.by_id for mark in found.marks}, is_only_one=is_only_one):
        return NotYourTurn()
    return HeldByAnother() if found.is_held_by_another(by.id, at) else None


def save_draft(found: Marking, given: Given, *, by: Person, at: datetime) -> MarkDraft:
    """Keep what a marker has so far, and the work for them for another half hour. Raises as `claim` does.

    Without an audit event: a draft is nobody else's business.
    """
    work = queries.work(found.work_kind, found.work_key)
    hold_work(work)
    take(found, work, by=by, at=at)
    draft = queries.draft_of(found.id, by.id) or MarkDraft(marking_id=found.id, marker_id=by.id)
    draft.given, draft.saved_at = given, at
    db.session.add(draft)
    db.session.flush()
    return draft


def give_back(found: Marking, *, by: Person) -> None:
    """Let others take the work; the draft stays. Nothing happens where the marker does not hold it."""
    hold(found)
    if found.claimed_by_id == by.id:
        found.claimed_by_id = found.claimed_until = None
        db.session.flush()


def give_mark(found: Marking, given: Given, decision: Decision, *, by: Person, at: datetime, turn: Turn) -> Mark:
    """Give a mark. `turn` is the one that the marker's page showed: who saw one mark or none does not settle two.

    The first mark settles the result, unless a second marker is asked; two marks that agree settle it by the first;
    the third look settles it. Raises MarkIncomplete, and as `claim` does.
    """
    work = queries.work(found.work_kind, found.work_key)
    hold_work(work)
    take(found, work, by=by, at=at)
    if (found.turn is Turn.THIRD) != (turn is Turn.THIRD):
        raise NotYourTurn
    rubric = queries.rubric_of(found)
    if missing := problems(rubric, given, decision, found.turn):
        raise MarkIncomplete(missing)
    mark = written(found, given, decision, found.turn, by=by, at=at)
    found.claimed_by_id = found.claimed_until = None
    if mark.turn == Turn.FIRST:
        found.is_double = is_drawn_for_second(
            found.work_kind, found.work_key, rubric.second_marker_percent
        ) and queries.has_other_marker(found.learner, by, at.date())
    if mark.turn == Turn.SECOND:
        found.is_disputed = bool(differences(found.marks[0].opinion, mark.opinion))
    is_last = mark.turn == Turn.THIRD or (not found.is_disputed and (mark.turn == Turn.SECOND or not found.is_double))
    if is_last:
        settle(found, work, at=at)
    db.session.flush()
    return mark


def written(found: Marking, given: Given, decision: Decision, turn: Turn, *, by: Person, at: datetime) -> Mark:
    """Write a mark down, and throw its draft away. The audit event holds neither points nor words."""
    lines = line_marks(queries.rubric_of(found), given.points, given.comments)
    opinion = Opinion(decision, lines)
    mark = Mark(
        marking_id=found.id,
        number=len(found.marks) + 1,
        turn=turn.value,
        by=by,
        at=at,
        rubric_revision_id=found.rubric_revision_id,
        decision=decision.value,
        kept_lines=opinion.stored_lines,
        points=opinion.points,
        points_max=opinion.points_max,
        grade=given.grade or None,
        strength=given.strength,
        improve=given.improve,
        reason=given.reason,
        note=given.note,
    )
    db.session.add(mark)
    draft = queries.draft_of(found.id, by.id)
    if draft is not None:
        db.session.delete(draft)
    db.session.flush()
    db.session.refresh(found, ["marks"])
    note("mark.given", by=by.id, at=at, subject=("marking", found.id), turn=turn.value)
    return mark


def settle(found: Marking, work: queries.Work, *, at: datetime) -> None:
    """Give the result out by the mark that stands. The work is held."""
    found.settled_at = at
    mark = found.standing
    assert mark is not None, "a settled work has a mark"
    opinion = mark.opinion
    if isinstance(work, SittingItem):
        record_mark(work, opinion.share, by=mark.by, at=at)
    elif opinion.decision is Decision.ACCEPT:
        accept(work.submission, opinion.points_by_line, by=mark.by, at=at, words=mark.words, grade=mark.grade)
    else:
        points = opinion.points_by_line if opinion.is_whole else None
        return_to_learner(work.submission, mark.words, by=mark.by, at=at, points=points)
    note("marking.settled", by=mark.by_id, at=at, subject=("marking", found.id), marks=len(found.marks))


def given_of(mark: Mark) -> Given:
    """A mark as the form of its correction begins with it: all but the reason and the note."""
    lines = mark.opinion.lines
    return Given(
        points={line.id: line.points for line in lines},
        comments={line.id: line.comment for line in lines},
        grade=mark.grade or "",
        strength=mark.strength,
        improve=mark.improve,
    )


def correct_mark(found: Marking, given: Given, *, by: Person, at: datetime) -> Mark:
    """Put a new mark in the place of the one that stood; the earlier one is kept.

    What was accepted stays accepted: its points and the evidence change. Raises MayNotBeCorrected, MarkIncomplete,
    OwnWork.
    """
    work = queries.work(found.work_kind, found.work_key)
    hold_work(work)
    hold(found)
    db.session.refresh(found, ["marks"])
    if by.id == found.learner_id:
        raise OwnWork
    before = found.standing
    is_voided = isinstance(work, SittingItem) and work.voided
    if before is None or before.decision == Decision.RETURN or is_voided:
        raise MayNotBeCorrected
    decision = before.opinion.decision
    if missing := problems(queries.rubric_of(found), given, decision, Turn.CORRECTION):
        raise MarkIncomplete(missing)
    mark = written(found, given, decision, Turn.CORRECTION, by=by, at=at)
    if isinstance(work, SittingItem):
        record_mark(work, mark.opinion.share, by=by, at=at)
    else:
        correct_evidence(found, work, mark, at=at)
    note("mark.corrected", by=by.id, at=at, subject=("marking", found.id), mark=mark.id)
    return mark


def correct_evidence(found: Marking, version: SubmissionVersion, mark: Mark, *, at: datetime) -> None:
    """Put the levels that corrected points show in the place of those shown before, indicator by indicator.

    What is no longer shown is superseded by a row without a level: not observed.
    """
    before: dict[str | None, list[Evidence]] = {}
    for row in queries.evidence_of(version.submission_id):
        before.setdefault(row.indicator, []).append(row)
    for one in levels_shown(queries.rubric_of(found), mark.opinion.points_by_line):
        rows = before.get(one.indicator)
        replace_evidence(found, version, mark, one, rows.pop(0) if rows else None, at=at)
    for indicator, rows in before.items():
        for row in rows:
            if indicator is not None and row.level is not None:
                replace_evidence(found, version, mark, Shown("", indicator, 0), row, at=at)


def replace_evidence(
    found: Marking, version: SubmissionVersion, mark: Mark, shown: Shown, row: Evidence | None, *, at: datetime
) -> None:
    """One row for a level that corrected points show; level 0 stands for "no longer shown"."""
    submission: Submission = version.submission
    record_evidence(
        submission.learner,
        competency=shown.indicator[:3],
        indicator=shown.indicator,
        kind=Kind.WORK_PRODUCT,
        purpose=Purpose.DEVELOPMENT,
        level=shown.level or None,
        happened_on=version.submitted_at.date(),
        at=at,
        rater=mark.by,
        visit=f"submission-{submission.id}",
        source=("submission", submission.id),
        source_ref=submission.exercise,
        title=found.title,
        revision_id=found.rubric_revision_id,
        account_alias=submission.account_alias,
        note=None if shown.level else NO_LONGER_SHOWN,
        supersedes=row,
    )
