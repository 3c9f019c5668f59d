"""The filled company's plans: each state that a plan can be in, with the person whose plan is in it."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy import clock
from kamacademy.db import db
from kamacademy.demo.words import FILES
from kamacademy.development.models import Action, Plan, PlanEvent
from kamacademy.development.plan import MOST_OPEN, RUNNING, is_overdue, is_review_due
from kamacademy.development.queries import open_actions, running_plan
from kamacademy.people.models import Person
from kamacademy.plan.models import PlanSnapshot
from kamacademy.proof.file_store import place_of
from kamacademy.proof.models import ActionEvidence
from kamacademy.reviewing.models import PlanReview
from kamacademy.reviewing.queries import waiting_review

pytestmark = pytest.mark.xdist_group("demo")


def named(first_name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name.startswith(f"{first_name} "))).one()


def plan_of(first_name: str) -> Plan:
    found = running_plan(named(first_name).id)
    assert found is not None, first_name
    return found


def states(first_name: str) -> list[str]:
    return sorted(one.state for one in plan_of(first_name).actions)


def told(plan: Plan, what: str) -> list[PlanEvent]:
    return [one for one in plan.history if one.what == what]


def newest_review(plan: Plan) -> PlanReview:
    query = select(PlanReview).where(PlanReview.plan_id == plan.id).order_by(PlanReview.id.desc())
    found = db.session.scalars(query).first()
    assert found is not None
    return found


def test_patrick_has_no_plan(company: Flask) -> None:
    with company.app_context():
        assert db.session.scalars(select(Plan).where(Plan.learner_id == named("Patrick").id)).all() == []


def test_zoe_has_a_draft_that_nobody_has_signed(company: Flask) -> None:
    with company.app_context():
        zoe = plan_of("Zoe")
        assert (zoe.learner_agreed_at, zoe.coach_agreed_at, zoe.first_agreed_on) == (None, None, None)
        assert states("Zoe") == ["proposed", "proposed"]
        assert {one.by_id == zoe.learner_id for one in zoe.actions} == {True, False}


def test_sofias_plan_waits_for_the_coach_and_julias_for_the_learner(company: Flask) -> None:
    with company.app_context():
        sofia, julia = plan_of("Sofia"), plan_of("Julia")
        assert (sofia.learner_agreed_at is None, sofia.coach_agreed_at is None) == (False, True)
        assert (julia.learner_agreed_at is None, julia.coach_agreed_at is None) == (True, False)
        assert states("Sofia").count("proposed") == states("Julia").count("proposed") == 2


def test_rosas_proposal_was_never_answered(company: Flask) -> None:
    with company.app_context():
        (proposed,) = plan_of("Rosa").actions
        assert (proposed.state, proposed.origin_type) == ("proposed", "lesson")
        assert (clock.today() - proposed.created_at.date()).days > 30
        assert plan_of("Rosa").coach_agreed_at is None


def test_ines_and_viktor_are_running_quietly_and_viktor_has_three_open(company: Flask) -> None:
    with company.app_context():
        today = clock.today()
        for name, number in (("Ines", 2), ("Viktor", MOST_OPEN)):
            plan = plan_of(name)
            assert plan.is_agreed
            assert not is_review_due(plan.review_due_on, today)
            running = [one for one in plan.actions if one.state == "open"]
            assert len(running) == number
            assert all(one.due_on > today for one in running)


def test_lukas_has_handed_in_with_words_and_a_file_and_noahs_was_returned_with_a_reason(company: Flask) -> None:
    with company.app_context():
        lukas, noah = plan_of("Lukas"), plan_of("Noah")
        (handed_in,) = [one for one in lukas.actions if one.state == "handed-in"]
        kinds = db.session.scalars(select(ActionEvidence.kind).where(ActionEvidence.action_id == handed_in.id))
        assert set(kinds) == {"words", "file"}
        (returned,) = told(noah, "returned")
        assert returned.reason
        assert returned.action is not None
        assert (returned.action.state, returned.action.handed_in_on) == ("open", None)
        assert returned.action.due_on > clock.today()


def test_meis_action_was_put_off_twice_and_its_first_day_is_kept(company: Flask) -> None:
    with company.app_context():
        lines = told(plan_of("Mei"), "re-dated")
        assert len(lines) == 2
        assert all(one.reason for one in lines)
        (action,) = {one.action for one in lines}
        assert action is not None
        assert action.original_due_on < clock.today() < action.due_on


def test_dmitris_actions_are_overdue_and_nothing_moved_for_a_month(company: Flask) -> None:
    with company.app_context():
        today, dmitri = clock.today(), plan_of("Dmitri")
        running = [one for one in dmitri.actions if one.state == "open"]
        assert [is_overdue(one.state, one.due_on, today) for one in running] == [True, True]
        latest = max(one.at for one in dmitri.history)
        assert (today - latest.date()).days > 30
        assert [is_overdue(one.state, one.due_on, today) for one in plan_of("Henrik").actions].count(True) == 1


def test_reviews_are_due_written_and_held(company: Flask) -> None:
    with company.app_context():
        today = clock.today()
        kofi = plan_of("Kofi")
        assert is_review_due(kofi.review_due_on, today)
        assert waiting_review(kofi.id) is None
        for name in ("Elif", "Mateo"):
            waiting = waiting_review(plan_of(name).id)
            assert waiting is not None
            assert (waiting.written_by_id == named(name).id, waiting.confirmed_at) == (False, None)
        for name in ("Amara", "Henrik", "Lukas", "Mira", "Jonas", "Priya", "Daniel"):
            plan = plan_of(name)
            assert newest_review(plan).confirmed_at is not None
            assert plan.review_due_on is not None
            assert plan.review_due_on > today
        assert {one.verdict for one in newest_review(plan_of("Amara")).verdicts} == {"done", "changed", "dropped"}
        assert {one.verdict for one in newest_review(plan_of("Henrik")).verdicts} == {"kept"}


def test_fatimas_plan_is_closed_with_a_snapshot_and_the_next_one_runs_and_bruno_has_none(company: Flask) -> None:
    with company.app_context():
        for name, number in (("Fatima", 2), ("Bruno", 1)):
            plans = list(db.session.scalars(select(Plan).where(Plan.learner_id == named(name).id).order_by(Plan.id)))
            assert len(plans) == number
            assert plans[0].closed_at is not None
            snapshots = select(PlanSnapshot).where(PlanSnapshot.plan_id == plans[0].id)
            content = db.session.scalars(snapshots).one().content
            assert newest_review(plans[0]).moved in str(content)
        following = plan_of("Fatima")
        assert following.is_agreed
        assert states("Fatima") == ["open", "open", "open"]
        assert running_plan(named("Bruno").id) is None


def test_evidence_is_words_links_and_files_that_lie_in_the_data_folder(company: Flask) -> None:
    with company.app_context():
        given = list(db.session.scalars(select(ActionEvidence)))
        assert {one.kind for one in given} == {"words", "link", "file"}
        assert all(one.link.split("/")[2].endswith(".example") for one in given if one.link)
        data: Path = company.config["DATA"]
        for one in given:
            if one.digest:
                kept = place_of(data, one.action.learner.id, one.digest)
                assert kept.read_bytes() == (FILES / str(one.file_name)).read_bytes()


def test_actions_came_from_visits_the_library_own_words_a_lesson_and_a_kpi(company: Flask) -> None:
    with company.app_context():
        origins = set(db.session.scalars(select(Action.origin_type)))
        assert {"observation", "library", "own", "lesson", "kpi"} <= origins
        assert {1, 2, 3} <= set(db.session.scalars(select(Action.stretch)))


def test_nobody_has_more_than_three_running_and_every_team_has_plans(company: Flask) -> None:
    with company.app_context():
        running = select(Action.plan_id, func.count()).where(Action.state.in_(RUNNING)).group_by(Action.plan_id)
        assert max(number for _, number in db.session.execute(running)) == MOST_OPEN
        people = list(db.session.scalars(select(Person).where(Person.team_id.is_not(None))))
        teams = {one.team.name for one in people if one.team and open_actions([one.id]).get(one.id)}
        assert teams == {"North", "South", "East", "West", "Oncology", "Access"}
