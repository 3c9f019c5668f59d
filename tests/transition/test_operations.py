"""Changes of job role: proposed, confirmed, moved, cancelled, in force; the ninety days; the role in mind."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from kamacademy.competency.evidence import View
from kamacademy.competency.queries import estimates_of
from kamacademy.db import db
from kamacademy.development.models import Action, Plan
from kamacademy.development.plan import Origin
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.rules import may_carry
from kamacademy.mail.models import Letter
from kamacademy.people import operations as people
from kamacademy.people.job_roles import JobRole
from kamacademy.transition import operations, queries
from kamacademy.transition.jobs import switch_roles
from kamacademy.transition.models import Aspiration, TransitionEvent
from kamacademy.transition.ninety_days import last_day
from kamacademy.transition.rules import (
    AccountClosed,
    AlreadyChanging,
    BuddyLacksRole,
    DayHasPassed,
    DayOutOfReach,
    HeldAlready,
    NotAnyMore,
    NothingChanged,
    NothingToDraft,
    SameRole,
    State,
)
from tests.transition.roles import IN_A_MONTH, Company, acts, company, letters, planned, proposed, seen_at
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)


@pytest.fixture
def who(world: World) -> Company:
    return company(world)


def test_a_coach_proposes_and_nobody_but_administrators_is_told(who: Company) -> None:
    found = proposed(who)
    assert (found.standing, found.from_role, found.to_role) == (State.PROPOSED, "REP", "SK")
    assert set(letters()) == {"Ada"}
    body = letters()["Ada"].body or ""
    assert "Daniel Okafor proposes that Mira Halvorsen becomes small-k" in body
    assert f"https://academy.example/transitions/{found.id}" in body


def test_an_administrator_plans_at_once_and_each_is_told_in_their_own_words(who: Company) -> None:
    found = planned(who)
    assert found.standing is State.PLANNED
    assert set(letters()) == {"Mira", "Daniel", "Tomas"}
    assert "from 20 Dec 2026 you are small-k account manager" in (letters()["Mira"].body or "")
    assert "as you are, and may ask you" in (letters()["Tomas"].body or "")
    assert "Mira Halvorsen is small-k account manager" in (letters()["Daniel"].body or "")
    assert letters()["Daniel"].subject == "Mira Halvorsen: job role changes"
    assert who.learner.job_role is JobRole.REP
    assert acts() == ["transition.proposed", "transition.confirmed"]


def test_confirming_announces_once(who: Company) -> None:
    found = proposed(who)
    operations.confirm(found, by=who.administrator, at=NOW)
    assert found.standing is State.PLANNED
    assert set(letters()) == {"Ada", "Mira", "Daniel", "Tomas"}
    with pytest.raises(NotAnyMore):
        operations.confirm(found, by=who.administrator, at=NOW)


def test_what_waited_past_its_day_is_not_confirmed(who: Company) -> None:
    found = proposed(who, starts_on=TODAY + DAY)
    with pytest.raises(DayHasPassed):
        operations.confirm(found, by=who.administrator, at=NOW + 2 * DAY)
    assert found.standing is State.PROPOSED


def test_what_a_change_refuses(who: Company, world: World) -> None:
    learner, admin = who.learner, who.administrator
    with pytest.raises(SameRole):
        operations.propose(learner, JobRole.REP, IN_A_MONTH, buddy=None, by=admin, at=NOW)
    for wrong in (TODAY - DAY, TODAY + timedelta(days=366)):
        with pytest.raises(DayOutOfReach):
            operations.propose(learner, JobRole.SK, wrong, buddy=None, by=admin, at=NOW)
    with pytest.raises(BuddyLacksRole):
        operations.propose(learner, JobRole.BK, IN_A_MONTH, buddy=who.buddy, by=admin, at=NOW)
    people.deactivate(who.buddy, by=admin, at=NOW)
    with pytest.raises(BuddyLacksRole):
        operations.propose(learner, JobRole.SK, IN_A_MONTH, buddy=who.buddy, by=admin, at=NOW)
    closed = world.learner(job_role=JobRole.REP)
    people.deactivate(closed, by=admin, at=NOW)
    with pytest.raises(AccountClosed):
        operations.propose(closed, JobRole.SK, IN_A_MONTH, buddy=None, by=admin, at=NOW)
    assert acts() == []


def test_one_change_is_under_way_at_a_time(who: Company) -> None:
    first = proposed(who)
    with pytest.raises(AlreadyChanging):
        operations.propose(who.learner, JobRole.BK, IN_A_MONTH, buddy=None, by=who.administrator, at=NOW)
    operations.cancel(first, reason="Another role fits better", by=who.coach, at=NOW)
    assert (
        operations.propose(who.learner, JobRole.BK, IN_A_MONTH, buddy=None, by=who.administrator, at=NOW).standing
        is State.PLANNED
    )


def test_a_moved_day_keeps_the_first_one_and_tells_why(who: Company) -> None:
    found = planned(who)
    later = IN_A_MONTH + timedelta(days=14)
    operations.change(found, starts_on=later, buddy=who.buddy, reason="The account waits", by=who.administrator, at=NOW)
    assert (found.starts_on, found.first_starts_on) == (later, IN_A_MONTH)
    for told in ("Mira", "Daniel"):
        assert "is moved to 3 Jan 2027.\n\nThe reason given:\nThe account waits\n\nThe" in (letters()[told].body or "")
    assert "The account waits" not in (letters()["Tomas"].body or ""), "the buddy reads no history"
    assert [one.words for one in queries.history_of(found)] == [
        "proposed the change for 20 Dec 2026",
        "confirmed the change for 20 Dec 2026",
        "moved the change from 20 Dec 2026 to 3 Jan 2027",
    ]
    with pytest.raises(NothingChanged):
        operations.change(found, starts_on=later, buddy=who.buddy, reason="-", by=who.administrator, at=NOW)


def test_another_buddy_is_asked_and_the_history_names_both(who: Company) -> None:
    found = planned(who)
    operations.change(
        found, starts_on=found.starts_on, buddy=who.stranger, reason="On leave", by=who.administrator, at=NOW
    )
    assert "you stand by" in letters()["Ines"].subject
    assert "That is no longer needed" in (letters()["Tomas"].body or "")
    assert "Ines Duarte now stands by in your new job role" in (letters()["Mira"].body or "")
    assert "On leave" not in "".join(letters()[name].body or "" for name in ("Ines", "Tomas"))
    assert queries.history_of(found)[-1].words == "asked Ines Duarte to stand by in place of Tomas Berg"
    assert queries.stood_by(who.buddy, TODAY) == []
    assert queries.stood_by(who.stranger, TODAY) == [found]


def test_a_proposal_moved_by_its_coach_tells_nobody(who: Company) -> None:
    found = proposed(who)
    operations.change(found, starts_on=IN_A_MONTH + DAY, buddy=None, reason="Later", by=who.coach, at=NOW)
    assert set(letters()) == {"Ada"}


def test_a_refused_proposal_tells_the_coach_alone(who: Company) -> None:
    found = proposed(who)
    operations.cancel(found, reason="No place this year", by=who.administrator, at=NOW)
    assert set(letters()) == {"Ada", "Daniel"}
    assert "No place this year" in (letters()["Daniel"].body or "")
    assert "that you proposed" in (letters()["Daniel"].body or "")


def test_when_nobody_stands_by_any_more_both_are_told(who: Company) -> None:
    found = planned(who)
    operations.change(found, starts_on=found.starts_on, buddy=None, reason="On leave", by=who.administrator, at=NOW)
    assert "That is no longer needed" in (letters()["Tomas"].body or "")
    assert letters()["Mira"].subject == "Nobody stands by in your new job role for now"
    assert "nobody stands by" in (letters()["Mira"].body or "")


def test_a_former_coach_is_not_told_what_became_of_the_proposal(who: Company, world: World) -> None:
    found = proposed(who)
    world.give_coach(who.learner, world.coach("Nora Lind"), since=TODAY)
    operations.cancel(found, reason="No place this year", by=who.administrator, at=NOW)
    assert set(letters()) == {"Ada"}


def test_closed_accounts_get_no_letter(who: Company, world: World) -> None:
    found = planned(who)
    before = db.session.scalar(select(func.count()).select_from(Letter)) or 0
    for one in (who.learner, who.buddy):
        people.deactivate(one, by=who.administrator, at=NOW)
    operations.change(
        found, starts_on=IN_A_MONTH + DAY, buddy=who.stranger, reason="Later", by=who.administrator, at=NOW
    )
    operations.cancel(found, reason="Gone", by=who.administrator, at=NOW)
    told = [one.to_person_id for one in db.session.scalars(select(Letter).order_by(Letter.id))][before:]
    # The coach's care ended with the account; only the new buddy is there to be told.
    assert set(told) == {who.stranger.id}


def test_what_was_entered_by_hand_meanwhile_is_not_announced(who: Company) -> None:
    found = proposed(who)
    who.learner.job_role_code = JobRole.SK.value
    with pytest.raises(HeldAlready):
        operations.confirm(found, by=who.administrator, at=NOW)
    assert set(letters()) == {"Ada"}


@pytest.mark.parametrize("role", [JobRole.MSL, JobRole.NAV])
def test_across_the_line_to_medical_or_nursing_work_no_commercial_measure_goes_along(
    who: Company, world: World, role: JobRole
) -> None:
    seen_at(world, who, 2, *(f"{code}{half}" for code in ("C03", "C07", "C09", "C10", "C02") for half in "ab"))
    found = planned(who, starts_on=TODAY, to_role=role)
    actions = operations.draft_plan(found, by=who.coach, at=NOW, library=world.library())
    assert actions
    library = world.library()
    for one in actions:
        assert one.kpi is None or may_carry(library.one(Kpi, "kpi", one.kpi.lower()), role)


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2027, 3, 1), date(2026, 12, 31)])
def test_ninety_days_from_any_day_of_the_calendar(who: Company, day: date) -> None:
    at = datetime.combine(day, time(9), UTC)
    found = operations.propose(who.learner, JobRole.SK, day, buddy=None, by=who.administrator, at=at)
    assert (found.standing, who.learner.role_since) == (State.IN_FORCE, day)
    assert last_day(found.starts_on) - day == timedelta(days=90)


def test_a_cancelled_change_tells_everybody_and_never_switches(who: Company) -> None:
    found = planned(who)
    operations.cancel(found, reason="The account was lost", by=who.administrator, at=NOW)
    assert "does not come about" in (letters()["Tomas"].body or "")
    for told in ("Mira", "Daniel"):
        assert "The reason given:\nThe account was lost" in (letters()[told].body or "")
    assert "The account was lost" not in (letters()["Tomas"].body or ""), "the buddy reads no history"
    assert operations.switch_due(NOW + timedelta(days=60)) == []
    assert who.learner.job_role is JobRole.REP
    with pytest.raises(NotAnyMore):
        operations.cancel(found, reason="Again", by=who.administrator, at=NOW)


def test_the_role_switches_on_its_day_not_before_and_once(who: Company, world: World) -> None:
    seen_at(world, who, 2, "C07a", "C07b")
    found = planned(who)
    assert operations.switch_due(NOW + timedelta(days=29)) == []
    assert who.learner.job_role is JobRole.REP
    day = NOW + timedelta(days=31)  # the job was asleep on the day itself
    assert operations.switch_due(day) == [found]
    assert (who.learner.job_role, who.learner.role_since) == (JobRole.SK, IN_A_MONTH)
    assert found.standing is State.IN_FORCE
    estimate = estimates_of([who.learner], day.date(), world.library(), View.DEVELOPMENT)[who.learner.id]["C07"]
    assert estimate.target == 3
    written = db.session.scalar(select(func.count()).select_from(Letter))
    assert operations.switch_due(day) == []
    assert db.session.scalar(select(func.count()).select_from(Letter)) == written


def test_the_job_does_it_too_and_may_run_twice(who: Company) -> None:
    found = planned(who, starts_on=TODAY + DAY)
    db.session.commit()
    act = switch_roles.__wrapped__  # type: ignore[attr-defined]  # the act inside, in this transaction
    act(NOW + DAY)
    act(NOW + DAY)
    assert found.standing is State.IN_FORCE
    assert acts().count("transition.switched") == 1


def test_a_closed_account_waits_until_it_is_opened_again(who: Company) -> None:
    found = planned(who)
    people.deactivate(who.learner, by=who.administrator, at=NOW)
    day = NOW + timedelta(days=40)
    assert operations.switch_due(day) == []
    people.reactivate(who.learner, by=who.administrator, at=day)
    assert operations.switch_due(day) == [found]
    assert who.learner.role_since == IN_A_MONTH


def test_a_change_for_today_is_in_force_at_once_and_says_so_once(who: Company) -> None:
    found = planned(who, starts_on=TODAY)
    assert found.standing is State.IN_FORCE
    assert who.learner.job_role is JobRole.SK
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 3


def test_a_role_that_an_administrator_set_meanwhile_is_only_noted(who: Company) -> None:
    found = planned(who)
    who.learner.job_role_code, who.learner.role_since = JobRole.SK.value, TODAY
    operations.switch_due(NOW + timedelta(days=30))
    assert found.standing is State.IN_FORCE
    assert who.learner.role_since == TODAY


def test_three_actions_at_once_for_the_gaps_of_the_new_role(who: Company, world: World) -> None:
    # At 2, a sales representative's targets are reached; those of a small-k account manager are not.
    seen_at(world, who, 2, *(f"{code}{half}" for code in ("C03", "C07", "C09", "C10", "C02") for half in "ab"))
    found = planned(who, starts_on=TODAY)
    actions = operations.draft_plan(found, by=who.learner, at=NOW, library=world.library())
    assert [(one.competency, one.due_on) for one in actions] == [
        ("C03", date(2026, 12, 20)), ("C07", date(2027, 1, 19)), ("C09", date(2027, 2, 18)),
    ]  # fmt: skip
    assert {one.origin_type for one in actions} == {Origin.TRANSITION}
    assert {one.origin_id for one in actions} == {found.id}
    with pytest.raises(NothingToDraft):
        operations.draft_plan(found, by=who.learner, at=NOW, library=world.library())
    assert db.session.scalar(select(func.count()).select_from(Action)) == 3


def test_a_dropped_action_makes_room_for_the_next_gap(who: Company, world: World) -> None:
    seen_at(world, who, 2, *(f"{code}{half}" for code in ("C03", "C07", "C09", "C10") for half in "ab"))
    found = planned(who, starts_on=TODAY)
    first, *_ = operations.draft_plan(found, by=who.coach, at=NOW, library=world.library())
    first.state = "dropped"
    db.session.flush()
    (only,) = operations.draft_plan(found, by=who.coach, at=NOW, library=world.library())
    # C03 is open again, and its next library action is proposed, not the dropped one.
    assert only.competency == "C03"
    assert only.library_id != first.library_id


def test_nothing_is_drafted_outside_the_ninety_days(who: Company, world: World) -> None:
    seen_at(world, who, 2, "C07a", "C07b")
    found = planned(who)
    with pytest.raises(NotAnyMore):
        operations.draft_plan(found, by=who.learner, at=NOW, library=world.library())
    operations.switch_due(NOW + timedelta(days=30))
    with pytest.raises(NotAnyMore):
        operations.draft_plan(found, by=who.learner, at=NOW + timedelta(days=121), library=world.library())
    assert db.session.scalar(select(func.count()).select_from(Plan)) == 0


def test_without_a_known_gap_nothing_is_drafted(who: Company, world: World) -> None:
    found = planned(who, starts_on=TODAY)
    with pytest.raises(NothingToDraft):
        operations.draft_plan(found, by=who.learner, at=NOW, library=world.library())


def test_a_role_in_mind_is_one_at_a_time_and_kept_as_history(who: Company) -> None:
    first = operations.name_next_role(who.learner, JobRole.SK, at=NOW)
    assert operations.name_next_role(who.learner, JobRole.SK, at=NOW) is first
    operations.name_next_role(who.learner, JobRole.BK, at=NOW + DAY)
    assert first.ended_at == NOW + DAY
    named = queries.find_aspiration(who.learner.id)
    assert named is not None
    assert named.role is JobRole.BK
    operations.drop_next_role(who.learner, at=NOW + DAY)
    assert queries.find_aspiration(who.learner.id) is None
    assert db.session.scalar(select(func.count()).select_from(Aspiration)) == 2
    with pytest.raises(SameRole):
        operations.name_next_role(who.learner, JobRole.REP, at=NOW)


def test_a_role_in_mind_ends_when_it_is_reached_and_another_stays(who: Company) -> None:
    operations.name_next_role(who.learner, JobRole.BK, at=NOW)
    planned(who, starts_on=TODAY)
    assert queries.find_aspiration(who.learner.id) is not None
    operations.propose(who.learner, JobRole.BK, TODAY, buddy=None, by=who.administrator, at=NOW)
    assert queries.find_aspiration(who.learner.id) is None


def test_the_history_is_written_once(who: Company) -> None:
    found = planned(who)
    assert db.session.scalar(select(func.count()).select_from(TransitionEvent)) == 2
    assert found.history[0].reason is None
