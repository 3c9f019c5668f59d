"""Reading pairs: what waits for somebody, who may come along, the second ratings, and how far two people agree."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import aliased, joinedload, load_only, selectinload

from kamacademy.access import Function
from kamacademy.coaching.models import Observation
from kamacademy.competency.queries import framework_in, indicator_in
from kamacademy.content.queries import library
from kamacademy.db import db, rows_of
from kamacademy.guide.activity import Activity
from kamacademy.marking import agreement
from kamacademy.pairing.colleagues import Colleague, fits
from kamacademy.pairing.lot import Ticket
from kamacademy.pairing.models import Pair, PairLot, PairRating, PairWord
from kamacademy.pairing.rules import (
    DAYS_AHEAD,
    DAYS_FOR_NOTE,
    DAYS_OWED,
    DAYS_TO_RATE,
    MOST_ALIKE_APART,
    State,
    state,
)
from kamacademy.pairing.waiting import PairBrief, Waiting, waiting
from kamacademy.people.models import CoachingRelation, Person
from kamacademy.visit.models import PlannedVisit
from kamacademy.visit.rules import LONGEST_DAYS_AHEAD

HIGHEST_LEVEL = 5
SHOWN_OF_COACHES = (
    Person.name, Person.email, Person.job_role_code, Person.function_codes, Person.deactivated_at,
)  # fmt: skip


class ShareDone(NamedTuple):
    """Over some days: visits held, pairs asked for, and pairs in which both ratings are in."""

    held: int
    asked: int
    done: int


class SecondRating(NamedTuple):
    """One level, 1 to 5, that a second observer gave on a visit (the key of a planned one)."""

    rater_id: int
    learner_id: int
    visit_id: int
    indicator: str
    level: int
    rated_on: date


def pair(pair_id: int) -> Pair:
    """A pair with its visit, people, ratings and words, or 404."""
    found: Pair = db.one_or_404(
        select(Pair).where(Pair.id == pair_id).options(selectinload(Pair.ratings), selectinload(Pair.words))
    )
    return found


@cache
def of_visit() -> Select[Pair]:
    """The pair of the planned `visit`."""
    return select(Pair).where(Pair.visit_id == bindparam("visit"))


def pair_of(visit: PlannedVisit) -> Pair | None:
    """The pair of a planned visit, or None where it was not drawn. One statement."""
    return db.session.scalar(of_visit(), {"visit": visit.id})


def in_force(on: date | SQLColumnExpression[date]) -> ColumnElement[bool]:
    """The coaching relations that hold on a day."""
    still = or_(CoachingRelation.ends_on.is_(None), CoachingRelation.ends_on >= on)
    return and_(CoachingRelation.starts_on <= on, still)


def together(on: date | SQLColumnExpression[date]) -> ColumnElement[bool]:
    """The planned visits whose coach has the learner in their care on a day."""
    return (
        select(CoachingRelation.id)
        .where(
            CoachingRelation.learner_id == PlannedVisit.learner_id,
            CoachingRelation.coach_id == PlannedVisit.coach_id,
            in_force(on),
        )
        .exists()
    )


def belong_together(visit: PlannedVisit) -> bool:
    """Whether a visit is still made: the coach has the learner in their care on its day, and both accounts are open."""
    is_open = visit.learner.is_active and visit.coach.is_active
    return is_open and visit.learner.is_coached_by(visit.coach, visit.planned_on)


def apart() -> ColumnElement[bool]:
    """The ratings on which two people differ by more than one level."""
    return func.abs(PairRating.level - PairRating.first_level) > MOST_ALIKE_APART


@cache
def to_do() -> Select[*tuple[Any, ...]]:
    """The pairs of the `reader` that may ask something of them on the day `on`. Any: the columns' own types."""
    learner, coach, second = aliased(Person), aliased(Person), aliased(Person)
    reader: BindParameter[int] = bindparam("reader")
    on: BindParameter[date] = bindparam("on")
    talked = select(PairWord.id).where(
        PairWord.pair_id == Pair.id, PairWord.person_id == reader, PairWord.talked_at.is_not(None)
    )
    differs = select(PairRating.id).where(PairRating.pair_id == Pair.id, apart())
    is_to_talk = and_(Pair.opened_at.is_not(None), differs.exists(), ~talked.exists())
    is_near = and_(Pair.opened_at.is_(None), PlannedVisit.planned_on >= bindparam("oldest"))
    return (
        select(
            Pair.id, PlannedVisit.id, PlannedVisit.planned_on, learner.id, learner.name, coach.id, coach.name,
            second.id, second.name, Pair.finished_at.is_not(None), Pair.opened_at.is_not(None), together(on),
            case((is_to_talk, true()), else_=False),
        )
        .join(PlannedVisit, PlannedVisit.id == Pair.visit_id)
        .join(learner, learner.id == PlannedVisit.learner_id)
        .join(coach, coach.id == PlannedVisit.coach_id)
        .outerjoin(second, second.id == Pair.second_id)
        .where(
            or_(learner.id == reader, coach.id == reader, second.id == reader),
            Pair.declined_at.is_(None),
            PlannedVisit.cancelled_at.is_(None),
            or_(is_near, is_to_talk),
        )
        .order_by(PlannedVisit.planned_on, Pair.id)
    )  # fmt: skip


def brief(row: Row[*tuple[Any, ...]], today: date) -> PairBrief:
    """A pair as a value. Any: the columns' own types."""
    (key, visit_id, planned_on, learner_id, learner, coach_id, coach, second_id, second, is_rated, is_open, is_together,
     is_to_talk) = row  # fmt: skip
    stands = state(
        planned_on=planned_on, today=today, is_cancelled=False, is_declined=False, has_second=second_id is not None,
        is_rated=is_rated, is_open=is_open,
    )  # fmt: skip
    return PairBrief(
        key, visit_id, planned_on, learner_id, learner, coach_id, coach, second_id, second, stands, bool(is_together),
        bool(is_to_talk),
    )  # fmt: skip


def waiting_for(person: Person, today: date) -> list[Waiting]:
    """What pairs ask of a person as coach, second observer or learner, soonest first. One statement."""
    rows = rows_of(to_do(), reader=person.id, on=today, oldest=today - timedelta(days=DAYS_TO_RATE))
    found = (waiting(brief(row, today), person.id, today) for row in rows)
    return [one for one in found if one is not None]


def lot() -> PairLot | None:
    """The seed, held for this transaction so that two draws wait for each other; None before the first."""
    return db.session.scalar(select(PairLot).with_for_update())


@cache
def ahead() -> Select[*tuple[Any, ...]]:
    """The visits from the day `first` to `last` that are not drawn and stand, of people who belong together on
    that day, in order of their keys. Any: the columns' own types."""
    return (
        select(PlannedVisit.id, PlannedVisit.coach_id, PlannedVisit.learner_id, PlannedVisit.focus)
        .where(
            PlannedVisit.planned_on.between(bindparam("first"), bindparam("last")),
            PlannedVisit.cancelled_at.is_(None),
            PlannedVisit.learner.has(Person.deactivated_at.is_(None)),
            PlannedVisit.coach.has(Person.deactivated_at.is_(None)),
            ~select(Pair.id).where(Pair.visit_id == PlannedVisit.id).exists(),
            together(PlannedVisit.planned_on),
        )
        .order_by(PlannedVisit.id)
    )


def drawable(today: date) -> list[Ticket]:
    """The visits that may be drawn: at least two days ahead, with a focus, both people active and together that day."""
    first, last = today + timedelta(days=DAYS_AHEAD), today + timedelta(days=LONGEST_DAYS_AHEAD)
    rows = rows_of(ahead(), first=first, last=last)
    return [Ticket(key, coach_id, learner_id) for key, coach_id, learner_id, focus in rows if focus]


def owed(today: date) -> list[Pair]:
    """Declined pairs of the last weeks in whose place no other visit has been drawn yet."""
    taken = aliased(Pair)
    return list(
        db.session.scalars(
            select(Pair)
            .join(Pair.visit)
            .where(
                Pair.declined_at.is_not(None),
                PlannedVisit.planned_on >= today - timedelta(days=DAYS_OWED),
                ~select(taken.id).where(taken.instead_of_id == Pair.id).exists(),
            )
            .order_by(Pair.id)
        )
    )


def active_coaches() -> list[Person]:
    """Active people who coach, with name, job role and team, in order of name."""
    query = (
        select(Person)
        .where(Person.deactivated_at.is_(None), cast(Person.function_codes, String).contains(f'"{Function.COACH}"'))
        .order_by(Person.name, Person.id)
        .options(
            load_only(*SHOWN_OF_COACHES),
            joinedload(Person.team),
        )
    )
    return coaches_of(db.session.scalars(query))


def coaches_of(people: Iterable[Person]) -> list[Person]:
    """Those of some people who are active coaches."""
    return [one for one in people if one.is_active and Function.COACH in one.functions]


def kept_away(visit: PlannedVisit, on: date) -> set[int]:
    """Who cannot be second observer of a visit, whatever their role: its two, and whoever coaches or is coached by
    the learner on the day `on`."""
    is_bound = or_(CoachingRelation.learner_id == visit.learner_id, CoachingRelation.coach_id == visit.learner_id)
    query = select(CoachingRelation.coach_id, CoachingRelation.learner_id).where(is_bound, in_force(on))
    bound = {key for row in db.session.execute(query) for key in row}
    return {visit.learner_id, visit.coach_id, *bound}


def may_come(visit: PlannedVisit, coaches: Collection[Person], on: date) -> list[Person]:
    """Those of some active coaches who may come along on a visit and rate its focus."""
    framework, away = framework_in(library()), kept_away(visit, on)
    return [
        one
        for one in coaches
        if one.id not in away
        and fits(
            framework, learner=visit.learner.job_role, second=one.job_role, activity=Activity(visit.activity),
            focus=visit.focus,
        )
    ]  # fmt: skip


def colleagues_for(visit: PlannedVisit, on: date) -> list[Colleague]:
    """The colleagues to choose from for a visit, in order of name."""
    return [
        Colleague(one.id, one.name, one.job_role, one.team.name if one.team else None)
        for one in may_come(visit, active_coaches(), on)
    ]


def note_for(visit: PlannedVisit) -> Observation | None:
    """The coach's shared note of a visit: the one that names it, else one of the same two and day that names none."""
    of_day = and_(
        Observation.planned_visit_id.is_(None),
        Observation.learner_id == visit.learner_id,
        Observation.observed_on == visit.planned_on,
        Observation.activity == visit.activity,
    )
    query = select(Observation).where(
        Observation.coach_id == visit.coach_id,
        Observation.shared_at.is_not(None),
        Observation.discarded_at.is_(None),
        or_(Observation.planned_visit_id == visit.id, of_day),
    )
    return db.session.scalar(
        query.order_by(Observation.planned_visit_id.is_(None), Observation.shared_at, Observation.id).limit(1)
    )


def rated_and_closed(today: date) -> list[Pair]:
    """Pairs whose second rating is in and whose first, still waited for, may have come meanwhile."""
    query = (
        select(Pair)
        .join(Pair.visit)
        .where(
            Pair.finished_at.is_not(None),
            Pair.opened_at.is_(None),
            PlannedVisit.planned_on >= today - timedelta(days=DAYS_FOR_NOTE),
        )
        .order_by(Pair.id)
    )
    return list(db.session.scalars(query))


def expected(today: date) -> list[Pair]:
    """Pairs with a second observer whose rating is still waited for, those of called-off visits too."""
    query = (
        select(Pair)
        .join(Pair.visit)
        .where(
            Pair.second_id.is_not(None),
            Pair.finished_at.is_(None),
            Pair.declined_at.is_(None),
            PlannedVisit.planned_on >= today - timedelta(days=DAYS_TO_RATE),
        )
        .order_by(Pair.id)
    )
    return list(db.session.scalars(query))


def share_done(since: date, today: date) -> ShareDone:
    """Of the visits from one day to another: held (with a shared note, role-plays left out), asked, and done by two.

    Asked are all that were drawn, whatever became of them. One statement.
    """
    held = select(func.count(Observation.id)).where(
        Observation.shared_at.is_not(None),
        Observation.discarded_at.is_(None),
        Observation.activity != Activity.ROLE_PLAY.value,
        Observation.observed_on.between(since, today),
    )
    asked = select(func.count(Pair.id)).join(Pair.visit).where(PlannedVisit.planned_on.between(since, today))
    done = asked.where(Pair.opened_at.is_not(None))
    row = db.session.execute(select(held.scalar_subquery(), asked.scalar_subquery(), done.scalar_subquery())).one()
    return ShareDone(*row)


def fates(since: date, today: date) -> Counter[State]:
    """What became of the pairs asked for from one day to another, in counts."""
    query = (
        select(
            PlannedVisit.planned_on, PlannedVisit.cancelled_at.is_not(None), Pair.declined_at.is_not(None),
            Pair.second_id.is_not(None), Pair.finished_at.is_not(None), Pair.opened_at.is_not(None),
        )
        .join(PlannedVisit, PlannedVisit.id == Pair.visit_id)
        .where(PlannedVisit.planned_on.between(since, today))
    )  # fmt: skip
    return Counter(
        state(
            planned_on=planned_on, today=today, is_cancelled=is_cancelled, is_declined=is_declined,
            has_second=has_second, is_rated=is_rated, is_open=is_open,
        )
        for planned_on, is_cancelled, is_declined, has_second, is_rated, is_open in db.session.execute(query)
    )  # fmt: skip


def ratings_since(day: date) -> list[SecondRating]:
    """What second observers gave on visits from a day on, where both ratings are in; "not observed" is left out.

    The first ratings are in the ledger; these are not, since they say nothing to the learner's level.
    """
    query = (
        select(
            Pair.second_id, PlannedVisit.learner_id, PlannedVisit.id, PairRating.indicator, PairRating.level,
            PlannedVisit.planned_on,
        )
        .join(Pair, Pair.id == PairRating.pair_id)
        .join(PlannedVisit, PlannedVisit.id == Pair.visit_id)
        .where(Pair.opened_at.is_not(None), PairRating.level.is_not(None), PlannedVisit.planned_on >= day)
        .order_by(PlannedVisit.id, PairRating.place)
    )  # fmt: skip
    return [SecondRating(*row) for row in rows_of(query)]


def differences_since(day: date) -> list[agreement.Pair]:
    """Both levels of every indicator that two observers looked at, on visits from a day on. Nobody is named."""
    query = (
        select(Pair.release_id, PairRating.indicator, PairRating.first_level, PairRating.level)
        .join(Pair, Pair.id == PairRating.pair_id)
        .join(PlannedVisit, PlannedVisit.id == Pair.visit_id)
        .where(Pair.opened_at.is_not(None), PlannedVisit.planned_on >= day)
        .order_by(PairRating.indicator, PairRating.id)
    )
    return [
        agreement.Pair(code[:3], code, indicator_in(library(release_id), code).name, HIGHEST_LEVEL, first, second)
        for release_id, code, first, second in db.session.execute(query)
    ]
