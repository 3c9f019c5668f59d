"""The filled company around visits: planned, seen, talked about, attested, and asked of colleagues."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy import clock
from kamacademy.attestation.models import NoteCopy
from kamacademy.attestation.queries import signed
from kamacademy.coaching.lines import hints_on
from kamacademy.coaching.models import Observation, OwnView
from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.models import Evidence
from kamacademy.content.queries import library
from kamacademy.conversation.models import NoteGrant, NoteMessage, NotePulse
from kamacademy.conversation.queries import pulse_of, threads_of, versions_of
from kamacademy.db import db
from kamacademy.guide.activity import Activity
from kamacademy.guide.queries import word_hints_in
from kamacademy.mail.letter import State as LetterState
from kamacademy.mail.models import Letter
from kamacademy.peer.models import PeerRound
from kamacademy.peer.queries import waiting_for
from kamacademy.people.models import Person
from kamacademy.rater.queries import is_certified
from kamacademy.visit.models import PlannedVisit
from kamacademy.visit.queries import focus_of_plan, visits_ahead

pytestmark = pytest.mark.xdist_group("demo")


def named(first_name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name.startswith(f"{first_name} "))).one()


def notes() -> list[Observation]:
    return list(db.session.scalars(select(Observation).order_by(Observation.id)))


def test_visits_lie_ahead_and_the_next_is_with_mira_on_what_her_plan_is_about(company: Flask) -> None:
    with company.app_context():
        today = clock.today()
        ahead = {name: visits_ahead(named(name), today) for name in ("Daniel", "Ingrid", "Samuel")}
        coached = {name: [one for one in found if one.coach.first_name == name] for name, found in ahead.items()}
        assert {name: len(found) for name, found in coached.items()} == {"Daniel": 4, "Ingrid": 2, "Samuel": 1}
        first = coached["Daniel"][0]
        assert first.learner.first_name == "Mira"
        assert first.focus[0] in focus_of_plan(first.learner)
        assert [one.learner.first_name for one in ahead["Daniel"] if one.made_by_id == one.learner_id] == ["Leila"]
        assert [one.learner.first_name for one in ahead["Daniel"] if one.purpose == Purpose.ATTESTATION] == ["Chiara"]


def test_most_visits_were_planned_and_some_plans_fell_through(company: Flask) -> None:
    with company.app_context():
        shared = [one for one in notes() if one.is_shared]
        of_plan = [one for one in shared if one.planned_visit is not None]
        assert 0.6 * len(shared) < len(of_plan) < len(shared)
        plans = list(db.session.scalars(select(PlannedVisit)))
        assert sum(1 for one in plans if one.cancel_reason) == 3
        held = {one.planned_visit_id for one in notes()}
        lapsed = [one for one in plans if one.cancelled_at is None and one.planned_on < clock.today()]
        assert sum(1 for one in lapsed if one.id not in held) == 2


def test_own_views_given_beforehand_stand_beside_their_notes(company: Flask) -> None:
    with company.app_context():
        views = list(db.session.scalars(select(OwnView)))
        assert len(views) > 5
        for view in views:
            assert view.observation is not None
            assert view.observation.shared_at is not None
            assert view.observation.learner_viewed_at == view.given_at < view.observation.shared_at


def test_customer_conversations_say_whether_the_proposition_fitted_and_a_role_play_is_practice(company: Flask) -> None:
    with company.app_context():
        assert {one.proposition_fit for one in notes()} == {"yes", "no", "not-seen", None}
        practised = db.session.scalars(select(Evidence).where(Evidence.kind == Kind.SIMULATION.value)).all()
        assert [(one.learner.first_name, one.rater.first_name if one.rater else "") for one in practised] == [
            ("Owen", "Ingrid")
        ]
        assert [one.learner.first_name for one in notes() if one.activity == Activity.ROLE_PLAY] == ["Owen"]


def test_notes_were_talked_about(company: Flask) -> None:
    with company.app_context():
        spoken = set(db.session.scalars(select(NoteMessage.observation_id)))
        found = [thread for one in threads_of(spoken).values() for thread in one]
        disputes = [thread for thread in found if thread.is_dispute]
        assert sorted(thread.is_open for thread in disputes) == [False, True]
        assert [thread.opening.by_name for thread in disputes if thread.waits_for_coach] == ["Aisha Rahman"]
        assert len(found) - len(disputes) == 2
        changed = [one for one in notes() if one.amended_at]
        assert [len(versions_of(one)) for one in changed] == [1]
        assert all(one.acknowledged_at and one.acknowledged_at > one.amended_at for one in changed if one.amended_at)


def test_pulses_are_enough_for_both_field_managers(company: Flask) -> None:
    with company.app_context():
        assert pulse_of(named("Daniel")) is not None
        assert pulse_of(named("Ingrid")) is not None
        attested = {one.id for one in notes() if one.purpose == Purpose.ATTESTATION}
        assert not attested & set(db.session.scalars(select(NotePulse.observation_id)))


def test_mira_opened_the_notes_of_her_first_coach_to_the_present_one(company: Flask) -> None:
    with company.app_context():
        grants = list(db.session.scalars(select(NoteGrant)))
        assert len(grants) == 3
        said = {(one.observation.learner.first_name, one.observation.coach.first_name) for one in grants}
        assert said == {("Mira", "Samuel")}
        assert {one.coach.first_name for one in grants} == {"Daniel"}


def test_attestations_are_signed_waiting_and_announced_and_raters_certified(company: Flask) -> None:
    with company.app_context():
        today = clock.today()
        assert [name for name in ("Daniel", "Ingrid", "Samuel") if is_certified(named(name), today)] == [
            "Daniel", "Ingrid"
        ]  # fmt: skip
        attested = [one for one in notes() if one.purpose == Purpose.ATTESTATION]
        assert [(one.learner.first_name, one.is_shared) for one in attested] == [("Priya", True), ("Mateo", False)]
        signature = signed(attested[0])
        assert signature is not None
        assert signature.is_intact
        copies = {one.observation.learner.first_name: one.is_agreed for one in db.session.scalars(select(NoteCopy))}
        assert copies == {"Chiara": True, "Mateo": False}
        counted = select(Evidence).where(Evidence.purpose == Purpose.ATTESTATION.value, Evidence.kind == Kind.OBSERVED)
        assert {one.learner.first_name for one in db.session.scalars(counted)} == {"Priya", "Chiara"}


def test_a_round_of_peer_feedback_has_closed_one_is_still_owed_and_one_waits_for_daniel(company: Flask) -> None:
    with company.app_context():
        closed, running, chosen_soon = db.session.scalars(select(PeerRound).order_by(PeerRound.id))
        assert (closed.learner.first_name, running.learner.first_name) == ("Chiara", "Mira")
        assert closed.closed_at is not None
        assert len(closed.answered) == 5
        rows = list(db.session.scalars(select(Evidence).where(Evidence.kind == Kind.PEER.value)))
        assert {one.learner.first_name for one in rows} == {"Chiara"}
        assert {one.indicator for one in rows} == {"C07b", "C10a", "C10b"}
        assert running.due_on > clock.today()
        for name in ("Leila", "Hana"):
            assert [one.round_id for one in waiting_for(named(name))] == [running.id]
        assert len(running.answered) == 2
        assert (chosen_soon.learner.first_name, chosen_soon.chosen_at) == ("Jonas", None)
        assert chosen_soon.choose_by >= clock.today()


def test_drafts_wait_with_a_judging_word_and_in_conflict(company: Flask) -> None:
    with company.app_context():
        drafts = [one for one in notes() if not one.is_shared]
        daniels = [one for one in drafts if one.coach.first_name == "Daniel"]
        assert [hint.found for one in daniels for hint in hints_on(one, word_hints_in(library()))] == ["a natural"]
        others = [one for one in drafts if one not in daniels]
        assert [one for one in others if hints_on(one, word_hints_in(library()))] == []
        beside = [one for one in drafts if one.conflict_of is not None]
        assert [(one.coach.first_name, one.learner.first_name) for one in beside] == [("Ingrid", "Owen")]
        assert [one.conflict_of in drafts for one in beside] == [True]
        assert all(one.conflict_of and one.conflict_of.improve != one.improve for one in beside)


def test_every_letter_left_on_its_day(company: Flask) -> None:
    with company.app_context():
        letters = list(db.session.scalars(select(Letter)))
        assert len(letters) > 80
        assert {one.state for one in letters} == {LetterState.SENT.value}
        assert all(one.sent_at and one.sent_at - one.posted_at < timedelta(days=1) for one in letters)
