"""Where a pair stands on a day, when two levels are apart, and who may come along."""

from datetime import date, timedelta

import pytest

from kamacademy.competency.documents import Framework
from kamacademy.guide.activity import Activity
from kamacademy.pairing.colleagues import Colleague, choice_words, fits
from kamacademy.pairing.rules import State, are_apart, state
from kamacademy.people.job_roles import JobRole
from tests.world import World

VISIT = date(2026, 11, 20)


def stands(
    days_after: int,
    *,
    second: bool = False,
    rated: bool = False,
    opened: bool = False,
    declined: bool = False,
    cancelled: bool = False,
) -> State:
    """Where a pair stands so many days after its visit."""
    return state(
        planned_on=VISIT, today=VISIT + timedelta(days=days_after), is_cancelled=cancelled, is_declined=declined,
        has_second=second, is_rated=rated, is_open=opened,
    )  # fmt: skip


def test_a_second_is_chosen_up_to_the_day_of_the_visit() -> None:
    assert stands(-3) is State.ASKED
    assert stands(0) is State.ASKED
    assert stands(1) is State.MISSED


def test_the_second_rates_until_a_week_after() -> None:
    assert stands(7, second=True) is State.CHOSEN
    assert stands(8, second=True) is State.MISSED


def test_the_note_is_waited_for_a_month() -> None:
    assert stands(30, second=True, rated=True) is State.RATED
    assert stands(31, second=True, rated=True) is State.MISSED


def test_what_is_open_stays_open_whatever_comes_later() -> None:
    assert stands(400, second=True, rated=True, opened=True) is State.TOGETHER
    assert stands(3, second=True, rated=True, opened=True, cancelled=True) is State.TOGETHER


def test_a_no_and_a_called_off_visit_are_told_apart_from_what_was_never_done() -> None:
    assert stands(100, second=True, declined=True) is State.DECLINED
    assert stands(100, second=True, cancelled=True) is State.CANCELLED
    assert stands(-1, declined=True, cancelled=True) is State.DECLINED


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [(3, 3, False), (3, 4, False), (4, 3, False), (3, 5, True), (5, 1, True), (None, 5, False), (1, None, False)],
)
def test_levels_are_apart_from_two_on_and_never_where_one_saw_nothing(
    one: int | None, other: int | None, apart: bool
) -> None:
    assert are_apart(one, other) is apart


@pytest.fixture
def framework(world: World) -> Framework:
    """The shipped framework."""
    return world.library().one(Framework, "framework", "framework")


@pytest.mark.parametrize("learner", [JobRole.MSL, JobRole.NAV])
@pytest.mark.parametrize("second", [one for one in JobRole if one not in {JobRole.MSL, JobRole.NAV}])
def test_a_commercial_colleague_comes_along_with_medical_and_nursing_roles_in_shared_team_meetings_only(
    framework: Framework, learner: JobRole, second: JobRole
) -> None:
    shared = [f"{code}a" for code in framework.role(learner).rated_by_commercial]
    assert shared
    for activity in Activity:
        may = fits(framework, learner=learner, second=second, activity=activity, focus=shared)
        assert may is (activity is Activity.SHARED_TEAM), activity
    for own in ("C04a", "C06a", "C12a"):
        assert not fits(framework, learner=learner, second=second, activity=Activity.SHARED_TEAM, focus=[*shared, own])


def test_a_medical_colleague_may_come_along_with_the_own_function(framework: Framework) -> None:
    assert fits(framework, learner=JobRole.MSL, second=JobRole.MSL, activity=Activity.DISCOVERY, focus=["C06a", "C12a"])
    assert not fits(framework, learner=JobRole.MSL, second=JobRole.NAV, activity=Activity.DISCOVERY, focus=["C06a"])


def test_nobody_joins_a_commercial_role_in_a_meeting_that_exists_for_others_only(framework: Framework) -> None:
    assert fits(framework, learner=JobRole.SK, second=JobRole.FM, activity=Activity.DISCOVERY, focus=["C03a"])
    assert not fits(framework, learner=JobRole.SK, second=JobRole.FM, activity=Activity.SHARED_TEAM, focus=["C03a"])


def test_a_colleague_is_named_with_role_and_team() -> None:
    assert choice_words(Colleague(1, "Kim Berg", JobRole.FM, "Team East"), "Field manager") == (
        "Kim Berg, field manager, Team East"
    )
    assert choice_words(Colleague(1, "Kim Berg", JobRole.BK, None), "Big-K account manager") == (
        "Kim Berg, big-K account manager"
    )
