"""Which rhythm holds for whom, worked by hand from the starting policy."""

from datetime import date, timedelta

import pytest

from kamacademy.guide.cadence import cadence_for, observed_words
from kamacademy.guide.documents import CadencePolicy
from kamacademy.people.job_roles import JobRole

TODAY = date(2026, 11, 20)
LONG_AGO = date(2024, 1, 8)


@pytest.mark.parametrize(
    ("role", "words", "debrief", "talk", "review", "longest"),
    [
        ("REP", "1 to 2 a month", "The same day", 6, 6, 45),
        ("SK", "1 to 2 a month", "The same day", 6, 6, 45),
        ("BK", "1 a month", "Within 24 hours", 6, 3, 45),
        ("AL", "1 a month", "Within 24 hours", 6, 3, 45),
        ("FM", "2 in 12 months", "The same day", 13, None, 183),
        ("MSL", "1 in 3 months", "Within 48 hours", None, None, 92),
        ("NAV", "1 in 3 months", "Within 48 hours", None, None, 92),
        ("MK", "1 in 3 months", "Within 48 hours", 13, 6, 92),
        ("SL", "1 in 6 months", "Within 48 hours", 13, None, 183),
    ],
)
def test_those_long_in_their_role(
    cadence: CadencePolicy, role: str, words: str, debrief: str, talk: int | None, review: int | None, longest: int
) -> None:
    row = cadence_for(cadence, JobRole(role), LONG_AGO, TODAY)
    assert (observed_words(row), row.debrief, row.plan_talk_weeks) == (words, debrief, talk)
    assert (row.plan_review_months, row.longest_days) == (review, longest)


@pytest.mark.parametrize("role", [JobRole.REP, JobRole.SK, JobRole.BK, JobRole.AL])
def test_those_new_in_an_account_role_are_seen_more_often(cadence: CadencePolicy, role: JobRole) -> None:
    row = cadence_for(cadence, role, TODAY, TODAY)
    assert observed_words(row) == "3 a month"
    assert (row.plan_talk_weeks, row.first_plan_review_days, row.plan_review_months) == (4, 90, 3)


def test_one_is_new_for_the_first_183_days(cadence: CadencePolicy) -> None:
    last_day, day_after = TODAY - timedelta(days=182), TODAY - timedelta(days=183)
    assert cadence_for(cadence, JobRole.SK, last_day, TODAY).is_new_in_role
    assert not cadence_for(cadence, JobRole.SK, day_after, TODAY).is_new_in_role


def test_a_role_that_begins_later_is_new_as_well(cadence: CadencePolicy) -> None:
    assert cadence_for(cadence, JobRole.BK, TODAY + timedelta(days=10), TODAY).is_new_in_role


def test_a_role_without_a_row_for_newcomers_keeps_its_own(cadence: CadencePolicy) -> None:
    assert observed_words(cadence_for(cadence, JobRole.FM, TODAY, TODAY)) == "2 in 12 months"


def test_account_leads_are_seen_in_complex_work_each_quarter(cadence: CadencePolicy) -> None:
    rows = {role: cadence_for(cadence, role, LONG_AGO, TODAY).complex_per_quarter for role in JobRole}
    assert {role for role, times in rows.items() if times} == {JobRole.BK, JobRole.AL}
