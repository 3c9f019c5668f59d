"""Reading sittings, the papers they were begun with, results, marks that are waited for, and corrections."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from flask import abort
from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload, lazyload

from kamacademy.assessment.catalogue import Catalogue, catalogue
from kamacademy.assessment.correction import Corrected, Outcome
from kamacademy.assessment.documents import Paper
from kamacademy.assessment.models import (
    CutScore,
    ItemCorrection,
    Sitting,
    SittingCorrection,
    SittingItem,
    TimeAllowance,
)
from kamacademy.assessment.scoring import Result
from kamacademy.assessment.sheet import Question, Sheet
from kamacademy.assessment.time_limit import Allowance
from kamacademy.content.library import Library
from kamacademy.content.models import Revision
from kamacademy.content.queries import library
from kamacademy.db import db, rows_of
from kamacademy.items.documents import Bank
from kamacademy.items.item import AnyItem, Mark
from kamacademy.items.variant import Variant


@cache
def sitting_with_key() -> Select[Sitting]:
    """The sitting with the `key` and its questions, in one statement."""
    return select(Sitting).where(Sitting.id == bindparam("key")).options(joinedload(Sitting.items))


def sitting(sitting_id: int) -> Sitting:
    """A sitting with its questions, or 404."""
    return db.session.scalars(sitting_with_key(), {"key": sitting_id}).unique().one_or_none() or abort(404)


def open_sitting(learner_id: int, paper: str, release_id: int | None = None) -> Sitting | None:
    """The unfinished sitting of a paper, the newest if there are several; of one release if it is given."""
    query = select(Sitting).where(
        Sitting.learner_id == learner_id, Sitting.paper == paper, Sitting.submitted_at.is_(None)
    )
    if release_id is not None:
        query = query.where(Sitting.release_id == release_id)
    newest = query.options(lazyload(Sitting.items)).order_by(Sitting.started_at.desc(), Sitting.id.desc()).limit(1)
    return db.session.scalars(newest).first()


@cache
def sittings_in_brief() -> Select[*tuple[Any, ...]]:
    """Every sitting of the `learners` without its answers, oldest first. Any: the columns' own types."""
    return (
        select(
            Sitting.id,
            Sitting.learner_id,
            Sitting.paper,
            Sitting.release_id,
            Sitting.started_at,
            Sitting.submitted_at,
            Sitting.points,
            Sitting.points_max,
            Sitting.passed,
            Sitting.valid_until,
        )
        .where(Sitting.learner_id.in_(bindparam("learners", expanding=True)))
        .order_by(Sitting.started_at, Sitting.id)
    )


def results_of(learner_ids: Collection[int]) -> dict[int, list[Result]]:
    """Every sitting of some people, oldest first, by learner. One statement."""
    found: dict[int, list[Result]] = {learner_id: [] for learner_id in learner_ids}
    for row in rows_of(sittings_in_brief(), learners=list(learner_ids)):
        found[row[1]].append(Result(*row))
    return found


def seen_lately(learner_id: int, paper: str, sittings: int) -> frozenset[str]:
    """The questions of a person's last sittings of a paper."""
    if not sittings:
        return frozenset()
    last = (
        select(Sitting.id)
        .where(Sitting.learner_id == learner_id, Sitting.paper == paper)
        .order_by(Sitting.started_at.desc(), Sitting.id.desc())
        .limit(sittings)
    )
    return frozenset(db.session.scalars(select(SittingItem.item_id).where(SittingItem.sitting_id.in_(last))))


def allowances_of(learner_id: int) -> list[TimeAllowance]:
    """A person's time allowances, newest first."""
    return list(
        db.session.scalars(
            select(TimeAllowance)
            .where(TimeAllowance.learner_id == learner_id)
            .options(joinedload(TimeAllowance.entered_by))
            .order_by(TimeAllowance.starts_on.desc(), TimeAllowance.id.desc())
        )
    )


def extra_time(learner_id: int) -> tuple[Allowance, ...]:
    """A person's time allowances as the clock's rules see them."""
    columns = (TimeAllowance.percent_extra, TimeAllowance.starts_on, TimeAllowance.ends_on)
    rows = db.session.execute(select(*columns).where(TimeAllowance.learner_id == learner_id))
    return tuple(Allowance(*row) for row in rows)


def cut_score(paper: str, release_id: int) -> CutScore | None:
    """The cut score that holds for sittings of a release: the latest set for it or an earlier one."""
    return db.session.scalars(
        select(CutScore)
        .where(CutScore.paper == paper, CutScore.from_release_id <= release_id)
        .order_by(CutScore.set_at.desc(), CutScore.id.desc())
        .limit(1)
    ).first()


def paper_in(papers: Library, slug: str) -> Paper:
    """A paper of a release. Raises NotInLibrary."""
    return papers.one(Paper, "paper", slug)


def bank_item(papers: Library, item_id: str) -> AnyItem:
    """A question of a release by its id. Raises KeyError."""
    return catalogue(papers).entries[item_id].item


def rubric_of(papers: Library, item: AnyItem) -> dict[str, Any] | None:
    """How an open answer is marked, as plain values; None for other kinds.

    Rubrics belong to a feature on the right, whose types are not for us. Any: the values of a document.
    """
    slug = getattr(item, "rubric", None)
    return papers.edition("rubric", slug).content.model_dump() if slug and papers.has("rubric", slug) else None


def sheet_of(sitting: Sitting) -> Sheet:
    """The paper as it lies before the person, from the release the sitting was begun with."""
    papers = library(sitting.release_id)
    paper, found = paper_in(papers, sitting.paper), catalogue(papers)
    corrected = items_of_revisions({row.corrected_revision_id for row in sitting.items} - {None})
    questions = tuple(question_of(row, paper, found, sitting.seed, corrected) for row in sitting.items)
    return Sheet(paper, questions, sitting.points_needed)


def items_of_revisions(revision_ids: Collection[int | None]) -> dict[tuple[int | None, str], AnyItem]:
    """The questions of some editions of banks, by edition and id. One statement, and none for no edition."""
    if not revision_ids:
        return {}
    rows = db.session.execute(select(Revision.id, Revision.checked).where(Revision.id.in_(revision_ids)))
    return {(key, item.id): item for key, checked in rows for item in Bank.model_validate_json(checked).all_items}


def question_of(
    row: SittingItem,
    paper: Paper,
    found: Catalogue,
    seed: int,
    corrected: Mapping[tuple[int | None, str], AnyItem] = MappingProxyType({}),
) -> Question:
    """One question with its answer, as it was asked; explained by its corrected edition, if there is one."""
    is_marked, entry = row.marked_at is not None, found.entries[row.item_id]
    later = corrected.get((row.corrected_revision_id, row.item_id))
    return Question(
        key_in_database=row.id,
        place=row.place,
        entry=entry if later is None else replace(entry, item=later),
        variant=Variant(row.seed, row.variant),
        key=row.key,
        points_max=row.points_max,
        order_seed=seed if paper.shuffle_options else None,
        given=row.given,
        mark=Mark(row.share, row.is_right, row.choice) if is_marked else None,
        is_flagged=row.flagged,
        is_voided=row.voided,
        is_closed=row.closed_at is not None,
        saves=row.saves,
        answered_at=row.answered_at,
    )


def expired(at: datetime) -> list[int]:
    """The keys of running sittings whose time ended before a moment, oldest first."""
    return list(
        db.session.scalars(
            select(Sitting.id)
            .where(Sitting.submitted_at.is_(None), Sitting.closes_at < at)
            .order_by(Sitting.closes_at, Sitting.id)
        )
    )


@dataclass(frozen=True, slots=True)
class WaitingAnswer:
    """An open answer that waits for a person's mark."""

    sitting_item_id: int
    sitting_id: int
    learner_id: int
    paper: str
    release_id: int
    item_id: str
    submitted_at: datetime


def open_answers_waiting() -> list[WaitingAnswer]:
    """Open answers of submitted sittings that have no mark yet, the longest waiting first. One statement."""
    # Any: the columns' own types; the moment is known, though its column may be empty.
    query: Select[*tuple[Any, ...]] = (
        select(
            SittingItem.id, Sitting.id, Sitting.learner_id, Sitting.paper, Sitting.release_id, SittingItem.item_id,
            Sitting.submitted_at,
        )
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .where(
            Sitting.submitted_at.is_not(None),
            Sitting.passed.is_(None),
            SittingItem.given.is_not(None),
            SittingItem.share.is_(None),
            SittingItem.voided.is_(False),
        )
        .order_by(Sitting.submitted_at, SittingItem.id)
    )  # fmt: skip
    return [WaitingAnswer(*row) for row in db.session.execute(query)]


def sitting_item(sitting_item_id: int) -> SittingItem:
    """One question of a sitting, with the sitting and its learner, or 404."""
    found: SittingItem = db.one_or_404(
        select(SittingItem)
        .where(SittingItem.id == sitting_item_id)
        .options(joinedload(SittingItem.sitting).options(lazyload(Sitting.items), joinedload(Sitting.learner)))
    )
    return found


def question_to_mark(row: SittingItem) -> Question:
    """A question as its marker sees it, from the release of its sitting."""
    papers = library(row.sitting.release_id)
    return question_of(row, paper_in(papers, row.sitting.paper), catalogue(papers), row.sitting.seed)


@dataclass(frozen=True, slots=True)
class Response:
    """One question of one submitted sitting, for statistics. `choice` is a short code; `seconds` may be unknown."""

    sitting_id: int
    learner_id: int
    paper: str
    item_id: str
    bank_revision_id: int
    indicator: str
    choice: str | None
    share: float | None
    points_max: float
    is_omitted: bool
    seconds: float | None
    at: datetime


def responses(paper: str | None = None, item_ids: Collection[str] = ()) -> list[Response]:
    """Every marked question of submitted sittings, oldest first; of one paper, of some questions, or of both.

    Voided questions are left out: they counted nowhere.
    """
    # Any: the columns' own types; the moment is known, though its column may be empty.
    query: Select[*tuple[Any, ...]] = (
        select(
            Sitting.id, Sitting.learner_id, Sitting.paper, SittingItem.item_id, SittingItem.bank_revision_id,
            SittingItem.indicator, SittingItem.choice, SittingItem.share, SittingItem.points_max,
            SittingItem.given.is_(None), SittingItem.seconds, Sitting.submitted_at,
        )
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .where(
            Sitting.submitted_at.is_not(None), SittingItem.marked_at.is_not(None), SittingItem.voided.is_(False)
        )
        .order_by(Sitting.submitted_at, Sitting.id, SittingItem.place)
    )  # fmt: skip
    if paper is not None:
        query = query.where(Sitting.paper == paper)
    if item_ids:
        query = query.where(SittingItem.item_id.in_(item_ids))
    return [Response(*row) for row in db.session.execute(query)]


def corrections_of(item_id: str) -> list[ItemCorrection]:
    """What was corrected about a question, newest first."""
    return list(
        db.session.scalars(
            select(ItemCorrection)
            .where(ItemCorrection.item_id == item_id)
            .options(joinedload(ItemCorrection.by))
            .order_by(ItemCorrection.id.desc())
        )
    )


@cache
def corrections_of_sitting() -> Select[*tuple[Any, ...]]:
    """What corrections did to the `sitting`, oldest first. Any: the columns' own types."""
    one = SittingCorrection
    return (
        select(
            ItemCorrection.item_id, ItemCorrection.act, ItemCorrection.reason, ItemCorrection.at, one.old_points,
            one.old_points_max, one.old_passed, one.new_points, one.new_points_max, one.new_passed,
        )
        .join(ItemCorrection, ItemCorrection.id == one.correction_id)
        .where(one.sitting_id == bindparam("sitting"))
        .order_by(one.id)
    )  # fmt: skip


def corrections_in(sitting_id: int) -> list[Corrected]:
    """What corrections did to one sitting, oldest first."""
    return [
        Corrected(item_id, act, reason, at, Outcome(*results[:3]), Outcome(*results[3:]))
        for item_id, act, reason, at, *results in rows_of(corrections_of_sitting(), sitting=sitting_id)
    ]


def keys_of_sittings_with(item_id: str, revision_id: int) -> list[int]:
    """The keys of all sittings that asked a question in one edition, running ones too."""
    return list(
        db.session.scalars(
            select(SittingItem.sitting_id)
            .where(SittingItem.item_id == item_id, SittingItem.bank_revision_id == revision_id)
            .order_by(SittingItem.sitting_id)
        )
    )


def sittings_with(item_id: str, revision_ids: Collection[int]) -> list[Sitting]:
    """Submitted sittings that asked a question in one of some revisions, oldest first, with learner and questions."""
    asked = select(SittingItem.sitting_id).where(
        SittingItem.item_id == item_id, SittingItem.bank_revision_id.in_(revision_ids)
    )
    return list(
        db.session.scalars(
            select(Sitting)
            .where(Sitting.id.in_(asked), Sitting.submitted_at.is_not(None))
            .options(joinedload(Sitting.learner))
            .order_by(Sitting.submitted_at, Sitting.id)
        )
    )


@dataclass(frozen=True, slots=True)
class Use:
    """One edition of a question's bank that sittings have used: how many, from when to when."""

    revision_id: int
    number: int
    sittings: int
    first: datetime
    last: datetime


def uses_of(item_id: str) -> list[Use]:
    """The editions in which submitted sittings have asked a question, newest first."""
    query: Select[*tuple[Any, ...]] = (
        select(
            Revision.id, Revision.number, func.count(), func.min(Sitting.submitted_at), func.max(Sitting.submitted_at)
        )
        .join(SittingItem, SittingItem.bank_revision_id == Revision.id)
        .join(Sitting, Sitting.id == SittingItem.sitting_id)
        .where(SittingItem.item_id == item_id, Sitting.submitted_at.is_not(None))
        .group_by(Revision.id, Revision.number)
        .order_by(Revision.number.desc())
    )  # Any: the columns' own types
    return [Use(*row) for row in db.session.execute(query)]


def standing_corrections(revision_ids: Collection[int]) -> dict[str, ItemCorrection]:
    """What was decided last about questions of some editions of banks, by question."""
    rows = db.session.scalars(
        select(ItemCorrection).where(ItemCorrection.bank_revision_id.in_(revision_ids)).order_by(ItemCorrection.id)
    )
    return {row.item_id: row for row in rows}
