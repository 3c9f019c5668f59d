"""Beginning a sitting, keeping its answers, submitting and marking it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import select

from kamacademy.assessment import queries
from kamacademy.assessment.catalogue import Catalogue, catalogue, gives_whole_points
from kamacademy.assessment.correction import CorrectionAct, Effect, NotCorrectable, Outcome, corrected_key
from kamacademy.assessment.models import (
    CutScore,
    ItemCorrection,
    Sitting,
    SittingCorrection,
    SittingItem,
    TimeAllowance,
)
from kamacademy.assessment.page_load import PageLoad
from kamacademy.assessment.paper import questions_asked
from kamacademy.assessment.pass_rule import Marked, PassRule, Score, Terms, points_needed, score
from kamacademy.assessment.refusals import (
    AnswerClosed,
    AnsweredElsewhere,
    ClockNotStarted,
    NoSuchQuestion,
    SittingSubmitted,
    TimeIsUp,
)
from kamacademy.assessment.time_limit import GRACE, AllowanceReason, is_over, limit_seconds, time_spent
from kamacademy.assessment.validity import refusal, valid_until
from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.operations import record_evidence
from kamacademy.competency.queries import evidence_from
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.db import db, hold
from kamacademy.items.item import AnyItem, Given, Key, Mark
from kamacademy.items.variant import Variant
from kamacademy.people.models import Person
from kamacademy.records.operations import note

SittingPurpose = Literal["check", "exemption", "gate"]
NOTHING_COUNTS = "After a correction no question on this counts any more."


def begin_sitting(
    learner: Person,
    paper: str,
    *,
    release_id: int,
    seed: int,
    at: datetime,
    return_to: str | None,
    purpose: SittingPurpose = "check",
) -> Sitting:
    """A new sitting, or the unfinished one of the same paper and release. Raises NotInLibrary, MayNotBegin.

    What will decide is copied here: questions with their variants and keys, pass rule, time limit.
    """
    papers = library(release_id)
    asked = queries.paper_in(papers, paper)
    hold(learner)
    unfinished = queries.open_sitting(learner.id, paper, release_id)
    if unfinished is not None:
        if not is_over(unfinished.closes_at, at):
            return unfinished
        submit(unfinished, at=at)
    refused = refusal(asked, [one for one in queries.results_of([learner.id])[learner.id] if one.paper == paper], at)
    if refused is not None:
        raise refused
    begun = new_sitting(learner, paper, papers, seed=seed, at=at, return_to=return_to, purpose=purpose)
    note("sitting.begun", by=learner.id, at=at, subject=("sitting", begun.id), paper=paper)
    return begun


def new_sitting(
    learner: Person,
    paper: str,
    papers: Library,
    *,
    seed: int,
    at: datetime,
    return_to: str | None,
    purpose: SittingPurpose,
) -> Sitting:
    """A sitting with its questions."""
    asked, found = queries.paper_in(papers, paper), catalogue(papers)
    avoid = queries.seen_lately(learner.id, paper, asked.avoid_last)
    rows = [
        asked_item(place, item_id, found, papers, seed)
        for place, item_id in enumerate(questions_asked(asked, found, seed=seed, avoid=avoid), 1)
    ]
    known_faults(rows)
    cut = queries.cut_score(paper, papers.release_id) if asked.cut else None
    percent = float(asked.pass_percent) if cut is None else cut.percent
    allowances = queries.extra_time(learner.id) if asked.time_limit_minutes else ()
    begun = Sitting(
        learner=learner,
        paper=paper,
        paper_revision_id=papers.revision_id("paper", paper),
        release_id=papers.release_id,
        seed=seed,
        purpose=purpose,
        started_at=at,
        time_limit_seconds=limit_seconds(asked.time_limit_minutes, allowances, at.date()),
        pass_rule=asked.pass_rule,
        pass_percent=percent,
        each_percent=None if asked.each_percent is None else float(asked.each_percent),
        points_needed=points_needed(
            sum(row.points_max for row in rows if not row.voided), percent, is_whole=are_whole(found, rows)
        ),
        cut_score_id=cut.id if cut else None,
        return_to=return_to,
        items=rows,
    )
    db.session.add(begun)
    db.session.flush()
    return begun


def asked_item(place: int, item_id: str, found: Catalogue, papers: Library, seed: int) -> SittingItem:
    """One question with its variant and key for a seed."""
    entry, variant = found.entries[item_id], found.variant(item_id, seed)
    return SittingItem(
        place=place,
        item_id=item_id,
        case_id=entry.case.id if entry.case else None,
        bank_revision_id=papers.revision_id("bank", entry.bank),
        indicator=entry.item.indicator,
        is_hard_stop=entry.item.hard_stop,
        seed=seed,
        variant=dict(variant.values),
        key=entry.item.key(variant),
        points_max=float(entry.item.points),
        saves=0,
        flagged=False,
        voided=False,
    )


def known_faults(rows: list[SittingItem]) -> None:
    """Let questions of an edition that was corrected count as the correction says, from the beginning."""
    standing = queries.standing_corrections({row.bank_revision_id for row in rows})
    for row in rows:
        correction = standing.get(row.item_id)
        if correction is None or correction.bank_revision_id != row.bank_revision_id:
            continue
        row.voided = correction.act == CorrectionAct.VOID
        if correction.act == CorrectionAct.REKEY:
            newest = queries.items_of_revisions({correction.new_revision_id})[correction.new_revision_id, row.item_id]
            row.key, row.corrected_revision_id = newest.key(Variant(row.seed, row.variant)), correction.new_revision_id


def are_whole(found: Catalogue, rows: list[SittingItem]) -> bool:
    """Whether every question gives whole points only."""
    return all(gives_whole_points(found.entries[row.item_id].item) for row in rows)


def start_clock(sitting: Sitting, *, at: datetime) -> Sitting:
    """Start the clock of a timed sitting; a second time changes nothing."""
    hold(sitting)
    if sitting.time_limit_seconds is not None and sitting.closes_at is None and not sitting.is_submitted:
        sitting.closes_at = at + timedelta(seconds=sitting.time_limit_seconds)
        note("sitting.clock-started", by=sitting.learner_id, at=at, subject=("sitting", sitting.id))
        db.session.flush()
    return sitting


def answer(sitting: Sitting, item_id: str, given: Given, *, at: datetime, page: PageLoad | None = None) -> SittingItem:
    """Keep the answer to one question over an earlier one; the same answer again changes nothing.

    `given` is what the question's `read` made. An answer from a page that is older than one kept from another page
    is refused, so that a forgotten window undoes nothing. Raises SittingSubmitted, NoSuchQuestion, ClockNotStarted,
    TimeIsUp, AnswerClosed, AnsweredElsewhere.
    """
    row = row_to_answer(sitting, item_id, at=at)
    if row.given == given:
        return row
    if page is not None and row.saves > page.saves and row.saved_from != page.mark:
        raise AnsweredElsewhere
    if page is not None:
        same_page = page.mark == row.saved_from
        row.seconds = time_spent(row.seconds, page.shown_at, row.answered_at if same_page else None, at)
    row.given, row.answered_at, row.saves = dict(given), at, row.saves + 1
    row.saved_from = page.mark if page else None
    db.session.flush()
    note("sitting.answered", by=sitting.learner_id, at=at, subject=("sitting", sitting.id), item=item_id)
    return row


def row_to_answer(sitting: Sitting, item_id: str, *, at: datetime) -> SittingItem:
    """A question, held and read afresh, that may still be answered. Raises as `answer` does."""
    hold(sitting)
    if sitting.is_submitted:
        raise SittingSubmitted
    if sitting.is_timed and sitting.closes_at is None:
        raise ClockNotStarted
    if is_over(sitting.closes_at, at):
        raise TimeIsUp
    row = db.session.scalar(
        select(SittingItem)
        .where(SittingItem.sitting_id == sitting.id, SittingItem.item_id == item_id)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NoSuchQuestion
    if row.closed_at is not None:
        raise AnswerClosed
    return row


def close_question(sitting: Sitting, item_id: str, *, at: datetime) -> SittingItem:
    """Mark an answered question at once, before its explanation is shown; it does not change afterwards.

    Only for papers that explain at once. Raises as `answer` does.
    """
    row = row_to_answer(sitting, item_id, at=at)
    assert row.given is not None, "a question is closed after it was answered"
    row.closed_at = at
    mark_row(row, catalogue(library(sitting.release_id)).entries[item_id].item, at)
    db.session.flush()
    return row


def flag(sitting: Sitting, item_id: str, *, is_flagged: bool, at: datetime) -> SittingItem:
    """Mark a question to come back to, or take the mark away. Raises as `answer` does."""
    row = row_to_answer(sitting, item_id, at=at)
    row.flagged = is_flagged
    db.session.flush()
    return row


def submit(sitting: Sitting, *, at: datetime) -> Sitting:
    """Mark the sitting and record what it shows; a second time changes nothing. Raises ClockNotStarted.

    A sitting whose time ended earlier counts as submitted when it ended. The audit event holds no score:
    administrators read the trail, and results are for the learner.
    """
    hold(sitting)
    if sitting.is_submitted:
        return sitting
    if sitting.is_timed and sitting.closes_at is None:
        raise ClockNotStarted
    sitting.submitted_at = sitting.closes_at if is_over(sitting.closes_at, at) else at
    found, rows = catalogue(library(sitting.release_id)), fresh_rows(sitting)
    later = queries.items_of_revisions({row.corrected_revision_id for row in rows} - {None})
    for row in rows:
        if row.marked_at is None:
            mark_row(row, later.get((row.corrected_revision_id, row.item_id)) or found.entries[row.item_id].item, at)
    note("sitting.submitted", by=sitting.learner_id, at=at, subject=("sitting", sitting.id), paper=sitting.paper)
    settle(sitting, at=at)
    return sitting


def submit_expired(at: datetime) -> int:
    """Submit every running sitting whose time and grace have ended; gives how many. For a job."""
    keys = queries.expired(at - GRACE)
    for key in keys:
        submit(queries.sitting(key), at=at)
    return len(keys)


def fresh_rows(sitting: Sitting) -> list[SittingItem]:
    """The questions of a held sitting in order, read afresh."""
    return list(
        db.session.scalars(
            select(SittingItem)
            .where(SittingItem.sitting_id == sitting.id)
            .order_by(SittingItem.place)
            .execution_options(populate_existing=True)
        )
    )


def mark_row(row: SittingItem, item: AnyItem, at: datetime) -> None:
    """Mark one answer by its kept variant and key; an open answer stays without a mark until a person gives it."""
    mark = item.mark(row.given, Variant(row.seed, row.variant), row.key)
    row.share, row.is_right, row.choice = mark.share, mark.is_right, mark.choice
    row.marked_at = None if mark.share is None else at


def record_mark(row: SittingItem, share: float, *, by: Person, at: datetime) -> Sitting:
    """A person's mark of an open answer, over an earlier one; the last mark settles the sitting's result.

    `share` is 0 to 1; a hard stop gives nothing for less than 1.
    """
    assert 0 <= share <= 1, share
    sitting = row.sitting
    hold(sitting)
    assert sitting.is_submitted, "a sitting is marked after it was submitted"
    row.share = 0.0 if row.is_hard_stop and share < 1 else share
    row.is_right = row.share >= 1
    row.marked_by_id, row.marked_at = by.id, at
    db.session.flush()
    note("sitting.answer-marked", by=by.id, at=at, subject=("sitting", sitting.id), item=row.item_id)
    settle(sitting, at=at)
    return sitting


def marked(row: SittingItem) -> Marked:
    """A question as the pass rule sees it. Without an answer there is nothing to wait for."""
    share = 0.0 if row.share is None and row.given is None else row.share
    return Marked(row.competency, row.points_max, share, row.is_hard_stop, row.voided)


def terms_of(sitting: Sitting) -> Terms:
    """What decides about a sitting, as copied at its start."""
    return Terms(PassRule(sitting.pass_rule), sitting.pass_percent, sitting.each_percent)


def score_of(sitting: Sitting, rows: list[SittingItem]) -> Score:
    """The score by the terms copied at the start."""
    return score(
        [marked(row) for row in rows],
        terms_of(sitting),
        is_whole=are_whole(catalogue(library(sitting.release_id)), rows),
    )


def settle(sitting: Sitting, *, at: datetime) -> Score:
    """Give a submitted and held sitting its result, and record what it shows; evidence that changed is superseded.

    While a mark is waited for there are no points yet and nothing is recorded.
    """
    assert sitting.submitted_at is not None
    rows, before = fresh_rows(sitting), (sitting.points, sitting.points_max, sitting.passed)
    found = score_of(sitting, rows)
    sitting.points_max, sitting.points_needed, sitting.passed = found.points_max, found.needed, found.passed
    sitting.points = None if found.passed is None else found.points
    if found.passed is not None:
        asked = queries.paper_in(library(sitting.release_id), sitting.paper)
        sitting.marked_at = sitting.marked_at or at
        sitting.valid_until = valid_until(sitting.submitted_at.date(), asked.valid_days) if found.passed else None
        if before != (found.points, found.points_max, found.passed):
            record_knowledge(sitting, asked.title, found, at=at)
    db.session.flush()
    return found


def record_knowledge(sitting: Sitting, title: str, found: Score, *, at: datetime) -> None:
    """One row of knowledge for each competency that the paper asks about. A score never becomes a level.

    Rows of an earlier result of the same sitting are superseded. A competency without counting questions has no score.
    """
    assert sitting.submitted_at is not None
    before = evidence_from("sitting", sitting.id)
    for competency, points in found.by_competency.items():
        has_points = points.points_max > 0
        if not has_points and competency not in before:
            continue
        record_evidence(
            sitting.learner,
            competency=competency,
            kind=Kind.KNOWLEDGE,
            purpose=Purpose.DEVELOPMENT,
            happened_on=sitting.submitted_at.date(),
            at=at,
            source=("sitting", sitting.id),
            source_ref=sitting.paper,
            valid_until=sitting.valid_until,
            title=title,
            revision_id=sitting.paper_revision_id,
            score=points.points if has_points else None,
            score_max=points.points_max if has_points else None,
            passed=found.passed,
            note=None if has_points else NOTHING_COUNTS,
            supersedes=before.get(competency),
        )


def allow_time(
    learner: Person,
    *,
    percent_extra: int,
    reason: AllowanceReason,
    starts_on: date,
    ends_on: date | None,
    by: Person,
    at: datetime,
) -> TimeAllowance:
    """Give a person extra time on timed papers begun from now on. The audit event holds no reason."""
    added = TimeAllowance(
        learner=learner,
        percent_extra=percent_extra,
        reason=reason.value,
        starts_on=starts_on,
        ends_on=ends_on,
        entered_by=by,
        entered_at=at,
    )
    db.session.add(added)
    db.session.flush()
    note("time-allowance.added", by=by.id, at=at, subject=("person", learner.id), allowance=added.id)
    return added


def end_allowance(allowance: TimeAllowance, *, on: date, by: Person, at: datetime) -> None:
    """Let an allowance hold until a day, or until its first day if that is later; what was begun with it keeps it."""
    allowance.ends_on = max(on, allowance.starts_on)
    db.session.flush()
    note("time-allowance.ended", by=by.id, at=at, subject=("person", allowance.learner_id), allowance=allowance.id)


def set_cut_score(
    paper: str,
    *,
    percent: float,
    standard_error: float | None,
    method: str,
    from_release_id: int,
    by: Person,
    at: datetime,
) -> CutScore:
    """Store a pass mark in percent of a paper's points for sittings of a release and later ones; earlier rows stay."""
    added = CutScore(
        paper=paper,
        percent=percent,
        standard_error=standard_error,
        method=method,
        from_release_id=from_release_id,
        set_by_id=by.id,
        set_at=at,
    )
    db.session.add(added)
    db.session.flush()
    note("cut-score.set", by=by.id, at=at, subject=("cut_score", added.id), paper=paper, percent=percent)
    return added


def preview(item_id: str, use_revision_id: int, act: CorrectionAct) -> list[Effect]:
    """What a correction would do to every submitted sitting that asked the question. Raises NotCorrectable."""
    effects = []
    for sitting in queries.sittings_with(item_id, [use_revision_id]):
        rows = list(sitting.items)
        row = next(one for one in rows if one.item_id == item_id)
        found = catalogue(library(sitting.release_id))
        after = [corrected(one, found, act)[0] if one is row else marked(one) for one in rows]
        outcome = score(after, terms_of(sitting), is_whole=are_whole(found, rows))
        effects.append(effect(sitting, row, after[rows.index(row)], outcome_of(outcome)))
    return effects


def corrected(row: SittingItem, found: Catalogue, act: CorrectionAct) -> tuple[Marked, Key, Mark | None]:
    """A question after a correction as the pass rule sees it, its key, and its new mark. Raises NotCorrectable."""
    present = marked(row)
    if act is CorrectionAct.VOID:
        return replace(present, is_voided=True), row.key, None
    if act is CorrectionAct.LEAVE:
        return present, row.key, None
    newest = catalogue(library()).entries.get(row.item_id)
    if newest is None:
        raise NotCorrectable("The newest release no longer has this question, so there is no corrected key.")
    variant = Variant(row.seed, row.variant)
    key = corrected_key(found.entries[row.item_id].item, newest.item, variant)
    mark = newest.item.mark(row.given, variant, key)
    if mark.share is None:
        raise NotCorrectable("A person marks this question: change the mark instead.")
    return replace(present, share=mark.share, is_voided=False), key, mark


def outcome_of(found: Score) -> Outcome:
    """A score as the result of a sitting."""
    return Outcome(None if found.passed is None else found.points, found.points_max, found.passed)


def effect(sitting: Sitting, row: SittingItem, after: Marked, outcome: Outcome) -> Effect:
    """What a correction does to one sitting."""
    return Effect(
        sitting_id=sitting.id,
        learner_id=sitting.learner_id,
        learner_name=sitting.learner.name,
        before=Outcome(sitting.points, sitting.points_max, sitting.passed),
        after=outcome,
        share_before=None if row.voided else row.share,
        share_after=None if after.is_voided else after.share,
    )


def correct_item(
    item_id: str, use_revision_id: int, act: CorrectionAct, *, reason: str, by: Person, at: datetime
) -> ItemCorrection:
    """Correct a question in every sitting that asked it in one edition, keeping each result before and after.

    Running sittings are corrected too, without a row of their own, since they have no result yet. Raises
    NotCorrectable.
    """
    newest = catalogue(library()).entries.get(item_id)
    new_revision = library().revision_id("bank", newest.bank) if newest and act is CorrectionAct.REKEY else None
    made = ItemCorrection(
        item_id=item_id,
        act=act.value,
        bank_revision_id=use_revision_id,
        new_revision_id=new_revision,
        reason=reason,
        by=by,
        at=at,
    )
    db.session.add(made)
    db.session.flush()
    for key in queries.keys_of_sittings_with(item_id, use_revision_id):
        correct_sitting(queries.sitting(key), made, at=at)
    note("item.corrected", by=by.id, at=at, subject=("item_correction", made.id), item=item_id, way=act.value)
    db.session.flush()
    return made


def correct_sitting(sitting: Sitting, correction: ItemCorrection, *, at: datetime) -> None:
    """Carry a correction out in one sitting, and say so to its person where there was a result."""
    hold(sitting)
    act = CorrectionAct(correction.act)
    rows = fresh_rows(sitting)
    row = next(one for one in rows if one.item_id == correction.item_id)
    before, share_before = Outcome(sitting.points, sitting.points_max, sitting.passed), row.share
    after, key, mark = corrected(row, catalogue(library(sitting.release_id)), act)
    row.voided, row.key = after.is_voided, key
    if act is CorrectionAct.REKEY:
        row.corrected_revision_id = correction.new_revision_id
    if not sitting.is_submitted:
        return
    if mark is not None:
        row.share, row.is_right, row.choice, row.marked_at = mark.share, mark.is_right, mark.choice, at
    found = settle(sitting, at=at)
    db.session.add(
        SittingCorrection(
            correction=correction,
            sitting=sitting,
            old_points=before.points,
            old_points_max=before.points_max,
            old_passed=before.passed,
            new_points=sitting.points,
            new_points_max=found.points_max,
            new_passed=found.passed,
            old_share=share_before,
            new_share=None if after.is_voided else after.share,
        )
    )
