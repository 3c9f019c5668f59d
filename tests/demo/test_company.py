"""The filled company: how much of everything there is, and that the story's special cases are there."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy import clock
from kamacademy.assessment.models import Sitting
from kamacademy.coaching.models import Observation
from kamacademy.competency.estimation import Standing
from kamacademy.competency.models import Evidence
from kamacademy.competency.queries import estimates_of
from kamacademy.content.models import Release
from kamacademy.content.queries import library
from kamacademy.curriculum.queries import paths_of
from kamacademy.db import Base, db
from kamacademy.demo.operations import PASSWORD, NotEmpty, fill
from kamacademy.development.models import Action
from kamacademy.development.plan import MOST_OPEN
from kamacademy.development.queries import open_actions, running_plan
from kamacademy.kpi.models import Reading
from kamacademy.kpi.queries import series_of
from kamacademy.people.models import Person
from kamacademy.people.queries import find_person
from kamacademy.people.sign_in import matches
from kamacademy.records.models import AuditEvent

pytestmark = pytest.mark.xdist_group("demo")


def named(name: str) -> Person:
    found = find_person(f"{name}@fernwick.example")
    assert found is not None
    return found


def count(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_there_are_sixteen_people_in_all_job_roles_who_can_sign_in(company: Flask) -> None:
    with company.app_context():
        people = list(db.session.scalars(select(Person)))
        assert len(people) == 16
        assert len({one.job_role for one in people}) == 9
        assert {one.team.name for one in people if one.team} == {"North", "South"}
        assert all(one.is_demo and one.email.endswith("@fernwick.example") for one in people)
        assert matches(named("mira.halvorsen").password_hash, PASSWORD)


def test_there_is_months_of_everything(company: Flask) -> None:
    with company.app_context():
        assert count(Release) == 1
        assert 60 <= count(Observation) <= 75
        assert count(Evidence) > 300
        assert count(Action) > 50
        assert count(Reading) > 200
        assert count(Sitting) > 20
        assert count(AuditEvent) > 2000


def test_nothing_lies_in_the_future_and_the_audit_is_in_order_of_time(company: Flask) -> None:
    today = clock.today()
    with company.app_context():
        moments = list(db.session.scalars(select(AuditEvent.at).order_by(AuditEvent.id)))
        assert moments[-1].date() < today
        # An act takes some minutes, in which another person may begin one.
        longest = max((before - after for before, after in pairwise(moments)), default=timedelta())
        assert longest < timedelta(hours=1)
        assert db.session.scalar(select(func.max(Evidence.happened_on))) <= today


def test_mira_is_half_way_and_has_notes_waiting_for_her(company: Flask) -> None:
    with company.app_context():
        mira, today = named("mira.halvorsen"), clock.today()
        second = paths_of(mira, today)[0].modules[1]
        assert (second.lessons_done, second.next_lesson) == (2, "how-shared-savings-work")
        assert second.attempt is not None
        newest = db.session.scalars(
            select(Observation).where(Observation.learner_id == mira.id).order_by(Observation.observed_on.desc())
        ).first()
        assert newest is not None
        assert newest.acknowledged_at is None
        assert newest.learner_viewed_at is None
        assert newest.shared_at is not None
        assert 3 <= (today - newest.shared_at.date()).days <= 5
        assert len(series_of(mira.id, "K01")) >= 8


def test_every_standing_occurs(company: Flask) -> None:
    with company.app_context():
        people = db.session.scalars(select(Person)).all()
        estimates = estimates_of(people, clock.today(), library())
        assert {one.standing for own in estimates.values() for one in own.values()} == set(Standing)


def test_plans_hold_every_kind_of_action_and_never_more_than_three_open(company: Flask) -> None:
    with company.app_context():
        today = clock.today()
        people = [one.id for one in db.session.scalars(select(Person))]
        by_person = open_actions(people)
        assert max(len(own) for own in by_person.values()) == MOST_OPEN
        assert any(one.due_on < today for own in by_person.values() for one in own)
        actions = list(db.session.scalars(select(Action)))
        assert {one.state for one in actions} == {"proposed", "open", "done", "dropped"}
        assert any(one.due_on != one.original_due_on for one in actions)
        aisha = running_plan(named("aisha.rahman").id)
        assert aisha is not None
        assert aisha.learner_agreed_at is not None
        assert aisha.coach_agreed_at is None


def test_a_wrong_reading_was_corrected_with_a_reason(company: Flask) -> None:
    with company.app_context():
        corrections = list(db.session.scalars(select(Reading).where(Reading.supersedes_id.is_not(None))))
        assert [one.kpi for one in corrections] == ["K01"]
        assert corrections[0].correction_reason


def test_coaching_is_uneven_as_in_life(company: Flask) -> None:
    with company.app_context():
        today = clock.today()

        def last_seen(name: str) -> date | None:
            own = Observation.learner_id == named(name).id
            return db.session.scalar(select(func.max(Observation.observed_on)).where(own))

        ruben, nobody = last_seen("ruben.cohen"), last_seen("nadia.petrova")
        assert ruben is not None
        assert (today - ruben).days > 60
        assert nobody is None
        drafts = list(db.session.scalars(select(Observation).where(Observation.shared_at.is_(None))))
        assert [(one.coach.first_name, one.learner.first_name) for one in drafts] == [("Daniel", "Jonas")]


def test_a_second_filling_is_refused_and_changes_nothing(company: Flask) -> None:
    with company.app_context():
        before = count(AuditEvent)
        with pytest.raises(NotEmpty):
            fill(clock.today())
        assert count(AuditEvent) == before
