"""From an invitation to a certificate: what each step keeps, and what it refuses."""

import re
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from kamacademy.access import Function
from kamacademy.attestation.rules import NotForARater
from kamacademy.calibration import operations, queries
from kamacademy.calibration.given import Given
from kamacademy.calibration.models import CalibrationEvent, CaseRating
from kamacademy.calibration.rules import (
    CERTIFIED_DAYS,
    DaysOutOfOrder,
    EventClosed,
    EventKind,
    FinishedAlready,
    NobodyInvited,
    NoSuchCase,
    NotForThem,
    NotOpenYet,
    NotReady,
    TooEarlyToClose,
    TooFewCases,
    Unfinished,
    counts_since,
)
from kamacademy.calibration.standing import Verdict, standing_of
from kamacademy.db import db
from kamacademy.mail.models import Letter
from kamacademy.people.operations import deactivate
from kamacademy.rater import queries as raters
from kamacademy.records.models import AuditEvent
from tests.calibration.events import WEEK, all_cases, held, levels_asked, made, one_lower, rate_all, rate_case, seat_of
from tests.statements import statements
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)


def letters(kind: str) -> list[Letter]:
    """The letters of a kind."""
    return list(db.session.scalars(select(Letter).where(Letter.kind == f"calibration-{kind}").order_by(Letter.id)))


def acts() -> list[str]:
    """What the audit trail says of calibration."""
    found = select(AuditEvent.act).where(AuditEvent.act.startswith("calibration")).order_by(AuditEvent.id)
    return list(db.session.scalars(found))


def test_each_coach_has_a_seat_an_order_of_their_own_and_a_letter(world: World) -> None:
    coaches = [world.coach("Cora Linde"), world.coach("Otto Rhee")]
    event = made(world, coaches)
    seats = queries.seats_of(event.id)
    assert [one.person.name for one in seats] == ["Cora Linde", "Otto Rhee"]
    assert all(sorted(one.cases) == event.cases for one in seats)
    assert seats[0].cases != seats[1].cases
    assert event.release_id == world.library().release_id
    first = letters("invited")[0]
    assert first.to_person_id == coaches[0].id
    assert f"{len(event.cases)} written cases" in (first.body or "")
    assert f"https://academy.example/calibration/seats/{seats[0].id}" in (first.body or "")
    assert acts() == ["calibration-event.made", "calibration-event.invited"]


@pytest.mark.parametrize(
    ("opens", "closes"),
    [(TODAY - DAY, TODAY + DAY), (TODAY + DAY, TODAY), (TODAY, TODAY + 93 * DAY), (date(2028, 1, 1), date(2028, 1, 1))],
)
def test_days_that_make_no_event_are_refused(world: World, opens: date, closes: date) -> None:
    with pytest.raises(DaysOutOfOrder):
        operations.make_event(
            "No", opens_on=opens, closes_on=closes, cases=all_cases(world), coaches=[world.coach()],
            by=world.learning_team(), seed=1, at=NOW,
        )  # fmt: skip


def test_events_without_cases_or_coaches_are_refused(world: World) -> None:
    coach = world.coach()
    with pytest.raises(TooFewCases):
        made(world, [coach], cases=all_cases(world)[:5])
    with pytest.raises(NoSuchCase):
        made(world, [coach], cases=[*all_cases(world), "v99-unknown"])
    with pytest.raises(NobodyInvited):
        made(world, [])


def test_only_active_coaches_who_cannot_read_the_references_are_invited_and_once(world: World) -> None:
    coach, closed = world.coach(), world.coach()
    author = world.person(functions=(Function.COACH, Function.LEARNING_TEAM))
    deactivate(closed, at=NOW, by=world.administrator())
    for one in (world.learner(), author, closed):
        with pytest.raises(NotForThem):
            made(world, [one])
    event = made(world, [coach])
    with pytest.raises(NotForThem, match="invited already"):
        operations.invite(event, [coach], by=author, seed=1, at=NOW)
    operations.invite(event, [world.coach("Late Comer")], by=author, seed=1, at=NOW)
    assert len(queries.seats_of(event.id)) == 2


def test_a_case_is_rated_changed_and_kept_until_one_finishes(world: World) -> None:
    coach = world.coach()
    seat = seat_of(made(world, [coach]), coach)
    first = seat.cases[0]
    rate_case(seat, first, one_lower)
    rate_case(seat, first)
    references = {one.indicator: one.reference for one in queries.cases_of(seat.event)[first].ratings}
    assert db.session.scalar(select(func.count()).select_from(CaseRating)) == len(references)
    assert {one.indicator: one.level for one in queries.own_seats(coach)[0].ratings} == references
    with pytest.raises(Unfinished, match=f"{len(seat.cases) - 1} cases"):
        operations.finish(seat, at=NOW)
    for slug in seat.cases[1:]:
        rate_case(seat, slug)
    operations.finish(seat, at=NOW)
    for act in (lambda: rate_case(seat, first), lambda: operations.finish(seat, at=NOW)):
        with pytest.raises(FinishedAlready):
            act()


def test_cannot_tell_and_a_reason_are_kept(world: World) -> None:
    coach = world.coach()
    seat = seat_of(made(world, [coach]), coach)
    slug = seat.cases[0]
    indicators = queries.cases_of(seat.event)[slug].indicators
    operations.rate(seat, slug, [Given(one, None, "No chance to see it") for one in indicators], at=NOW)
    rows = db.session.scalars(select(CaseRating)).all()
    assert {(one.level, one.reason) for one in rows} == {(None, "No chance to see it")}


def test_nobody_rates_before_the_first_day_or_after_the_end(world: World) -> None:
    coach, owner = world.coach(), world.learning_team()
    event = made(world, [coach], by=owner, opens_on=TODAY + DAY)
    seat = seat_of(event, coach)
    with pytest.raises(NotOpenYet, match="21 Nov 2026"):
        rate_case(seat, seat.cases[0])
    rate_case(seat, seat.cases[0], at=NOW + DAY)
    with pytest.raises(TooEarlyToClose, match="1 coach still rating"):
        operations.close(event, by=owner, at=NOW + 2 * DAY)
    operations.close(event, by=owner, at=NOW + DAY + WEEK)
    for act in (lambda: rate_case(seat, seat.cases[1], at=NOW + DAY), lambda: operations.finish(seat, at=NOW + DAY)):
        with pytest.raises(EventClosed):
            act()
    with pytest.raises(EventClosed):
        operations.close(event, by=owner, at=NOW + DAY + WEEK)
    with pytest.raises(EventClosed):
        operations.invite(event, [world.coach()], by=owner, seed=2, at=NOW)
    assert letters("closed") == []


def test_an_event_is_closed_when_all_have_finished_and_each_is_told(world: World) -> None:
    coach = world.coach()
    event = held(world, coach)
    assert event.closed_at == NOW
    assert [one.to_person_id for one in letters("closed")] == [coach.id]
    assert acts()[-2:] == ["calibration-event.finished", "calibration-event.closed"]


def test_who_left_the_company_keeps_no_event_open(world: World) -> None:
    coach, gone, owner = world.coach(), world.coach(), world.learning_team()
    event = made(world, [coach, gone], by=owner)
    rate_all(seat_of(event, coach))
    deactivate(gone, at=NOW, by=world.administrator())
    operations.close(event, by=owner, at=NOW)
    assert event.closed_at == NOW


def test_references_are_seen_by_nobody_before_the_event_is_closed(world: World) -> None:
    coach, owner = world.coach(), world.learning_team()
    event = made(world, [coach], by=owner)
    seat = seat_of(event, coach)
    rate_all(seat)
    assert not seat.sees_references
    assert queries.pairs_since(counts_since(TODAY)) == {}
    operations.close(event, by=owner, at=NOW)
    assert seat.sees_references
    assert len(queries.pairs_since(counts_since(TODAY))[coach.id]) == levels_asked(event)


def test_what_was_not_finished_counts_for_nothing(world: World) -> None:
    coach, owner = world.coach(), world.learning_team()
    event = made(world, [coach], by=owner)
    rate_case(seat_of(event, coach), event.cases[0])
    operations.close(event, by=owner, at=NOW + WEEK)
    assert queries.pairs_since(counts_since(TODAY)) == {}
    assert queries.case_ratings_since(TODAY - WEEK) == []


def test_the_rater_model_is_given_levels_of_those_who_finished(world: World) -> None:
    coach, unsure = world.coach(), world.coach()
    held(world, coach, at=NOW - 30 * DAY)
    held(world, unsure, level=lambda reference: None if reference == 3 else reference)
    rows = queries.case_ratings_since(TODAY - 40 * DAY)
    by = {one.rater_id for one in rows}
    assert by == {coach.id, unsure.id}
    references = queries.cases_in(world.library())
    assert all(one.level == references[one.case].of(one.indicator).reference for one in rows)
    assert not [one for one in rows if one.rater_id == unsure.id and one.level == 3]
    assert {one.kind for one in rows} == {EventKind.EVENT}
    assert {one.rater_id for one in queries.case_ratings_since(TODAY)} == {unsure.id}


def test_the_rater_model_hears_of_an_event_when_it_is_closed(world: World) -> None:
    coach, owner = world.coach(), world.learning_team()
    event = made(world, [coach], by=owner)
    rate_all(seat_of(event, coach))
    assert queries.case_ratings_since(TODAY - WEEK) == []
    operations.close(event, by=owner, at=NOW)
    assert len(queries.case_ratings_since(TODAY - WEEK)) == levels_asked(event)


def test_whoever_joins_the_learning_team_can_read_the_references_and_rates_no_more(world: World) -> None:
    coach = world.coach()
    seat = seat_of(made(world, [coach]), coach)
    coach.function_codes = [Function.COACH.value, Function.LEARNING_TEAM.value]
    db.session.flush()
    with pytest.raises(NotForThem, match="can read the references"):
        rate_case(seat, seat.cases[0])
    with pytest.raises(NotForThem):
        operations.finish(seat, at=NOW)


def test_what_waits_is_asked_in_one_statement(world: World) -> None:
    coach, owner = world.coach(), world.learning_team()
    event = made(world, [coach, world.coach()], by=owner)
    seat = seat_of(event, coach)
    rate_case(seat, seat.cases[0])
    db.session.flush()
    with statements() as asked:
        (one,) = queries.waiting_for(coach, TODAY)
    assert len(asked) == 1
    assert one.words == f"Calibration, autumn: {len(seat.cases) - 1} cases to rate, by 27 Nov 2026"
    assert one.address == f"/calibration/seats/{seat.id}"
    for slug in seat.cases:
        rate_case(seat, slug)
    assert "all cases rated" in queries.waiting_for(coach, TODAY)[0].words
    operations.finish(seat, at=NOW)
    assert queries.waiting_for(coach, TODAY) == []
    assert queries.waiting_for(owner, TODAY) == []


def test_who_meets_the_rule_is_certified_for_a_year_on_these_figures(world: World) -> None:
    coach, owner = world.coach("Cora Linde"), world.learning_team()
    number = levels_asked(held(world, coach))
    made_out = operations.certify(coach, by=owner, at=NOW)
    assert (made_out.valid_from, made_out.valid_until) == (TODAY, TODAY + CERTIFIED_DAYS * DAY)
    figures, _, severity = made_out.basis.rpartition("severity ")
    assert figures == (
        f"Calibration, {number} ratings of cases in the 24 months to 20 Nov 2026: quadratic weighted kappa 1.00 "
        f"(1.00 to 1.00), 90 % interval; {number} of {number} within one level; "
    )
    # Whoever agrees everywhere is a little off nought by what the model holds beforehand.
    assert re.fullmatch(r"[-−]?0\.[01]\d logits\.", severity)
    assert raters.is_certified(coach, TODAY)


def test_who_does_not_meet_the_rule_is_not_certified(world: World) -> None:
    strict, new, owner = world.coach("Strict One"), world.coach("New One"), world.learning_team()
    held(world, strict, level=one_lower)
    with pytest.raises(NotReady, match="The same yardstick"):
        operations.certify(strict, by=owner, at=NOW)
    with pytest.raises(NotReady, match="30 more ratings"):
        operations.certify(new, by=owner, at=NOW)
    assert not raters.is_certified(strict, TODAY)


def test_ratings_of_more_than_24_months_ago_no_longer_count(world: World) -> None:
    coach = world.coach()
    held(world, coach, at=NOW - 731 * DAY)
    with pytest.raises(NotReady):
        operations.certify(coach, by=world.learning_team(), at=NOW)


def test_rating_the_same_cases_again_within_a_year_helps_nobody(world: World) -> None:
    coach = world.coach()
    held(world, coach, level=one_lower, at=NOW - 100 * DAY)
    event = held(world, coach)
    found = standing_of(queries.pairs_since(counts_since(TODAY), [coach.id])[coach.id])
    assert (found.comparison.n, found.verdict) == (levels_asked(event), Verdict.NOT_YET)


def test_a_case_remembered_from_before_the_24_months_still_counts_with_its_first_rating(world: World) -> None:
    coach = world.coach()
    held(world, coach, level=one_lower, at=NOW - 800 * DAY)
    held(world, coach, at=NOW - 700 * DAY)
    assert queries.pairs_since(counts_since(TODAY), [coach.id]) == {}
    event = held(world, coach, at=NOW - 400 * DAY)
    assert len(queries.pairs_since(counts_since(TODAY), [coach.id])[coach.id]) == levels_asked(event)


def test_a_certificate_is_renewed_in_its_last_weeks_only_and_follows_the_present_one(world: World) -> None:
    coach, owner = world.coach(), world.learning_team()
    held(world, coach)
    first = operations.certify(coach, by=owner, at=NOW)
    with pytest.raises(NotReady, match="is certified until"):
        operations.certify(coach, by=owner, at=NOW + 100 * DAY)
    second = operations.certify(coach, by=owner, at=NOW + 320 * DAY)
    assert second.valid_from == first.valid_until + DAY


def test_nobody_certifies_themselves_and_only_coaches_are(world: World) -> None:
    coach, owner = world.coach(), world.learning_team()
    held(world, coach)
    with pytest.raises(NotForARater):
        operations.certify(coach, by=coach, at=NOW)
    coach.function_codes = [Function.LEARNER.value]
    with pytest.raises(NotForARater):
        operations.certify(coach, by=owner, at=NOW)


def certified(world: World, *names: str) -> list[int]:
    """Coaches with a certificate; their keys."""
    coaches = [world.coach(name) for name in names]
    held(world, *coaches, at=NOW - 400 * DAY)
    for one in coaches:
        operations.certify(one, by=world.learning_team(), at=NOW - 300 * DAY)
    return [one.id for one in coaches]


def quarters() -> list[CalibrationEvent]:
    """Every quarter."""
    kind = CalibrationEvent.kind == EventKind.QUARTERLY.value
    return list(db.session.scalars(select(CalibrationEvent).where(kind).order_by(CalibrationEvent.id)))


def test_each_certified_coach_has_two_cases_a_quarter_and_only_once(world: World) -> None:
    keys = certified(world, "Cora Linde", "Otto Rhee")
    world.coach("Not Certified")
    assert operations.give_quarter(seed=1, at=NOW) == 2
    assert operations.give_quarter(seed=2, at=NOW + DAY) == 0
    (event,) = quarters()
    assert (event.opens_on, event.closes_on, event.title) == (
        date(2026, 10, 1), date(2026, 12, 31), "Two cases, Oct to Dec 2026",
    )  # fmt: skip
    seats = queries.seats_of(event.id)
    assert [one.person_id for one in seats] == keys
    assert [len(one.cases) for one in seats] == [2, 2]
    assert len(letters("quarter")) == 2
    assert acts()[-2:] == ["calibration-event.made", "calibration-event.invited"]
    operations.give_quarter(seed=3, at=NOW + 60 * DAY)
    assert [one.opens_on for one in quarters()] == [date(2026, 10, 1), date(2027, 1, 1)]


def test_a_quarter_brings_cases_that_the_coach_does_not_remember(world: World) -> None:
    coach = world.coach()
    held(world, coach, at=NOW - 400 * DAY)
    operations.certify(coach, by=world.learning_team(), at=NOW - 300 * DAY)
    given = list[str]()
    for number, at in enumerate((NOW, NOW + 60 * DAY)):
        assert operations.give_quarter(seed=number, at=at) == 1
        given += queries.own_seats(coach)[0].cases
    assert len(set(given)) == 4


def test_the_last_weeks_of_a_quarter_give_nothing(world: World) -> None:
    certified(world, "Cora Linde")
    assert operations.give_quarter(seed=1, at=datetime(2026, 12, 10, tzinfo=NOW.tzinfo)) == 0


def test_cases_of_an_event_under_way_wait(world: World) -> None:
    certified(world, "Cora Linde")
    event = made(world, [world.coach()])
    assert operations.give_quarter(seed=1, at=NOW) == 0
    operations.close(event, by=None, at=NOW + WEEK)
    assert operations.give_quarter(seed=1, at=NOW + WEEK) == 1


def test_the_own_result_of_a_quarter_comes_at_once_and_counts(world: World) -> None:
    (key,) = certified(world, "Cora Linde")
    operations.give_quarter(seed=1, at=NOW)
    (seat,) = queries.seats_of(quarters()[0].id)
    rate_all(seat)
    assert seat.sees_references
    assert len(queries.pairs_since(TODAY, [key])[key]) == sum(
        len(queries.cases_of(seat.event)[one].ratings) for one in seat.cases
    )
    assert {one.kind for one in queries.case_ratings_since(TODAY)} == {EventKind.QUARTERLY}


def test_who_forgets_a_quarter_is_reminded_once_and_the_quarter_ends(world: World) -> None:
    certified(world, "Cora Linde", "Otto Rhee")
    operations.give_quarter(seed=1, at=NOW)
    done = queries.seats_of(quarters()[0].id)[0]
    rate_all(done)
    operations.remind_of_quarter(at=datetime(2026, 12, 1, tzinfo=NOW.tzinfo))
    assert letters("reminder") == []
    for number in (20, 21):
        operations.remind_of_quarter(at=datetime(2026, 12, number, tzinfo=NOW.tzinfo))
    (letter,) = letters("reminder")
    assert letter.to_person_id == queries.seats_of(quarters()[0].id)[1].person_id
    operations.end_quarters(at=datetime(2026, 12, 31, 23, tzinfo=NOW.tzinfo))
    assert quarters()[0].closed_at is None
    operations.end_quarters(at=datetime(2027, 1, 1, 5, tzinfo=NOW.tzinfo))
    assert quarters()[0].closed_at is not None
    assert letters("closed") != []
    assert {one.subject for one in letters("closed")} == {"Your report on Calibration, autumn"}
