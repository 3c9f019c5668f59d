"""Reading what a coach's notes say about the coaching. Columns only; the same few statements however many notes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select

from kamacademy.access import Function
from kamacademy.coaching.models import Observation, Rating
from kamacademy.coaching.queries import is_held, newest_visit
from kamacademy.competency.evidence import Purpose
from kamacademy.content.queries import library
from kamacademy.conversation.queries import pulse_of
from kamacademy.craft.attention import InCare, Planned
from kamacademy.craft.notes import CraftNote, CraftRating, Promise
from kamacademy.craft.page import CraftPage, Record, craft_page
from kamacademy.craft.turn import OwnTurn, Session, own_turn
from kamacademy.db import rows_of
from kamacademy.development.action_library import entries_by_competency
from kamacademy.development.models import Action, Plan
from kamacademy.development.plan import RUNNING, State
from kamacademy.guide.activity import Activity
from kamacademy.guide.cadence import cadence_for
from kamacademy.guide.queries import cadence_in
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import CoachingRelation, Person
from kamacademy.people.queries import coach_in_force, in_care
from kamacademy.visit.models import PlannedVisit

COACHING_OTHERS = "C11"
DAYS_LOOKED_BACK = 365
SESSIONS_READ = 20


@cache
def notes_by() -> Select[*tuple[Any, ...]]:
    """Coaching notes that the `coach` shared of visits since a `day`, oldest first. Any: the columns' own types.

    Attestations are decision records, and say nothing of the coaching.
    """
    return (
        select(
            Observation.id, Observation.learner_id, Person.name, Observation.observed_on, Observation.shared_at,
            Observation.activity, Observation.planned_visit_id.is_not(None), Observation.agreed_due_on,
            Action.original_due_on, Action.due_on, Action.state, Action.done_on,
        )
        .join(Person, Person.id == Observation.learner_id)
        .outerjoin(Action, Action.id == Observation.action_id)
        .where(
            Observation.coach_id == bindparam("coach"),
            Observation.shared_at.is_not(None),
            Observation.discarded_at.is_(None),
            Observation.purpose == Purpose.DEVELOPMENT.value,
            Observation.observed_on >= bindparam("day"),
        )
        .order_by(Observation.observed_on, Observation.id)
    )  # fmt: skip


def craft_notes(coach: Person, since: date) -> list[CraftNote]:
    """A coach's notes since a day, oldest first. One statement."""
    return [
        CraftNote(
            id=key,
            learner_id=learner_id,
            learner_name=name,
            observed_on=observed_on,
            shared_on=shared_at.date(),
            is_visit=activity != Activity.ROLE_PLAY.value,
            is_planned=is_planned,
            promise=Promise(first or agreed, due or agreed, state or State.OPEN, done_on) if agreed else None,
        )
        for key, learner_id, name, observed_on, shared_at, activity, is_planned, agreed, first, due, state, done_on
        in rows_of(notes_by(), coach=coach.id, day=since)
    ]  # fmt: skip


@cache
def ratings_by() -> Select[int, str, int | None, str | None]:
    """The ratings of the same notes."""
    return select(Rating.observation_id, Rating.indicator, Rating.level, Rating.evidence_line).where(
        Rating.observation_id.in_(notes_by().with_only_columns(Observation.id).order_by(None))
    )


def craft_ratings(coach: Person, since: date) -> list[CraftRating]:
    """The ratings of a coach's notes since a day. One statement."""
    return [CraftRating(*row) for row in rows_of(ratings_by(), coach=coach.id, day=since)]


@cache
def care_of() -> Select[*tuple[Any, ...]]:
    """The people whom the `coach` coaches on the day `on`, in order of name. Any: the columns' own types."""
    return in_care().with_only_columns(
        Person.id, Person.name, Person.function_codes, Person.job_role_code, Person.role_since, newest_visit()
    )


def people_in_care(coach: Person, today: date) -> list[InCare]:
    """The people in a coach's care, each with the newest visit and the rhythm of the job role. One statement."""
    policy = cadence_in(library())
    return [
        InCare(
            key, name, frozenset(Function(one) for one in functions), observed,
            cadence_for(policy, JobRole(code), since, today).longest_days,
        )
        for key, name, functions, code, since, observed in rows_of(care_of(), coach=coach.id, on=today)
    ]  # fmt: skip


@cache
def visits_planned() -> Select[int, int, int]:
    """Visits that the `coach` planned for the days from `day` until before `on`: planned, held, cancelled."""
    number, is_kept = func.count(PlannedVisit.id), PlannedVisit.cancelled_at.is_(None)
    return select(
        number.filter(is_kept), number.filter(is_kept, is_held()), number.filter(PlannedVisit.cancelled_at.is_not(None))
    ).where(
        PlannedVisit.coach_id == bindparam("coach"),
        PlannedVisit.planned_on >= bindparam("day"),
        PlannedVisit.planned_on < bindparam("on"),
    )


def planned_visits(coach: Person, since: date, today: date) -> Planned:
    """How many visits a coach planned for days that have passed since a day, and what came of them. One statement."""
    return Planned(*rows_of(visits_planned(), coach=coach.id, day=since, on=today)[0])


@cache
def sessions_watched() -> Select[int, date, int, str]:
    """Shared notes on coaching sessions of the `learner`, newest first."""
    return (
        select(Observation.id, Observation.observed_on, Observation.coach_id, Person.name)
        .join(Person, Person.id == Observation.coach_id)
        .where(
            Observation.learner_id == bindparam("learner"),
            Observation.activity == Activity.COACHING.value,
            Observation.shared_at.is_not(None),
            Observation.discarded_at.is_(None),
        )
        .order_by(Observation.observed_on.desc(), Observation.id.desc())
        .limit(SESSIONS_READ)
    )


@cache
def next_session() -> Select[date | None]:
    """The day of the next coaching session of the `learner` that somebody planned to watch and has not yet."""
    return select(func.min(PlannedVisit.planned_on)).where(
        PlannedVisit.learner_id == bindparam("learner"),
        PlannedVisit.activity == Activity.COACHING.value,
        PlannedVisit.planned_on >= bindparam("on"),
        PlannedVisit.cancelled_at.is_(None),
        ~is_held(),
    )


def turn_of(coach: Person, since: date, today: date) -> OwnTurn:
    """How often somebody watched a coach coach, by the rhythm of field managers, whatever the coach's job role."""
    rhythm = cadence_for(cadence_in(library()), JobRole.FM, coach.role_since, today)
    return own_turn(
        [Session(*row) for row in rows_of(sessions_watched(), learner=coach.id)],
        since=since,
        wanted=rhythm.observed_least,
        months=rhythm.observed_months,
        longest_days=rhythm.longest_days,
        planned_on=rows_of(next_session(), learner=coach.id, on=today)[0][0],
    )


@dataclass(frozen=True, slots=True)
class OwnPlan:
    """The running plan by its key, None without one, and the library actions in it."""

    id: int | None
    taken: Collection[str | None]


@cache
def plan_in_brief() -> Select[int, str | None]:
    """The running plan of the `learner`, once for each action that is open or proposed."""
    is_there = and_(Action.plan_id == Plan.id, Action.state.in_((State.PROPOSED.value, *RUNNING)))
    return (
        select(Plan.id, Action.library_id)
        .outerjoin(Action, is_there)
        .where(Plan.learner_id == bindparam("learner"), Plan.closed_at.is_(None))
    )


def own_plan(coach: Person) -> OwnPlan:
    """What a coach's own plan holds already. One statement."""
    rows = rows_of(plan_in_brief(), learner=coach.id)
    return OwnPlan(rows[0][0] if rows else None, {library_id for _, library_id in rows})


@cache
def name_of_coach() -> Select[str]:
    """Who coaches the `learner` on the day `on`, by name."""
    return coach_in_force().join(Person, Person.id == CoachingRelation.coach_id).with_only_columns(Person.name).limit(1)


def page_of(coach: Person, today: date, *, is_own: bool) -> CraftPage:
    """All about a coach's craft on a day, for the coach or for whoever coaches the coach. Nine statements."""
    since, plan = today - timedelta(days=DAYS_LOOKED_BACK), own_plan(coach)
    record = Record(
        notes=craft_notes(coach, since),
        ratings=craft_ratings(coach, since),
        pulse=pulse_of(coach),
        care=people_in_care(coach, today),
        planned=planned_visits(coach, since, today),
        turn=turn_of(coach, since, today),
        since=since,
        on=today,
    )
    return craft_page(
        record,
        is_own=is_own,
        actions=entries_by_competency(library()).get(COACHING_OTHERS, ()),
        plan_id=plan.id,
        taken=plan.taken,
        coach_name=next((name for (name,) in rows_of(name_of_coach(), learner=coach.id, on=today)), None),
    )
