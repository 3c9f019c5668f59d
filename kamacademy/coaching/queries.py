"""Reading observations."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, exists, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, lazyload

from kamacademy.coaching.agreement import Offer, offers
from kamacademy.coaching.brief import Draft, LastAgreement, Note, Unseen
from kamacademy.coaching.counting import discoveries, fits
from kamacademy.coaching.focus import FocusOffer, focus_offer
from kamacademy.coaching.models import Observation, OwnView, Rating
from kamacademy.coaching.waiting import Waiting, waiting
from kamacademy.competency.models import Evidence
from kamacademy.competency.queries import competencies_in, framework_in
from kamacademy.content.queries import library
from kamacademy.db import db, rows_of
from kamacademy.development.models import Action
from kamacademy.development.plan import State
from kamacademy.development.queries import open_actions
from kamacademy.guide.activity import Activity
from kamacademy.guide.cadence import cadence_for
from kamacademy.guide.queries import activities_in, cadence_in
from kamacademy.kpi.calculated import Counted
from kamacademy.kpi.periods import Period
from kamacademy.kpi.subjects import Subject
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person, initials
from kamacademy.people.queries import in_care
from kamacademy.visit.models import PlannedVisit

NOTES_SHOWN = 50
DISCOVERY = "C03a"
SHOWN_OF_PEOPLE = (Person.name, Person.job_role_code, Person.function_codes)


@cache
def kept() -> Select[Observation]:
    """Observations that have not been discarded, newest visit first."""
    return (
        select(Observation)
        .where(Observation.discarded_at.is_(None))
        .order_by(Observation.observed_on.desc(), Observation.id.desc())
    )


@cache
def shared() -> Select[Observation]:
    """Observations the learner can read, without their ratings: lists do not print them."""
    return kept().where(Observation.shared_at.is_not(None)).options(lazyload(Observation.ratings))


@cache
def observation_with_key() -> Select[Observation]:
    """The observation with the `key`, its ratings and people, in one statement."""
    return (
        kept()
        .where(Observation.id == bindparam("key"))
        .options(
            joinedload(Observation.ratings),
            joinedload(Observation.learner).load_only(*SHOWN_OF_PEOPLE),
            joinedload(Observation.coach).load_only(*SHOWN_OF_PEOPLE),
            joinedload(Observation.action).lazyload(Action.check_ins),
        )
    )


def observation(observation_id: int) -> Observation:
    """An observation with its ratings and people, or 404; a discarded one is not found."""
    return db.session.scalars(observation_with_key(), {"key": observation_id}).unique().one_or_none() or abort(404)


@cache
def shared_notes_to_act_on() -> Select[*tuple[Any, ...]]:
    """Notes shared with the `learner` and not seen, or with an action not done. Any: the columns' own types."""
    is_to_do = Action.state.in_((State.OPEN.value, State.PROPOSED.value))
    return (
        shared()
        .join(Person, Person.id == Observation.coach_id)
        .outerjoin(Action, Action.id == Observation.action_id)
        .where(Observation.learner_id == bindparam("learner"), or_(Observation.acknowledged_at.is_(None), is_to_do))
        .with_only_columns(
            Observation.id, Person.name, Observation.observed_on, Observation.acknowledged_at,
            Observation.agreed_action, Observation.agreed_due_on, func.coalesce(is_to_do, False),
        )
    )  # fmt: skip


def notes_to_act_on(learner_id: int) -> list[Note]:
    """A learner's notes that are not seen yet, or whose agreed action is still to be done, newest visit first."""
    return [
        Note(key, name, initials(name), observed_on, seen_at is not None, action, due_on, is_to_do)
        for key, name, observed_on, seen_at, action, due_on, is_to_do in rows_of(
            shared_notes_to_act_on(), learner=learner_id
        )
    ]


@cache
def unseen_notes() -> Select[*tuple[Any, ...]]:
    """What the `coach` has shared and the learner has not marked as seen. Any: the columns' own types."""
    return (
        shared()
        .join(Person, Person.id == Observation.learner_id)
        .where(Observation.coach_id == bindparam("coach"), Observation.acknowledged_at.is_(None))
        .limit(NOTES_SHOWN)
        .with_only_columns(
            Observation.id, Person.name, Observation.observed_on, Observation.activity, Observation.complexity,
            Observation.shared_at, Observation.learner_viewed_at.is_not(None),
        )
    )  # fmt: skip


def awaiting_learners(coach: Person) -> list[Unseen]:
    """What a coach has shared and the learner has not marked as seen, newest visit first."""
    return [Unseen(*row) for row in rows_of(unseen_notes(), coach=coach.id)]


@cache
def drafts() -> Select[*tuple[Any, ...]]:
    """What the `coach` has begun with some `learners` and not shared. Any: the columns' own types."""
    return (
        kept()
        .join(Person, Person.id == Observation.learner_id)
        .outerjoin(Rating, Rating.observation_id == Observation.id)
        .where(
            Observation.coach_id == bindparam("coach"),
            Observation.learner_id.in_(bindparam("learners", expanding=True)),
            Observation.shared_at.is_(None),
        )
        .group_by(Observation.id, Person.name)
        .limit(NOTES_SHOWN)
        .with_only_columns(
            Observation.id, Person.name, Observation.observed_on, Observation.activity, Observation.complexity,
            func.count(Rating.id), func.count(Rating.id).filter(Rating.is_rated),
            Observation.conflict_of_id.is_not(None),
        )
    )  # fmt: skip


def drafts_of(coach: Person, learner_ids: Collection[int]) -> list[Draft]:
    """A coach's unfinished observations of some people, newest visit first."""
    return [Draft(*row) for row in rows_of(drafts(), coach=coach.id, learners=list(learner_ids))]


def has_own_view(learner_id: int, coach_id: int, viewed_on: date, planned_visit_id: int | None) -> bool:
    """Whether the learner has given a view of this planned visit already, or without one of this coach's day."""
    if planned_visit_id is not None:
        found = select(OwnView.id).where(OwnView.planned_visit_id == planned_visit_id)
    else:
        found = select(OwnView.id).where(
            OwnView.learner_id == learner_id,
            OwnView.coach_id == coach_id,
            OwnView.viewed_on == viewed_on,
            OwnView.planned_visit_id.is_(None),
        )
    return db.session.scalar(found.limit(1)) is not None


def view_of_visit(visit_id: int) -> OwnView | None:
    """The view that the learner gave of a planned visit, or None."""
    return db.session.scalar(select(OwnView).where(OwnView.planned_visit_id == visit_id))


def view_waiting_for(observation: Observation) -> OwnView | None:
    """The view that belongs beside a note: of its planned visit, else one of the same coach and day; or None.

    A note without a planned visit takes a view of one too, if it is of that coach and day.
    """
    visit_id = observation.planned_visit_id
    of_day = and_(
        OwnView.coach_id == observation.coach_id,
        OwnView.viewed_on == observation.observed_on,
        true() if visit_id is None else OwnView.planned_visit_id.is_(None),
    )
    query = select(OwnView).where(
        OwnView.learner_id == observation.learner_id,
        OwnView.observation_id.is_(None),
        of_day if visit_id is None else or_(OwnView.planned_visit_id == visit_id, of_day),
    )
    return db.session.scalar(query.order_by(OwnView.planned_visit_id.is_(None), OwnView.id).limit(1))


def note_without_view(view: OwnView) -> Observation | None:
    """The note that a view belongs beside, if it is shared already and has no view yet; or None."""
    visit_id = view.planned_visit_id
    of_day = and_(
        Observation.coach_id == view.coach_id,
        Observation.observed_on == view.viewed_on,
        true() if visit_id is None else Observation.planned_visit_id.is_(None),
    )
    query = kept().where(
        Observation.learner_id == view.learner_id,
        Observation.shared_at.is_not(None),
        Observation.learner_viewed_at.is_(None),
        of_day if visit_id is None else or_(Observation.planned_visit_id == visit_id, of_day),
    )
    return db.session.scalar(query.limit(1))


@cache
def newest_agreement() -> Select[*tuple[Any, ...]]:
    """What was agreed last with the `learner`, whoever the coach was. Any: the columns' own types."""
    return (
        shared()
        .join(Action, Action.id == Observation.action_id)
        .where(Observation.learner_id == bindparam("learner"))
        .limit(1)
        .with_only_columns(
            Observation.agreed_action, Action.due_on, Observation.observed_on, Action.state == State.DONE.value
        )
    )


def last_agreement(learner_id: int) -> LastAgreement | None:
    """What coach and learner agreed last time, or None before the first time."""
    found = db.session.execute(newest_agreement(), {"learner": learner_id}).first()
    return LastAgreement(*found) if found else None


def note_of_visit(visit_id: int) -> int | None:
    """The key of the observation that was begun of a planned visit, or None."""
    query = select(Observation.id).where(
        Observation.planned_visit_id == visit_id,
        Observation.discarded_at.is_(None),
        Observation.conflict_of_id.is_(None),
    )
    return db.session.scalar(query.order_by(Observation.id).limit(1))


def is_held() -> ColumnElement[bool]:
    """Whether a shared note names the planned visit of the statement around it."""
    return exists().where(
        Observation.planned_visit_id == PlannedVisit.id,
        Observation.shared_at.is_not(None),
        Observation.discarded_at.is_(None),
    )


@cache
def newest_visit() -> ScalarSelect[date]:
    """The day of the newest shared observation of the person whom the statement around it reads; NULL without any.

    A role-play is practice and no visit.
    """
    return (
        select(func.max(Observation.observed_on))
        .where(
            Observation.learner_id == Person.id,
            Observation.shared_at.is_not(None),
            Observation.discarded_at.is_(None),
            Observation.activity != Activity.ROLE_PLAY.value,
        )
        .correlate(Person)
        .scalar_subquery()
    )


@cache
def in_care_with_visits() -> Select[Person, date, date | None]:
    """The people whom the `coach` coaches on the day `on`, in order of name: in the role since, the newest visit."""
    return in_care().add_columns(Person.role_since, newest_visit())


def people_to_observe(coach: Person, today: date) -> list[Waiting]:
    """The people in a coach's care, in order of name, with the day each was last observed. One statement."""
    found, policy = db.session.execute(in_care_with_visits(), {"coach": coach.id, "on": today}), cadence_in(library())
    return [
        waiting(one, observed_on, cadence_for(policy, one.job_role, since, today).longest_days, today)
        for one, since, observed_on in found
    ]


def focus_offer_for(found: Observation) -> FocusOffer:
    """The indicators to choose from for a draft: of the open plan actions first."""
    release = library(found.release_id)
    return focus_offer(
        framework_in(release),
        competencies_in(release),
        learner=found.learner.job_role,
        coach=found.coach.job_role,
        in_plan=[action.indicator for action in open_actions([found.learner_id])[found.learner_id]],
        examples={one.indicator: one.example for one in activities_in(library()).of(found.activity).indicators},
    )


def offers_for(found: Observation) -> list[Offer]:
    """The library actions to choose from for a draft, without those already open in the plan."""
    under_way = [action.library_id for action in open_actions([found.learner_id])[found.learner_id]]
    return offers(library(found.release_id), [one.indicator for one in found.ratings], under_way)


def proposition_fits(people: Mapping[int, JobRole], period: Period) -> dict[Subject, Counted]:
    """K12: conversations observed in a period in which both could be seen, goal and proposition; who matched them."""
    statement = select(Observation.learner_id, Observation.proposition_fit, Observation.complexity).where(
        Observation.learner_id.in_(people),
        Observation.observed_on.between(period.start, period.end),
        Observation.shared_at.is_not(None),
        Observation.discarded_at.is_(None),
        Observation.proposition_fit.in_(("yes", "no")),
    )
    return fits((one.learner_id, one.proposition_fit == "yes", one.complexity) for one in rows_of(statement))


def discovery_levels(people: Mapping[int, JobRole], period: Period) -> dict[Subject, Counted]:
    """K13: meetings and role-plays of a period in which discovery was rated; those at the job role's level or above."""
    later = aliased(Evidence)
    statement = select(Evidence.learner_id, Evidence.level).where(
        Evidence.learner_id.in_(people),
        Evidence.indicator == DISCOVERY,
        Evidence.source_type == "observation",
        Evidence.level.is_not(None),
        Evidence.happened_on.between(period.start, period.end),
        ~exists().where(later.supersedes_id == Evidence.id),
    )
    framework = framework_in(library())
    targets = {key: framework.role(role).targets[DISCOVERY[:3]] for key, role in people.items()}
    return discoveries(((one.learner_id, one.level) for one in rows_of(statement)), targets)
