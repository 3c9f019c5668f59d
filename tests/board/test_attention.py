"""What needs attention in a plan: every reason on its first day and the day before, its words, and the order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kamacademy.agreeing.agreement import Side
from kamacademy.board.attention import FOR_COACH, FOR_LEARNER, Attention, attention, by_weight
from kamacademy.board.plan_facts import ActionFacts, NextDay, PersonFacts, PlanFacts
from kamacademy.board.reason import LABELS, WEIGHTS, Kind, Reason
from kamacademy.development.plan import State

TODAY = date(2026, 11, 20)
LEARNER, COACH = 7, 8


def back(days: int) -> date:
    return TODAY - timedelta(days=days)


def action(state: State = State.OPEN, *, due: int = -20, key: int = 1, title: str = "Map the committee") -> ActionFacts:
    """An action due so many days ago."""
    return ActionFacts(key, title, state, back(due), back(3))


# A plan that both have signed, with one open action; everything is quiet.
PLAN = PlanFacts(
    id=3, first_agreed_on=back(10), learner_signed_on=back(10), coach_signed_on=back(10), review_due_on=back(-80),
    review_by=None, review_written_on=None, moved_on=back(3), spoken_on=back(3), actions=(action(),),
)  # fmt: skip
UNSIGNED = replace(PLAN, first_agreed_on=None, learner_signed_on=None, coach_signed_on=None, review_due_on=None)


def seen(
    plan: PlanFacts | None, side: Side = Side.COACH, *, weeks: int | None = 6, closed: date | None = None
) -> Attention:
    return attention(PersonFacts(LEARNER, "Mira Halvorsen", plan, closed, weeks), side, TODAY)


def words(found: Attention) -> list[str]:
    return [one.words for one in found.reasons]


def with_actions(*actions: ActionFacts, plan: PlanFacts = PLAN) -> PlanFacts:
    return replace(plan, actions=actions)


def test_all_is_quiet_in_a_signed_plan_that_moves() -> None:
    for side in Side:
        found = seen(PLAN, side)
        assert (found.reasons, found.weight, found.running) == ((), 0, 1)
    assert seen(PLAN).next_day == NextDay(back(-20), "“Map the committee”")
    assert seen(PLAN).running_words == "1 of 3 actions running"


HANDED_IN = replace(action(State.HANDED_IN), handed_in_on=back(4))
PROPOSED = replace(action(State.PROPOSED, key=2), proposed_on=back(14))
RETURNED = replace(action(), returned_on=back(2), returned_because="Say who said it.")

CASES: tuple[tuple[PlanFacts, Side, Kind, str, str], ...] = (
    (
        with_actions(HANDED_IN), Side.COACH, Kind.HANDED_IN,
        "“Map the committee” handed in, waiting for you since 16 Nov 2026", "/people/7/plan#action-1",
    ),
    (
        with_actions(HANDED_IN, replace(HANDED_IN, id=5, handed_in_on=TODAY)), Side.COACH, Kind.HANDED_IN,
        "2 actions handed in, waiting for you since 16 Nov 2026", "/people/7/plan#action-1",
    ),
    (
        replace(UNSIGNED, learner_signed_on=TODAY, actions=(PROPOSED,)), Side.COACH, Kind.SIGNATURE,
        "Waiting for your signature since today", "/plans/3/agree",
    ),
    (
        replace(UNSIGNED, coach_signed_on=back(1), actions=(PROPOSED,)), Side.LEARNER, Kind.SIGNATURE,
        "Signed by your coach, waiting for your signature since 19 Nov 2026", "/plans/3/agree",
    ),
    (
        replace(UNSIGNED, actions=(PROPOSED,)), Side.LEARNER, Kind.SIGNATURE,
        "“Map the committee” begins once you and your coach have signed", "/plans/3/agree",
    ),
    (
        replace(PLAN, review_by=LEARNER, review_written_on=back(1)), Side.COACH, Kind.REVIEW_WRITTEN,
        "A review is waiting for you to confirm it since 19 Nov 2026", "/plans/3/review",
    ),
    (
        replace(PLAN, review_by=COACH, review_written_on=back(1)), Side.LEARNER, Kind.REVIEW_WRITTEN,
        "A review is waiting for you to confirm it since 19 Nov 2026", "/plans/3/review",
    ),
    (
        with_actions(RETURNED), Side.LEARNER, Kind.RETURNED,
        "“Map the committee” was returned: Say who said it.", "/people/7/plan#action-1",
    ),
    (
        with_actions(action(due=1)), Side.COACH, Kind.OVERDUE,
        "“Map the committee” overdue since 19 Nov 2026", "/people/7/plan#action-1",
    ),
    (
        with_actions(action(due=1), action(due=9, key=4)), Side.LEARNER, Kind.OVERDUE,
        "2 actions overdue, the first since 11 Nov 2026", "/people/7/plan#action-4",
    ),
    (replace(PLAN, review_due_on=TODAY), Side.COACH, Kind.REVIEW_DUE, "Review due today", "/plans/3/review"),
    (
        replace(PLAN, review_due_on=back(1)), Side.LEARNER, Kind.REVIEW_DUE, "Review due since 19 Nov 2026",
        "/plans/3/review",
    ),
    (
        with_actions(action(due=0)), Side.COACH, Kind.DUE_TODAY, "“Map the committee” due today",
        "/people/7/plan#action-1",
    ),
    (
        replace(UNSIGNED, actions=(PROPOSED,)), Side.COACH, Kind.UNANSWERED,
        "1 proposal without an answer since 6 Nov 2026", "/people/7/plan",
    ),
    (
        replace(UNSIGNED, coach_signed_on=back(20)), Side.COACH, Kind.UNANSWERED,
        "Signed by you alone since 31 Oct 2026", "/people/7/plan",
    ),
    (
        replace(PLAN, review_by=COACH, review_written_on=back(14)), Side.COACH, Kind.UNANSWERED,
        "A written review is not confirmed since 6 Nov 2026", "/plans/3/review",
    ),
    (
        with_actions(action(due=0), action(due=0, key=2)), Side.LEARNER, Kind.DUE_TODAY, "2 actions due today",
        "/people/7/plan#action-1",
    ),
    (with_actions(), Side.LEARNER, Kind.NOTHING_OPEN, "Nothing is open in the plan", "/people/7/plan"),
    (with_actions(), Side.COACH, Kind.NOTHING_OPEN, "Nothing is open in the plan", "/people/7/plan"),
    (replace(PLAN, moved_on=back(30)), Side.COACH, Kind.STILL, "Nothing has moved for 30 days", "/people/7/plan"),
    (
        replace(PLAN, spoken_on=back(42)), Side.COACH, Kind.TALK_DUE, "Talk due: last spoken of on 9 Oct 2026",
        "/people/7/plan",
    ),
)  # fmt: skip


@pytest.mark.parametrize(("plan", "side", "kind", "said", "address"), CASES, ids=lambda one: getattr(one, "value", ""))
def test_each_reason_says_what_since_when_and_where(
    plan: PlanFacts, side: Side, kind: Kind, said: str, address: str
) -> None:
    (reason,) = seen(plan, side).reasons
    assert (reason.kind, reason.words, reason.address) == (kind, said, address)
    assert reason.task
    assert seen(plan, side).weight == WEIGHTS[kind]


QUIET: tuple[tuple[str, PlanFacts, Side], ...] = (
    ("what is handed in is not the learner's to do", with_actions(HANDED_IN), Side.LEARNER),
    ("what was returned is not the coach's to do", with_actions(RETURNED), Side.COACH),
    ("handed in again after it was returned", with_actions(replace(RETURNED, state=State.HANDED_IN)), Side.LEARNER),
    ("due tomorrow", with_actions(action(due=-1)), Side.COACH),
    ("handed in before its day, which has passed", with_actions(action(State.HANDED_IN, due=5)), Side.LEARNER),
    ("review tomorrow", replace(PLAN, review_due_on=back(-1)), Side.COACH),
    (
        "review due, and written by the coach yesterday",
        replace(PLAN, review_due_on=back(9), review_by=COACH, review_written_on=back(1)), Side.COACH,
    ),
    (
        "proposed thirteen days ago",
        with_actions(replace(PROPOSED, proposed_on=back(13)), plan=UNSIGNED), Side.COACH,
    ),
    ("agreed by both, and waits for a place", with_actions(action(), PROPOSED), Side.COACH),
    ("signed by the learner, who need not sign again", replace(UNSIGNED, learner_signed_on=back(1)), Side.LEARNER),
    (
        "signed by the learner, and what was proposed is gone",
        replace(PLAN, coach_signed_on=None), Side.COACH,
    ),
    ("began in coaching, and nothing is proposed", UNSIGNED, Side.LEARNER),
    ("still for twenty-nine days", replace(PLAN, moved_on=back(29)), Side.COACH),
    ("a learner is not asked to ask", replace(PLAN, moved_on=back(90), spoken_on=back(90)), Side.LEARNER),
    ("spoken of forty-one days ago", replace(PLAN, spoken_on=back(41)), Side.COACH),
    ("nothing open to speak of", with_actions(PROPOSED, plan=replace(PLAN, spoken_on=back(99))), Side.COACH),
)  # fmt: skip


@pytest.mark.parametrize(("plan", "side"), [one[1:] for one in QUIET], ids=[one[0] for one in QUIET])
def test_nothing_is_said_a_day_too_early_or_to_the_wrong_one(plan: PlanFacts, side: Side) -> None:
    assert words(seen(plan, side)) == []


def test_no_plan_says_since_when_there_was_one() -> None:
    for side in Side:
        assert words(seen(None, side)) == ["No plan"]
        assert words(seen(None, side, closed=back(50))) == ["No plan since 1 Oct 2026"]
    assert seen(None).plan_id is None
    assert seen(None).next_day is None


def test_what_stands_still_is_not_told_twice_and_a_role_without_a_rhythm_has_no_talk() -> None:
    still = replace(PLAN, moved_on=back(60), spoken_on=back(60))
    assert [one.kind for one in seen(still).reasons] == [Kind.STILL]
    assert words(seen(replace(PLAN, spoken_on=back(900)), weeks=None)) == []


def test_several_reasons_stand_in_the_order_of_their_kinds() -> None:
    plan = replace(
        UNSIGNED, learner_signed_on=back(2), review_by=LEARNER, review_written_on=back(1), moved_on=back(40),
        actions=(HANDED_IN, action(due=1, key=2), action(due=0, key=4), PROPOSED),
    )  # fmt: skip
    kinds = [one.kind for one in seen(plan).reasons]
    assert kinds == [
        Kind.HANDED_IN, Kind.SIGNATURE, Kind.REVIEW_WRITTEN, Kind.OVERDUE, Kind.DUE_TODAY, Kind.STILL,
    ]  # fmt: skip
    assert [one.weight for one in seen(plan).reasons] == sorted((WEIGHTS[kind] for kind in kinds), reverse=True)


def test_the_table_above_has_every_rule_of_each_side() -> None:
    for side, rules in ((Side.COACH, FOR_COACH), (Side.LEARNER, FOR_LEARNER)):
        assert len({kind for _, one, kind, _, _ in CASES if one is side}) == len(rules)
    assert list(WEIGHTS.values()) == list(range(len(Kind), 0, -1))
    assert set(LABELS) == set(Kind)


def test_people_come_by_weight_then_by_how_long_they_wait_then_by_name() -> None:
    def one(name: str, kind: Kind | None, since: date | None = None) -> Attention:
        reasons = (Reason(kind, "Why", since, "Look", "/"),) if kind else ()
        return Attention(1, name, 1, reasons)

    found = [
        one("Ada", None), one("Zoe", None), one("Ben", Kind.NO_PLAN), one("Cy", Kind.NO_PLAN, back(9)),
        one("Dora", Kind.OVERDUE, back(1)), one("Eva", Kind.OVERDUE, back(8)), one("Finn", Kind.HANDED_IN, TODAY),
        one("Abe", Kind.OVERDUE, back(8)),
    ]  # fmt: skip
    assert [each.name for each in by_weight(found)] == ["Finn", "Abe", "Eva", "Dora", "Cy", "Ben", "Ada", "Zoe"]


def test_the_next_day_is_the_soonest_of_open_actions_and_the_review() -> None:
    def next_of(plan: PlanFacts) -> NextDay | None:
        return seen(plan).next_day

    assert next_of(replace(PLAN, review_due_on=back(-5))) == NextDay(back(-5), "the review")
    assert next_of(with_actions(action(due=0), action(due=-2, key=2))) == NextDay(TODAY, "“Map the committee”")
    passed = replace(PLAN, review_due_on=back(1), actions=(action(due=1), action(State.HANDED_IN, due=-9), PROPOSED))
    assert next_of(passed) is None
