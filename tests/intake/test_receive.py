"""Observations that arrive from phones: once each, and nothing lost where a draft was changed in two places."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from kamacademy.coaching import operations
from kamacademy.coaching.entry import EntryRefused
from kamacademy.coaching.models import Observation
from kamacademy.coaching.rules import ActivityNotOpen, IndicatorNotOpen, NotADraft, ObservedInTheFuture
from kamacademy.competency.evidence import Kind
from kamacademy.competency.models import Evidence
from kamacademy.db import db
from kamacademy.development.queries import running_plan
from kamacademy.guide.activity import Activity
from kamacademy.intake.models import Arrival
from kamacademy.intake.operations import receive, settle
from kamacademy.intake.received import Choice, State
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.visit.models import PlannedVisit
from tests.intake.entries import entry
from tests.intake.planned import planned
from tests.world import NOW, TODAY, World

DUE = TODAY + timedelta(days=60)
LATER = NOW + timedelta(minutes=5)
AGREED = {"title": "Uncover one driver", "indicator": "C03a", "due_on": DUE.isoformat(), "library_id": "c03-job"}


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def observations() -> list[Observation]:
    return list(db.session.scalars(select(Observation).order_by(Observation.id)))


def count(model: type[object]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_an_entry_becomes_a_draft_with_all_it_says(learner: Person, coach: Person) -> None:
    visit = planned(learner, coach)
    given = entry(learner, {"C09a": None, "C03a": 4}, visit=visit.id, proposition_fit="not-seen", agreed=AGREED)
    answer = receive(given, coach=coach, at=LATER)
    (made,) = observations()
    assert (answer.state, answer.observation_id, answer.edition, answer.is_shared) == (State.STORED, made.id, 1, False)
    assert [(one.indicator, one.level, one.is_rated, one.evidence_line) for one in made.ratings] == [
        ("C09a", None, True, "Line of C09a"),
        ("C03a", 4, True, "Line of C03a"),
    ]
    assert (made.device_key, made.device_at, made.started_at) == (given.key, NOW, LATER)
    assert (made.planned_visit_id, made.proposition_fit, made.account_alias) == (visit.id, "not-seen", "North 11")
    assert (made.agreed_action, made.agreed_due_on, made.agreed_library_id) == ("Uncover one driver", DUE, "c03-job")
    assert count(Evidence) == 0


def test_the_same_entry_again_changes_nothing(learner: Person, coach: Person) -> None:
    first = receive(entry(learner, {"C03a": 3}), coach=coach, at=NOW)
    again = receive(entry(learner, {"C03a": 3}, base=1, device_at=LATER.isoformat()), coach=coach, at=LATER)
    assert (again.state, again.observation_id, again.edition) == (State.ALREADY, first.observation_id, 1)
    assert (count(Observation), count(Arrival)) == (1, 1)


def test_an_entry_to_share_is_shared_with_its_evidence_and_action_once(learner: Person, coach: Person) -> None:
    given = entry(learner, {"C03a": 3}, share=True, agreed=AGREED)
    assert receive(given, coach=coach, at=NOW).is_shared
    again = receive(given, coach=coach, at=LATER)
    assert (again.state, again.is_shared, again.words) == (State.ALREADY, True, "Shared with Mira.")
    assert count(Evidence) == 1
    plan = running_plan(learner.id)
    assert plan is not None
    assert [one.title for one in plan.actions] == ["Uncover one driver"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"ratings": []}, "Choose one to five indicators"),
        ({"ratings": [{"indicator": "C03a", "level": None, "is_rated": False}]}, "Choose a sentence or"),
        ({"ratings": [{"indicator": "C03a", "level": 3}], "agreed": AGREED | {"due_on": TODAY.isoformat()}}, "promise"),
    ],
)
def test_what_cannot_be_shared_yet_is_kept_as_a_draft_and_says_why(
    learner: Person, coach: Person, changed: dict[str, object], why: str
) -> None:
    answer = receive(entry(learner, {}, share=True, **changed), coach=coach, at=NOW)
    assert (answer.state, answer.is_shared) == (State.STORED, False)
    assert why in answer.words
    assert count(Evidence) == 0
    assert observations()[0].agreed_due_on == (TODAY if "agreed" in changed else None)


def test_a_newer_edition_goes_on_from_the_one_the_phone_knows(learner: Person, coach: Person) -> None:
    receive(entry(learner, {"C03a": 3, "C09a": 2}), coach=coach, at=NOW)
    answer = receive(entry(learner, {"C03a": 4}, edition=2, base=1, strength=None), coach=coach, at=LATER)
    (made,) = observations()
    assert (answer.state, answer.edition, made.edition) == (State.STORED, 2, 2)
    assert [(one.indicator, one.level) for one in made.ratings] == [("C03a", 4)]
    assert made.strength is None


def test_a_lost_answer_makes_no_conflict_with_oneself(learner: Person, coach: Person) -> None:
    receive(entry(learner, {"C03a": 3}), coach=coach, at=NOW, device="one")
    answer = receive(entry(learner, {"C03a": 4}, edition=2, base=0), coach=coach, at=LATER, device="one")
    assert (answer.state, observations()[0].ratings[0].level) == (State.STORED, 4)
    late = receive(entry(learner, {"C03a": 5}, edition=1, base=0), coach=coach, at=LATER, device="one")
    assert (late.state, observations()[0].ratings[0].level) == (State.ALREADY, 4)
    assert count(Observation) == 1


@pytest.mark.parametrize("device", [None, "one", "another"])
def test_a_draft_changed_in_two_places_is_kept_twice(learner: Person, coach: Person, device: str | None) -> None:
    receive(entry(learner, {"C03a": 3}), coach=coach, at=NOW, device="one")
    (first,) = observations()
    operations.rate(first, "C03a", level=2, evidence_line="At the desk", at=NOW)
    given = entry(learner, {"C03a": 5}, edition=2, base=1, share=True)
    answer = receive(given, coach=coach, at=LATER, device=device)
    first, second = observations()
    assert (answer.state, answer.observation_id, answer.is_shared) == (State.CONFLICT, second.id, False)
    assert (second.conflict_of_id, second.device_key, second.edition) == (first.id, None, 1)
    assert (first.ratings[0].level, second.ratings[0].level) == (2, 5)
    again = receive(given, coach=coach, at=LATER, device=device)
    assert (again.state, again.observation_id) == (State.ALREADY, second.id)
    newer = receive(entry(learner, {"C03a": 1}, edition=3, base=1), coach=coach, at=LATER, device=device)
    assert (newer.state, newer.observation_id, newer.edition) == (State.STORED, second.id, 2)
    assert count(Observation) == 2


def test_another_phone_with_the_same_base_does_not_overwrite(learner: Person, coach: Person) -> None:
    receive(entry(learner, {"C03a": 3}), coach=coach, at=NOW, device="one")
    receive(entry(learner, {"C03a": 4}, edition=2, base=1), coach=coach, at=NOW, device="one")
    answer = receive(entry(learner, {"C03a": 5}, edition=2, base=1), coach=coach, at=NOW, device="another")
    assert answer.state is State.CONFLICT
    assert [one.ratings[0].level for one in observations()] == [4, 5]


@pytest.mark.parametrize("end", ["shared", "discarded"])
def test_what_was_shared_or_discarded_is_never_changed(learner: Person, coach: Person, end: str) -> None:
    receive(entry(learner, {"C03a": 3}), coach=coach, at=NOW, device="one")
    (first,) = observations()
    if end == "shared":
        operations.share(first, at=NOW, today=TODAY)
    else:
        operations.discard(first, at=NOW)
    answer = receive(entry(learner, {"C03a": 5}, edition=2, base=1), coach=coach, at=LATER, device="one")
    assert answer.state is State.CONFLICT
    assert [one.ratings[0].level for one in observations()] == [3, 5]


def test_both_are_kept_whatever_comes_again_after_the_choice(learner: Person, coach: Person) -> None:
    receive(entry(learner, {"C03a": 3}), coach=coach, at=NOW)
    operations.rate(observations()[0], "C03a", level=2, evidence_line=None, at=NOW)
    given = entry(learner, {"C03a": 5}, edition=2, base=1)
    receive(given, coach=coach, at=NOW)
    settle(observations()[1], keep=Choice.BOTH, at=NOW)
    assert receive(given, coach=coach, at=LATER).state is State.ALREADY
    assert [one.conflict_of_id for one in observations()] == [None, None]
    assert count(Observation) == 2


@pytest.mark.parametrize(("keep", "gone"), [(Choice.THIS, [True, False]), (Choice.OTHER, [False, True])])
def test_what_is_not_kept_is_discarded(learner: Person, coach: Person, keep: Choice, gone: list[bool]) -> None:
    receive(entry(learner, {"C03a": 3}), coach=coach, at=NOW)
    operations.rate(observations()[0], "C03a", level=2, evidence_line=None, at=NOW)
    receive(entry(learner, {"C03a": 5}, edition=2, base=1), coach=coach, at=NOW)
    kept = settle(observations()[1], keep=keep, at=NOW)
    assert [one.discarded_at is not None for one in observations()] == gone
    assert kept.discarded_at is None


def test_a_shared_note_outlives_the_choice_against_it(learner: Person, coach: Person) -> None:
    receive(entry(learner, {"C03a": 3}, share=True), coach=coach, at=NOW)
    receive(entry(learner, {"C03a": 5}, edition=2, base=1), coach=coach, at=NOW)
    first, second = observations()
    settle(second, keep=Choice.THIS, at=NOW)
    assert first.discarded_at is None
    assert second.discarded_at is None
    with pytest.raises(NotADraft):
        settle(first, keep=Choice.THIS, at=NOW)


def test_only_people_in_care_are_observed_and_only_by_their_coach(world: World, learner: Person, coach: Person) -> None:
    for other in (world.learner(), coach):
        with pytest.raises(EntryRefused, match="not in your care"):
            receive(entry(other, {"C03a": 3}), coach=coach, at=NOW)
    given = entry(learner, {"C03a": 3})
    receive(given, coach=coach, at=NOW)
    stranger = world.coach()
    world.give_coach(learner, stranger, since=TODAY)
    for again in (given, entry(learner, {"C03a": 4}, edition=2, base=1)):
        with pytest.raises(EntryRefused, match="somebody else"):
            receive(again, coach=stranger, at=NOW)
    with pytest.raises(EntryRefused, match="not in your care"):
        receive(entry(learner, {"C03a": 4}, edition=2, base=1), coach=coach, at=NOW)


def test_the_role_firewall_holds_on_the_phone_too(world: World, coach: Person) -> None:
    medical = world.learner(coach=coach, job_role=JobRole.MSL)
    with pytest.raises(IndicatorNotOpen, match="only in shared team work"):
        receive(entry(medical, {"C06a": 3}, activity="shared-team-meeting"), coach=coach, at=NOW)
    with pytest.raises(ActivityNotOpen):
        receive(entry(medical, {"C10a": 3}), coach=coach, at=NOW)
    with pytest.raises(EntryRefused, match="no indicator C99a"):
        receive(entry(medical, {"C99a": 3}), coach=coach, at=NOW)


@pytest.mark.parametrize(
    ("zone", "written", "kept"),
    [("+00:00", TODAY, TODAY), ("+13:00", TODAY + timedelta(days=1), TODAY), ("+13:00", TODAY, TODAY)],
)
def test_a_day_that_has_begun_in_the_east_is_today(
    learner: Person, coach: Person, zone: str, written: date, kept: date
) -> None:
    at = NOW.replace(hour=13)
    given = entry(learner, {"C03a": 3}, observed_on=written.isoformat(), device_at=f"2026-11-20T12:00:00{zone}")
    receive(given, coach=coach, at=at)
    assert observations()[0].observed_on == kept


def test_a_visit_in_the_future_is_refused(learner: Person, coach: Person) -> None:
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    with pytest.raises(ObservedInTheFuture):
        receive(entry(learner, {"C03a": 3}, observed_on=tomorrow), coach=coach, at=NOW)


def test_a_planned_visit_is_ones_own_and_no_attestation(world: World, learner: Person, coach: Person) -> None:
    cases: list[tuple[PlannedVisit, str]] = [
        (planned(learner, world.coach()), "belongs to other people"),
        (planned(world.learner(coach=coach), coach), "belongs to other people"),
        (planned(learner, coach, purpose="attestation"), "recorded and signed in the academy"),
    ]
    for visit, why in cases:
        with pytest.raises(EntryRefused, match=why):
            receive(entry(learner, {"C03a": 3}, visit=visit.id), coach=coach, at=NOW)
    cancelled = planned(learner, coach, cancelled_at=NOW)
    receive(entry(learner, {"C03a": 3}, visit=cancelled.id), coach=coach, at=NOW)
    assert observations()[0].planned_visit_id is None


def test_a_role_play_is_evidence_of_a_simulation(learner: Person, coach: Person) -> None:
    receive(entry(learner, {"C03a": 3}, activity=Activity.ROLE_PLAY.value, share=True), coach=coach, at=NOW)
    assert db.session.scalars(select(Evidence.kind)).all() == [Kind.SIMULATION]


def test_unknown_content_is_refused(learner: Person, coach: Person) -> None:
    with pytest.raises(EntryRefused, match="does not know the content"):
        receive(entry(learner, {"C03a": 3}, release=99_999), coach=coach, at=NOW)
