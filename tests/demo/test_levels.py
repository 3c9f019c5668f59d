"""The filled company's levels as the rule `grid-1` tells them, and how its coaches coach."""

import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy import clock
from kamacademy.coaching.models import Observation
from kamacademy.competency.estimation import CERTIFIED_NEEDED, RATERS_NEEDED, SURE, VISITS_NEEDED, Estimate, Standing
from kamacademy.competency.evidence import Kind
from kamacademy.competency.models import Evidence
from kamacademy.competency.queries import estimates_of
from kamacademy.content.queries import library
from kamacademy.craft.page import CraftPage
from kamacademy.craft.queries import page_of
from kamacademy.db import db
from kamacademy.development.queries import running_plan
from kamacademy.people.models import Person

pytestmark = pytest.mark.xdist_group("demo")


def named(first_name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name.startswith(f"{first_name} "))).one()


def estimates() -> dict[str, list[Estimate]]:
    """Everybody's estimates by first name."""
    people = db.session.scalars(select(Person)).all()
    found = estimates_of(people, clock.today(), library())
    return {one.first_name: list(found[one.id].values()) for one in people}


def words_of(page: CraftPage) -> str:
    return " ".join(one.words for group in page.groups for one in group.findings)


def test_mira_has_several_levels_at_target_by_the_rule(company: Flask) -> None:
    with company.app_context():
        secure = [one for one in estimates()["Mira"] if one.standing is Standing.AT_TARGET]
        assert len(secure) >= 2
        for one in secure:
            assert one.target is not None
            assert (one.visits >= VISITS_NEEDED, one.raters >= RATERS_NEEDED) == (True, True)
            assert one.certified >= CERTIFIED_NEEDED
            assert one.is_fresh
            assert one.chance_of_at_least(one.target) >= SURE


def test_some_levels_lean_one_is_held_and_in_question_and_many_are_not_known(company: Flask) -> None:
    with company.app_context():
        found = estimates()
        everything = [one for own in found.values() for one in own]
        leaning = [one for one in everything if one.level and one.level > 1 and 0.5 <= chance_of_own(one) < SURE]
        assert len(leaning) > 5
        in_question = [one.competency for one in found["Mateo"] if is_held_in_question(one)]
        assert "C03" in in_question
        assert len(in_question) <= 2
        unknown = [one for one in everything if one.standing is Standing.UNKNOWN]
        assert len(unknown) > len(everything) / 2


def chance_of_own(one: Estimate) -> float:
    return one.chance_of_at_least(one.level or 1)


def is_held_in_question(one: Estimate) -> bool:
    """The target is held by the rule, and what was seen since makes it less sure than the rule asks."""
    if one.target is None or one.held is None or one.held < one.target:
        return False
    return one.chance_of_at_least(one.target) < SURE


def test_self_views_are_there_and_never_count(company: Flask) -> None:
    with company.app_context():
        assert len(db.session.scalars(select(Evidence).where(Evidence.kind == Kind.SELF.value)).all()) > 50


def test_daniel_is_observed_coaching_twice_a_year_and_ingrid_is_due(company: Flask) -> None:
    with company.app_context():
        today, found = clock.today(), {}
        for name in ("Daniel", "Ingrid"):
            found[name] = page_of(named(name), today, is_own=True)
            assert found[name].coach_name == "Samuel Adeyemi"
            assert running_plan(named(name).id) is not None
        assert len(found["Daniel"].turn.sessions) == 2
        assert found["Daniel"].turn.planned_on is not None
        assert len(found["Ingrid"].turn.sessions) < 2
        c11 = next(one for one in estimates()["Daniel"] if one.competency == "C11")
        assert c11.level is not None


def test_my_coaching_has_something_honest_to_say_to_daniel(company: Flask) -> None:
    with company.app_context():
        daniel, today = named("Daniel"), clock.today()
        page = page_of(daniel, today, is_own=True)
        assert "answers by at least three people" in words_of(page)
        assert page.hints is not None
        assert page.hints.without_act == 1
        assert [one.note.learner_name for one in page.hints.newest] == ["Jonas Lindqvist"]
        own = select(Observation).where(Observation.coach_id == daniel.id, Observation.shared_at.is_not(None))
        waits = {(one.shared_at.date() - one.observed_on).days for one in db.session.scalars(own) if one.shared_at}
        assert len(waits) == 2
        assert min(waits) == 0
        assert 4 <= max(waits) <= 9


def test_samuel_reads_of_daniel_no_names_and_no_count_below_five(company: Flask) -> None:
    with company.app_context():
        page = page_of(named("Daniel"), clock.today(), is_own=False)
        assert page.hints is None
        assert page.waiting == ()
        learners = [one.name for one in db.session.scalars(select(Person)) if one.first_name != "Samuel"]
        assert not any(name in words_of(page) for name in learners)
