"""Reading the framework, the evidence ledger, and what a rule makes of both."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from flask import current_app
from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, or_, select
from sqlalchemy import Row as Record
from sqlalchemy.orm import aliased

from kamacademy.competency.documents import Competency, Framework, Indicator
from kamacademy.competency.estimation import RULE, Estimate
from kamacademy.competency.evidence import DOES, KNOWS, Context, Kind, Purpose, Row, View
from kamacademy.competency.kept import Kept, Key, Panel, estimate_from
from kamacademy.competency.ledger import LedgerEntry, may_read_words
from kamacademy.competency.models import Evidence, KeptEstimate
from kamacademy.competency.next_evidence import (
    CoachAtHand,
    NextEvidence,
    Way,
    begun_by,
    best,
    candidates,
    next_evidence,
    offered,
)
from kamacademy.competency.occasions import History, history
from kamacademy.competency.profile import CompetencyDetail, Profile, competency_detail, level_names, profile
from kamacademy.competency.sources import Sources
from kamacademy.competency.why import Why, levels_after, occasion_lines, why
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.db import db, rows_of
from kamacademy.people.job_roles import JobRole
from kamacademy.people.market import Market
from kamacademy.people.models import Person
from kamacademy.rater.queries import certified_days, is_certified, newest_run, severities

if TYPE_CHECKING:
    from kamacademy.competency.reckoning import Raters

DOES_KINDS = [kind.value for kind in DOES]
KNOWS_KINDS = [kind.value for kind in KNOWS]
KINDS = {kind.value: kind for kind in Kind}
PURPOSES = {purpose.value: purpose for purpose in Purpose}
VIEWS = {view.value: view for view in View}
PANELS = {panel.value: panel for panel in Panel}
KeptByKey = Mapping[Key, Mapping[Panel, Kept]]


class HasKey(Protocol):
    """Somebody with a key: a person, or one in brief."""

    @property
    def id(self) -> int: ...


class HasTargets(HasKey, Protocol):
    """Somebody with a key, a job role, which sets the targets, and a market, which says which check counts."""

    @property
    def job_role(self) -> JobRole: ...

    @property
    def market(self) -> Market: ...


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
    return estimates_in_views(learners, today, release, (view,))[view]


def estimates_in_views(
    learners: Collection[HasTargets], today: date, release: Library, views: Collection[View] = tuple(View)
) -> dict[View, dict[int, dict[str, Estimate]]]:
    """The same in several views, by view; one statement for all of them.

    What is kept as of an earlier day is brought here by what time does to what was known. Of whom newer evidence is
    kept, the ledger is asked, for a few statements more.
    """
    keys = [learner.id for learner in learners]
    kept, known_later = kept_estimates(keys, views, today)
    if known_later:
        kept |= worked_out(counting_rows(known_later), views, today)
    return assembled(kept, learners, today, release, views)


def estimates_on(
    learners: Collection[HasTargets], day: date, release: Library, view: View = View.DEVELOPMENT
) -> dict[int, dict[str, Estimate]]:
    """The estimates of a day, worked out of the ledger's rows up to it, whatever is kept."""
    kept = worked_out(counting_rows([learner.id for learner in learners]), (view,), day)
    return assembled(kept, learners, day, release, (view,))[view]


def assembled(
    kept: KeptByKey, learners: Collection[HasTargets], on: date, release: Library, views: Collection[View]
) -> dict[View, dict[int, dict[str, Estimate]]]:
    """The estimates that kept panels make, by view, learner's key and code."""
    framework, competencies = framework_in(release), competencies_in(release)
    targets = {learner.id: (framework.role(learner.job_role).targets, learner.market) for learner in learners}
    return {
        view: {
            learner_id: {
                code: estimate_from(
                    code,
                    kept.get((learner_id, code, view), {}),
                    target=own_targets.get(code),
                    check=competency.check_for(market),
                    on=on,
                )
                for code, competency in competencies.items()
            }
            for learner_id, (own_targets, market) in targets.items()
        }
        for view in views
    }


@cache
def kept_rows() -> Select[*tuple[Any, ...]]:
    """What is kept of the `learners` in the `views`; what is known comes only with rows not as of the day `on`.

    Any: the columns' own types.
    """
    one = KeptEstimate
    belief = case((one.as_of != bindparam("on"), one.belief))
    return select(
        one.learner_id, one.competency, one.view, one.panel, one.last_on, one.as_of, one.chances, one.held, one.visits,
        one.raters, one.certified, one.passes, belief.label("belief"),
    ).where(
        one.learner_id.in_(bindparam("learners", expanding=True)), one.view.in_(bindparam("views", expanding=True))
    )  # fmt: skip


def kept_estimates(
    learner_ids: Collection[int], views: Collection[View], on: date
) -> tuple[dict[Key, dict[Panel, Kept]], set[int]]:
    """The panels kept as of a day, and the learners of whom newer evidence is kept than that day's. One statement."""
    rows = rows_of(kept_rows(), learners=list(learner_ids), views=[view.value for view in views], on=on)
    known_later = {row.learner_id for row in rows if row.last_on > on}
    found: dict[Key, dict[Panel, Kept]] = defaultdict(dict)
    for learner_id, code, view, panel, last_on, as_of, chances, *rest, belief in rows:
        if belief is None:
            found[learner_id, code, VIEWS[view]][PANELS[panel]] = Kept(last_on, as_of, tuple(chances), *rest)
    for key, panel, one in dated_rows([row for row in rows if row.belief is not None and row.last_on <= on], on):
        found[key][panel] = one
    return {key: panels for key, panels in found.items() if key[0] not in known_later}, known_later


def dated_rows(rows: Sequence[Record[*tuple[Any, ...]]], on: date) -> Iterator[tuple[Key, Panel, Kept]]:
    """Rows of kept panels with what is known, brought to a day that is not before their newest evidence."""
    if not rows:
        return
    from kamacademy.competency.reckoning import dated

    panels = [PANELS[row.panel] for row in rows]
    days = [(on - row.last_on).days for row in rows]
    chances = dated([row.belief for row in rows], panels, days, knowledge_standard())
    for row, panel, chance in zip(rows, panels, chances, strict=True):
        learner_id, code, view, _, last_on, _, _, *rest, _ = row
        yield (learner_id, code, VIEWS[view]), panel, Kept(last_on, on, chance, *rest)


def knowledge_standard() -> float:
    """The share of questions that the newest release asks for, 0 to 1."""
    return framework_in(library()).knowledge_standard / 100


@cache
def rows_that_count(*, of_one_competency: bool = False) -> Select[*tuple[Any, ...]]:
    """What the rule needs of the `learners`, in one `competency` or all: the rows of Does with a level, and of Knows.

    Any: the columns' own types.
    """
    later = aliased(Evidence)
    is_rated = and_(Evidence.kind.in_(DOES_KINDS), Evidence.level.is_not(None))
    query = select(
        Evidence.learner_id, Evidence.competency, Evidence.kind, Evidence.level, Evidence.happened_on,
        Evidence.rater_id, Evidence.visit, Evidence.indicator, Evidence.passed, Evidence.source_ref,
        Evidence.valid_until, Evidence.purpose, Evidence.id, Evidence.score, Evidence.score_max,
    ).where(
        Evidence.learner_id.in_(bindparam("learners", expanding=True)),
        or_(is_rated, Evidence.kind.in_(KNOWS_KINDS)),
        ~exists().where(later.supersedes_id == Evidence.id),
    )  # fmt: skip
    return query.where(Evidence.competency == bindparam("competency")) if of_one_competency else query


def counting_rows(learner_ids: Collection[int], competency: str | None = None) -> dict[tuple[int, str], list[Row]]:
    """The rows that the rule needs, by learner and competency. One statement."""
    given: dict[str, object] = {"learners": list(learner_ids)}
    if competency is not None:
        given["competency"] = competency
    found: dict[tuple[int, str], list[Row]] = defaultdict(list)
    rows = rows_of(rows_that_count(of_one_competency=competency is not None), **given)
    for learner_id, code, kind, level, day, rater, visit, indicator, passed, ref, until, purpose, key, *scores in rows:
        row = Row(
            code, KINDS[kind], level, day, rater, visit or f"evidence-{key}", indicator, passed, ref, until,
            PURPOSES[purpose], key, *scores,
        )  # fmt: skip
        found[learner_id, code].append(row)
    return dict(found)


def rated_by(rater_id: int) -> list[int]:
    """The keys of everyone whom somebody has rated, in order."""
    query = select(Evidence.learner_id).where(Evidence.rater_id == rater_id, Evidence.learner_id != rater_id).distinct()
    return list(db.session.scalars(query.order_by(Evidence.learner_id)))


def everybody_with_evidence() -> list[int]:
    """The keys of everyone of whom there is evidence, or of whom something is kept, in order."""
    both = select(Evidence.learner_id).union(select(KeptEstimate.learner_id))
    return sorted(db.session.scalars(both))


def is_outdated() -> bool:
    """Whether something kept was made by another rule than today's, or there is evidence and nothing is kept."""
    if db.session.scalar(select(KeptEstimate.rule).where(KeptEstimate.rule != RULE).limit(1)) is not None:
        return True
    counts = select(Evidence.id).where(or_(Evidence.level.is_not(None), Evidence.passed.is_not(None))).limit(1)
    nothing_kept = db.session.scalar(select(KeptEstimate.learner_id).limit(1)) is None
    return nothing_kept and db.session.scalar(counts) is not None


def everybody_undated(today: date) -> list[int]:
    """The keys of those of whom something is kept as of an earlier day, in order."""
    query = select(KeptEstimate.learner_id).where(KeptEstimate.as_of < today).distinct()
    return list(db.session.scalars(query.order_by(KeptEstimate.learner_id)))


def undated(learner_ids: Collection[int], today: date) -> Iterator[tuple[Key, Panel, Kept]]:
    """What is kept of people as of an earlier day, brought to this one."""
    rows = rows_of(kept_rows(), learners=list(learner_ids), views=list(VIEWS), on=today)
    return dated_rows([row for row in rows if row.as_of < today], today)


def raters_of(rows: Mapping[tuple[int, str], Sequence[Row]]) -> "Raters":
    """What is known of those who rated in these rows, by the newest run of the rater model. Three statements."""
    from kamacademy.competency.fusion import Severity
    from kamacademy.competency.reckoning import Raters

    keys = {row.rater_id for some in rows.values() for row in some if row.rater_id is not None}
    if not keys:
        return Raters()
    run = severities(keys)
    return Raters(
        run_id=run.run_id,
        severities={rater: Severity(mean, sd) for rater, (mean, sd) in run.of_raters.items()},
        difficulties=run.difficulties,
        certified={rater: [(one.first, one.last) for one in days] for rater, days in certified_days(keys).items()},
    )


def worked_out(
    rows: Mapping[tuple[int, str], Sequence[Row]], views: Collection[View], until: date
) -> dict[Key, dict[Panel, Kept]]:
    """What would be kept of rows, had the ledger ended with a day."""
    from kamacademy.competency.reckoning import reckoned

    histories = histories_of(rows, views, until)
    found: dict[Key, dict[Panel, Kept]] = defaultdict(dict)
    for one in reckoned(histories, raters_of(rows), knowledge_standard(), until, tuple(Panel)):
        found[one.key][one.panel] = one.kept
    return dict(found)


def histories_of(
    rows: Mapping[tuple[int, str], Sequence[Row]], views: Collection[View], until: date | None = None
) -> dict[Key, History]:
    """The histories that rows make in some views."""
    return {
        (learner_id, code, view): history(some, learner_id, view, until)
        for (learner_id, code), some in rows.items()
        for view in views
    }


def history_of(learner: HasKey, code: str, today: date, view: View = View.DEVELOPMENT) -> tuple[History, "Raters"]:
    """One history up to a day, and what is known of its raters; for whoever asks what moved a level."""
    rows = counting_rows([learner.id], code)
    return history(rows.get((learner.id, code), ()), learner.id, view, today), raters_of(rows)


def profile_of(learner: Person, today: date) -> Profile:
    """Where the learner stands in every competency of the newest release."""
    release = library()
    found = estimates_in_views([learner], today, release)
    development, attested = found[View.DEVELOPMENT][learner.id], found[View.ATTESTED][learner.id]
    return profile(framework_in(release), competencies_in(release), development, attested, job_role=learner.job_role)


def competency_of(learner: Person, reader: Person, competency: Competency, today: date) -> CompetencyDetail:
    """All about one competency of the learner, narrowed for the reader."""
    release, code = library(), competency.code
    views = estimates_in_views([learner], today, release)
    found, attested = (views[view][learner.id][code] for view in (View.DEVELOPMENT, View.ATTESTED))
    entries = ledger_of(learner, reader, code)
    return competency_detail(
        framework_in(release),
        competency,
        (found, attested),
        entries,
        next_evidence_of(learner, reader, found, entries),
        job_role=learner.job_role,
        sees_own_view=reader.id == learner.id or learner.is_coached_by(reader, today),
    )


def why_of(learner: Person, reader: Person, competency: Competency, today: date, view: View) -> Why:
    """Why the learner's level of a competency in a view is what it is."""
    from kamacademy.competency.influence import influences, levels_by_day

    release, code = library(), competency.code
    names = level_names(framework_in(release))
    estimate = estimates_of([learner], today, release, view)[learner.id][code]
    found, raters = history_of(learner, code, today, view)
    # From visits of the same level nobody is to read off who rates severely: here each moves it as anybody's would.
    moves = influences(found, replace(raters, severities={}), today)
    lines = occasion_lines(
        moves,
        levels_after(found.occasions, levels_by_day(found, raters), names),
        [one for one in ledger_of(learner, reader, code) if one.row.is_seen_in(view)],
        competency,
        names,
        today,
    )
    run = newest_run()
    return why(estimate, view, lines, names, None if run is None else run.at.date())


def next_evidence_of(learner: Person, reader: Person, found: Estimate, entries: Sequence[LedgerEntry]) -> NextEvidence:
    """What would tell most next about one competency, as the reader may bring it about."""
    release, code, today = library(), found.competency, found.on
    coach = coach_who_may_rate(learner, reader, code, today)
    at_hand = None
    if coach is not None:
        has_rated = any(one.rater_id == coach.id and one.level for one in entries)
        at_hand = CoachAtHand(coach.name, is_certified(coach, today), has_rated)
    open_ways = candidates(found, at_hand, asks_peers=code in sources().asked_of_peers(release))
    ways = begun_by(offered(found, open_ways), is_own=reader.id == learner.id)
    way = ways[0] if len(ways) == 1 else best(ways, bits_by_way(learner, coach, entries, today))
    return next_evidence(
        way, found, level_names(framework_in(release)), learner=learner.first_name, is_own=reader.id == learner.id,
        coach=at_hand,
    )  # fmt: skip


def sources() -> Sources:
    """What features to the right know of getting evidence."""
    found: Sources = current_app.extensions["evidence_sources"]
    return found


def coach_who_may_rate(learner: Person, reader: Person, code: str, today: date) -> Person | None:
    """The reader who coaches, else the present coach; None where there is none, or the framework closes it to them."""
    relation = learner.coaching_on(today)
    coach = relation.coach if reader.id == learner.id and relation is not None else reader
    if coach.id == learner.id or not coach.is_active:
        return None
    return coach if code in sources().may_rate(framework_in(library()), learner.job_role, coach.job_role) else None


def bits_by_way(
    learner: Person, coach: Person | None, entries: Sequence[LedgerEntry], today: date
) -> Mapping[Way, float]:
    """How much each way of getting evidence would tell, from the learner's entries of one competency."""
    from kamacademy.competency.fusion import Severity
    from kamacademy.competency.reckoning import Raters
    from kamacademy.competency.worth import worth

    occasions = history([one.row for one in entries], learner.id, View.DEVELOPMENT, today).occasions
    run = severities({one.rater_id for one in occasions} | ({coach.id} if coach is not None else set()))
    known = {rater: Severity(*found) for rater, found in run.of_raters.items()}
    raters = Raters(severities=known, difficulties=run.difficulties)
    return worth(
        [raters.visit(one) for one in occasions], known, None if coach is None else coach.id, today.toordinal()
    )
