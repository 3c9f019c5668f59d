"""Planning, changing and cancelling a visit, as the rules want it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kamacademy.competency.evidence import Purpose
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.development.plan import Origin
from kamacademy.guide.activity import Activity
from kamacademy.mail.models import Letter
from kamacademy.people import operations as people
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.proposal.operations import agree_action
from kamacademy.records.models import AuditEvent
from kamacademy.visit.operations import cancel, change
from kamacademy.visit.queries import focus_for, focus_of_plan, visits_ahead, visits_of
from kamacademy.visit.rules import (
    AlreadyPlanned,
    AnnouncementStands,
    FocusOutOfView,
    NotAVisit,
    NotOpenToCoach,
    TooManyInFocus,
    VisitCancelled,
    VisitDayOutOfReach,
    VisitPassed,
)
from tests.visit.planned import planned
from tests.world import NOW, TODAY, World

DAY = timedelta(days=1)


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def letters() -> list[Letter]:
    return list(db.session.scalars(select(Letter).where(Letter.kind.like("visit-%")).order_by(Letter.id)))


def events() -> list[AuditEvent]:
    return list(db.session.scalars(select(AuditEvent).where(AuditEvent.act.like("visit.%")).order_by(AuditEvent.id)))


def test_the_other_of_the_two_gets_a_letter(learner: Person, coach: Person) -> None:
    visit = planned(learner, coach, begins="9:30".zfill(5))
    planned(learner, coach, day=TODAY + DAY, by=learner)
    to_learner, to_coach = letters()
    assert (to_learner.to_person_id, to_coach.to_person_id) == (learner.id, coach.id)
    assert to_learner.subject == "Daniel Okafor has planned a visit: Fri 20 Nov 2026, 09:30"
    assert f"https://academy.example/visits/{visit.id}" in (to_learner.body or "")
    assert "Customer discovery meeting".lower() in (to_learner.body or "")
    assert "North 11" not in (to_learner.body or "")


def test_the_audit_event_names_no_words(learner: Person, coach: Person) -> None:
    visit = planned(learner, coach)
    cancel(visit, "The customer moved it", by=learner, at=NOW)
    first, second = events()
    assert (first.act, first.actor_id, first.subject_id) == ("visit.planned", coach.id, visit.id)
    assert first.codes == {
        "learner": learner.id, "coach": coach.id, "activity": "discovery-meeting", "purpose": "development", "focus": 1,
    }  # fmt: skip
    assert (second.act, second.actor_id) == ("visit.cancelled", learner.id)
    assert "moved" not in str(second.codes)


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (180, True), (181, False)])
def test_a_visit_is_planned_for_today_to_180_days_ahead(learner: Person, coach: Person, days: int, may: bool) -> None:
    if may:
        assert planned(learner, coach, day=TODAY + days * DAY).planned_on == TODAY + days * DAY
    else:
        with pytest.raises(VisitDayOutOfReach):
            planned(learner, coach, day=TODAY + days * DAY)


def test_the_focus_is_what_the_activity_shows_each_once(learner: Person, coach: Person) -> None:
    offered = [one.id for one in focus_for(learner, coach, Activity.DISCOVERY)]
    assert planned(learner, coach, focus=(offered[0], offered[1], offered[0])).focus == offered[:2]
    hidden = next(one for one in ("C07a", "C11a", "C02a", "C10a") if one not in offered)
    with pytest.raises(FocusOutOfView, match="cannot rate"):
        planned(learner, coach, focus=(hidden,), day=TODAY + DAY)
    with pytest.raises(TooManyInFocus):
        planned(learner, coach, focus=tuple(offered[:6]), day=TODAY + DAY)
    assert planned(learner, coach, focus=(), day=TODAY + DAY).focus == []


def test_a_commercial_coach_plans_only_shared_team_work_with_a_medical_role(world: World, coach: Person) -> None:
    medical = world.learner("Leila Haddad", coach=coach, job_role=JobRole.MSL)
    for activity in (Activity.SHARED_TEAM, Activity.EXECUTIVE):
        assert {one.id[:3] for one in focus_for(medical, coach, activity)} <= {"C07", "C10", "C13"}
    with pytest.raises(FocusOutOfView):
        planned(medical, coach, focus=("C06a",), activity=Activity.SHARED_TEAM)
    with pytest.raises(NotOpenToCoach):
        planned(medical, coach, focus=("C07a",), activity=Activity.EXECUTIVE)


def test_a_role_play_is_no_visit(learner: Person, coach: Person) -> None:
    with pytest.raises(NotAVisit):
        planned(learner, coach, activity=Activity.ROLE_PLAY)


def test_the_same_visit_is_planned_once(learner: Person, coach: Person) -> None:
    first = planned(learner, coach, begins="10:20")
    with pytest.raises(AlreadyPlanned) as refusal:
        planned(learner, coach, begins="10:20", by=learner)
    assert refusal.value.visit_id == first.id
    planned(learner, coach, begins="14:00")
    cancel(first, "Ill", by=coach, at=NOW)
    planned(learner, coach, begins="10:20")
    assert len(visits_of(learner)) == 3


def test_a_change_is_told_and_no_change_is_not(learner: Person, coach: Person) -> None:
    visit = planned(learner, coach, day=TODAY + DAY)
    same = {"planned_on": TODAY + DAY, "activity": Activity.DISCOVERY, "focus": ["C03a"], "account_alias": "North 11"}
    change(visit, **same, by=coach, at=NOW)  # type: ignore[arg-type]  # several kinds of value
    assert visit.changed_at is None
    change(visit, **(same | {"begins": "08:05"}), by=learner, at=NOW)  # type: ignore[arg-type]  # the same
    assert (visit.begins, visit.changed_at) == ("08:05", NOW)
    assert [one.kind for one in letters()] == ["visit-planned", "visit-changed"]
    assert letters()[1].subject == "Mira Halvorsen has changed your visit: now Sat 21 Nov 2026, 08:05"
    with pytest.raises(VisitDayOutOfReach):
        change(visit, **(same | {"planned_on": TODAY - DAY}), by=coach, at=NOW)  # type: ignore[arg-type]  # the same


def test_two_visits_cannot_become_the_same(learner: Person, coach: Person) -> None:
    planned(learner, coach, day=TODAY + DAY)
    other = planned(learner, coach, day=TODAY + 2 * DAY)
    with pytest.raises(AlreadyPlanned):
        change(other, planned_on=TODAY + DAY, activity=Activity.DISCOVERY, focus=[], by=coach, at=NOW)


def test_what_is_over_stays_as_it_was(learner: Person, coach: Person) -> None:
    visit = planned(learner, coach)
    with pytest.raises(VisitPassed):
        cancel(visit, "Too late", by=coach, at=NOW + DAY)
    with pytest.raises(VisitPassed):
        change(visit, planned_on=TODAY + 2 * DAY, activity=Activity.GROUP, focus=[], by=coach, at=NOW + DAY)
    cancel(visit, "  The customer moved it ", by=coach, at=NOW)
    assert visit.cancel_reason == "The customer moved it"
    with pytest.raises(VisitCancelled):
        cancel(visit, "Again", by=coach, at=NOW)


def test_an_announcement_stands_and_its_letter_is_its_own(learner: Person, coach: Person) -> None:
    visit = planned(learner, coach, day=TODAY + 3 * DAY, purpose=Purpose.ATTESTATION)
    assert letters() == []
    with pytest.raises(AnnouncementStands):
        change(visit, planned_on=TODAY + 4 * DAY, activity=Activity.DISCOVERY, focus=[], by=coach, at=NOW)
    cancel(visit, "Ill", by=coach, at=NOW)
    assert [one.kind for one in letters()] == ["visit-cancelled"]


def test_visits_ahead_are_those_of_the_two_in_order(world: World, learner: Person, coach: Person) -> None:
    late = planned(learner, coach, day=TODAY + 14 * DAY)
    any_time = planned(learner, coach, begins=None)
    early = planned(learner, coach, begins="08:00")
    planned(learner, coach, day=TODAY + 15 * DAY)
    cancel(planned(learner, coach, day=TODAY + DAY), "Ill", by=coach, at=NOW)
    for person in (learner, coach):
        assert [one.id for one in visits_ahead(person, TODAY)] == [early.id, any_time.id, late.id]
    assert visits_ahead(world.coach(), TODAY) == []
    assert [one.id for one in visits_ahead(coach, TODAY + 14 * DAY, days=0)] == [late.id]


def test_visits_with_a_former_coach_and_of_closed_accounts_are_no_longer_ahead(
    world: World, learner: Person, coach: Person
) -> None:
    planned(learner, coach, day=TODAY + 2 * DAY)
    later = world.coach("Ingrid Sole")
    people.set_coach(learner, later, starts_on=TODAY + DAY, by=None, at=NOW)
    assert len(visits_ahead(learner, TODAY)) == 1
    assert visits_ahead(learner, TODAY + DAY) == visits_ahead(coach, TODAY + DAY) == []
    leaving = world.learner("Tom Whitaker", coach=later)
    planned(leaving, later, day=TODAY + 2 * DAY)
    assert len(visits_ahead(later, TODAY + DAY)) == 1
    people.deactivate(leaving, by=world.administrator(), at=NOW)
    assert visits_ahead(later, TODAY + DAY) == []


def test_what_the_plan_is_about_comes_first(learner: Person, coach: Person) -> None:
    assert focus_of_plan(learner) == []
    for indicator, days in (("C09a", 60), ("C06a", 30), ("C09a", 80)):
        agree_action(
            learner, title=f"Try {indicator}", indicator=indicator, due_on=TODAY + days * DAY, by=coach, at=NOW,
            origin=(Origin.OBSERVATION, 1), library=library(), library_id=None,
        )  # fmt: skip
    assert focus_of_plan(learner) == ["C06a", "C09a"]
    options = focus_for(learner, coach, Activity.DISCOVERY)
    assert [one.id for one in options if one.is_planned] == ["C06a", "C09a"]
    assert [one.id for one in options][:2] == ["C06a", "C09a"]
