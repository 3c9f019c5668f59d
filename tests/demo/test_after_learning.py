"""The filled company after learning: what people committed to, and changes of job role."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy import clock
from kamacademy.commitment.asking import ASKED_AFTER_DAYS, open_question
from kamacademy.commitment.models import Commitment, CommitmentAnswer, Pledge
from kamacademy.db import db
from kamacademy.demo.studies import M01, M02
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.transition.models import Aspiration, Transition
from kamacademy.transition.rules import State

pytestmark = pytest.mark.xdist_group("demo")


def named(first_name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name.startswith(f"{first_name} "))).one()


def pledges() -> list[Pledge]:
    return list(db.session.scalars(select(Pledge).order_by(Pledge.id)))


def test_enough_people_committed_after_the_first_two_modules_and_answered_all_three_times(company: Flask) -> None:
    with company.app_context():
        for module in (M01, M02):
            own = [one for one in pledges() if one.module == module]
            assert len({one.learner_id for one in own}) >= 5
            assert {days for one in own for days in one.answered} == set(ASKED_AFTER_DAYS)
        assert {one.how.value for one in db.session.scalars(select(CommitmentAnswer))} == {"kept", "partly", "not"}


def test_some_stopped_something_and_say_how_many_hours_that_released(company: Flask) -> None:
    with company.app_context():
        hours = select(func.count()).where(CommitmentAnswer.after_days == 60, CommitmentAnswer.hours > 0)
        assert (db.session.scalar(hours) or 0) >= 5


def test_elif_never_answered_and_some_are_asked_right_now(company: Flask) -> None:
    with company.app_context():
        today = clock.today()
        (elifs,) = [one for one in pledges() if one.learner.first_name == "Elif"]
        assert (elifs.answered, today - elifs.made_on > timedelta(days=120)) == (frozenset(), True)
        assert any(open_question(one.made_on, one.answered, today) for one in pledges())


def test_some_lines_are_shared_with_the_coach_and_most_are_not(company: Flask) -> None:
    with company.app_context():
        lines = list(db.session.scalars(select(Commitment)))
        shared = [one for one in lines if one.shared_with_id is not None]
        assert 3 <= len(shared) < len(lines) / 2


def test_miras_change_of_role_is_in_force_noahs_is_planned_with_a_buddy_and_julias_waits(company: Flask) -> None:
    with company.app_context():
        today = clock.today()
        found = {one.learner.first_name: one for one in db.session.scalars(select(Transition))}
        assert {name: one.standing for name, one in found.items()} == {
            "Mira": State.IN_FORCE, "Noah": State.PLANNED, "Julia": State.PROPOSED
        }  # fmt: skip
        assert (named("Mira").job_role, named("Mira").role_since) == (JobRole.SK, found["Mira"].starts_on)
        assert (named("Noah").job_role, found["Noah"].starts_on > today) == (JobRole.REP, True)
        assert {name: one.buddy.first_name for name, one in found.items() if one.buddy} == {
            "Mira": "Mateo", "Noah": "Lukas", "Julia": "Viktor"
        }  # fmt: skip


def test_three_have_a_next_role_in_mind(company: Flask) -> None:
    with company.app_context():
        named_roles = {one.learner.first_name: one.to_role for one in db.session.scalars(select(Aspiration))}
        assert named_roles == {"Jonas": "SK", "Lukas": "BK", "Aisha": "AL"}
