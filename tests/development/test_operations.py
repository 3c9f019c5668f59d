"""Changing plans."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kamacademy.agreeing.operations import agree
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.development import operations
from kamacademy.development.details import Details
from kamacademy.development.models import Action, Plan
from kamacademy.development.operations import check_in, drop, open_action, redate
from kamacademy.development.queries import open_actions, running_plan
from kamacademy.development.rules import (
    DueDateOutOfReach,
    KpiNotCarried,
    NothingProposed,
    NotInThisState,
    PlanClosed,
    SameDate,
    StillOpen,
    ThreeOpenAlready,
)
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.plan.operations import close
from kamacademy.proof.operations import complete
from kamacademy.proposal import operations as proposal
from kamacademy.proposal.operations import agree_action
from kamacademy.records.models import AuditEvent
from tests.curriculum.study import M01
from tests.curriculum.study import complete as complete_module
from tests.development.plans import DUE, proposed, seen, titles
from tests.world import NOW, TODAY, World


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def coached(learner: Person, coach: Person, title: str = "Ask one more question", **more: str) -> Action:
    return agree_action(
        learner, title=title, indicator="C03a", due_on=TODAY + timedelta(days=14), by=coach, at=NOW,
        origin=("observation", 7), library=library(), **more,
    )  # fmt: skip


def plan_of(learner: Person) -> Plan:
    found = running_plan(learner.id)
    assert found is not None
    return found


def both_agree(learner: Person, coach: Person) -> list[Action]:
    agree(plan_of(learner), by=learner, at=NOW)
    return agree(plan_of(learner), by=coach, at=NOW)


def draft(learner: Person) -> Plan:
    return proposal.draft_plan(learner, by=learner, at=NOW, today=TODAY, library=library())


# Agreed in coaching


def test_an_action_agreed_in_coaching_makes_the_plan_and_is_open_at_once(learner: Person, coach: Person) -> None:
    action = coached(learner, coach)
    assert (action.state, action.opened_on, action.original_due_on) == ("open", TODAY, action.due_on)
    assert (action.origin_type, action.origin_id, action.competency) == ("observation", 7, "C03")
    assert plan_of(learner).actions == [action]
    assert open_actions([learner.id]) == {learner.id: [action]}


def test_a_fourth_from_coaching_waits_and_opens_when_a_place_is_free(learner: Person, coach: Person) -> None:
    first = coached(learner, coach, "One")
    for title in ("Two", "Three", "Four"):
        coached(learner, coach, title)
    assert titles(plan_of(learner), "proposed") == ["Four"]
    begun = complete(first, "Done at Norlund on 3 Nov", by=coach, at=NOW)
    assert [one.title for one in begun] == ["Four"]


def test_a_waiting_one_that_was_changed_needs_both_again(learner: Person, coach: Person) -> None:
    first = coached(learner, coach, "One")
    for title in ("Two", "Three"):
        coached(learner, coach, title)
    fourth = coached(learner, coach, "Four")
    details = Details(title="Four, but larger", indicator="C03a", due_on=fourth.due_on)
    operations.change_action(fourth, details, by=learner, at=NOW, library=library())
    assert complete(first, "Done", by=coach, at=NOW) == []
    assert fourth.state == "proposed"


def test_what_coaching_leaves_open_comes_from_the_library(learner: Person, coach: Person) -> None:
    action = coached(learner, coach, "Trace one route", library_id="c01-job")
    assert (action.kpi, action.module, action.kind) == ("K01", "m03-providers-and-risk", "job")
    assert action.evidence_expected is not None
    assert action.revision_id == library().revision_id("actions", "c01")


def test_coaching_never_gives_a_kpi_that_the_role_may_not_carry(world: World, coach: Person) -> None:
    nurse = world.learner(coach=coach, job_role=JobRole.NAV)
    may_carry = {None, "K02", "K14", "K18", "K19", "K22", "K23"}
    assert coached(nurse, coach, kpi="K02").kpi == "K02"
    assert coached(nurse, coach, kpi="K01").kpi in may_carry
    assert coached(nurse, coach, kpi="K99").kpi in may_carry


# Drafting


def test_a_draft_takes_the_known_gaps_gate_first_and_never_more_than_three(learner: Person, coach: Person) -> None:
    # Targets of a small-k account manager: C12 4, C07 and C09 3 (priorities), C02 and C05 3.
    seen(learner, coach, {"C02": 1, "C05": 2, "C07": 2, "C09": 1, "C12": 3})
    plan = draft(learner)
    assert [one.competency for one in plan.actions] == ["C12", "C09", "C07"]
    assert all(one.kind == "job" and one.state == "proposed" for one in plan.actions)
    assert all(TODAY < one.due_on <= TODAY + timedelta(days=90) for one in plan.actions)
    assert all(one.evidence_expected and one.kpi for one in plan.actions)


def test_a_draft_leaves_what_coaching_agreed_and_counts_it(learner: Person, coach: Person) -> None:
    seen(learner, coach, {"C02": 1, "C03": 1, "C07": 2, "C09": 1})
    action = coached(learner, coach)
    plan = draft(learner)
    assert plan.actions[0] is action
    assert [one.competency for one in plan.actions] == ["C03", "C09", "C07"]
    assert [one.state for one in plan.actions] == ["open", "proposed", "proposed"]


def test_a_draft_suggests_nothing_where_too_little_is_known(learner: Person, coach: Person) -> None:
    seen(learner, coach, {"C07": 1}, visits=2)
    assert draft(learner).actions == []


def test_a_draft_for_a_nurse_has_only_kpis_that_a_nurse_may_carry(world: World, coach: Person) -> None:
    nurse = world.learner(coach=coach, job_role=JobRole.NAV)
    seen(nurse, coach, {"C01": 1, "C03": 1, "C10": 1})
    plan = draft(nurse)
    assert len(plan.actions) == 3
    assert {one.kpi for one in plan.actions} <= {None, "K02", "K14", "K18", "K19", "K22", "K23"}
    assert [one.kpi for one in plan.actions if one.competency == "C01"] == ["K02"]


def test_a_draft_names_a_module_only_while_it_is_not_completed(world: World, learner: Person, coach: Person) -> None:
    other = world.learner(coach=coach)
    for one in (learner, other):
        seen(one, coach, {"C13": 1})
    complete_module(other, M01)
    assert draft(learner).actions[0].module == M01
    assert draft(other).actions[0].module is None


def test_a_second_draft_adds_nothing_to_a_full_plan(learner: Person, coach: Person) -> None:
    seen(learner, coach, {"C02": 1, "C05": 1, "C07": 2, "C09": 1})
    first = [one.id for one in draft(learner).actions]
    assert [one.id for one in draft(learner).actions] == first


# Proposing and agreeing


def test_what_both_agree_to_begins(learner: Person, coach: Person) -> None:
    action = proposed(learner)
    assert agree(plan_of(learner), by=learner, at=NOW) == []
    assert action.state == "proposed"
    assert agree(plan_of(learner), by=coach, at=NOW) == [action]
    assert (action.state, action.opened_on) == ("open", TODAY)
    assert plan_of(learner).agreed_coach_id == coach.id


def test_the_fourth_waits_until_a_place_is_free(learner: Person, coach: Person) -> None:
    actions = [proposed(learner, title) for title in ("One", "Two", "Three", "Four")]
    assert both_agree(learner, coach) == actions[:3]
    assert titles(plan_of(learner), "proposed") == ["Four"]
    assert drop(actions[1], reason="The meeting fell through", by=coach, at=NOW) == [actions[3]]


def test_a_fourth_is_never_opened(learner: Person, coach: Person) -> None:
    actions = [proposed(learner, title) for title in ("One", "Two", "Three", "Four")]
    both_agree(learner, coach)
    with pytest.raises(ThreeOpenAlready, match="Three actions are open already"):
        open_action(actions[3], plan=plan_of(learner), by=coach, at=NOW)


def test_a_change_to_what_is_proposed_asks_both_again(learner: Person, coach: Person) -> None:
    action = proposed(learner)
    agree(plan_of(learner), by=learner, at=NOW)
    details = Details(title=action.title, indicator="C04a", due_on=DUE, where_tried="Norlund, the clinic round")
    operations.change_action(action, details, by=coach, at=NOW, library=library())
    assert plan_of(learner).learner_agreed_at is None
    assert agree(plan_of(learner), by=coach, at=NOW) == []


def test_a_change_that_changes_nothing_asks_nobody(learner: Person) -> None:
    action = proposed(learner)
    agree(plan_of(learner), by=learner, at=NOW)
    same = Details(title=action.title, indicator="C04a", due_on=DUE)
    operations.change_action(action, same, by=learner, at=NOW, library=library())
    assert plan_of(learner).learner_agreed_at == NOW


def test_another_proposal_and_a_dropped_one_ask_both_again(learner: Person) -> None:
    proposed(learner)
    agree(plan_of(learner), by=learner, at=NOW)
    other = proposed(learner, "Another")
    assert plan_of(learner).learner_agreed_at is None
    agree(plan_of(learner), by=learner, at=NOW)
    drop(other, reason="Not now", by=learner, at=NOW)
    assert plan_of(learner).learner_agreed_at is None


def test_the_yes_of_a_coach_who_has_left_does_not_count(world: World, learner: Person, coach: Person) -> None:
    proposed(learner)
    agree(plan_of(learner), by=coach, at=NOW)
    world.give_coach(learner, world.coach(), since=TODAY)
    db.session.expire_all()
    assert agree(plan_of(learner), by=learner, at=NOW) == []
    assert plan_of(learner).coach_agreed_at is None


def test_there_must_be_something_to_agree_to(learner: Person, coach: Person) -> None:
    plan = operations.begin_plan(learner, by=learner, at=NOW)
    with pytest.raises(NothingProposed):
        agree(plan, by=learner, at=NOW)
    coached(learner, coach)
    both_agree(learner, coach)
    drop(proposed(learner), reason="Not now", by=learner, at=NOW)
    with pytest.raises(NothingProposed):
        agree(plan, by=learner, at=NOW)


@pytest.mark.parametrize("due_on", [TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=91)])
def test_a_due_date_is_after_today_and_within_90_days(learner: Person, due_on: date) -> None:
    with pytest.raises(DueDateOutOfReach):
        proposed(learner, due_on=due_on)


def test_a_kpi_that_the_role_may_not_carry_is_refused(learner: Person) -> None:
    plan = operations.begin_plan(learner, by=learner, at=NOW)
    details = Details(title="Coach", indicator="C11a", due_on=DUE, kpi="K20")
    with pytest.raises(KpiNotCarried, match="not a measure for a small-k"):
        operations.propose_action(plan, details, by=learner, at=NOW, library=library())


def test_of_an_open_action_only_what_is_missing_is_filled_in(learner: Person, coach: Person) -> None:
    action = coached(learner, coach)
    details = Details(
        title="Something else",
        indicator="C03a",
        due_on=DUE,
        kpi="K01",
        where_tried="Norlund",
        evidence_expected="A note",
    )
    operations.change_action(action, details, by=learner, at=NOW, library=library())
    assert (action.where_tried, action.title) == ("Norlund", "Ask one more question")
    assert action.evidence_expected != "A note"
    assert action.due_on == TODAY + timedelta(days=14)
    with pytest.raises(NotInThisState):
        operations.change_action(action, details, by=learner, at=NOW, library=library())


# While it runs


def test_check_ins_are_a_conversation(learner: Person, coach: Person) -> None:
    action = coached(learner, coach)
    check_in(action, "Who would dispute it?", by=coach, at=NOW)
    check_in(action, "The pharmacy director.", by=learner, at=NOW)
    assert [(one.by.name, one.words) for one in plan_of(learner).actions[0].check_ins] == [
        ("Daniel Okafor", "Who would dispute it?"),
        ("Mira Halvorsen", "The pharmacy director."),
    ]


def test_a_moved_date_keeps_the_first_one_and_the_reason(learner: Person, coach: Person) -> None:
    action = coached(learner, coach)
    first = action.due_on
    redate(action, DUE, reason="The planning day moved", by=learner, at=NOW)
    redate(action, DUE + timedelta(days=10), reason="It moved again", by=learner, at=NOW)
    assert (action.original_due_on, action.due_on) == (first, DUE + timedelta(days=10))
    moved = [one for one in plan_of(learner).history if one.what == "re-dated"]
    assert [(one.before, one.reason) for one in moved] == [
        (first.isoformat(), "The planning day moved"),
        (DUE.isoformat(), "It moved again"),
    ]


def test_a_date_is_not_moved_to_itself_into_the_past_or_while_proposed(learner: Person, coach: Person) -> None:
    action = coached(learner, coach)
    with pytest.raises(SameDate):
        redate(action, action.due_on, reason="x", by=learner, at=NOW)
    with pytest.raises(DueDateOutOfReach):
        redate(action, TODAY, reason="x", by=learner, at=NOW)
    with pytest.raises(NotInThisState):
        redate(proposed(learner), DUE + timedelta(days=1), reason="x", by=learner, at=NOW)


def test_done_with_evidence_is_over(learner: Person, coach: Person) -> None:
    action = coached(learner, coach)
    complete(action, "The rebuilt objective, seen by Priya", by=coach, at=NOW)
    assert (action.state, action.done_on) == ("done", TODAY)
    for again in (
        lambda: complete(action, "again", by=coach, at=NOW),
        lambda: drop(action, reason="x", by=learner, at=NOW),
        lambda: check_in(action, "x", by=learner, at=NOW),
        lambda: redate(action, DUE, reason="x", by=learner, at=NOW),
    ):
        with pytest.raises(NotInThisState):
            again()


def test_what_is_only_proposed_cannot_be_done(learner: Person, coach: Person) -> None:
    with pytest.raises(NotInThisState):
        complete(proposed(learner), "x", by=coach, at=NOW)


def test_a_plan_closes_only_when_nothing_is_open_and_then_stays_as_it_is(learner: Person, coach: Person) -> None:
    action = coached(learner, coach)
    waiting = proposed(learner)
    plan = plan_of(learner)
    with pytest.raises(StillOpen, match="One action is still open"):
        close(plan, by=learner, at=NOW, library=library())
    complete(action, "Done", by=coach, at=NOW)
    close(plan, by=learner, at=NOW, library=library())
    assert (waiting.state, running_plan(learner.id)) == ("dropped", None)
    for change in (
        lambda: agree(plan, by=learner, at=NOW),
        lambda: check_in(waiting, "x", by=learner, at=NOW),
        lambda: close(plan, by=learner, at=NOW, library=library()),
    ):
        with pytest.raises(PlanClosed):
            change()
    assert coached(learner, coach).plan_id != plan.id


def test_every_act_is_in_the_history_and_in_the_audit_without_words(learner: Person, coach: Person) -> None:
    action = proposed(learner, "A secret of Norlund")
    both_agree(learner, coach)
    redate(action, DUE + timedelta(days=3), reason="A secret reason", by=learner, at=NOW)
    complete(action, "A secret proof", by=coach, at=NOW)
    assert [one.what for one in plan_of(learner).history] == [
        "begun", "proposed", "agreed", "agreed", "opened", "re-dated", "completed",
    ]  # fmt: skip
    events = list(db.session.scalars(select(AuditEvent).where(AuditEvent.act.like("development.%"))))
    assert len(events) == 6
    assert not any("secret" in str(one.codes).lower() for one in events)
