"""What happens around visits as it is written: planned, looked at, talked about, attested; on any day."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from kamacademy.coaching.proposition import Fit
from kamacademy.demo.acts import AnswerNote, Observe
from kamacademy.demo.chance import workday_ahead
from kamacademy.demo.together import AmendNote, Announce, CancelVisit, GiveOwnView, GivePulse, PlanVisit, Say
from kamacademy.guide.activity import Activity
from kamacademy.guide.queries import activities_in
from tests.demo.teller import DAYS, Teller


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_own_views_are_given_before_the_note_and_on_the_day(story: Teller, today: date) -> None:
    observed = {act.planned: act.at for act in story(today) if isinstance(act, Observe) and act.planned}
    views = [act for act in story(today) if isinstance(act, GiveOwnView)]
    assert len(views) > 5
    assert all(act.at < observed[act.visit] and act.at.date() == observed[act.visit].date() for act in views)


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_most_visits_were_planned_before_by_their_coach_or_learner(story: Teller, today: date) -> None:
    acts = story(today)
    plans = {act.key: act for act in acts if isinstance(act, PlanVisit)}
    made = [act for act in acts if isinstance(act, Observe) and act.is_shared and act.activity != Activity.ROLE_PLAY]
    planned = [(act, plans[act.planned]) for act in made if act.planned]
    assert 0.6 * len(made) < len(planned) < len(made)
    for visit, plan in planned:
        assert (visit.learner, visit.by, visit.activity) == (plan.learner, plan.coach, plan.activity)
        assert plan.at.date() < plan.planned_on == visit.at.date()
    assert {plan.by == plan.learner for plan in plans.values()} == {True, False}


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_every_coach_has_visits_in_the_next_two_weeks(story: Teller, today: date) -> None:
    last, cancelled = today + timedelta(days=14), {act.visit for act in story(today) if isinstance(act, CancelVisit)}
    ahead = [act for act in story(today) if isinstance(act, PlanVisit) and act.planned_on >= today]
    assert not cancelled & {act.key for act in ahead}
    assert all(act.planned_on <= last and act.planned_on.weekday() < 5 for act in ahead)
    assert Counter(act.coach for act in ahead) == {
        "daniel": 4, "ingrid": 2, "samuel": 1, "helena": 2, "marcus": 1, "farid": 2, "camille": 1, "margaret": 1
    }  # fmt: skip
    first = min(ahead, key=lambda act: (act.planned_on, act.begins))
    assert (first.learner, first.begins < "12:00", first.planned_on) == ("mira", True, workday_ahead(today, 0))
    assert [act.coach for act in ahead if act.by == act.learner] == ["daniel"]
    assert [act.learner for act in ahead if isinstance(act, Announce)] == ["chiara"]


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_a_visit_looks_at_what_its_activity_shows(story: Teller, today: date) -> None:
    guide = activities_in(story.release)
    for act in story(today):
        if isinstance(act, Observe):
            shown = guide.of(act.activity)
            assert {one.indicator for one in act.seen} <= set(shown.indicator_ids)
            assert act.fit is None or shown.asks_proposition
    assert {act.fit for act in story(today) if isinstance(act, Observe)} == {*Fit, None}


def test_pulses_follow_notes_that_were_read(story: Teller) -> None:
    answered: dict[str, datetime] = {}
    for act in story():
        if isinstance(act, AnswerNote):
            answered.setdefault(act.visit, act.at)
    pulses = [act for act in story() if isinstance(act, GivePulse)]
    assert all(act.at > answered[act.note] for act in pulses)
    assert len(pulses) > 0.6 * len(answered)


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_one_note_was_changed_in_time_and_disputes_came_in_time(story: Teller, today: date) -> None:
    notes = {act.key: act for act in story(today) if isinstance(act, Observe)}
    changed = [act for act in story(today) if isinstance(act, AmendNote)]
    assert [timedelta() < act.at - notes[act.note].at < timedelta(hours=46) for act in changed] == [True]
    disputes = [act for act in story(today) if isinstance(act, Say) and act.about]
    assert len(disputes) == 2
    assert all((act.at - notes[act.note].at).days < 10 for act in disputes)
