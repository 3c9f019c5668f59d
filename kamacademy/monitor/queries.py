"""Gathering what the rater model is given, and reading what its runs found of whom."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select

from kamacademy.calibration.queries import case_ratings_since
from kamacademy.competency.evidence import DOES, Kind
from kamacademy.competency.models import Evidence, KeptEstimate
from kamacademy.db import db, rows_of
from kamacademy.monitor.figures import Measured
from kamacademy.monitor.words import Linked, unlinked_words
from kamacademy.pairing.queries import ratings_since
from kamacademy.people.models import Person, Team
from kamacademy.rater.figures import restored
from kamacademy.rater.models import RaterSeverity, SeverityRun
from kamacademy.rater.ratings import Rated, each_once

DOES_KINDS = [kind.value for kind in DOES]


@dataclass(frozen=True, slots=True)
class RaterRow:
    """A rater with what a run found of them."""

    rater_id: int
    name: str
    found: Measured


@dataclass(frozen=True, slots=True)
class Past:
    """What one run found of a rater."""

    at: datetime
    found: Measured


def ratings_given(since: date, today: date) -> list[Rated]:
    """What the rater model is given, each rating once: of learners from the ledger, of cases, and by second observers.

    The experts who set a case's reference are not among its raters.
    """
    return each_once([*in_ledger(since, today), *of_cases(since), *of_seconds(since)])


@cache
def levels_by_others() -> Select[*tuple[Any, ...]]:
    """The levels in force that others gave learners for what they did, from `since` to `today`, oldest row first.

    Any: the columns' own types.
    """
    superseded = select(Evidence.supersedes_id).where(Evidence.supersedes_id.is_not(None))
    return (
        select(
            Evidence.id, Evidence.learner_id, Evidence.competency, Evidence.indicator, Evidence.level,
            Evidence.rater_id, Evidence.visit, Evidence.happened_on, Evidence.kind,
        )
        .where(
            Evidence.kind.in_(DOES_KINDS),
            Evidence.level.is_not(None),
            Evidence.rater_id.is_not(None),
            Evidence.rater_id != Evidence.learner_id,
            Evidence.happened_on.between(bindparam("since"), bindparam("today")),
            Evidence.id.not_in(superseded),
        )
        .order_by(Evidence.id)
    )  # fmt: skip


def in_ledger(since: date, today: date) -> list[Rated]:
    """The ratings of learners, for development and for decisions; a note copied from one to the other comes twice."""
    return [
        Rated(
            f"{learner_id} {competency}", rater, indicator or competency, level, visit or f"evidence-{key}", on,
            kind == Kind.PEER.value,
        )
        for key, learner_id, competency, indicator, level, rater, visit, on, kind in rows_of(
            levels_by_others(), since=since, today=today
        )
    ]  # fmt: skip


def of_cases(since: date) -> list[Rated]:
    """The ratings of calibration cases, newest first, so that a case seen again counts as it was rated at first."""
    return [
        Rated(
            f"{one.case} {one.indicator[:3]}", one.rater_id, one.indicator, one.level, f"case-{one.case}", one.rated_on
        )
        for one in reversed(case_ratings_since(since))
    ]


def of_seconds(since: date) -> list[Rated]:
    """The ratings of second observers, which are evidence of how people rate and not of the learner."""
    return [
        Rated(
            f"{one.learner_id} {one.indicator[:3]}", one.rater_id, one.indicator, one.level, f"visit-{one.visit_id}",
            one.rated_on,
        )
        for one in ratings_since(since)
    ]  # fmt: skip


@cache
def observers() -> Select[*tuple[Any, ...]]:
    """The observers of every run with those linked with them: their own figures, the others' mean and number.

    Colleagues who only answered when feedback was asked are in no row: nobody may know them. Any: the columns' own
    types.
    """
    of_subset = (
        select(
            RaterSeverity.run_id, RaterSeverity.subset, func.avg(RaterSeverity.mean).label("mean"),
            func.count().label("linked"),
        )
        .where(RaterSeverity.observes.is_(True))
        .group_by(RaterSeverity.run_id, RaterSeverity.subset)
        .subquery()
    )  # fmt: skip
    same = and_(of_subset.c.run_id == RaterSeverity.run_id, of_subset.c.subset == RaterSeverity.subset)
    return (
        select(
            Person.id, Person.name, SeverityRun.at, RaterSeverity.mean, RaterSeverity.sd, SeverityRun.design_effect,
            RaterSeverity.infit, RaterSeverity.ratings, RaterSeverity.visits, of_subset.c.linked, of_subset.c.mean,
            RaterSeverity.signs, SeverityRun.spread_squares, SeverityRun.spread_freedom,
        )
        .join(RaterSeverity, RaterSeverity.rater_id == Person.id)
        .join(SeverityRun, SeverityRun.id == RaterSeverity.run_id)
        .join(of_subset, same)
        .where(RaterSeverity.observes.is_(True))
    )  # fmt: skip


def measured(row: Any) -> Measured:  # Any: a row of `observers`
    """What a run found of one rater."""
    _, _, _, mean, sd, effect, infit, ratings, visits, linked, linked_mean, signs, squares, freedom = row
    return Measured(
        mean, sd, effect, infit, ratings, visits, linked, float(linked_mean), restored(signs), (squares, freedom)
    )


def raters_page(run: SeverityRun, page: int, per_page: int) -> tuple[list[RaterRow], int]:
    """One page of a run's active observers in order of name, and how many there are."""
    query = observers().where(SeverityRun.id == run.id, Person.deactivated_at.is_(None))
    total = db.session.scalar(query.with_only_columns(func.count())) or 0
    shown = query.order_by(Person.name, Person.id).offset((page - 1) * per_page).limit(per_page)
    return [RaterRow(row[0], row[1], measured(row)) for row in db.session.execute(shown)], total


def history_of(rater: Person) -> list[Past]:
    """What every run that is kept found of one rater, newest first. One statement."""
    query = observers().where(Person.id == rater.id).order_by(SeverityRun.id.desc())
    return [Past(row[2], measured(row)) for row in db.session.execute(query)]


@cache
def teams_by_subset() -> Select[int, str | None, int]:
    """How many raters of each team are in each subset of the newest run."""
    newest = select(func.max(SeverityRun.id)).scalar_subquery()
    return (
        select(RaterSeverity.subset, Team.name, func.count())
        .join(Person, Person.id == RaterSeverity.rater_id)
        .outerjoin(Team, Team.id == Person.team_id)
        .where(RaterSeverity.run_id == newest)
        .group_by(RaterSeverity.subset, Team.name)
        .order_by(RaterSeverity.subset, Team.name)
    )


def linked_groups() -> list[Linked]:
    """The groups of raters of the newest run whom nothing links. One statement.

    A team of which some raters are in another group names none.
    """
    rows = rows_of(teams_by_subset())
    in_groups = Counter(team for _, team, _ in rows)
    teams, raters = defaultdict[int, list[str]](list), defaultdict[int, int](int)
    for subset, team, count in rows:
        raters[subset] += count
        if team is not None and in_groups[team] == 1:
            teams[subset].append(team)
    return [Linked(tuple(teams[subset]), count) for subset, count in raters.items()]


def not_comparable() -> str | None:
    """One sentence for pages on which several teams stand, where nothing links some of their raters. One statement."""
    return unlinked_words(linked_groups())


def superfluous_runs() -> list[int]:
    """The runs that may go: not the last of a month, and no kept estimate rests on them."""
    in_use = set(db.session.scalars(select(KeptEstimate.run_id).where(KeptEstimate.run_id.is_not(None)).distinct()))
    last_of: dict[tuple[int, int], int] = {}
    found = db.session.execute(select(SeverityRun.id, SeverityRun.at).order_by(SeverityRun.id)).all()
    for key, at in found:
        last_of[at.year, at.month] = key
    return [key for key, _ in found if key not in last_of.values() and key not in in_use]
