"""Changing, talking, the pulse and opening: what is written, and what is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from kamacademy.access import Permission, allowed
from kamacademy.coaching import operations as coaching
from kamacademy.competency.evidence import Purpose
from kamacademy.competency.models import Evidence
from kamacademy.competency.queries import ledger_of
from kamacademy.conversation import operations, queries
from kamacademy.conversation.models import NoteGrant, NoteMessage, ObservationVersion
from kamacademy.conversation.rules import (
    AboutNothing,
    AlreadySettled,
    ChangedMeanwhile,
    Locked,
    NobodyToOpenTo,
    NothingChanged,
    NotYoursToSettle,
    PulseAlreadyGiven,
    TooLateToDispute,
)
from kamacademy.conversation.said import THE_WORDS
from kamacademy.conversation.versions import Body, RatedPart, body_of
from kamacademy.db import WrittenOnce, db
from kamacademy.people.models import Person
from kamacademy.records.models import AuditEvent
from tests.coaching.visits import drafted, observed
from tests.conversation.talking import LATER, disputed_note, pulsed, thread_of
from tests.world import NOW, TODAY, World


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def higher(body: Body, level: int | None = 4, line: str | None = "Line of C03a") -> Body:
    """The same note with another first rating."""
    return Body((RatedPart(body.ratings[0].indicator, level, line), *body.ratings[1:]), body.strength, body.improve)


def test_a_change_keeps_the_old_version_and_supersedes_its_evidence_alone(coach: Person, learner: Person) -> None:
    made = observed(learner, coach, {"C03a": 2, "C09a": 3})
    coaching.give_view(made, levels={"C03a": 3, "C09a": 3}, words=None, at=NOW)
    coaching.acknowledge(made, at=NOW)
    before = body_of(made)
    kept = operations.amend(made, higher(before), edition=made.edition, by=coach, at=LATER)
    assert (kept.number, kept.by_id, kept.at) == (1, coach.id, LATER)
    assert kept.body["ratings"][0]["level"] == 2
    assert made.ratings[0].level == 4
    assert made.amended_at == LATER
    assert made.acknowledged_at is None
    rows = db.session.scalars(select(Evidence).where(Evidence.source_id == made.id).order_by(Evidence.id)).all()
    assert [(row.indicator, row.kind, row.level) for row in rows] == [
        ("C03a", "observed", 2), ("C09a", "observed", 3), ("C03a", "self", 3), ("C09a", "self", 3),
        ("C03a", "observed", 4),
    ]  # fmt: skip
    old, new = rows[0], rows[-1]
    assert new.supersedes_id == old.id
    for name in ("learner_id", "purpose", "happened_on", "context", "visit", "source_title", "rater_id"):
        assert getattr(new, name) == getattr(old, name)
    assert (new.revision_id, new.account_alias, new.note) == (old.revision_id, "North 11", "Line of C03a")
    shown = [one.level for one in ledger_of(learner, learner, "C03") if one.kind == "observed"]
    assert shown == [4]


def test_a_second_change_supersedes_the_first(coach: Person, learner: Person) -> None:
    made = observed(learner, coach, {"C03a": 2})
    operations.amend(made, higher(body_of(made), 4), edition=made.edition, by=coach, at=LATER)
    operations.amend(made, higher(body_of(made), None), edition=made.edition, by=coach, at=LATER)
    assert [one.number for one in queries.versions_of(made)] == [1, 2]
    (row,) = queries.rows_in_ledger(made).values()
    assert row.level is None


def test_words_alone_change_no_evidence(coach: Person, learner: Person) -> None:
    made = observed(learner, coach, {"C03a": 2})
    before = body_of(made)
    operations.amend(made, Body(before.ratings, "You waited.", None), edition=made.edition, by=coach, at=LATER)
    assert made.strength == "You waited."
    assert len(db.session.scalars(select(Evidence)).all()) == 1


def test_after_48_hours_a_note_is_locked(coach: Person, learner: Person) -> None:
    made = observed(learner, coach, {"C03a": 2})
    assert made.shared_at is not None
    with pytest.raises(Locked, match="48 hours"):
        operations.amend(
            made, higher(body_of(made)), edition=made.edition, by=coach, at=made.shared_at + timedelta(hours=48)
        )
    assert made.ratings[0].level == 2


def test_an_attestation_and_a_draft_are_not_changed_here(coach: Person, learner: Person) -> None:
    made = observed(learner, coach, {"C03a": 2})
    made.purpose = Purpose.ATTESTATION.value
    db.session.flush()
    with pytest.raises(Locked, match="signed and locked"):
        operations.amend(made, higher(body_of(made)), edition=made.edition, by=coach, at=LATER)
    draft = drafted(learner, coach, {"C03a": 2})
    with pytest.raises(Locked):
        operations.amend(draft, higher(body_of(draft)), edition=draft.edition, by=coach, at=LATER)


def test_a_change_from_an_old_window_and_one_without_a_difference_are_refused(coach: Person, learner: Person) -> None:
    made = observed(learner, coach, {"C03a": 2})
    with pytest.raises(NothingChanged):
        operations.amend(made, body_of(made), edition=made.edition, by=coach, at=LATER)
    begun_from = made.edition
    operations.amend(made, higher(body_of(made), 4), edition=begun_from, by=coach, at=LATER)
    with pytest.raises(ChangedMeanwhile):
        operations.amend(made, higher(body_of(made), 5), edition=begun_from, by=coach, at=LATER)
    assert made.ratings[0].level == 4


def test_versions_and_messages_are_written_once(coach: Person, learner: Person) -> None:
    made = disputed_note(learner, coach)
    operations.amend(made, higher(body_of(made)), edition=made.edition, by=coach, at=LATER)
    db.session.commit()
    db.session.scalars(select(ObservationVersion)).one().number = 9
    with pytest.raises(WrittenOnce):
        db.session.flush()
    db.session.rollback()
    db.session.scalars(select(NoteMessage)).one().words = "Never said."
    with pytest.raises(WrittenOnce):
        db.session.flush()
    db.session.rollback()


def test_the_conversation_goes_to_and_fro_and_is_closed_by_the_learner(coach: Person, learner: Person) -> None:
    made = disputed_note(learner, coach)
    assert thread_of(made).waits_for_coach
    operations.reply(made, thread_of(made), "What did she answer?", by=coach, at=LATER)
    assert thread_of(made).waits_for_learner
    operations.reply(made, thread_of(made), "That the board decides.", by=learner, at=LATER)
    with pytest.raises(NotYoursToSettle):
        operations.settle(made, thread_of(made), by=coach, at=LATER)
    operations.settle(made, thread_of(made), by=learner, at=LATER)
    assert not thread_of(made).is_open
    with pytest.raises(AlreadySettled):
        operations.reply(made, thread_of(made), "One more thing", by=coach, at=LATER)
    with pytest.raises(AlreadySettled):
        operations.settle(made, thread_of(made), by=learner, at=LATER)
    assert [one.words for one in thread_of(made).replies] == ["What did she answer?", "That the board decides."]


def test_two_who_settle_at_once_settle_once(coach: Person, learner: Person) -> None:
    made = observed(learner, coach, {"C03a": 2})
    operations.answer(made, "Thank you.", by=learner, at=LATER)
    seen = thread_of(made)
    operations.settle(made, seen, by=coach, at=LATER)
    with pytest.raises(AlreadySettled):
        operations.settle(made, seen, by=learner, at=LATER)


def test_a_dispute_is_about_what_the_note_holds(coach: Person, learner: Person) -> None:
    made = observed(learner, coach, {"C03a": 2, "C09a": 3})
    for about in ([], ["C01a"], ["C03a", "C01a"]):
        with pytest.raises(AboutNothing):
            operations.dispute(made, about, "No.", by=learner, at=LATER)
    said = operations.dispute(made, [THE_WORDS, "C09a"], "No.", by=learner, at=LATER)
    assert said.about == ["C09a", THE_WORDS]


def test_a_dispute_ends_after_ten_days_and_an_answer_never(coach: Person, learner: Person) -> None:
    made = observed(learner, coach, {"C03a": 2})
    operations.dispute(made, ["C03a"], "In time.", by=learner, at=NOW + timedelta(days=10))
    with pytest.raises(TooLateToDispute):
        operations.dispute(made, ["C03a"], "Too late.", by=learner, at=NOW + timedelta(days=11))
    operations.answer(made, "Still true.", by=learner, at=NOW + timedelta(days=400))
    assert len(queries.threads_of([made.id])[made.id]) == 2


def test_the_trail_holds_no_word_of_what_was_said(coach: Person, learner: Person) -> None:
    made = disputed_note(learner, coach)
    operations.amend(made, higher(body_of(made)), edition=made.edition, by=coach, at=LATER)
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.at == LATER)).all()
    acts = [one.act for one in events]
    assert "coaching.message-dispute" in acts
    assert "coaching.changed" in acts
    assert not [one for one in events if "twice" in str(one.codes) or "Line of" in str(one.codes)]


def test_the_pulse_is_given_once_and_only_about_coaching(coach: Person, learner: Person) -> None:
    made = observed(learner, coach, {"C03a": 2})
    operations.give_pulse(made, was_specific=4, can_use=5, at=LATER)
    with pytest.raises(PulseAlreadyGiven):
        operations.give_pulse(made, was_specific=1, can_use=1, at=LATER)
    assert queries.note(made.id).has_pulse
    attestation = observed(learner, coach, {"C03a": 2})
    attestation.purpose = Purpose.ATTESTATION.value
    with pytest.raises(PulseAlreadyGiven):
        operations.give_pulse(attestation, was_specific=1, can_use=1, at=LATER)
    assert not queries.note(attestation.id).has_pulse


def test_a_coach_reads_medians_from_five_answers_of_three_people(world: World, coach: Person) -> None:
    pulsed(world, coach, [(4, 3)] * 4, people=3)
    assert queries.pulse_of(coach) is None
    pulsed(world, coach, [(5, 3)], people=1)
    found = queries.pulse_of(coach)
    assert found is not None
    assert (found.answers, found.was_specific, found.can_use) == (5, 4, 3)
    assert queries.pulse_of(world.coach()) is None


def test_notes_open_to_the_present_coach_until_closed_again(world: World, coach: Person, learner: Person) -> None:
    first, second = observed(learner, coach, {"C03a": 2}), observed(learner, coach, {"C09a": 2})
    later = world.coach()
    world.give_coach(learner, later, since=TODAY)
    mine = observed(learner, later, {"C09a": 4})
    assert queries.notes_by_others(learner, later) == [first.id, second.id]
    assert operations.open_notes(learner, [first.id, mine.id], later, at=LATER) == 1
    assert [one.id for one in queries.notes_of(learner, later)] == [mine.id, first.id]
    assert allowed(Permission.READ_OBSERVATION, queries.note(first.id), later)
    assert not allowed(Permission.READ_OBSERVATION, queries.note(second.id), later)
    assert not allowed(Permission.TALK_ABOUT_NOTE, queries.note(first.id), later)
    assert operations.open_notes(learner, [first.id, second.id], later, at=LATER) == 1
    assert operations.withdraw(learner, [first.id], later, at=LATER) == 1
    assert not allowed(Permission.READ_OBSERVATION, queries.note(first.id), later)
    assert operations.open_notes(learner, [first.id], later, at=LATER) == 1
    assert len(db.session.scalars(select(NoteGrant).where(NoteGrant.observation_id == first.id)).all()) == 2


def test_what_was_opened_closes_with_the_coaching(world: World, coach: Person, learner: Person) -> None:
    made, later = observed(learner, coach, {"C03a": 2}), world.coach()
    world.give_coach(learner, later, since=TODAY - timedelta(days=5))
    operations.open_notes(learner, [made.id], later, at=LATER)
    assert allowed(Permission.READ_OBSERVATION, queries.note(made.id), later)
    world.give_coach(learner, world.coach(), since=TODAY)
    assert not allowed(Permission.READ_OBSERVATION, queries.note(made.id), later)


def test_notes_open_to_nobody_else(world: World, coach: Person, learner: Person) -> None:
    made, stranger = observed(learner, coach, {"C03a": 2}), world.coach()
    with pytest.raises(NobodyToOpenTo):
        operations.open_notes(learner, [made.id], stranger, at=LATER)
    with pytest.raises(NobodyToOpenTo):
        operations.open_notes(learner, [made.id], coach, at=LATER)
    other = observed(world.learner(coach=coach), coach, {"C03a": 2})
    world.give_coach(learner, stranger, since=TODAY)
    with pytest.raises(NobodyToOpenTo):
        operations.open_notes(learner, [other.id], stranger, at=LATER)
    draft = drafted(learner, coach, {"C03a": 2})
    with pytest.raises(NobodyToOpenTo):
        operations.open_notes(learner, [draft.id], stranger, at=LATER)


def test_who_is_awaited_in_a_conversation(world: World, coach: Person, learner: Person) -> None:
    made = disputed_note(learner, coach)
    quiet = observed(learner, coach, {"C03a": 2})
    operations.answer(quiet, "Thank you.", by=learner, at=LATER + timedelta(hours=1))
    waits = queries.waiting_for(coach, as_coach=True)
    assert [(one.observation_id, one.is_dispute, one.with_name) for one in waits] == [
        (made.id, True, "Mira Halvorsen"), (quiet.id, False, "Mira Halvorsen"),
    ]  # fmt: skip
    assert queries.waiting_for(learner, as_coach=False) == []
    assert queries.waiting_for(world.coach(), as_coach=True) == []
    operations.reply(made, thread_of(made), "Tell me more.", by=coach, at=LATER)
    operations.settle(quiet, thread_of(quiet), by=coach, at=LATER)
    assert queries.waiting_for(coach, as_coach=True) == []
    (mine,) = queries.waiting_for(learner, as_coach=False)
    assert (mine.observation_id, mine.with_name) == (made.id, "Daniel Okafor")
