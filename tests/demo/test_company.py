"""The filled company: how much of everything there is, and that the story's special cases are there."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy import clock
from kamacademy.assessment.models import Sitting
from kamacademy.assessment.queries import results_of
from kamacademy.assessment.refusals import TooSoon
from kamacademy.coaching.models import Observation
from kamacademy.commitment.queries import is_complete
from kamacademy.competency.estimation import Standing
from kamacademy.competency.models import Evidence
from kamacademy.competency.queries import estimates_of
from kamacademy.content.models import Release
from kamacademy.content.queries import library
from kamacademy.curriculum.documents import Module
from kamacademy.curriculum.models import ModuleAttempt, Reaction
from kamacademy.curriculum.operations import begin_check
from kamacademy.curriculum.progress import Status, may_renew, valid_until
from kamacademy.curriculum.queries import find_attempt
from kamacademy.curriculum.standing import ModuleState
from kamacademy.db import Base, db
from kamacademy.demo.operations import PASSWORD, NotEmpty, fill
from kamacademy.demo.studies import M01, M02, M03, M04, M05, M06
from kamacademy.demo.unit import UNIT
from kamacademy.development.models import Action
from kamacademy.development.plan import MOST_OPEN
from kamacademy.development.queries import open_actions, running_plan
from kamacademy.exercise.models import Submission
from kamacademy.exercise.stage import Stage
from kamacademy.kpi.models import Reading
from kamacademy.kpi.queries import series_of
from kamacademy.marking.models import Marking
from kamacademy.people.models import Person
from kamacademy.people.queries import find_person
from kamacademy.people.sign_in import matches
from kamacademy.quality.queries import newest_run
from kamacademy.records.models import AuditEvent
from kamacademy.retrieval.models import RetrievalCard
from kamacademy.retrieval.queries import retention_report
from kamacademy.scenario.models import ScenarioRun
from tests.curriculum.study import paths_of

pytestmark = pytest.mark.xdist_group("demo")


def named(name: str) -> Person:
    found = find_person(f"{name}@fernwick.example")
    assert found is not None
    return found


def count(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_forty_one_people_in_six_teams_and_all_job_roles_can_sign_in_and_the_second_unit_cannot(
    company: Flask,
) -> None:
    with company.app_context():
        everybody = list(db.session.scalars(select(Person)))
        assert all(one.is_demo and one.email.endswith("@fernwick.example") for one in everybody)
        people = [one for one in everybody if one.password_hash is not None]
        assert len(people) == 41
        assert len({one.job_role for one in people}) == 9
        teams = Counter(one.team.name for one in people if one.team)
        assert set(teams) == {"North", "South", "East", "West", "Oncology", "Access"}
        assert min(teams.values()) >= 5
        assert {one.email for one in everybody if one.password_hash is None} == {one.email for one in UNIT}
        assert matches(named("mira.halvorsen").password_hash, PASSWORD)


def test_there_is_months_of_everything(company: Flask) -> None:
    with company.app_context():
        assert count(Release) == 1
        assert 130 <= count(Observation) <= 160
        assert count(Evidence) > 1000
        assert count(Action) > 100
        assert count(Reading) > 200
        assert count(Sitting) > 100
        assert count(AuditEvent) > 5000


def test_nothing_lies_in_the_future_and_the_audit_is_in_order_of_time(company: Flask) -> None:
    today = clock.today()
    with company.app_context():
        moments = list(db.session.scalars(select(AuditEvent.at).order_by(AuditEvent.id)))
        assert moments[-1].date() < today
        # An act takes some minutes, in which another person may begin one.
        longest = max((before - after for before, after in pairwise(moments)), default=timedelta())
        assert longest < timedelta(hours=1)
        latest = db.session.scalar(select(func.max(Evidence.happened_on)))
        assert latest is not None
        assert latest <= today


def test_mira_is_half_way_and_has_notes_waiting_for_her(company: Flask) -> None:
    with company.app_context():
        mira, today = named("mira.halvorsen"), clock.today()
        path = paths_of(mira, today)[0]
        begun = next(one for one in path.modules if one.status is not Status.DONE)
        assert (begun.slug, begun.lessons_done, begun.next_lesson) == (M03, 2, "how-shared-savings-work")
        assert begun.attempt is not None
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
        assert {one.state for one in actions} == {"proposed", "open", "handed-in", "done", "dropped"}
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
        assert sorted((one.coach.first_name, one.learner.first_name) for one in drafts) == [
            ("Daniel", "Jonas"), ("Ingrid", "Mateo"), ("Ingrid", "Owen"), ("Ingrid", "Owen")
        ]  # fmt: skip


def test_gates_hold_run_out_fall_due_and_wait(company: Flask) -> None:
    with company.app_context():
        today = clock.today()

        def gate(name: str) -> ModuleState:
            return next(one for one in paths_of(named(name), today)[0].modules if one.slug == M05)

        assert gate("ingrid.sole").status is Status.DUE_AGAIN
        for name, may in (("daniel.okafor", True), ("nadia.petrova", False), ("priya.raman", False)):
            person = named(name)
            assert gate(name).status is Status.DONE
            assert may_renew(valid_until(results_of([person.id])[person.id], "m05-gate"), today) is may
        jonas, yesterday = named("jonas.lindqvist"), datetime.combine(today - timedelta(days=1), time(21), UTC)
        attempt = find_attempt(jonas.id, M05)
        assert attempt is not None
        assert gate("jonas.lindqvist").lessons_done == 6
        with pytest.raises(TooSoon):
            begin_check(attempt, seed=1, at=yesterday)
        db.session.rollback()


def test_scenarios_were_passed_stopped_and_left_in_the_middle(company: Flask) -> None:
    with company.app_context():
        runs = list(db.session.scalars(select(ScenarioRun)))
        assert sum(1 for one in runs if one.passed) > 15
        assert any(one.passed is False and (one.ending or "").startswith("stopped-") for one in runs)
        unfinished = [(one.learner.first_name, one.scenario) for one in runs if one.finished_at is None]
        assert unfinished == [("Mira", "m05-the-invitation")]


def test_exercises_are_in_every_stage_and_markers_disagreed_once(company: Flask) -> None:
    with company.app_context():
        works = list(db.session.scalars(select(Submission)))
        assert {one.stage for one in works} == set(Stage)
        assert any(len(one.versions) == 2 and one.stage is Stage.ACCEPTED for one in works)
        markings = list(db.session.scalars(select(Marking)))
        assert [(one.learner.first_name, len(one.marks)) for one in markings if one.is_disputed] == [("Aisha", 3)]
        assert [one.learner.first_name for one in markings if one.settled_at is None] == ["Ruben"]


def test_there_is_enough_to_speak_of_groups(company: Flask) -> None:
    with company.app_context():
        report = retention_report()
        assert len(report) == len(library().all(Module, "module")) == 14
        known = {one.module for one in report if one.is_known}
        assert {M01, M02, M03, M05} <= known
        assert M06 not in known
        said = db.session.execute(
            select(ModuleAttempt.module, func.count()).join(Reaction, Reaction.attempt_id == ModuleAttempt.id)
            .group_by(ModuleAttempt.module)
        )  # fmt: skip
        assert all(many > 5 for _, many in said)
        firsts = select(func.count(Sitting.learner_id.distinct())).where(Sitting.paper == "m01-check")
        assert (db.session.scalar(firsts) or 0) >= 12
        run = newest_run()
        assert run is not None
        assert run.finished_at is None


def test_the_newer_modules_are_done_by_some_begun_by_some_and_practised(company: Flask) -> None:
    with company.app_context():
        for module, fewest in ((M02, 15), (M04, 8), (M06, 7)):
            attempts = list(db.session.scalars(select(ModuleAttempt).where(ModuleAttempt.module == module)))
            done = [one for one in attempts if is_complete(one)]
            assert fewest <= len(done) < 35
            begun = {one.learner.first_name for one in attempts if one not in done}
            assert begun == ({"Mateo"} if module == M04 else {"Sofia", "Dmitri"} if module == M02 else set())
            cards = select(func.count()).select_from(RetrievalCard).where(RetrievalCard.module == module)
            assert (db.session.scalar(cards) or 0) > 30


def test_a_second_filling_is_refused_and_changes_nothing(company: Flask) -> None:
    with company.app_context():
        before = count(AuditEvent)
        with pytest.raises(NotEmpty):
            fill(clock.today())
        assert count(AuditEvent) == before
