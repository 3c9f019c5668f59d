"""Changing job roles: proposing, confirming, moving, cancelling, the switch on the day, the first ninety days."""

from datetime import date, datetime

from flask import current_app
from sqlalchemy.exc import IntegrityError

from kamacademy.access import Function
from kamacademy.content.library import Library
from kamacademy.db import db, hold
from kamacademy.development import operations as development
from kamacademy.development.details import Source
from kamacademy.development.models import Action
from kamacademy.development.plan import Origin
from kamacademy.mail import operations as mail
from kamacademy.mail.queries import is_on
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.people.queries import active_people_with
from kamacademy.proposal import operations as proposal
from kamacademy.records.operations import note
from kamacademy.transition import queries
from kamacademy.transition.models import Aspiration, Transition, TransitionEvent
from kamacademy.transition.ninety_days import may_draft
from kamacademy.transition.rules import (
    RUNNING,
    AccountClosed,
    AlreadyChanging,
    BuddyLacksRole,
    DayHasPassed,
    HeldAlready,
    NotAnyMore,
    NothingChanged,
    NothingToDraft,
    SameRole,
    State,
    Step,
    refuse_day,
)

KIND = "transition.announced"
SUBJECT = "transition"
ALONE = "Nobody stands by in your new job role for now"


def propose(
    learner: Person, to_role: JobRole, starts_on: date, *, buddy: Person | None, by: Person, at: datetime
) -> Transition:
    """A change of job role: planned at once by an administrator, else put forward for one to confirm.

    Raises SameRole, DayOutOfReach, BuddyLacksRole, AccountClosed, AlreadyChanging.
    """
    if not learner.is_active:
        raise AccountClosed
    if to_role == learner.job_role:
        raise SameRole
    refuse_day(starts_on, at.date())
    refuse_buddy(buddy, learner, to_role)
    made = Transition(
        learner=learner, from_role=learner.job_role_code, to_role=to_role.value, starts_on=starts_on,
        first_starts_on=starts_on, buddy=buddy, state=State.PROPOSED, proposed_by=by, proposed_at=at,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise AlreadyChanging from error
    keep(made, Step.PROPOSED, by=by, at=at, after=starts_on.isoformat(), to_role=to_role.value)
    if Function.ADMINISTRATOR in by.functions:
        confirm(made, by=by, at=at)
    else:
        ask_administrators(made, by=by, at=at)
    return made


def refuse_buddy(buddy: Person | None, learner: Person, to_role: JobRole) -> None:
    """Raise BuddyLacksRole unless the buddy holds the new role, is somebody else and has an open account."""
    if buddy is not None and (buddy.id == learner.id or buddy.job_role != to_role or not buddy.is_active):
        raise BuddyLacksRole(to_role)


def keep(
    found: Transition,
    step: Step,
    *,
    by: Person | None,
    at: datetime,
    before: str | None = None,
    after: str | None = None,
    reason: str | None = None,
    **codes: str | int,
) -> TransitionEvent:
    """Add a line to the history of a change, and an event without words to the audit trail."""
    event = TransitionEvent(
        transition_id=found.id, by_id=by.id if by else None, at=at, what=step, before=before, after=after,
        reason=reason,
    )  # fmt: skip
    db.session.add(event)
    db.session.flush()
    note(
        f"transition.{step}", by=by.id if by else None, at=at, subject=(SUBJECT, found.id),
        learner=found.learner_id, starts_on=found.starts_on.isoformat(), **codes,
    )  # fmt: skip
    return event


def hold_running(found: Transition, *states: State) -> None:
    """Hold a change that still stands where the act needs it. Raises NotAnyMore."""
    hold(found)
    if found.standing not in states:
        raise NotAnyMore


def confirm(found: Transition, *, by: Person, at: datetime) -> Transition:
    """An administrator stands behind a change: it is announced, and switches at once if its day is today.

    Raises NotAnyMore, DayHasPassed, AccountClosed, HeldAlready, BuddyLacksRole.
    """
    hold_running(found, State.PROPOSED)
    if found.starts_on < at.date():
        raise DayHasPassed
    if not found.learner.is_active:
        raise AccountClosed
    if found.learner.job_role is found.new_role:
        raise HeldAlready
    refuse_buddy(found.buddy, found.learner, found.new_role)
    found.state, found.confirmed_by_id, found.confirmed_at = State.PLANNED, by.id, at
    event = keep(found, Step.CONFIRMED, by=by, at=at, after=found.starts_on.isoformat())
    if found.starts_on == at.date():
        return switch(found, at=at)
    announce(found, event, "announced", "Your job role changes", by=by, at=at)
    return found


def change(
    found: Transition, *, starts_on: date, buddy: Person | None, reason: str, by: Person, at: datetime
) -> Transition:
    """Another day or another buddy, and why. Raises NotAnyMore, DayOutOfReach, BuddyLacksRole, NothingChanged."""
    hold_running(found, *RUNNING)
    buddy_before, buddy_key = found.buddy_id, buddy.id if buddy else None
    if starts_on == found.starts_on and buddy_key == buddy_before:
        raise NothingChanged
    refuse_buddy(buddy, found.learner, found.new_role)
    if starts_on != found.starts_on:
        refuse_day(starts_on, at.date())
        before, found.starts_on = found.starts_on, starts_on
        event = keep(
            found, Step.MOVED, by=by, at=at, before=before.isoformat(), after=starts_on.isoformat(), reason=reason
        )
        tell_if_known(found, event, "moved", "Your change of job role is moved", by=by, at=at, reason=reason)
    if buddy_key != buddy_before:
        change_buddy(found, buddy, reason=reason, by=by, at=at)
    if found.standing is State.PLANNED and found.starts_on <= at.date():
        switch(found, at=at)
    return found


def change_buddy(found: Transition, buddy: Person | None, *, reason: str, by: Person, at: datetime) -> None:
    """Somebody else stands by, or nobody; where the change is announced, all three of them are told."""
    before, found.buddy = found.buddy, buddy
    keys = [str(one.id) if one is not None else None for one in (before, buddy)]
    event = keep(found, Step.BUDDY, by=by, at=at, before=keys[0], after=keys[1], reason=reason)
    if not found.is_announced:
        return
    name = found.learner.name
    for person, words, subject in (
        (before, "buddy-off", f"{name} changes job role, and you need not stand by"),
        (buddy, "buddy", f"{name} changes job role, and you stand by"),
        (found.learner, "buddy-new", "Somebody else stands by in your new job role" if buddy else ALONE),
    ):
        if person is not None and person.is_active:
            write_to(person, found, event, words, subject, at=at)


def cancel(found: Transition, *, reason: str, by: Person, at: datetime) -> Transition:
    """It does not come about; the reason is kept. Raises NotAnyMore."""
    hold_running(found, *RUNNING)
    found.state, found.cancelled_at = State.CANCELLED, at
    event = keep(found, Step.CANCELLED, by=by, at=at, reason=reason)
    if found.is_announced:
        tell_if_known(found, event, "cancelled", "Your change of job role is cancelled", by=by, at=at, reason=reason)
    elif by.id != found.proposed_by_id and may_still_read(found.proposed_by, found, at.date()):
        subject = f"The change of job role for {found.learner.name} is not confirmed"
        write_to(found.proposed_by, found, event, "cancelled", subject, at=at, reason=reason)
    return found


def may_still_read(person: Person, found: Transition, today: date) -> bool:
    """Whether who proposed a change may know what became of it: who coaches the learner no more is not told."""
    is_administrator = Function.ADMINISTRATOR in person.functions
    return person.is_active and (is_administrator or found.learner.is_coached_by(person, today))


def switch_due(at: datetime) -> list[Transition]:
    """Let every confirmed change whose day has come take effect; those already in force stay as they are."""
    return [switch(one, at=at) for one in queries.due(at.date())]


def switch(found: Transition, *, at: datetime) -> Transition:
    """The new job role is in force: targets, measures and programmes follow from it."""
    learner, before = found.learner, found.learner.job_role_code
    if before != found.to_role:
        learner.job_role_code, learner.role_since = found.to_role, found.starts_on
    found.state, found.switched_at = State.IN_FORCE, at
    event = keep(found, Step.SWITCHED, by=None, at=at, from_role=before, to_role=found.to_role)
    named = queries.find_aspiration(learner.id)
    if named is not None and named.to_role == found.to_role:
        named.ended_at = at
    announce(found, event, "in-force", "Your new job role is in force", by=None, at=at)
    return found


def draft_plan(found: Transition, *, by: Person, at: datetime, library: Library) -> list[Action]:
    """Up to three library actions for the gaps against the new role, due after 30, 60 and 90 days; both sign them.

    Raises NotAnyMore outside the ninety days, NothingToDraft.
    """
    hold_running(found, State.IN_FORCE)
    today = at.date()
    if not may_draft(found.starts_on, today):
        raise NotAnyMore
    plan = development.begin_plan(found.learner, by=by, at=at)
    in_new = queries.estimates_in(found.new_role, found.learner, today)
    proposed = queries.proposals_for(found, today, in_new, drafted=queries.count_drafted(found))
    if not proposed:
        raise NothingToDraft
    actions = [
        proposal.propose_from_library(
            plan, one.suggestion.entry, module=one.suggestion.module, by=by, at=at, library=library,
            source=Source(Origin.TRANSITION, key=found.id), due_on=one.due_on,
        )
        for one in proposed
    ]  # fmt: skip
    keep(found, Step.DRAFTED, by=by, at=at, after=str(len(actions)), actions=len(actions))
    return actions


def name_next_role(learner: Person, role: JobRole, *, at: datetime) -> Aspiration:
    """Keep the role that a learner has in mind next; one named before ends. Raises SameRole."""
    if role == learner.job_role:
        raise SameRole
    db.session.flush()
    hold(learner)
    named = queries.find_aspiration(learner.id)
    if named is not None and named.to_role == role.value:
        return named
    if named is not None:
        named.ended_at = at
        db.session.flush()
    made = Aspiration(learner=learner, to_role=role.value, named_at=at)
    db.session.add(made)
    db.session.flush()
    note("aspiration.named", by=learner.id, at=at, subject=("person", learner.id))
    return made


def drop_next_role(learner: Person, *, at: datetime) -> None:
    """Nothing is in mind any more."""
    db.session.flush()
    hold(learner)
    named = queries.find_aspiration(learner.id)
    if named is not None:
        named.ended_at = at
        note("aspiration.ended", by=learner.id, at=at, subject=("person", learner.id))


def ask_administrators(found: Transition, *, by: Person, at: datetime) -> None:
    """Tell everybody who may confirm a change that it waits for them."""
    event_key, subject = f"asked-{found.id}", f"A change of job role for {found.learner.name} waits for you"
    for one in active_people_with(Function.ADMINISTRATOR):
        if one.id not in (by.id, found.learner_id):
            post(one, found, event_key, "asked", subject, at=at)


def tell_if_known(
    found: Transition, event: TransitionEvent, words: str, subject: str, *, by: Person, at: datetime, reason: str
) -> None:
    """Tell learner, coach and buddy of a change that has been announced."""
    if found.is_announced:
        announce(found, event, words, subject, by=by, at=at, reason=reason)


def announce(
    found: Transition,
    event: TransitionEvent,
    words: str,
    subject: str,
    *,
    by: Person | None,
    at: datetime,
    reason: str = "",
) -> None:
    """One letter each to the learner, the present coach and the buddy, but not to who did it nor to closed accounts.

    Why is for the learner and the coach, as on the page: the buddy reads no history.
    """
    relation = found.learner.coaching_on(at.date())
    buddy_key = None if relation is not None and relation.coach_id == found.buddy_id else found.buddy_id
    told = {found.learner_id: (found.learner, subject)}
    others = subject.replace("Your", f"{found.learner.name}:", 1)
    for one in (relation.coach if relation else None, found.buddy):
        if one is not None:
            told.setdefault(one.id, (one, others))
    for person, line in told.values():
        if person.is_active and (by is None or person.id != by.id):
            why = "" if person.id == buddy_key else reason
            write_to(person, found, event, words, line, at=at, reason=why)


def write_to(
    person: Person,
    found: Transition,
    event: TransitionEvent,
    words: str,
    subject: str,
    *,
    at: datetime,
    reason: str = "",
) -> None:
    """One letter about one step, once for each person."""
    post(person, found, str(event.id), words, subject, at=at, reason=reason)


def post(
    person: Person, found: Transition, step: str, words: str, subject: str, *, at: datetime, reason: str = ""
) -> None:
    """One letter, where letters are sent at all."""
    if not is_on():
        return
    body = mail.written(
        f"transition/letters/{words}.txt", person=person, transition=found, reason=reason,
        link=f"{current_app.config['ADDRESS']}/transitions/{found.id}",
    )  # fmt: skip
    mail.post(person.id, person.email, KIND, subject, body, at=at, once=f"transition-{step}-{words}-{person.id}")
