"""What the pages over many plans read, and whose plan needs what.

Columns, not entities, on the connection beneath the session: these pages read much and change nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ScalarSelect, Select, SQLColumnExpression, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from kamacademy.access import Function
from kamacademy.agreeing.agreement import Side
from kamacademy.board.action_shelves import ActionLibrary, Wanted, action_shelves
from kamacademy.board.attention import Attention, attention, by_weight
from kamacademy.board.care import InCare
from kamacademy.board.plan_counts import ALL_TEAMS, UNNAMED, GroupRow, group_rows, whole_row
from kamacademy.board.plan_facts import ActionFacts, PersonFacts, PlanFacts
from kamacademy.coaching import queries as coaching
from kamacademy.content.queries import library
from kamacademy.craft import queries as craft
from kamacademy.db import rows_of
from kamacademy.development import queries as development
from kamacademy.development.action_library import entries_by_competency
from kamacademy.development.models import Action, CheckIn, Plan, PlanEvent
from kamacademy.development.plan import RUNNING, State
from kamacademy.guide.cadence import cadence_for
from kamacademy.guide.documents import CadencePolicy, CadenceRow
from kamacademy.guide.queries import cadence_in
from kamacademy.kpi.queries import kpis_for
from kamacademy.people import queries as people
from kamacademy.people.job_roles import NAMES, JobRole
from kamacademy.people.market import Market
from kamacademy.people.models import CoachingRelation, Person, Team, initials
from kamacademy.proof.models import ActionEvidence
from kamacademy.reviewing.models import PlanReview
from kamacademy.transition.page import RoleCard
from kamacademy.transition.queries import card_from, oldest_running, with_change_told

# Of the statements about plans: the columns of a person with the plan, and those of an action.
PERSON_COLUMNS, ACTION_COLUMNS = 19, 9


def with_plans(found: Select[Person], *first: SQLColumnExpression[Any]) -> Select[*tuple[Any, ...]]:
    """Columns of some people on the day `on`, after the `first` ones: the person, the running plan, one of its actions.

    A person comes once for each action that is proposed, open or handed in, and once without any. A signature of a
    coach who has left counts only where both had signed. Any: the columns' own types.
    """
    closed = aliased(Plan)
    last_closed = select(func.max(closed.closed_at)).where(closed.learner_id == Person.id).correlate(Person)
    stands = or_(Plan.learner_agreed_at.is_not(None), people.coaches_on(Plan.agreed_coach_id, Person.id))
    goes_on = (State.PROPOSED.value, *RUNNING)
    return (
        found.outerjoin(Plan, and_(Plan.learner_id == Person.id, Plan.closed_at.is_(None)))
        .outerjoin(PlanReview, and_(PlanReview.plan_id == Plan.id, PlanReview.confirmed_at.is_(None)))
        .outerjoin(Action, and_(Action.plan_id == Plan.id, Action.state.in_(goes_on)))
        .with_only_columns(
            *first, Person.id, Person.name, Person.function_codes, Person.job_role_code, Person.role_since,
            coaching.newest_visit(), last_closed.scalar_subquery(),
            Plan.id, Plan.first_agreed_on, Plan.learner_agreed_at, case((stands, Plan.coach_agreed_at)),
            Plan.review_due_on, PlanReview.written_by_id, PlanReview.written_at, Plan.created_at, *newest_of_plan(),
            Action.id, Action.title, Action.where_tried, Action.state, Action.due_on, Action.created_at,
            Action.handed_in_on, *newest_return(),
        )
    )  # fmt: skip


def newest_of_plan() -> list[ScalarSelect[datetime | None]]:
    """When a plan was last spoken of, last reviewed, last given evidence, and last changed."""
    held, said = aliased(PlanReview), aliased(Action)
    found = (
        select(func.max(CheckIn.at)).join(said, said.id == CheckIn.action_id).where(said.plan_id == Plan.id),
        select(func.max(held.confirmed_at)).where(held.plan_id == Plan.id),
        select(func.max(ActionEvidence.at))
        .join(said, said.id == ActionEvidence.action_id)
        .where(said.plan_id == Plan.id),
        select(func.max(PlanEvent.at)).where(PlanEvent.plan_id == Plan.id),
    )
    return [one.correlate(Plan).scalar_subquery() for one in found]


def newest_return() -> list[ScalarSelect[Any]]:
    """When an action was last returned, and why. Any: the columns' own types."""
    of_action = (PlanEvent.plan_id == Action.plan_id, PlanEvent.action_id == Action.id, PlanEvent.what == "returned")
    return [
        select(one).where(*of_action).order_by(PlanEvent.id.desc()).limit(1).correlate(Action).scalar_subquery()
        for one in (PlanEvent.at, PlanEvent.reason)
    ]


@cache
def care_in_brief() -> Select[*tuple[Any, ...]]:
    """The people whom the `coach` coaches on the day `on`, with their plans, after each one's market.

    Any: the columns' own types.
    """
    return with_plans(people.in_care(), people.market_in_force())


@cache
def self_in_brief() -> Select[*tuple[Any, ...]]:
    """The `learner` alone, with the running plan, after the change of job role that is told. Any: the columns' own."""
    found, change = with_change_told(select(Person).where(Person.id == bindparam("learner")))
    return with_plans(found, *change)


@dataclass(frozen=True, slots=True)
class OwnAttention:
    """What a learner's first page tells of the own plan and job role."""

    plan: Attention
    role_change: RoleCard | None


@dataclass(frozen=True, slots=True)
class InBrief:
    """One person as the pages over plans read them, and the columns that came first."""

    first: tuple[Any, ...]  # Any: what a page groups people by
    facts: PersonFacts
    functions: Collection[str]
    job_role: JobRole
    rhythm: CadenceRow
    last_observed: date | None


def read_in_brief(statement: Select[*tuple[Any, ...]], today: date, **given: object) -> list[InBrief]:
    """People with their plans, in the statement's order. One statement."""
    policy = cadence_in(library())
    # A person comes once for each action: what stands before the action's own columns is alike in all these rows.
    found: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for row in rows_of(statement, on=today, **given):
        person = tuple(row[:-ACTION_COLUMNS])
        same = found.setdefault((*person[:-PERSON_COLUMNS], person[-PERSON_COLUMNS]), [person])
        same.append(tuple(row[-ACTION_COLUMNS:]))
    return [in_brief(person, policy, actions, today) for person, *actions in found.values()]


def in_brief(
    person: tuple[Any, ...], policy: CadencePolicy, actions: Sequence[tuple[Any, ...]], today: date
) -> InBrief:
    """One person of those rows, with the actions. Any: the columns' own types."""
    first, known = person[:-PERSON_COLUMNS], person[-PERSON_COLUMNS:]
    key, name, functions, code, since, observed, closed_at, plan_id, *rest = known
    rhythm = cadence_for(policy, JobRole(code), since, today)
    given = tuple(action_facts(*one) for one in actions if one[0] is not None)
    plan = plan_facts(plan_id, *rest, actions=given) if plan_id is not None else None
    closed_on, learns = closed_at.date() if closed_at else None, Function.LEARNER in functions
    facts = PersonFacts(key, name, plan, closed_on, rhythm.plan_talk_weeks, learns)
    return InBrief(first, facts, functions, JobRole(code), rhythm, observed)


def action_facts(
    key: int, title: str, where: str | None, state: str, due_on: date, created_at: datetime, *since: Any
) -> ActionFacts:
    """An action in days. Any: when handed in, when returned, and why."""
    handed_in_on, returned_at, because = since
    returned_on = returned_at.date() if returned_at else None
    return ActionFacts(key, title, State(state), due_on, created_at.date(), where, handed_in_on, returned_on, because)


def plan_facts(
    plan_id: int,
    first_agreed_on: date | None,
    learner_at: datetime | None,
    coach_at: datetime | None,
    review_due_on: date | None,
    review_by: int | None,
    written_at: datetime | None,
    created_at: datetime,
    spoken_at: datetime | None,
    held_at: datetime | None,
    *moved_at: datetime | None,
    actions: tuple[ActionFacts, ...],
) -> PlanFacts:
    """A running plan in days."""
    talks = [one for one in (spoken_at, held_at) if one is not None]
    moves = [one for one in (written_at, created_at, *moved_at, *talks) if one is not None]
    return PlanFacts(
        id=plan_id,
        first_agreed_on=first_agreed_on,
        learner_signed_on=learner_at.date() if learner_at else None,
        coach_signed_on=coach_at.date() if coach_at else None,
        review_due_on=review_due_on,
        review_by=review_by,
        review_written_on=written_at.date() if written_at else None,
        moved_on=max(moves).date(),
        spoken_on=max(talks, default=created_at).date(),
        actions=actions,
    )


def people_in_care(coach: Person, today: date) -> list[InCare]:
    """The people whom somebody coaches today, in order of name, and what their plans need. One statement."""
    return [
        InCare(
            id=one.facts.id,
            name=one.facts.name,
            initials=initials(one.facts.name),
            job_role=one.job_role,
            job_role_name=NAMES[one.job_role],
            market=Market(one.first[0]),
            rhythm=one.rhythm,
            last_observed=one.last_observed,
            is_coach=Function.COACH in one.functions,
            attention=attention(one.facts, Side.COACH, today),
        )
        for one in read_in_brief(care_in_brief(), today, coach=coach.id)
    ]


def team_attention(coach: Person, today: date) -> list[Attention]:
    """Everybody in a coach's care today, those whose plan needs the coach most first. One statement."""
    return by_weight(one.attention for one in people_in_care(coach, today))


def own_attention(learner: Person, today: date) -> OwnAttention:
    """What a learner's own plan needs of the learner, and the change of job role that there is to tell of.

    One statement: the first page, which asks for both, has few to spare.
    """
    (found,) = read_in_brief(self_in_brief(), today, learner=learner.id, since=oldest_running(today))
    return OwnAttention(attention(found.facts, Side.LEARNER, today), card_from(*found.first, today=today))


@cache
def care_of_coaches() -> Select[*tuple[Any, ...]]:
    """The people in the care of the coaches whom the `coach` coaches on the day `on`. Any: the columns' own types."""
    between = aliased(CoachingRelation)
    theirs = select(between.learner_id).where(
        between.coach_id == bindparam("coach"), people.in_force_on(between.starts_on, between.ends_on)
    )
    found = (
        select(Person)
        .join(CoachingRelation, CoachingRelation.learner_id == Person.id)
        .where(
            CoachingRelation.coach_id.in_(theirs),
            people.in_force_on(CoachingRelation.starts_on, CoachingRelation.ends_on),
            Person.deactivated_at.is_(None),
        )
    )
    return with_plans(found, CoachingRelation.coach_id)


def counts_by_coach(coach: Person, care: Sequence[InCare], today: date) -> list[GroupRow]:
    """How the plans of their people stand, for each coach in somebody's care. One statement; none without coaches."""
    coaches = {one.id: one for one in care if one.is_coach}
    groups: dict[str, list[Attention]] = defaultdict(list)
    for one in read_in_brief(care_of_coaches(), today, coach=coach.id) if coaches else ():
        if one.first[0] in coaches and one.facts.learns:
            groups[coaches[one.first[0]].name].append(attention(one.facts, Side.COACH, today))
    return group_rows(groups)


@cache
def learners_by_team() -> Select[*tuple[Any, ...]]:
    """Active people with the name of their team and their plans. Any: the columns' own types."""
    active = select(Person).outerjoin(Team, Team.id == Person.team_id).where(Person.deactivated_at.is_(None))
    return with_plans(active, Team.name)


def counts_by_team(today: date) -> list[GroupRow]:
    """How plans stand in all teams together and in each, in counts. One statement."""
    groups: dict[str, list[Attention]] = defaultdict(list)
    for one in read_in_brief(learners_by_team(), today):
        if one.facts.learns:
            groups[one.first[0] or UNNAMED].append(attention(one.facts, Side.COACH, today))
    return [whole_row(ALL_TEAMS, groups), *group_rows(groups)] if groups else []


def library_for(reader: Person, wanted: Wanted) -> ActionLibrary:
    """The library of plan actions, as somebody reads it who may have a plan."""
    release, own = library(), craft.own_plan(reader)
    shelves = action_shelves(
        entries_by_competency(release),
        development.lexicon_in(release),
        wanted,
        carried={kpi.code for kpi in kpis_for(reader.job_role, release)},
        taken=own.taken,
    )
    return ActionLibrary(shelves, own.id)
