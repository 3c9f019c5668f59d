"""Reading plans and their actions, and what guides them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from functools import cache, lru_cache

from flask import abort
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from kamacademy.assessment.documents import Paper
from kamacademy.competency.queries import competencies_in, estimates_of, framework_in
from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Lesson, Module, Programme
from kamacademy.curriculum.markets import anywhere_in
from kamacademy.db import db
from kamacademy.development.gaps import Guidance, gaps, unknowns
from kamacademy.development.lexicon import KpiLink, Lexicon, ModuleLink
from kamacademy.development.models import Action, Plan
from kamacademy.development.plan import State
from kamacademy.kpi.queries import kpis_in
from kamacademy.kpi.rules import is_kept_for_a_person
from kamacademy.people.models import Person

# The releases that a process keeps.
LEXICONS_KEPT = 12


@cache
def whole_plans() -> Select[Plan]:
    """Plans with their actions and the coach who agreed, in one statement."""
    return select(Plan).options(joinedload(Plan.agreed_coach).load_only(Person.name), joinedload(Plan.actions))


@cache
def running_plans() -> Select[Plan]:
    """The plan that the `learner` is working on."""
    return whole_plans().where(Plan.learner_id == bindparam("learner"), Plan.closed_at.is_(None))


def running_plan(learner_id: int) -> Plan | None:
    """The plan a person is working on, or None."""
    return db.session.scalars(running_plans(), {"learner": learner_id}).unique().one_or_none()


def plan(plan_id: int) -> Plan:
    """A plan with its learner, running or closed, or 404."""
    wanted = whole_plans().where(Plan.id == plan_id).options(joinedload(Plan.learner))
    return db.session.scalars(wanted).unique().one_or_none() or abort(404)


def action(action_id: int) -> Action:
    """An action with its plan, or 404."""
    found: Action = db.one_or_404(
        select(Action)
        .where(Action.id == action_id)
        .options(
            joinedload(Action.plan).joinedload(Plan.learner),
            joinedload(Action.plan).selectinload(Plan.actions),
        )
    )
    return found


def open_actions(learner_ids: Collection[int]) -> dict[int, list[Action]]:
    """The open actions of several people, soonest due first, in one statement."""
    found = db.session.scalars(
        select(Action)
        .join(Action.plan)
        .where(Plan.learner_id.in_(learner_ids), Plan.closed_at.is_(None), Action.state == State.OPEN)
        .options(contains_eager(Action.plan))
        .order_by(Action.due_on, Action.id)
    )
    by_learner: dict[int, list[Action]] = defaultdict(list)
    for one in found:
        by_learner[one.plan.learner_id].append(one)
    return {learner_id: by_learner.get(learner_id, []) for learner_id in learner_ids}


def guidance(learner: Person, today: date, library: Library) -> Guidance:
    """Gaps and unknowns of a person in the order a plan takes them."""
    framework = framework_in(library)
    estimates = estimates_of([learner], today, library)[learner.id]
    gate, priorities = framework.gate.competency, framework.role(learner.job_role).priorities
    return Guidance(
        estimates,
        gaps(estimates, gate=gate, priorities=priorities),
        unknowns(estimates, gate=gate, priorities=priorities),
    )


@lru_cache(maxsize=LEXICONS_KEPT)
def lexicon_in(library: Library) -> Lexicon:
    """What the codes of a plan mean in a release; kept, as a release never changes."""
    homes = {
        module: slug
        for slug, programme in reversed(library.all(Programme, "programme").items())
        for module in anywhere_in(programme)
    }
    return Lexicon(
        framework=framework_in(library),
        competencies=competencies_in(library),
        kpis={code: KpiLink(code, kpi.name, is_kept_for_a_person(kpi)) for code, kpi in kpis_in(library).items()},
        modules={
            slug: ModuleLink(slug, module.title, homes.get(slug), library.has("job-aid", slug))
            for slug, module in library.all(Module, "module").items()
        },
        lessons={slug: lesson.title for slug, lesson in library.all(Lesson, "lesson").items()},
        papers={slug: paper.title for slug, paper in library.all(Paper, "paper").items()},
    )
