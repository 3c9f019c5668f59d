"""What is done about rating as it is written: cases, certificates, quarters and second observers; on any day."""

from datetime import date, timedelta

import pytest

from kamacademy.calibration.quarter import quarter_of
from kamacademy.calibration.rules import FEWEST_DAYS_LEFT, refuse_days
from kamacademy.demo.acts import Act, AnswerNote, Observe
from kamacademy.demo.chance import chance
from kamacademy.demo.company import BY_KEY
from kamacademy.demo.plan_acts import FillIn
from kamacademy.demo.planning import ALIKE, APART
from kamacademy.demo.rating import (
    CertifyByCases,
    ChooseSecond,
    CloseEvent,
    DrawPair,
    FitRaters,
    HoldEvent,
    Manner,
    RateAsSecond,
    RateCases,
    TurnQuarter,
)
from kamacademy.demo.together import PlanVisit, ShareLate
from kamacademy.pairing.rules import DAYS_TO_RATE, are_apart
from tests.demo.teller import DAYS, Teller


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_cases_are_rated_while_their_event_is_open(story: Teller, today: date) -> None:
    acts = story(today)
    events = {act.event: act for act in acts if isinstance(act, HoldEvent)}
    closed = {act.event: act.at for act in acts if isinstance(act, CloseEvent)}
    assert len(events) == 2
    for event in events.values():
        refuse_days(event.opens_on, event.closes_on, event.at.date())
        assert all(BY_KEY[one].joined_days_ago > (today - event.at.date()).days for one in event.coaches)
    for act in acts:
        if isinstance(act, RateCases) and act.event:
            event = events[act.event]
            assert event.opens_on <= act.at.date() <= event.closes_on
            assert act.by in event.coaches
            assert act.event not in closed or act.at < closed[act.event]
    assert [key for key, event in events.items() if event.closes_on >= today] == [
        key for key in events if key not in closed
    ]


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_certificates_follow_the_event_and_quarters_the_certificates(story: Teller, today: date) -> None:
    acts = story(today)
    end = next(act.at for act in acts if isinstance(act, CloseEvent))
    certified = {act.who: act.at for act in acts if isinstance(act, CertifyByCases)}
    assert sorted(certified) == ["daniel", "helena", "ingrid"]
    assert all(at > end for at in certified.values())
    turns = [act.at for act in acts if isinstance(act, TurnQuarter)]
    assert turns
    assert min(turns) > max(certified.values())
    assert len({quarter_of(at.date()) for at in turns}) == len(turns)
    assert all((quarter_of(at.date()).last - at.date()).days >= FEWEST_DAYS_LEFT for at in turns)
    done = [act for act in acts if isinstance(act, RateCases) and act.event is None]
    assert all(quarter_of(act.at.date()) in {quarter_of(at.date()) for at in turns if at < act.at} for act in done)
    newest = quarter_of(turns[-1].date())
    assert "daniel" not in {act.by for act in done if quarter_of(act.at.date()) == newest}


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_second_observers_are_asked_before_and_rate_after_the_visit(story: Teller, today: date) -> None:
    acts = story(today)
    plans = {act.key: act for act in acts if isinstance(act, PlanVisit)}
    notes = {act.planned: act for act in acts if isinstance(act, Observe)}
    drawn = [act for act in acts if isinstance(act, DrawPair)]
    assert len(drawn) == len(ALIKE) + len(APART) + 2
    assert all(plans[act.visit].at < act.at for act in drawn)
    for act in acts:
        if isinstance(act, ChooseSecond):
            assert (act.by, act.at.date() <= plans[act.visit].planned_on) == (plans[act.visit].coach, True)
    rated = [act for act in acts if isinstance(act, RateAsSecond)]
    for act in rated:
        assert timedelta() < act.at - notes[act.visit].at < timedelta(days=DAYS_TO_RATE)
        assert tuple(one.indicator for one in act.seen) == plans[act.visit].focus
        levels = {one.indicator: one.level for one in notes[act.visit].seen}
        apart = [one for one in act.seen if are_apart(levels[one.indicator], one.level)]
        assert len(apart) == (notes[act.visit].key in APART)
    assert len(rated) == len(ALIKE) + len(APART)


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_the_runs_lie_in_two_months(story: Teller, today: date) -> None:
    days = [act.at.date() for act in story(today) if isinstance(act, FitRaters)]
    assert days[-1] == today - timedelta(days=1)
    assert len({(day.year, day.month) for day in days}) == len(days) == 2


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_a_note_shared_late_is_answered_and_acted_on_later_still(story: Teller, today: date) -> None:
    acts = story(today)
    (late,) = (act for act in acts if isinstance(act, ShareLate))
    note = next(act for act in acts if isinstance(act, Observe) and act.key == late.note)
    assert (note.is_late, note.by) == (True, late.by)
    assert 4 <= (late.at.date() - note.at.date()).days <= 9

    def is_about(act: Act) -> bool:
        return (isinstance(act, AnswerNote) and act.visit == late.note) or (
            isinstance(act, FillIn) and act.action == late.note
        )

    after = [act.at for act in acts if is_about(act)]
    assert after
    assert min(after) > late.at


def test_a_manner_shifts_levels_spreads_them_and_says_cannot_tell() -> None:
    def levels(manner: Manner) -> list[int | None]:
        random = chance(1, "levels")
        return [manner.level(3, random) for _ in range(400)]

    assert set(levels(Manner(0, 0))) == {3}
    assert set(levels(Manner(1, 0))) == {4}
    assert set(levels(Manner(-9, 0))) == {1}
    assert set(levels(Manner(9, 0))) == {5}
    assert {2, 3, 4} <= set(levels(Manner(0, 0.6)))
    assert 60 < levels(Manner(0, 0, 0.25)).count(None) < 140
