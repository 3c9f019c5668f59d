"""Reading events, seats and ratings of cases."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from kamacademy.access import Function
from kamacademy.calibration.comparison import Pair, beside_words, compare
from kamacademy.calibration.counting import Rated, counted_once
from kamacademy.calibration.documents import CASE, GUIDE, CalibrationCase, FacilitatorGuide
from kamacademy.calibration.models import CalibrationEvent, CalibrationSeat, CaseRating
from kamacademy.calibration.rules import EventKind
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.db import db, rows_of
from kamacademy.kpi.calculated import Counted
from kamacademy.kpi.periods import Period
from kamacademy.kpi.subjects import Subject
from kamacademy.pairing.waiting import Waiting
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.people.queries import active_people_with
from kamacademy.rater.queries import certified_days
from kamacademy.wording import counted, day

EVENTS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class RatedCase:
    """One level that one rater gave one indicator of one case, for the rater model."""

    rater_id: int
    case: str
    indicator: str
    level: int
    rated_on: date
    kind: EventKind


def event(event_id: int) -> CalibrationEvent:
    """An event, or 404."""
    found: CalibrationEvent = db.get_or_404(CalibrationEvent, event_id)
    return found


def seat(seat_id: int) -> CalibrationSeat:
    """A seat, or 404."""
    found: CalibrationSeat = db.get_or_404(CalibrationSeat, seat_id)
    return found


def events() -> list[CalibrationEvent]:
    """Events and quarters with their seats, newest first."""
    query = select(CalibrationEvent).options(selectinload(CalibrationEvent.seats))
    newest = query.order_by(CalibrationEvent.opens_on.desc(), CalibrationEvent.id.desc()).limit(EVENTS_SHOWN)
    return list(db.session.scalars(newest))


def seats_of(event_id: int) -> list[CalibrationSeat]:
    """The seats of an event with their ratings, in order of name."""
    query = select(CalibrationSeat).where(CalibrationSeat.event_id == event_id).options(
        selectinload(CalibrationSeat.ratings)
    )  # fmt: skip
    found = db.session.scalars(query.join(CalibrationSeat.person).order_by(Person.name, Person.id))
    return list(found.unique())


def own_seats(person: Person) -> list[CalibrationSeat]:
    """A person's seats with their ratings, the newest first."""
    query = select(CalibrationSeat).where(CalibrationSeat.person_id == person.id).order_by(CalibrationSeat.id.desc())
    return list(db.session.scalars(query.options(selectinload(CalibrationSeat.ratings))))


def seat_at(event_id: int, person_id: int) -> CalibrationSeat | None:
    """Somebody's seat at an event, or None."""
    query = select(CalibrationSeat).where(CalibrationSeat.event_id == event_id, CalibrationSeat.person_id == person_id)
    return db.session.scalar(query)


def cases_in(release: Library) -> dict[str, CalibrationCase]:
    """Every case of a release by its name."""
    return release.all(CalibrationCase, CASE)


def cases_of(found: CalibrationEvent) -> dict[str, CalibrationCase]:
    """The cases of an event as they stood in its release."""
    release = library(found.release_id)
    return {one: release.one(CalibrationCase, CASE, one) for one in found.cases}


def guide_of(found: CalibrationEvent) -> FacilitatorGuide | None:
    """The guide of whoever leads the event, where its release holds one."""
    release = library(found.release_id)
    return release.one(FacilitatorGuide, GUIDE, GUIDE) if release.has(GUIDE, GUIDE) else None


def may_be_invited() -> list[Person]:
    """Active coaches in order of name, without those who can read the references among the releases."""
    return [one for one in active_people_with(Function.COACH) if Function.LEARNING_TEAM not in one.functions]


@cache
def waiting_seats() -> Select[int, str, date, int]:
    """The seats of the `person` at events that are open `on` a day, with how many of their cases have been rated."""
    rated = (
        select(func.count(CaseRating.case.distinct()))
        .where(CaseRating.seat_id == CalibrationSeat.id)
        .correlate(CalibrationSeat)
        .scalar_subquery()
    )
    return (
        select(
            CalibrationSeat.id, CalibrationEvent.title, CalibrationEvent.closes_on, CalibrationSeat.cases,
            rated.label("rated"),
        )
        .join(CalibrationEvent)
        .where(
            CalibrationSeat.person_id == bindparam("person"),
            CalibrationSeat.finished_at.is_(None),
            CalibrationEvent.closed_at.is_(None),
            CalibrationEvent.opens_on <= bindparam("on"),
        )
        .order_by(CalibrationEvent.closes_on, CalibrationSeat.id)
    )  # fmt: skip


def waiting_for(person: Person, today: date) -> list[Waiting]:
    """The cases that a person can rate today, each event as a line for the first page."""
    return [
        Waiting(waiting_words(one.title, len(one.cases) - one.rated, one.closes_on), f"/calibration/seats/{one.id}")
        for one in rows_of(waiting_seats(), person=person.id, on=today)
    ]


def waiting_words(title: str, left: int, closes_on: date) -> str:
    """Calibration, autumn: 3 cases to rate, by 30 Nov 2026."""
    what = f"{counted(left, 'case')} to rate" if left else "all cases rated, not finished yet"
    return f"{title}: {what}, by {day(closes_on)}"


def beginning(of: date) -> datetime:
    """Midnight, UTC."""
    return datetime.combine(of, time(), UTC)


def is_to_count() -> ColumnElement[bool]:
    """The seats whose ratings count: finished and, at an event, closed, so that nothing is told of them before."""
    is_known = or_(CalibrationEvent.kind == EventKind.QUARTERLY.value, CalibrationEvent.closed_at.is_not(None))
    return CalibrationSeat.finished_at.is_not(None) & is_known


def case_ratings_since(since: date) -> list[RatedCase]:
    """The levels given from a day on, of what counts, without "cannot tell"."""
    rows = db.session.execute(
        select(
            CalibrationSeat.person_id, CaseRating.case, CaseRating.indicator, CaseRating.level, CaseRating.rated_at,
            CalibrationEvent.kind,
        )
        .join(CaseRating.seat)
        .join(CalibrationSeat.event)
        .where(CaseRating.rated_at >= beginning(since), CaseRating.level.is_not(None), is_to_count())
        .order_by(CaseRating.id)
    )  # fmt: skip
    return [
        RatedCase(rater, case, indicator, level, at.date(), EventKind(kind))
        for rater, case, indicator, level, at, kind in rows
        if level is not None
    ]


def pairs_since(since: date, people: Collection[int] | None = None, *, until: date = date.max) -> dict[int, list[Pair]]:
    """Each person's levels beside the reference, given from a day on, of what counts. By default of everybody.

    A case rated again before it is forgotten counts with its first rating, even where that lies before the day: so all
    ratings are read.
    """
    counts = [is_to_count()]
    if people is not None:
        counts.append(CalibrationSeat.person_id.in_(people))
    rows = db.session.execute(
        select(
            CalibrationSeat.person_id, CalibrationEvent.release_id, CaseRating.case, CaseRating.indicator,
            CaseRating.level, CaseRating.rated_at,
        )
        .join(CaseRating.seat)
        .join(CalibrationSeat.event)
        .where(*counts)
        .order_by(CaseRating.rated_at, CaseRating.id)
    )  # fmt: skip
    found: dict[int, list[Rated]] = defaultdict(list)
    for rater, release_id, case, indicator, level, at in rows:
        reference = library(release_id).one(CalibrationCase, CASE, case).of(indicator).reference
        if at.date() <= until:
            found[rater].append(Rated(Pair(case, indicator, level, reference), at.date()))
    pairs = {rater: counted_once(some, since) for rater, some in found.items()}
    return {rater: some for rater, some in pairs.items() if some}


def pairs_at(found: CalibrationSeat) -> list[Pair]:
    """A seat's levels beside the reference, case by case in the person's order."""
    release = library(found.event.release_id)
    given = {(one.case, one.indicator): one.level for one in found.ratings}
    return [
        Pair(slug, one.indicator, given[slug, one.indicator], one.reference)
        for slug in found.cases
        for one in release.one(CalibrationCase, CASE, slug).ratings
        if (slug, one.indicator) in given
    ]


def last_given(people: Iterable[int]) -> dict[int, dict[str, date]]:
    """When each person was last given each case, whether rated or not."""
    query = select(CalibrationSeat.person_id, CalibrationSeat.cases, CalibrationSeat.invited_at)
    rows = db.session.execute(
        query.where(CalibrationSeat.person_id.in_(list(people))).order_by(CalibrationSeat.invited_at)
    )
    found: dict[int, dict[str, date]] = defaultdict(dict)
    for person_id, cases, at in rows:
        found[person_id].update(dict.fromkeys(cases, at.date()))
    return dict(found)


def certified_until(people: Collection[int], today: date) -> dict[int, date]:
    """The last day of the latest certificate of those certified today; of those who are not, nothing."""
    return {
        person_id: max(one.last for one in days)
        for person_id, days in certified_days(people).items()
        if any(one.first <= today <= one.last for one in days)
    }


def cases_under_way() -> set[str]:
    """The cases of events that are not closed: their references are not shown to anybody yet."""
    lists = db.session.scalars(
        select(CalibrationEvent.cases).where(
            CalibrationEvent.kind == EventKind.EVENT.value, CalibrationEvent.closed_at.is_(None)
        )
    )
    return {slug for cases in lists for slug in cases}


def cases_unseen_by(person: Person) -> set[str]:
    """The cases whose references are kept from a person, in older reports too: of every event under way, and those that
    the person is rating."""
    lists = db.session.scalars(
        select(CalibrationSeat.cases)
        .join(CalibrationSeat.event)
        .where(
            CalibrationSeat.person_id == person.id,
            CalibrationSeat.finished_at.is_(None),
            CalibrationEvent.closed_at.is_(None),
        )
    )
    return cases_under_way().union(*lists)


def quarter_beginning(first: date) -> CalibrationEvent | None:
    """The quarter that begins on a day, or None."""
    query = select(CalibrationEvent).where(
        CalibrationEvent.kind == EventKind.QUARTERLY.value, CalibrationEvent.opens_on == first
    )
    return db.session.scalar(query)


def quarters_over(today: date) -> list[CalibrationEvent]:
    """Quarters that have passed and are not closed."""
    query = select(CalibrationEvent).where(
        CalibrationEvent.kind == EventKind.QUARTERLY.value,
        CalibrationEvent.closed_at.is_(None),
        CalibrationEvent.closes_on < today,
    )
    return list(db.session.scalars(query.order_by(CalibrationEvent.id)))


def unfinished(found: CalibrationEvent) -> Sequence[CalibrationSeat]:
    """The seats of an event whose coach, with an open account, has not finished."""
    query = (
        select(CalibrationSeat)
        .join(CalibrationSeat.person)
        .where(
            CalibrationSeat.event_id == found.id,
            CalibrationSeat.finished_at.is_(None),
            Person.deactivated_at.is_(None),
        )
        .order_by(CalibrationSeat.id)
        .options(joinedload(CalibrationSeat.person))
    )
    return db.session.scalars(query).unique().all()


def agreement_with_panel(people: Mapping[int, JobRole], period: Period) -> dict[Subject, Counted]:
    """K21: levels given to calibration cases in a period, and those within one level of the panel's reference."""
    pairs = pairs_since(period.start, list(people), until=period.end)
    compared = {key: compare(some) for key, some in pairs.items()}
    return {
        Subject(learner_id=key): Counted(one.within_one, one.n, beside_words(one))
        for key, one in compared.items()
        if one.n
    }
