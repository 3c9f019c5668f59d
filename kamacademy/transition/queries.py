"""Reading changes of job role, what they mean for a person, and the role somebody has in mind."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import abort
from sqlalchemy import BindParameter, ColumnElement, Date, Select, SQLColumnExpression, and_, bindparam, func, select
from sqlalchemy.orm import aliased, joinedload

from kamacademy.competency.estimation import Estimate
from kamacademy.competency.evidence import View
from kamacademy.competency.profile import Profile, profile
from kamacademy.competency.queries import competencies_in, estimates_in_views, framework_in
from kamacademy.content.library import Library
from kamacademy.content.queries import first_release_on, library
from kamacademy.curriculum.documents import Programme
from kamacademy.db import db
from kamacademy.development.action_library import entries_by_competency
from kamacademy.development.gaps import gaps
from kamacademy.development.models import Action
from kamacademy.development.plan import RUNNING as RUNNING_ACTIONS
from kamacademy.development.plan import Origin, places_free, state_words
from kamacademy.development.plan import State as ActionState
from kamacademy.development.queries import running_plan
from kamacademy.kpi.queries import kpis_for
from kamacademy.people.job_roles import NAMES, JobRole
from kamacademy.people.market import Market
from kamacademy.people.models import Person
from kamacademy.proposal.queries import modules_in_place, modules_to_take
from kamacademy.proposal.suggestions import Suggestion, suggest
from kamacademy.transition.models import Aspiration, Transition, TransitionEvent
from kamacademy.transition.ninety_days import DAYS, Proposal, last_day, may_draft, proposals
from kamacademy.transition.page import DraftedAction, NinetyDays, RoleCard, TransitionPage, role_card
from kamacademy.transition.rules import RUNNING, State, Step
from kamacademy.transition.side_by_side import SideBySide, TargetStep, side_by_side, steps_words, target_steps
from kamacademy.transition.what_changes import WhatChanges, what_changes
from kamacademy.transition.words import HistoryLine, step_words

Estimates = dict[View, dict[str, Estimate]]


@dataclass(frozen=True, slots=True)
class InRole:
    """A person as if they held a job role; for estimates against its targets."""

    id: int
    job_role: JobRole
    market: Market


def transition(transition_id: int) -> Transition:
    """A change of job role with its learner and buddy, or 404."""
    return db.session.get(Transition, transition_id) or abort(404)


def running_of(learner_id: int) -> Transition | None:
    """The change under way for a person, or None."""
    return db.session.scalar(
        select(Transition).where(Transition.learner_id == learner_id, Transition.state.in_(RUNNING))
    )


def oldest_running(today: date) -> date:
    """The first day of a job role whose ninety days end today."""
    return today - timedelta(days=DAYS[-1])


def is_told(since: BindParameter[date]) -> ColumnElement[bool]:
    """Whether the learner is told of a change: it is confirmed and lies ahead, or began on that day or later."""
    is_recent = (Transition.state == State.IN_FORCE) & (Transition.starts_on >= since)
    return (Transition.state == State.PLANNED) | is_recent


def with_change_told(people: Select[Person]) -> tuple[Select[Person], tuple[SQLColumnExpression[Any], ...]]:
    """Some people with the change that each is told of, if any, and the columns that `card_from` takes.

    Told is a confirmed change that lies ahead, or began on the day `since` or later. Any: the columns' own types.
    """
    change, buddy = aliased(Transition), aliased(Person)
    newest = (
        select(Transition.id)
        .where(Transition.learner_id == Person.id, is_told(bindparam("since", type_=Date)))
        .order_by(Transition.starts_on.desc(), Transition.id.desc())
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    stands_by = and_(buddy.id == change.buddy_id, buddy.deactivated_at.is_(None))
    found = people.outerjoin(change, change.id == newest).outerjoin(buddy, stands_by)
    return found, (change.id, change.to_role, change.starts_on, buddy.name)


def card_from(
    transition_id: int | None, to_role: str, starts_on: date, buddy: str | None, *, today: date
) -> RoleCard | None:
    """What a learner's first page says of the change that they are told of; None without one."""
    if transition_id is None:
        return None
    role = NAMES[JobRole(to_role)]
    return role_card(transition_id, role, starts_on, last_day(starts_on), buddy or "", today)


def transitions_of(learner_id: int) -> list[Transition]:
    """Every change of a person's job role, newest first."""
    query = select(Transition).where(Transition.learner_id == learner_id)
    return list(db.session.scalars(query.order_by(Transition.starts_on.desc(), Transition.id.desc())))


def stood_by(person: Person, today: date) -> list[Transition]:
    """The changes in which a person is the buddy: those ahead, and those whose ninety days run."""
    query = select(Transition).where(
        Transition.buddy_id == person.id,
        Transition.state.in_((State.PLANNED, State.IN_FORCE)),
        Transition.starts_on >= today - timedelta(days=DAYS[-1]),
    )
    return list(db.session.scalars(query.order_by(Transition.starts_on, Transition.id)))


def transitions_page(states: Collection[State], page: int, per_page: int) -> tuple[list[Transition], bool]:
    """Changes in some states: what lies ahead soonest first, what is over newest first; and whether there are more."""
    day = Transition.starts_on if set(states) <= set(RUNNING) else Transition.starts_on.desc()
    query = (
        select(Transition)
        .where(Transition.state.in_(states))
        .order_by(day, Transition.id)
        .options(joinedload(Transition.proposed_by).load_only(Person.name))
    )
    found = list(db.session.scalars(query.offset((page - 1) * per_page).limit(per_page + 1)))
    return found[:per_page], len(found) > per_page


def due(today: date) -> list[Transition]:
    """Confirmed changes whose day has come, of open accounts, held for this transaction."""
    return list(
        db.session.scalars(
            select(Transition)
            .join(Person, Person.id == Transition.learner_id)
            .where(Transition.state == State.PLANNED, Transition.starts_on <= today, Person.deactivated_at.is_(None))
            .order_by(Transition.id)
            .with_for_update(of=Transition)
            .execution_options(populate_existing=True)
        )
    )


def holders_of(job_role: JobRole, learner: Person) -> list[Person]:
    """Who may stand by: others who hold a role and have an open account, in order of name."""
    query = select(Person).where(
        Person.job_role_code == job_role.value, Person.deactivated_at.is_(None), Person.id != learner.id
    )
    return list(db.session.scalars(query.order_by(Person.name, Person.id)))


def possible_buddies(learner: Person) -> list[Person]:
    """Everybody else with an open account and another role than the learner's, in order of role and name."""
    query = select(Person).where(
        Person.job_role_code != learner.job_role_code, Person.deactivated_at.is_(None), Person.id != learner.id
    )
    found = db.session.scalars(query.order_by(Person.name, Person.id)).all()
    order = {role.value: number for number, role in enumerate(JobRole)}
    return sorted(found, key=lambda one: order[one.job_role_code])


def history_of(found: Transition) -> list[HistoryLine]:
    """What happened to a change, oldest first."""
    query = (
        select(TransitionEvent, Person.name)
        .outerjoin(Person, Person.id == TransitionEvent.by_id)
        .where(TransitionEvent.transition_id == found.id)
        .order_by(TransitionEvent.id)
    )
    rows = db.session.execute(query).all()
    keys = {int(key) for one, _ in rows if one.what == Step.BUDDY for key in (one.before, one.after) if key}
    people = db.session.scalars(select(Person).where(Person.id.in_(keys))) if keys else ()
    names = {one.id: one.name for one in people}

    def line(one: TransitionEvent, name: str | None) -> HistoryLine:
        is_buddy = one.what == Step.BUDDY
        before, after = (names.get(int(key), "") if is_buddy and key else "" for key in (one.before, one.after))
        return HistoryLine(
            one.at, name, step_words(one.what, one.before, one.after, buddies=(before, after)), one.reason
        )

    return [line(one, name) for one, name in rows]


def find_aspiration(learner_id: int) -> Aspiration | None:
    """The role that a learner has in mind next, or None."""
    return db.session.scalar(
        select(Aspiration).where(Aspiration.learner_id == learner_id, Aspiration.ended_at.is_(None))
    )


def steps_between(now: JobRole, then: JobRole) -> tuple[TargetStep, ...]:
    """Every competency's target in two roles."""
    release = library()
    return target_steps(framework_in(release), competencies_in(release), now, then)


def estimates_in(role: JobRole, learner: Person, today: date) -> Estimates:
    """Both views of a person against the targets of a role."""
    found = estimates_in_views([InRole(learner.id, role, learner.market)], today, library())
    return {view: by_learner[learner.id] for view, by_learner in found.items()}


def profile_in(role: JobRole, estimates: Estimates) -> Profile:
    """A person's profile as if they held a role."""
    release = library()
    return profile(
        framework_in(release), competencies_in(release), estimates[View.DEVELOPMENT], estimates[View.ATTESTED],
        job_role=role,
    )  # fmt: skip


def both_profiles(learner: Person, now: JobRole, then: JobRole, today: date, in_then: Estimates) -> SideBySide:
    """A person against the targets of two roles; `in_then` are the estimates against those of the second."""
    return side_by_side(
        steps_between(now, then),
        profile_in(now, estimates_in(now, learner, today)),
        profile_in(then, in_then),
    )


def changes_between(now: JobRole, then: JobRole, starts_on: date) -> WhatChanges:
    """What changes on a day besides the targets, by the newest release."""
    release = library()
    return what_changes(
        framework_in(release),
        competencies_in(release),
        (now, then),
        kpis=(kpis_for(now, release), kpis_for(then, release)),
        programmes=release.all(Programme, "programme").values(),
        starts_on=starts_on,
        available_on=first_release_on(),
    )


def drafted_for(found: Transition) -> list[Action]:
    """The actions of a change's ninety days, oldest first."""
    query = select(Action).where(Action.origin_type == Origin.TRANSITION, Action.origin_id == found.id)
    return list(db.session.scalars(query.order_by(Action.id)))


def count_drafted(found: Transition) -> int:
    """How many actions of a change's ninety days there are, without dropped ones."""
    query = select(func.count()).where(
        Action.origin_type == Origin.TRANSITION, Action.origin_id == found.id, Action.state != ActionState.DROPPED
    )
    return db.session.scalar(query) or 0


def proposals_for(found: Transition, today: date, in_new: Estimates, *, drafted: int) -> list[Proposal]:
    """What could be put forward now for the ninety days, as many as the plan has places for."""
    release = library()
    suggestions = suggestions_in(found.learner, found.new_role, in_new[View.DEVELOPMENT], release)
    names = {code: one.name for code, one in competencies_in(release).items()}
    return proposals(suggestions, names, found.starts_on, today, drafted=drafted)


def suggestions_in(
    learner: Person, role: JobRole, estimates: dict[str, Estimate], release: Library
) -> list[Suggestion]:
    """Library actions for the known gaps against a role's targets that the plan does not work on yet."""
    framework, plan = framework_in(release), running_plan(learner.id)
    actions = plan.actions if plan is not None else []
    running = [one for one in actions if one.state in (ActionState.PROPOSED, *RUNNING_ACTIONS)]
    return suggest(
        gaps(estimates, gate=framework.gate.competency, priorities=framework.role(role).priorities),
        entries_by_competency(release),
        places=places_free(len(running)),
        carried={kpi.code for kpi in kpis_for(role, release)},
        taken={one.library_id for one in actions if one.library_id},
        covered={one.competency for one in running},
        modules=modules_to_take(learner, release),
        in_place=modules_in_place(learner, release),
    )


def page_of(found: Transition, today: date, *, sees_levels: bool, sees_history: bool) -> TransitionPage:
    """A change of job role as its page shows it. Whose levels are not to be read, no statement asks for them."""
    now, then = found.old_role, found.new_role
    in_then = estimates_in(then, found.learner, today) if sees_levels else None
    return TransitionPage(
        steps=steps_between(now, then),
        changes=changes_between(now, then, found.starts_on),
        levels=both_profiles(found.learner, now, then, today, in_then) if in_then is not None else None,
        ninety_days=ninety_days_of(found, today, in_then) if in_then is not None else None,
        history=history_of(found) if sees_history else (),
    )


def ninety_days_of(found: Transition, today: date, in_new: Estimates) -> NinetyDays:
    """What the plan holds for the first ninety days, and what could be put forward next."""
    competencies, actions = competencies_in(library()), drafted_for(found)
    counted = sum(one.state != ActionState.DROPPED for one in actions)
    runs = found.standing is State.IN_FORCE and may_draft(found.starts_on, today)
    is_ahead = found.standing in RUNNING
    proposed = proposals_for(found, today, in_new, drafted=counted) if runs or is_ahead else []
    return NinetyDays(
        drafted=tuple(
            DraftedAction(one.id, one.title, competencies[one.competency].name, one.due_on, state_words(one.state))
            for one in actions
        ),
        proposals=tuple(proposed),
        until=last_day(found.starts_on),
        may_draft=runs and bool(proposed),
    )


@dataclass(frozen=True, slots=True)
class NextRole:
    """The role in mind with what it asks for; all None and empty where none is named."""

    role: JobRole | None = None
    name: str = ""
    named_on: date | None = None
    levels: SideBySide | None = None
    steps_words: str = ""


def next_role_of(learner: Person, today: date) -> NextRole:
    """The role that a learner has in mind, against the present one; nothing where it is held already."""
    named = find_aspiration(learner.id)
    if named is None or named.role is learner.job_role:
        return NextRole()
    levels = both_profiles(learner, learner.job_role, named.role, today, estimates_in(named.role, learner, today))
    words = steps_words(steps_between(learner.job_role, named.role))
    return NextRole(named.role, NAMES[named.role], named.named_at.date(), levels, words)
