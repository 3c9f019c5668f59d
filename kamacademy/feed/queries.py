"""Reading runs of files, what they can be about, and what has changed since they were checked."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import aliased, joinedload

from kamacademy.content.queries import library
from kamacademy.curriculum.documents import Programme
from kamacademy.db import db, rows_of
from kamacademy.feed.models import FeedProblem, FeedRun, FeedSource, StagedReading
from kamacademy.feed.rows import Known, Whom
from kamacademy.feed.states import ABANDONED_AFTER, IN_BACKGROUND, State
from kamacademy.kpi import queries as kpi
from kamacademy.kpi.models import Reading
from kamacademy.kpi.rules import why_not
from kamacademy.kpi.subjects import Subject
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person, Team

RUNS_SHOWN, SOURCES_OFFERED = 100, 50
LONGEST_SOURCE_WORDS = 200


def run(run_id: int) -> FeedRun:
    """A run with who brought it and where from, or 404."""
    people = (joinedload(FeedRun.person), joinedload(FeedRun.confirmed_by), joinedload(FeedRun.undone_by))
    found: FeedRun = db.one_or_404(
        select(FeedRun).where(FeedRun.id == run_id).options(joinedload(FeedRun.source), *people)
    )
    return found


def runs() -> list[FeedRun]:
    """The newest runs."""
    query = select(FeedRun).options(joinedload(FeedRun.source), joinedload(FeedRun.person))
    return list(db.session.scalars(query.order_by(FeedRun.id.desc()).limit(RUNS_SHOWN)))


def source_names() -> list[str]:
    """Sources that are known, in order of name."""
    return list(db.session.scalars(select(FeedSource.name).order_by(FeedSource.name).limit(SOURCES_OFFERED)))


def source(name: str) -> FeedSource | None:
    """A source by its name."""
    return db.session.scalar(select(FeedSource).where(FeedSource.name == name))


def same_file(digest: str, states: Collection[State]) -> FeedRun | None:
    """A run of a file of the same content in one of some states; the oldest."""
    query = select(FeedRun).where(FeedRun.sha256 == digest, FeedRun.state.in_(states))
    return db.session.scalar(query.options(joinedload(FeedRun.person)).order_by(FeedRun.id).limit(1))


def next_run(at: datetime) -> FeedRun | None:
    """The run that has waited longest for the background, or that somebody who is gone had begun."""
    query = (
        select(FeedRun)
        .where(
            FeedRun.state.in_(IN_BACKGROUND),
            or_(FeedRun.alive_at.is_(None), FeedRun.alive_at < at - ABANDONED_AFTER),
        )
        .order_by(FeedRun.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=FeedRun)
    )
    return db.session.scalar(query)


def expired(at: datetime) -> list[FeedRun]:
    """Runs whose file has lain long enough, or is of no use any more, and is in nobody's hands: they are held."""
    is_useless = FeedRun.state.in_([State.DROPPED, State.FAILED, State.TAKEN, State.UNDONE])
    is_old = and_(FeedRun.expires_at <= at, FeedRun.state.in_([State.COLUMNS, State.CHECKED]))
    query = select(FeedRun).where(FeedRun.file.is_not(None), or_(is_useless, is_old)).order_by(FeedRun.id)
    return list(db.session.scalars(query.with_for_update(skip_locked=True)))


def files() -> list[str]:
    """The files that some run names."""
    return list(db.session.scalars(select(FeedRun.file).where(FeedRun.file.is_not(None))))


def first_problems(run_id: int) -> list[FeedProblem]:
    """The first problems of a run, in order of row."""
    query = select(FeedProblem).where(FeedProblem.run_id == run_id)
    return list(db.session.scalars(query.order_by(FeedProblem.row, FeedProblem.place)))


def known_now() -> Known:
    """Everybody and everything that a file can name, today. Four statements."""
    people = rows_of(select(Person.id, Person.email, Person.job_role_code, Person.deactivated_at))
    teams: dict[str, Whom] = {}
    members = and_(Person.team_id == Team.id, Person.deactivated_at.is_(None))
    for key, name, role in rows_of(
        select(Team.id, Team.name, Person.job_role_code).outerjoin(Person, members).distinct()
    ):
        before = teams.get(name.casefold(), Whom(name, Subject(team_id=key)))
        roles = before.job_roles | {JobRole(role)} if role else before.job_roles
        teams[name.casefold()] = Whom(name, before.subject, roles)
    programmes: dict[str, Whom] = {}
    for slug, one in library().all(Programme, "programme").items():
        programmes[slug] = programmes[one.title.casefold()] = Whom(one.title, Subject(programme=slug))
    return Known(
        {
            email.casefold(): Whom(email, Subject(learner_id=key), frozenset({JobRole(role)}), closed is not None)
            for key, email, role, closed in people
        },
        teams,
        programmes,
        kpi.kpis_in(library()),
    )


def revisions() -> dict[str, int]:
    """The revision of each KPI's definition in the newest release, by code."""
    release = library()
    return {code: release.revision_id("kpi", code.lower()) for code in kpi.kpis_in(release)}


def settled_to(before: datetime) -> int:
    """The greatest key of a reading below which none appears any more.

    SQLite lets one write at a time, so that is the newest; elsewhere others may be writing, and it is the newest that
    was recorded before a moment so long ago that whoever wrote then is done.
    """
    newest = select(func.max(Reading.id))
    if db.session.connection().dialect.name != "sqlite":
        newest = newest.where(Reading.recorded_at < before)
    return db.session.scalar(newest) or 0


def staged_kpis(run_id: int) -> list[str]:
    """Which KPIs wait to be taken over."""
    return list(
        db.session.scalars(
            select(StagedReading.kpi).where(StagedReading.run_id == run_id).distinct().order_by(StagedReading.kpi)
        )
    )


def given_twice(run_id: int, code: str) -> list[tuple[int, int]]:
    """Rows of a KPI whose person, team or programme and period stand in an earlier row too: (row, the first row).

    All periods of a KPI are the calendar's, so two are the same or share no day.
    """
    series = (
        StagedReading.period_start, StagedReading.learner_id, StagedReading.team_id, StagedReading.programme
    )  # fmt: skip
    numbered = (
        select(StagedReading.row, func.min(StagedReading.row).over(partition_by=series).label("first"))
        .where(StagedReading.run_id == run_id, StagedReading.kpi == code)
        .subquery()
    )
    twice = select(numbered.c.row, numbered.c.first).where(numbered.c.row > numbered.c.first)
    return [(row, first) for row, first in rows_of(twice.order_by(numbered.c.row))]


def to_lay_in(run: FeedRun, after: int, to: int) -> Subquery:
    """The rows of a run after one and up to another that bring something, as the readings that they become."""
    corrects = StagedReading.there_id.is_not(None)
    return (
        select(
            StagedReading.learner_id, StagedReading.team_id, StagedReading.programme, StagedReading.kpi,
            StagedReading.kpi_revision_id, StagedReading.period_start, StagedReading.period_end,
            StagedReading.numerator, StagedReading.denominator, StagedReading.value, StagedReading.n,
            StagedReading.note, StagedReading.seen_on, StagedReading.seen_by,
            StagedReading.there_id.label("supersedes_id"),
            case((corrects, literal(run.reason, String)), else_=null()).label("correction_reason"),
            literal(source_words(run), String).label("source"),
            literal(run.id, Integer).label("feed_run_id"),
        )
        .where(
            StagedReading.run_id == run.id, StagedReading.row > after, StagedReading.row <= to,
            StagedReading.is_unchanged.is_(False),
        )
        .subquery("staged")
    )  # fmt: skip


def last_of_next(run_id: int, after: int, most: int) -> int | None:
    """The last of the next rows of a run that are staged, after a row; None where none is left."""
    some = select(StagedReading.row).where(StagedReading.run_id == run_id, StagedReading.row > after)
    some = some.order_by(StagedReading.row).limit(most)
    last: int | None = db.session.scalar(select(func.max(some.subquery().c.row)))
    return last


def last_arriving(run_id: int, most: int) -> int | None:
    """The last of the first readings that were laid in for a run and never held; None where there is none."""
    some = select(Reading.id).where(Reading.feed_run_id == run_id, Reading.is_arriving.is_(True))
    last: int | None = db.session.scalar(select(func.max(some.order_by(Reading.id).limit(most).subquery().c.id)))
    return last


def brings_for(run_id: int) -> dict[Subject, set[str]]:
    """For which people and teams a run brings readings of which KPIs."""
    found: dict[Subject, set[str]] = defaultdict(set)
    columns = (StagedReading.learner_id, StagedReading.team_id, StagedReading.kpi)
    about = or_(StagedReading.learner_id.is_not(None), StagedReading.team_id.is_not(None))
    for learner_id, team_id, code in rows_of(select(*columns).where(StagedReading.run_id == run_id, about).distinct()):
        found[Subject(learner_id=learner_id, team_id=team_id)].add(code)
    return dict(found)


def source_words(run: FeedRun) -> str:
    """Where the readings of a run are from, so that somebody else can find it."""
    return f"{run.source.name}, {run.name}"[:LONGEST_SOURCE_WORDS]


def what_changed(run: FeedRun, brings: Mapping[Subject, Collection[str]]) -> str | None:
    """What the check of a run rests on and has changed since, in words; None for nothing. The subjects are held."""
    if run.release_id != library().release_id:
        return "A new release of the definitions was published"
    if (run.corrected or run.unchanged) and db.session.scalar(withdrawn_since(run)) is not None:
        return "Another import was undone"
    if is_anybody_closed([one.learner_id for one in brings if one.learner_id is not None]):
        return "An account was closed"
    if not may_all_carry(brings):
        return "Job roles were changed"
    if db.session.scalar(readings_since(run)) is not None:
        return "Readings of the same periods were entered"
    return None


def withdrawn_since(run: FeedRun) -> Select[int]:
    """A row of a run whose reading of the same period was withdrawn."""
    there = select(StagedReading.row).join(Reading, Reading.id == StagedReading.there_id)
    return there.where(StagedReading.run_id == run.id, Reading.withdrawn_at.is_not(None)).limit(1)


def is_anybody_closed(learner_ids: Sequence[int]) -> bool:
    """Whether an account of some people is closed."""
    return any(
        db.session.scalar(select(Person.id).where(Person.id.in_(some), Person.deactivated_at.is_not(None)).limit(1))
        for some in kpi.in_batches(learner_ids)
    )


def may_all_carry(brings: Mapping[Subject, Collection[str]]) -> bool:
    """Whether the firewall lets all people and teams carry the KPIs that are brought for them."""
    kpis, roles = kpi.kpis_in(library()), kpi.job_roles_of(brings)
    asked = {(code, one.kind, roles.get(one, frozenset())) for one, codes in brings.items() for code in codes}
    return all(why_not(kpis[code], kind, of) is None for code, kind, of in asked)


def readings_since(run: FeedRun) -> Select[int]:
    """A reading that was not yet settled at the check and touches a row of a run without being what it knows of.

    Looked for from the few readings that are new, each by the index over the many rows.
    """
    touched = (
        StagedReading.run_id == run.id,
        StagedReading.kpi == Reading.kpi,
        StagedReading.period_start <= Reading.period_end,
        StagedReading.period_end >= Reading.period_start,
        or_(StagedReading.there_id.is_(None), StagedReading.there_id != Reading.id),
    )
    nobody, no_team = StagedReading.learner_id.is_(None), StagedReading.team_id.is_(None)
    touches = or_(
        exists().where(*touched, StagedReading.learner_id == Reading.learner_id),
        exists().where(*touched, nobody, StagedReading.team_id == Reading.team_id),
        exists().where(*touched, nobody, no_team, StagedReading.programme == Reading.programme),
    )
    return select(Reading.id).where(Reading.id > (run.checked_to or 0), kpi.is_current(), touches).limit(1)


def later_import(run_id: int) -> FeedRun | None:
    """An import that has corrected what a run brought, and was not undone itself; the newest."""
    earlier = aliased(Reading)
    query = (
        select(FeedRun)
        .join(Reading, Reading.feed_run_id == FeedRun.id)
        .join(earlier, earlier.id == Reading.supersedes_id)
        .where(earlier.feed_run_id == run_id, Reading.withdrawn_at.is_(None), FeedRun.id != run_id)
        .options(joinedload(FeedRun.source))
    )
    return db.session.scalar(query.order_by(FeedRun.id.desc()).limit(1))


def is_run_current(run_id: int) -> ColumnElement[bool]:
    """That a reading came with a run and still says what holds."""
    return and_(Reading.feed_run_id == run_id, kpi.is_current())
