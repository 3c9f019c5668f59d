"""Reading the framework, the evidence ledger, and what a rule makes of both."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy import Row as Record

from kamacademy.competency.documents import Competency, Framework, Indicator
from kamacademy.competency.estimation import MONTHS_COUNTED, Estimate, estimate, months_before
from kamacademy.competency.evidence import DOES, KNOWS, Context, Kind, Purpose, Row, View
from kamacademy.competency.ledger import LedgerEntry, may_read_words
from kamacademy.competency.models import Evidence
from kamacademy.competency.profile import CompetencyDetail, Profile, competency_detail, profile
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.db import db, rows_of
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person

DOES_KINDS = [kind.value for kind in DOES]
KNOWS_KINDS = [kind.value for kind in KNOWS]
KINDS = {kind.value: kind for kind in Kind}
PURPOSES = {purpose.value: purpose for purpose in Purpose}


class HasTargets(Protocol):
    """Somebody with a key and a job role, which sets the targets: a person, or one in brief."""

    @property
    def id(self) -> int: ...

    @property
    def job_role(self) -> JobRole: ...


def framework_in(release: Library) -> Framework:
    """The framework of a release."""
    return release.one(Framework, "framework", "framework")


def competencies_in(release: Library) -> dict[str, Competency]:
    """Every competency by code, in the order of the framework's clusters."""
    return {code: release.one(Competency, "competency", code.lower()) for code in framework_in(release).codes}


def indicator_in(release: Library, indicator_id: str) -> Indicator:
    """One indicator, such as C01a. Raises NotInLibrary."""
    return release.one(Competency, "competency", indicator_id[:3].lower()).indicator(indicator_id)


@cache
def in_force() -> Select[*tuple[Any, ...]]:
    """Rows that no later row has superseded, each with its rater's name, newest first.

    Columns, not entities: a profile reads hundreds of rows and changes none. Any: the columns' own types.
    """
    superseded = select(Evidence.supersedes_id).where(Evidence.supersedes_id.is_not(None))
    return (
        select(*Evidence.__table__.columns, Person.name.label("rater_name"))
        .outerjoin(Person, Person.id == Evidence.rater_id)
        .where(Evidence.id.not_in(superseded))
        .order_by(Evidence.happened_on.desc(), Evidence.id.desc())
    )


def ledger_of(learner: Person, reader: Person, competency: str) -> list[LedgerEntry]:
    """The learner's evidence of one competency, newest first; words only for the learner and their writer."""
    query = in_force().where(Evidence.learner_id == learner.id, Evidence.competency == competency)
    return [entry(record, reader) for record in db.session.execute(query)]


def ledger_page(
    learner: Person, reader: Person, competency: str | None, page: int, per_page: int, view: View = View.DEVELOPMENT
) -> tuple[list[LedgerEntry], int]:
    """One page of the ledger in a view, and how many rows there are in all."""
    query = in_force().where(Evidence.learner_id == learner.id)
    if view is View.ATTESTED:
        query = query.where(is_attested())
    if competency is not None:
        query = query.where(Evidence.competency == competency)
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    found = db.session.execute(query.offset((page - 1) * per_page).limit(per_page))
    return [entry(record, reader) for record in found], total


def is_attested() -> ColumnElement[bool]:
    """The rows of the attested view, as `Row.is_seen_in` tells them; without own views, which never count."""
    return or_(
        and_(Evidence.purpose == Purpose.ATTESTATION.value, Evidence.kind != Kind.SELF.value),
        Evidence.kind == Kind.WORK_PRODUCT.value,
        and_(Evidence.kind.in_(KNOWS_KINDS), Evidence.passed.is_(True)),
    )


def evidence_from(source_type: str, source_id: int) -> dict[str, Evidence]:
    """The rows in force that came from one source, such as a sitting, by competency; the newest of several."""
    superseded = select(Evidence.supersedes_id).where(Evidence.supersedes_id.is_not(None))
    rows = db.session.scalars(
        select(Evidence)
        .where(Evidence.source_type == source_type, Evidence.source_id == source_id, Evidence.id.not_in(superseded))
        .order_by(Evidence.id)
    )
    return {row.competency: row for row in rows}


def entry(row: Record[*tuple[Any, ...]], reader: Person) -> LedgerEntry:
    """A row as the reader may see it."""
    kind = Kind(row.kind)
    is_open = may_read_words(kind=kind, reader_id=reader.id, learner_id=row.learner_id, rater_id=row.rater_id)
    return LedgerEntry(
        id=row.id,
        competency=row.competency,
        indicator=row.indicator,
        kind=kind,
        purpose=Purpose(row.purpose),
        level=row.level,
        score=row.score,
        score_max=row.score_max,
        passed=row.passed,
        rater_id=row.rater_id,
        rater_name=None if kind is Kind.PEER else row.rater_name,
        happened_on=row.happened_on,
        context=Context(row.context) if row.context else None,
        visit=row.visit,
        source_type=row.source_type,
        source_id=row.source_id,
        source_ref=row.source_ref,
        valid_until=row.valid_until,
        title=row.source_title,
        account_alias=row.account_alias if is_open else None,
        note=row.note if is_open else None,
        is_open=is_open,
    )


def estimates_of(
    learners: Collection[HasTargets], today: date, release: Library, view: View = View.DEVELOPMENT
) -> dict[int, dict[str, Estimate]]:
    """Every competency's estimate by learner's key and code, targets by job role; one statement for all of them.

    The development view is for the learner and the present coach; whatever names people to others asks the attested.
    """
    rows = rows_by_learner([learner.id for learner in learners], today)
    return estimates_from(rows, learners, today, release, view)


def estimates_from(
    rows: Mapping[tuple[int, str], Sequence[Row]],
    learners: Collection[HasTargets],
    today: date,
    release: Library,
    view: View,
) -> dict[int, dict[str, Estimate]]:
    """The estimates that rows make in one view, by learner's key and code."""
    framework, competencies = framework_in(release), competencies_in(release)
    targets = {learner.id: framework.role(learner.job_role).targets for learner in learners}
    return {
        learner_id: {
            code: estimate(
                code,
                rows.get((learner_id, code), ()),
                learner_id=learner_id,
                target=own_targets.get(code),
                today=today,
                check=competency.check,
                view=view,
            )
            for code, competency in competencies.items()
        }
        for learner_id, own_targets in targets.items()
    }


@cache
def rows_that_count() -> Select[*tuple[Any, ...]]:
    """What the rules need of the `learners`: rows of Does since the `earliest` day, and the passes of Knows.

    Any: the columns' own types.
    """
    superseded = select(Evidence.supersedes_id).where(Evidence.supersedes_id.is_not(None))
    recent = and_(Evidence.kind.in_(DOES_KINDS), Evidence.happened_on >= bindparam("earliest"))
    passed = and_(Evidence.kind.in_(KNOWS_KINDS), Evidence.passed.is_(True))
    return select(
        Evidence.id, Evidence.learner_id, Evidence.competency, Evidence.kind, Evidence.level, Evidence.happened_on,
        Evidence.rater_id, Evidence.visit, Evidence.passed, Evidence.source_ref, Evidence.valid_until,
        Evidence.purpose,
    ).where(
        Evidence.learner_id.in_(bindparam("learners", expanding=True)),
        or_(recent, passed),
        Evidence.id.not_in(superseded),
    )  # fmt: skip


def rows_by_learner(learner_ids: Collection[int], today: date) -> dict[tuple[int, str], list[Row]]:
    """The rows that the rules need, by learner and competency. One statement."""
    given = {"learners": list(learner_ids), "earliest": months_before(today, MONTHS_COUNTED)}
    found: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for (
        key,
        learner_id,
        code,
        kind,
        level,
        happened_on,
        rater_id,
        visit,
        passed,
        ref,
        until,
        purpose,
    ) in rows_of(rows_that_count(), **given):
        row = Row(
            code,
            KINDS[kind],
            level,
            happened_on,
            rater_id,
            visit or f"evidence-{key}",
            passed=passed,
            source_ref=ref,
            valid_until=until,
            purpose=PURPOSES[purpose],
        )
        found[learner_id, code].append(row)
    return dict(found)


def profile_of(learner: Person, today: date) -> Profile:
    """Where the learner stands in every competency of the newest release."""
    release, rows = library(), rows_by_learner([learner.id], today)
    development, attested = (
        estimates_from(rows, [learner], today, release, view)[learner.id] for view in (View.DEVELOPMENT, View.ATTESTED)
    )
    return profile(
        framework_in(release),
        competencies_in(release),
        development,
        attested,
        job_role=learner.job_role,
        today=today,
    )


def competency_of(learner: Person, reader: Person, competency: Competency, today: date) -> CompetencyDetail:
    """All about one competency of the learner, narrowed for the reader."""
    return competency_detail(
        framework_in(library()),
        competency,
        ledger_of(learner, reader, competency.code),
        learner_id=learner.id,
        job_role=learner.job_role,
        today=today,
    )
