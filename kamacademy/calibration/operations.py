"""Calibration events: making, inviting, rating, finishing, closing, the two cases of a quarter, and certifying."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta

from flask import current_app

from kamacademy.access import Function
from kamacademy.attestation import operations as attestation
from kamacademy.calibration import queries
from kamacademy.calibration.drawing import own_order, own_seed, quarter_cases, refuse_narrow
from kamacademy.calibration.given import Given
from kamacademy.calibration.models import CalibrationEvent, CalibrationSeat, CaseRating
from kamacademy.calibration.quarter import quarter_of
from kamacademy.calibration.rules import (
    CERTIFIED_DAYS,
    FEWEST_DAYS_LEFT,
    REMIND_DAYS,
    EventClosed,
    EventKind,
    FinishedAlready,
    NobodyInvited,
    NoSuchCase,
    NotForThem,
    NotOpenYet,
    NotReady,
    State,
    TooEarlyToClose,
    Unfinished,
    counts_since,
    may_renew,
    refuse_days,
)
from kamacademy.calibration.standing import Standing, Verdict, standing_of
from kamacademy.calibration.words import figure, span
from kamacademy.content.queries import library
from kamacademy.db import db, hold
from kamacademy.mail import operations as mail
from kamacademy.mail.queries import is_on
from kamacademy.people.models import Person
from kamacademy.rater import queries as raters
from kamacademy.rater.models import Certification
from kamacademy.records.operations import note
from kamacademy.wording import day

EVENT = "calibration-event"


def make_event(
    title: str,
    *,
    opens_on: date,
    closes_on: date,
    cases: Collection[str],
    coaches: Collection[Person],
    by: Person,
    seed: int,
    at: datetime,
) -> CalibrationEvent:
    """A new event on the newest release's cases; every coach is invited.

    Raises DaysOutOfOrder, NoSuchCase, TooFewCases, NobodyInvited, NotForThem.
    """
    refuse_days(opens_on, closes_on, at.date())
    release, chosen = library(), sorted(set(cases))
    known = queries.cases_in(release)
    if not set(chosen) <= set(known):
        raise NoSuchCase
    refuse_narrow([known[one] for one in chosen])
    made = CalibrationEvent(
        title=title, kind=EventKind.EVENT.value, opens_on=opens_on, closes_on=closes_on, release_id=release.release_id,
        cases=chosen, made_by_id=by.id, made_at=at,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    note(f"{EVENT}.made", by=by.id, at=at, subject=(EVENT, made.id), cases=len(chosen))
    invite(made, coaches, by=by, seed=seed, at=at)
    return made


def invite(
    event: CalibrationEvent, coaches: Collection[Person], *, by: Person, seed: int, at: datetime
) -> list[CalibrationSeat]:
    """A seat and a letter for each coach. Raises EventClosed, NobodyInvited, NotForThem."""
    hold(event)
    if event.closed_at is not None:
        raise EventClosed
    if not coaches:
        raise NobodyInvited
    allowed, seated = {one.id for one in queries.may_be_invited()}, {one.person_id for one in event.seats}
    for one in coaches:
        if one.id not in allowed:
            raise NotForThem(f"{one.name} cannot be invited: choose an active coach outside the learning team.")
        if one.id in seated:
            raise NotForThem(f"{one.name} is invited already.")
    seats = [seat_for(event, one, event.cases, own_seed(seed, one.id), at) for one in coaches]
    db.session.flush()
    note(f"{EVENT}.invited", by=by.id, at=at, subject=(EVENT, event.id), coaches=len(seats))
    for seat in seats:
        tell(seat, "invited", f"Calibration: {event.title}", at)
    return seats


def seat_for(
    event: CalibrationEvent, person: Person, cases: Collection[str], seed: int, at: datetime
) -> CalibrationSeat:
    """A seat with its cases in an order of its own."""
    made = CalibrationSeat(event=event, person=person, seed=seed, cases=own_order(cases, seed), invited_at=at)
    db.session.add(made)
    return made


def tell(seat: CalibrationSeat, kind: str, subject: str, at: datetime) -> None:
    """A letter about a seat, once for each kind, where letters are sent at all and the account is open."""
    if not is_on() or not seat.person.is_active:
        return
    words = mail.written(
        f"calibration/letters/{kind}.txt", seat=seat, event=seat.event, person=seat.person,
        link=f"{current_app.config['ADDRESS']}/calibration/seats/{seat.id}",
    )  # fmt: skip
    ends = datetime.combine(seat.event.closes_on + timedelta(days=1), time(), UTC)
    mail.post(
        seat.person_id, seat.person.email, f"calibration-{kind}", subject, words, at=at,
        useful_until=None if kind == "closed" else max(ends, at + timedelta(days=1)),
        once=f"calibration-{kind}-{seat.id}",
    )  # fmt: skip


def hold_open(seat: CalibrationSeat, today: date) -> None:
    """Hold a seat that may still be rated at. Raises EventClosed, NotOpenYet, FinishedAlready, NotForThem."""
    # The event first, always: closing waits for a rating under way, and a rating sees that it is closed.
    hold(seat.event)
    hold(seat)
    state = seat.event.state_on(today)
    if state is State.CLOSED:
        raise EventClosed
    if seat.is_finished:
        raise FinishedAlready
    if state is State.TO_COME:
        raise NotOpenYet(seat.event.opens_on)
    if Function.LEARNING_TEAM in seat.person.functions:
        raise NotForThem("Since you belong to the learning team you can read the references, so you no longer rate.")


def rate(seat: CalibrationSeat, case: str, given: Sequence[Given], *, at: datetime) -> None:
    """Keep what a coach gives one case; given again, it is replaced. `given` names every indicator of the case.

    Raises EventClosed, NotOpenYet, FinishedAlready, NotForThem.
    """
    assert case in seat.cases
    assert sorted(one.indicator for one in given) == sorted(queries.cases_of(seat.event)[case].indicators)
    hold_open(seat, at.date())
    db.session.expire(seat, ["ratings"])
    before = {one.indicator: one for one in seat.ratings if one.case == case}
    for one in given:
        row = before.get(one.indicator) or CaseRating(seat=seat, case=case, indicator=one.indicator)
        row.level, row.reason, row.rated_at = one.level, one.reason, at
        db.session.add(row)
    db.session.flush()


def finish(seat: CalibrationSeat, *, at: datetime) -> None:
    """Hand in: from now on nothing changes. Raises EventClosed, NotOpenYet, FinishedAlready, NotForThem, Unfinished."""
    hold_open(seat, at.date())
    db.session.expire(seat, ["ratings"])
    missing = set(seat.cases) - {one.case for one in seat.ratings}
    if missing:
        raise Unfinished(len(missing))
    seat.finished_at = at
    db.session.flush()
    note(f"{EVENT}.finished", by=seat.person_id, at=at, subject=(EVENT, seat.event_id), seat=seat.id)


def close(event: CalibrationEvent, *, by: Person | None, at: datetime) -> None:
    """End an event: all who finished may compare, who did not has no report. Raises EventClosed, TooEarlyToClose."""
    hold(event)
    if event.closed_at is not None:
        raise EventClosed
    db.session.expire(event, ["seats"])
    waiting = queries.unfinished(event)
    if waiting and at.date() < event.closes_on:
        raise TooEarlyToClose(len(waiting), event.closes_on)
    event.closed_at = at
    db.session.flush()
    note(
        f"{EVENT}.closed", by=by.id if by else None, at=at, subject=(EVENT, event.id), seats=len(event.seats),
        unfinished=len(waiting),
    )  # fmt: skip
    for seat in event.seats:
        if seat.is_finished and not event.is_quarterly:
            tell(seat, "closed", f"Your report on {event.title}", at)


def give_quarter(*, seed: int, at: datetime) -> int:
    """Two cases for every certified coach who has none in this quarter yet; how many were given. May run twice."""
    today, quarter = at.date(), quarter_of(at.date())
    if (quarter.last - today).days < FEWEST_DAYS_LEFT:
        return 0
    event = queries.quarter_beginning(quarter.first)
    release = library(event.release_id if event else None)
    cases = queries.cases_in(release)
    seated = {one.person_id for one in event.seats} if event else set[int]()
    coaches = [one for one in queries.may_be_invited() if one.id not in seated]
    until = queries.certified_until([one.id for one in coaches], today)
    people = [one for one in coaches if one.id in until]
    known, barred, number = queries.last_given(one.id for one in people), queries.cases_under_way(), 0
    for person in people:
        own = own_seed(seed, person.id)
        picked = quarter_cases(cases, known.get(person.id, {}), barred, seed=own, today=today)
        if not picked:
            continue
        event = event or begin_quarter(release.release_id, cases, at)
        seat = seat_for(event, person, picked, own, at)
        db.session.flush()
        tell(seat, "quarter", "Two cases to keep your eye in", at)
        number += 1
    if event and number:
        note(f"{EVENT}.invited", by=None, at=at, subject=(EVENT, event.id), coaches=number)
    return number


def begin_quarter(release_id: int, cases: Collection[str], at: datetime) -> CalibrationEvent:
    """The event of a quarter; everybody has two of its cases."""
    quarter = quarter_of(at.date())
    made = CalibrationEvent(
        title=quarter.title, kind=EventKind.QUARTERLY.value, opens_on=quarter.first, closes_on=quarter.last,
        release_id=release_id, cases=sorted(cases), made_by_id=None, made_at=at,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    note(f"{EVENT}.made", by=None, at=at, subject=(EVENT, made.id), cases=len(made.cases))
    return made


def remind_of_quarter(*, at: datetime) -> None:
    """Remind whoever has not done the quarter's cases, once, two weeks before its end."""
    quarter = quarter_of(at.date())
    event = queries.quarter_beginning(quarter.first)
    if event is None or (quarter.last - at.date()).days > REMIND_DAYS:
        return
    for seat in queries.unfinished(event):
        tell(seat, "reminder", f"Two cases wait until {day(quarter.last)}", at)


def end_quarters(*, at: datetime) -> None:
    """Close the quarters that are over; what was not done is said to whoever leads calibration."""
    for event in queries.quarters_over(at.date()):
        close(event, by=None, at=at)


def certify(person: Person, *, by: Person, at: datetime) -> Certification:
    """Let a coach who meets the rule attest for a year, from today or after the present certificate.

    Raises NotReady, and what `attestation.operations.certify` raises.
    """
    today = at.date()
    found = standing_of(queries.pairs_since(counts_since(today), [person.id]).get(person.id, []))
    if found.verdict is not Verdict.MET:
        raise NotReady(f"{person.name} does not meet the rule yet. {' '.join(found.missing)}")
    ends = [one.last_day for one in raters.certifications_of(person) if one.last_day >= today]
    until = max(ends, default=None)
    if until is not None and not may_renew(until, today):
        raise NotReady(f"{person.name} is certified until {day(until)}. Renew it in the last weeks.")
    begins = until + timedelta(days=1) if until else today
    return attestation.certify(
        person, valid_from=begins, valid_until=begins + timedelta(days=CERTIFIED_DAYS), basis=basis_of(found, today),
        by=by, at=at,
    )  # fmt: skip


def basis_of(found: Standing, today: date) -> str:
    """The figures that a certificate rests on, in words; below 250 characters."""
    comparison = found.comparison
    assert comparison.kappa is not None
    assert found.severity is not None
    return (
        f"Calibration, {comparison.n} ratings of cases in the 24 months to {day(today)}: quadratic weighted kappa "
        f"{span(comparison.kappa)}, 90 % interval; {comparison.within_one} of {comparison.n} within one level; "
        f"severity {figure(found.severity)} logits."
    )
