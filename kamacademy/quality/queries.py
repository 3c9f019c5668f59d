"""Reading answers for analysis, figures as they were kept, panels, and what pass marks rest on."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import undefer

from kamacademy.assessment import queries as assessment
from kamacademy.assessment.models import CutScore
from kamacademy.content.models import Release, Revision
from kamacademy.db import db
from kamacademy.exercise.models import Submission, SubmissionVersion
from kamacademy.marking.models import Marking
from kamacademy.marking.turn import WorkKind
from kamacademy.people.models import Person
from kamacademy.quality.analysis import BORDERLINE_GRADE
from kamacademy.quality.editions import JSON, editions, questions_in
from kamacademy.quality.models import CutBasis, Figures, Panel, PanelEstimate, PanelJudge, QualityReport, QualityRun
from kamacademy.quality.responses import Response
from kamacademy.quality.setting import content_of
from kamacademy.quality.standards import Grading

# Grades by their names, at equal distances; the borderline one is where the line is read off.
GRADE_NUMBERS = {"fail": 1.0, "borderline": BORDERLINE_GRADE, "pass": 3.0, "good": 4.0, "excellent": 5.0}
# By the key of a bank's revision: since which revision each of its questions has read so.
Editions = Mapping[int, Mapping[str, int]]


def editions_by_revision() -> Editions:
    """The editions of all questions that were ever published."""
    rows = db.session.execute(
        select(Revision.id, Revision.slug, Revision.number, Revision.checked)
        .where(Revision.kind == "bank")
        .order_by(Revision.slug, Revision.number)
    )
    contents: dict[str, dict[str, dict[int, JSON]]] = {}
    keys: dict[int, tuple[str, int]] = {}
    for key, slug, number, checked in rows:
        keys[key] = (slug, number)
        for item_id, content in questions_in(json.loads(checked)):
            contents.setdefault(slug, {}).setdefault(item_id, {})[number] = content
    since = {slug: {item_id: editions(of) for item_id, of in items.items()} for slug, items in contents.items()}
    return {
        key: {item_id: numbers[number] for item_id, numbers in since.get(slug, {}).items() if number in numbers}
        for key, (slug, number) in keys.items()
    }


def responses_by_paper(
    known: Editions, *, paper: str | None = None, item_ids: Collection[str] = ()
) -> Iterator[tuple[str, Response]]:
    """Answers of submitted sittings with their paper. A score below 0, which a rule for guesses gives, counts as 0."""
    for one in assessment.responses(paper, item_ids):
        yield (
            one.paper,
            Response(
                sitting=one.sitting_id,
                learner=one.learner_id,
                item=one.item_id,
                revision=known[one.bank_revision_id][one.item_id],
                option=one.choice,
                score=None if one.share is None else max(one.share, 0.0),
                omitted=one.is_omitted,
                seconds=one.seconds,
                at=one.at,
            ),
        )


def gradings() -> dict[str, list[Grading]]:
    """Every person's first settled and wholly marked work by exercise: overall grade, and percent of the points.

    Where two marked, the mark that stands. Later versions were written with the marker's words at hand.
    """
    rows = db.session.execute(
        select(Marking, Submission.exercise)
        .join(
            SubmissionVersion, and_(SubmissionVersion.id == Marking.work_key, Marking.kind == WorkKind.EXERCISE.value)
        )
        .join(Submission, Submission.id == SubmissionVersion.submission_id)
        .where(Marking.settled_at.is_not(None))
        .order_by(SubmissionVersion.submitted_at, SubmissionVersion.id)
    )
    found: dict[str, dict[int, Grading]] = {}
    for marking, exercise in rows:
        mark = marking.standing
        if mark is None or mark.grade is None or not mark.points_max or not mark.opinion.is_whole:
            continue
        percent = 100 * mark.points / mark.points_max
        of = found.setdefault(exercise, {})
        of.setdefault(marking.learner_id, Grading(marking.learner_id, GRADE_NUMBERS[mark.grade], percent))
    return {exercise: list(of.values()) for exercise, of in found.items()}


@dataclass(frozen=True, slots=True)
class Brief:
    """The head of a kept report."""

    subject: str
    n: int
    flags: tuple[str, ...]
    computed_at: datetime


def briefs(kind: str) -> dict[str, Brief]:
    """The heads of all current reports of one kind, by subject."""
    columns = (QualityReport.subject, QualityReport.n, QualityReport.flags, QualityReport.computed_at)
    rows = db.session.execute(select(*columns).where(QualityReport.kind == kind, QualityReport.is_current))
    return {row.subject: Brief(row.subject, row.n, tuple(row.flags), row.computed_at) for row in rows}


def reports(kind: str, subject: str) -> list[QualityReport]:
    """The reports of one subject with their figures, the newest wording first."""
    return list(
        db.session.scalars(
            select(QualityReport)
            .where(QualityReport.kind == kind, QualityReport.subject == subject)
            .options(undefer(QualityReport.figures))
            .order_by(QualityReport.revision.desc())
        )
    )


def report_by_key() -> dict[tuple[str, str, int], QualityReport]:
    """Every kept report by kind, subject and revision."""
    return {(one.kind, one.subject, one.revision): one for one in db.session.scalars(select(QualityReport))}


def newest_run() -> QualityRun | None:
    """What was asked for last."""
    return db.session.scalar(select(QualityRun).order_by(QualityRun.id.desc()).limit(1))


def runs_waiting() -> list[QualityRun]:
    """What was asked for and is not done, held for this transaction: another worker waits, then finds it done."""
    return list(
        db.session.scalars(
            select(QualityRun).where(QualityRun.finished_at.is_(None)).order_by(QualityRun.id).with_for_update()
        )
    )


@dataclass(frozen=True, slots=True)
class CutSet:
    """A pass mark with who set it, the release from which it holds, and the figures signed with it."""

    cut: CutScore
    set_by: str
    release_number: int
    figures: Figures | None


def signed_content(one: CutSet) -> dict[str, Any]:  # Any: JSON
    """What was signed of a pass mark, as it is stored now."""
    cut = one.cut
    return content_of(cut.paper, cut.percent, cut.standard_error, cut.method, cut.from_release_id, one.figures or {})


def cuts_of(paper: str) -> list[CutSet]:
    """Every pass mark that was set for a paper, newest first."""
    query = (
        select(CutScore, Person.name, Release.number, CutBasis.figures)
        .join(Person, Person.id == CutScore.set_by_id)
        .join(Release, Release.id == CutScore.from_release_id)
        .outerjoin(CutBasis, CutBasis.cut_score_id == CutScore.id)
        .where(CutScore.paper == paper)
        .order_by(CutScore.set_at.desc(), CutScore.id.desc())
    )
    return [CutSet(*row) for row in db.session.execute(query)]


def newest_cuts() -> dict[str, float]:
    """The pass mark set last for each paper, in percent."""
    rows = db.session.execute(select(CutScore.paper, CutScore.percent).order_by(CutScore.set_at, CutScore.id))
    return {row.paper: row.percent for row in rows}


def panel(panel_id: int) -> Panel:
    """A panel with its judges, or 404."""
    found: Panel = db.one_or_404(select(Panel).where(Panel.id == panel_id))
    return found


def panels_of(paper: str) -> list[Panel]:
    """The panels of a paper, newest first."""
    return list(db.session.scalars(select(Panel).where(Panel.paper == paper).order_by(Panel.id.desc())))


def seat(panel_id: int, person_id: int) -> PanelJudge:
    """A person's seat on a panel, or 404."""
    found: PanelJudge = db.one_or_404(
        select(PanelJudge).where(PanelJudge.panel_id == panel_id, PanelJudge.person_id == person_id)
    )
    return found


def judge(panel_id: int, judge_id: int) -> PanelJudge:
    """A judge of a panel, or 404."""
    found: PanelJudge = db.one_or_404(
        select(PanelJudge).where(PanelJudge.panel_id == panel_id, PanelJudge.id == judge_id)
    )
    return found


def seats_of(person_id: int) -> list[PanelJudge]:
    """A person's seats on panels that still collect estimates, newest first."""
    return list(
        db.session.scalars(
            select(PanelJudge)
            .join(Panel)
            .where(
                PanelJudge.person_id == person_id,
                PanelJudge.released_at.is_(None),
                Panel.round_two_closed_at.is_(None),
                Panel.ended_at.is_(None),
            )
            .order_by(PanelJudge.id.desc())
        )
    )


def estimates_in(panel_id: int) -> list[tuple[int, str, int, int]]:
    """Judge, question, round and estimate of 100, of all judges who were not released."""
    rows = db.session.execute(
        select(PanelEstimate.judge_id, PanelEstimate.item_id, PanelEstimate.round, PanelEstimate.of_hundred)
        .join(PanelJudge, PanelJudge.id == PanelEstimate.judge_id)
        .where(PanelJudge.panel_id == panel_id, PanelJudge.released_at.is_(None))
        .order_by(PanelEstimate.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def own_estimates(judge_id: int, round_: int) -> dict[str, PanelEstimate]:
    """What a judge gave in a round, by question."""
    rows = db.session.scalars(
        select(PanelEstimate).where(PanelEstimate.judge_id == judge_id, PanelEstimate.round == round_)
    )
    return {one.item_id: one for one in rows}


def estimates_given(panel_id: int, round_: int) -> dict[int, int]:
    """How many questions each judge has an estimate for in a round, by the judge's key."""
    rows = db.session.execute(
        select(PanelEstimate.judge_id, func.count())
        .join(PanelJudge, PanelJudge.id == PanelEstimate.judge_id)
        .where(PanelJudge.panel_id == panel_id, PanelEstimate.round == round_)
        .group_by(PanelEstimate.judge_id)
    )
    return {row[0]: row[1] for row in rows}
