"""Observing, sharing and answering, as the rules want it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from kamacademy.coaching import operations, queries
from kamacademy.coaching.models import Observation
from kamacademy.coaching.rules import (
    ActivityNotOpen,
    AlreadyAnswered,
    DueDayOutOfReach,
    FocusOutOfBounds,
    IndicatorNotOpen,
    NotADraft,
    NotRatedYet,
    NotSharedYet,
    ObservedInTheFuture,
)
from kamacademy.competency.evidence import Context, Kind
from kamacademy.competency.models import Evidence
from kamacademy.content.queries import current_release_id, library
from kamacademy.db import db
from kamacademy.development.models import Action
from kamacademy.development.queries import running_plan
from kamacademy.guide.activity import Activity
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from tests.coaching.visits import drafted, observed
from tests.statements import statements
from tests.world import NOW, TODAY, World

DUE = TODAY + timedelta(days=60)


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def rows() -> list[Evidence]:
    return list(db.session.scalars(select(Evidence).order_by(Evidence.id)))


def acts() -> list[str]:
    found = db.session.scalars(select(AuditEvent.act).where(AuditEvent.act.like("coaching.%")).order_by(AuditEvent.id))
    return list(found)


def begin(learner: Person, coach: Person, **changed: object) -> Observation:
    given = {
        "activity": Activity.DISCOVERY, "complexity": Context.USUAL, "observed_on": TODAY, "indicators": ["C03a"],
        "release_id": current_release_id(), "at": NOW,
    } | changed  # fmt: skip
    return operations.begin(learner, coach, **given)  # type: ignore[arg-type]  # several kinds of value


def test_a_draft_writes_no_evidence(learner: Person, coach: Person) -> None:
    drafted(learner, coach, {"C03a": 3, "C09a": None})
    assert rows() == []
    assert [one.learner_name for one in queries.drafts_of(coach, [learner.id])] == [learner.name]


def test_sharing_writes_one_row_for_each_rating_and_not_observed_too(learner: Person, coach: Person) -> None:
    made = operations.share(drafted(learner, coach, {"C03a": 4, "C09a": None}), at=NOW, today=TODAY)
    first, second = rows()
    assert (first.indicator, first.level, first.note) == ("C03a", 4, "Line of C03a")
    assert (second.indicator, second.level, second.note) == ("C09a", None, "Line of C09a")
    for row in (first, second):
        assert (row.kind, row.purpose, row.context) == (Kind.OBSERVED, "development", "usual")
        assert (row.visit, row.source_type, row.source_id) == (f"observation-{made.id}", "observation", made.id)
        assert row.source_title == "Customer discovery meeting, usual"
        assert (row.rater_id, row.learner_id, row.happened_on) == (coach.id, learner.id, TODAY)
        assert row.revision_id == library(made.release_id).revision_id("competency", row.competency.lower())


def test_sharing_puts_the_agreed_action_into_the_plan_at_once(learner: Person, coach: Person) -> None:
    made = drafted(learner, coach, {"C03a": 2})
    operations.agree(made, title="Uncover one driver", indicator="C03a", due_on=DUE, library_id="c03-job", at=NOW)
    assert running_plan(learner.id) is None
    operations.share(made, at=NOW, today=TODAY)
    plan = running_plan(learner.id)
    assert plan is not None
    action = plan.actions[0]
    assert (action.title, action.state, action.due_on) == ("Uncover one driver", "open", DUE)
    assert (action.origin_type, action.origin_id, action.library_id) == ("observation", made.id, "c03-job")
    assert made.action is action


def test_a_fourth_action_waits_as_a_proposal(learner: Person, coach: Person) -> None:
    for number in range(4):
        made = observed(learner, coach, {"C03a": 2}, agreed=f"Try {number}", due_on=DUE)
    assert made.action is not None
    assert made.action.state == "proposed"


def test_a_note_is_shared_once(learner: Person, coach: Person) -> None:
    made = observed(learner, coach, {"C03a": 2})
    with pytest.raises(NotADraft):
        operations.share(made, at=NOW, today=TODAY)
    assert len(rows()) == 1


def test_two_requests_at_once_share_only_once(learner: Person, coach: Person) -> None:
    made = drafted(learner, coach, {"C03a": 2})
    db.session.flush()
    db.session.execute(Observation.__table__.update().values(shared_at=NOW))  # type: ignore[attr-defined]
    assert not made.is_shared
    with pytest.raises(NotADraft):
        operations.share(made, at=NOW, today=TODAY)
    assert rows() == []


def test_what_is_shared_does_not_change_any_more(learner: Person, coach: Person) -> None:
    made = observed(learner, coach, {"C03a": 2})
    for change in (
        lambda: operations.rate(made, "C03a", level=5, evidence_line=None, at=NOW),
        lambda: operations.choose_focus(made, ["C09a"], at=NOW),
        lambda: operations.note_words(made, strength="x", improve=None, at=NOW),
        lambda: operations.agree(made, title=None, at=NOW),
        lambda: operations.discard(made, at=NOW),
        lambda: operations.describe(
            made, activity=Activity.DIGITAL, complexity=Context.SIMPLE, observed_on=TODAY, account_alias=None, at=NOW
        ),
    ):
        with pytest.raises(NotADraft):
            change()


def test_every_indicator_needs_an_answer_before_sharing(learner: Person, coach: Person) -> None:
    made = begin(learner, coach, indicators=["C03a", "C09a"])
    operations.rate(made, "C03a", level=None, evidence_line=None, at=NOW)
    with pytest.raises(NotRatedYet, match="not observed"):
        operations.share(made, at=NOW, today=TODAY)
    with pytest.raises(FocusOutOfBounds):
        operations.share(begin(learner, coach, indicators=[]), at=NOW, today=TODAY)


@pytest.mark.parametrize("indicators", [[], ["C01a", "C01b", "C02a", "C02b", "C03a", "C03b"]])
def test_one_to_five_indicators_are_in_focus(learner: Person, coach: Person, indicators: list[str]) -> None:
    made = begin(learner, coach)
    with pytest.raises(FocusOutOfBounds):
        operations.choose_focus(made, indicators, at=NOW)


def test_changing_the_focus_keeps_what_is_rated_already(learner: Person, coach: Person) -> None:
    made = drafted(learner, coach, {"C03a": 2, "C09a": 3})
    operations.agree(made, title="Try it", indicator="C09a", due_on=DUE, at=NOW)
    operations.choose_focus(made, ["C05a", "C03a"], at=NOW)
    assert [(one.indicator, one.is_rated, one.level) for one in made.ratings] == [
        ("C05a", False, None),
        ("C03a", True, 2),
    ]
    assert made.agreed_action is None


@pytest.mark.parametrize("role", [JobRole.MSL, JobRole.NAV])
def test_a_commercial_coach_cannot_rate_a_medical_role_outside_shared_work(
    world: World, coach: Person, role: JobRole
) -> None:
    medical = world.learner(coach=coach, job_role=role)
    with pytest.raises(IndicatorNotOpen, match="only in shared team work"):
        begin(medical, coach, indicators=["C10a", "C06a"], activity=Activity.SHARED_TEAM)
    with pytest.raises(ActivityNotOpen, match="in shared team meetings only"):
        begin(medical, coach, indicators=["C10a"])
    observed(medical, coach, {"C07a": 3, "C10a": 3, "C13b": 2})
    own = world.coach(job_role=role)
    world.give_coach(medical, own, since=TODAY)
    observed(medical, own, {"C06a": 3})


def test_a_visit_is_observed_today_or_earlier(learner: Person, coach: Person) -> None:
    with pytest.raises(ObservedInTheFuture):
        begin(learner, coach, observed_on=TODAY + timedelta(days=1))


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_an_agreed_action_is_due_within_90_days(learner: Person, coach: Person, days: int) -> None:
    made = drafted(learner, coach, {"C03a": 2})
    with pytest.raises(DueDayOutOfReach):
        operations.agree(made, title="Try", indicator="C03a", due_on=TODAY + timedelta(days=days), at=NOW)
    operations.agree(made, title="Try", indicator="C03a", due_on=TODAY + timedelta(days=90), at=NOW)


def test_a_draft_left_lying_asks_for_a_new_day(learner: Person, coach: Person) -> None:
    made = drafted(learner, coach, {"C03a": 2})
    operations.agree(made, title="Try", indicator="C03a", due_on=TODAY + timedelta(days=5), at=NOW)
    later = NOW + timedelta(days=6)
    with pytest.raises(DueDayOutOfReach):
        operations.share(made, at=later, today=later.date())
    assert rows() == []


def test_a_discarded_draft_is_kept_and_shown_to_nobody(learner: Person, coach: Person) -> None:
    made = drafted(learner, coach, {"C03a": 2})
    operations.discard(made, at=NOW)
    assert queries.drafts_of(coach, [learner.id]) == []
    assert db.session.get(Observation, made.id) is made
    with pytest.raises(NotADraft):
        operations.share(made, at=NOW, today=TODAY)


def test_the_learners_view_is_kept_as_self_and_given_once(learner: Person, coach: Person) -> None:
    made = observed(learner, coach, {"C03a": 2, "C09a": 3})
    operations.give_view(made, levels={"C03a": 4, "C09a": None}, words="It went well", at=NOW)
    own = [row for row in rows() if row.kind == Kind.SELF]
    assert [(row.indicator, row.level, row.rater_id, row.note) for row in own] == [
        ("C03a", 4, learner.id, None),
        ("C09a", None, learner.id, None),
    ]
    with pytest.raises(AlreadyAnswered):
        operations.give_view(made, levels={"C03a": 1, "C09a": 1}, words=None, at=NOW)
    assert made.learner_view == "It went well"


def test_only_a_shared_note_is_answered(learner: Person, coach: Person) -> None:
    made = drafted(learner, coach, {"C03a": 2})
    with pytest.raises(NotSharedYet):
        operations.give_view(made, levels={"C03a": 3}, words=None, at=NOW)
    with pytest.raises(NotSharedYet):
        operations.acknowledge(made, at=NOW)


def test_seen_is_marked_once_and_ends_the_waiting(learner: Person, coach: Person) -> None:
    made = observed(learner, coach, {"C03a": 2})
    assert [(one.observation_id, one.is_seen) for one in queries.notes_to_act_on(learner.id)] == [(made.id, False)]
    assert [one.observation_id for one in queries.awaiting_learners(coach)] == [made.id]
    operations.acknowledge(made, at=NOW)
    operations.acknowledge(made, at=NOW + timedelta(days=1))
    assert made.acknowledged_at == NOW
    assert queries.notes_to_act_on(learner.id) == []
    assert queries.awaiting_learners(coach) == []
    assert acts().count("coaching.acknowledged") == 1


def test_every_act_is_noted_by_ids_and_codes_only(learner: Person, coach: Person) -> None:
    made = drafted(learner, coach, {"C03a": 4})
    operations.share(made, at=NOW, today=TODAY)
    operations.give_view(made, levels={"C03a": 3}, words="Private", at=NOW)
    operations.acknowledge(made, at=NOW)
    assert acts() == [
        "coaching.begun", "coaching.saved", "coaching.saved", "coaching.shared", "coaching.viewed",
        "coaching.acknowledged",
    ]  # fmt: skip
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.act.like("coaching.%")))
    text = " ".join(str(event.codes) for event in events)
    assert "Private" not in text
    assert "Line of" not in text
    assert "level" not in text


def test_of_two_notes_the_one_with_an_action_is_to_do(world: World, learner: Person, coach: Person) -> None:
    other = world.coach()
    mine = observed(learner, coach, {"C03a": 2}, day=TODAY - timedelta(days=3), agreed="Try", due_on=DUE)
    theirs = observed(learner, other, {"C03a": 2}, day=TODAY - timedelta(days=1))
    to_do = [(one.observation_id, one.is_to_do) for one in queries.notes_to_act_on(learner.id)]
    assert to_do == [(theirs.id, False), (mine.id, True)]
    seen = {one.person: one.observed_on for one in queries.people_to_observe(coach, TODAY)}
    assert seen == {learner: TODAY - timedelta(days=1)}


def test_days_since_are_read_in_one_statement(world: World, coach: Person) -> None:
    learners = [world.learner(coach=coach) for _ in range(4)]
    for one in learners:
        observed(one, coach, {"C03a": 2})
    db.session.flush()
    with statements() as sent:
        assert [one.observed_on for one in queries.people_to_observe(coach, TODAY)] == [TODAY] * 4
    assert len(sent) == 1


def test_an_action_is_only_made_when_one_was_agreed(learner: Person, coach: Person) -> None:
    observed(learner, coach, {"C03a": 2})
    assert db.session.scalar(select(func.count()).select_from(Action)) == 0
