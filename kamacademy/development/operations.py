"""Changing plans: beginning, proposing, signing, checking in, handing in, accepting, reviewing and closing."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import exists, select

from kamacademy.competency.estimation import RULE
from kamacademy.content.library import Library
from kamacademy.db import db
from kamacademy.development import file_store
from kamacademy.development import queries as plans
from kamacademy.development.action_library import Entry, entries_by_competency, find_entry
from kamacademy.development.agreement import MEANING, SUBJECT, Side, content_of, mark_of, may_be_signed, side_of
from kamacademy.development.details import LONGEST_TITLE, MOST_EVIDENCE, Details, Piece, Source
from kamacademy.development.evidence_file import plain_name, refuse_unfit
from kamacademy.development.models import (
    Action,
    ActionEvidence,
    CheckIn,
    Plan,
    PlanAgreement,
    PlanEvent,
    PlanReview,
    PlanSnapshot,
    ReviewVerdict,
)
from kamacademy.development.plan import RUNNING, Origin, State, default_due, is_in_reach, may_become, places_free
from kamacademy.development.queries import module_for, suggestions_for
from kamacademy.development.review import Said, Verdict, next_review_on, refuse_incomplete
from kamacademy.development.rules import (
    ChangedSinceRead,
    DueDateOutOfReach,
    KpiNotCarried,
    NoReviewYet,
    NotForTheSameHand,
    NotHeldWithTheCoach,
    NothingProposed,
    NothingToShow,
    NotInThisState,
    OnlyTheCoachDecides,
    PlanClosed,
    SameDate,
    StillOpen,
    ThreeOpenAlready,
    TooMuchEvidence,
)
from kamacademy.development.snapshot import frozen
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.rules import may_carry, why_not_for_role
from kamacademy.people.models import Person
from kamacademy.records.operations import note, sign

SEEN_ON_A_VISIT = "Seen by the coach on a visit, with one line of what was said or done."


def hold(learner_id: int) -> Plan | None:
    """The running plan, read anew and locked with its owner, so that two requests cannot both take the last place.

    No stronger than evidence holds the owner: who has it and wants more would wait for a row that waits for it.
    """
    db.session.flush()
    db.session.execute(select(Person.id).where(Person.id == learner_id).with_for_update(key_share=True))
    query = select(Plan).where(Plan.learner_id == learner_id, Plan.closed_at.is_(None))
    found = db.session.scalar(query.execution_options(populate_existing=True))
    if found is not None:
        actions = select(Action).where(Action.plan_id == found.id).order_by(Action.id)
        db.session.scalars(actions.execution_options(populate_existing=True)).all()
    return found


def hold_action(action: Action) -> Plan:
    """The action's plan, read anew and locked. Raises PlanClosed."""
    return hold_plan(action.plan)


def hold_plan(plan: Plan) -> Plan:
    """The plan, read anew and locked. Raises PlanClosed."""
    held = hold(plan.learner_id)
    if held is None or held.id != plan.id:
        raise PlanClosed
    return held


def begin_plan(learner: Person, *, by: Person, at: datetime) -> Plan:
    """The running plan, made if there is none."""
    running = hold(learner.id)
    if running is not None:
        return running
    plan = Plan(learner=learner, created_at=at)
    db.session.add(plan)
    db.session.flush()
    tell(plan, "begun", by=by, at=at)
    note("development.begun", by=by.id, at=at, subject=("plan", plan.id), learner=learner.id)
    return plan


def tell(
    plan: Plan,
    what: str,
    *,
    by: Person,
    at: datetime,
    action: Action | None = None,
    before: str | None = None,
    after: str | None = None,
    reason: str | None = None,
) -> None:
    """Add a line to the plan's history."""
    db.session.add(
        PlanEvent(plan=plan, by=by, at=at, what=what, action=action, before=before, after=after, reason=reason)
    )


def count_open(plan: Plan) -> int:
    """How many of the plan's three places are in use: what is handed in still takes one."""
    return sum(1 for one in plan.actions if one.state in RUNNING)


def agree_action(
    learner: Person,
    *,
    title: str,
    indicator: str,
    due_on: date,
    by: Person,
    at: datetime,
    origin: tuple[str, int],
    library: Library,
    kpi: str | None = None,
    library_id: str | None = None,
    how: str | None = None,
    where_tried: str | None = None,
    evidence_expected: str | None = None,
) -> Action:
    """An action agreed in coaching: open at once while a place is free, else proposed until one is.

    Refuses nothing. What is not given comes from the library action; for own words, the KPI is the one that library
    actions of the indicator should move, as far as the learner's job role may carry it. The plan's agreement stands,
    since both have said yes to this action already.
    """
    plan = begin_plan(learner, by=by, at=at)
    entry = find_entry(library, library_id)
    given = entry.action if entry else None
    action = Action(
        competency=indicator[:3],
        indicator=indicator,
        kind=given.kind if given else "job",
        title=title[:LONGEST_TITLE],
        how=how or (given.how if given else None),
        where_tried=where_tried,
        evidence_expected=evidence_expected or (given.evidence if given else SEEN_ON_A_VISIT),
        kpi=carried_kpi(kpi or (given.kpi if given else None), learner, library)
        or usual_kpi(indicator, learner, library),
        due_on=due_on,
        original_due_on=due_on,
        state=State.PROPOSED,
        origin_type=origin[0],
        origin_id=origin[1],
        by_id=by.id,
        library_id=given.id if given else None,
        revision_id=entry.revision_id if entry else None,
        module=module_for(learner, entry, library) if entry else None,
        created_at=at,
    )
    plan.actions.append(action)
    db.session.flush()
    tell(plan, "agreed-in-coaching", by=by, at=at, action=action)
    if places_free(count_open(plan)):
        open_action(action, plan=plan, by=by, at=at)
    note("development.action_agreed", by=by.id, at=at, subject=("action", action.id), plan=plan.id, state=action.state)
    return action


def carried_kpi(kpi: str | None, learner: Person, library: Library) -> str | None:
    """The KPI if it exists and the learner's job role may carry it, else None."""
    if kpi is None or not library.has("kpi", kpi.lower()):
        return None
    return kpi if may_carry(library.one(Kpi, "kpi", kpi.lower()), learner.job_role) else None


def usual_kpi(indicator: str, learner: Person, library: Library) -> str | None:
    """The KPI that library actions of the indicator, else of its competency, should move and the role may carry."""
    entries = entries_by_competency(library).get(indicator[:3], [])
    in_order = sorted(entries, key=lambda entry: entry.action.indicator != indicator)
    found = (carried_kpi(entry.action.kpi, learner, library) for entry in in_order)
    return next((kpi for kpi in found if kpi is not None), None)


def open_action(action: Action, *, plan: Plan, by: Person, at: datetime) -> None:
    """Begin an action. Raises ThreeOpenAlready, NotInThisState."""
    if not may_become(action.state, State.OPEN):
        raise NotInThisState(action.state)
    if not places_free(count_open(plan)):
        raise ThreeOpenAlready
    action.state = State.OPEN
    action.opened_on = at.date()
    tell(plan, "opened", by=by, at=at, action=action)


def draft_plan(learner: Person, *, by: Person, at: datetime, today: date, library: Library) -> Plan:
    """A plan drafted from the learner's known gaps: up to three library actions, counting what is in it already."""
    plan = begin_plan(learner, by=by, at=at)
    for one in suggestions_for(learner, plan, today=today, library=library):
        propose_from_library(plan, one.entry, module=one.module, by=by, at=at, library=library)
    return plan


def propose_from_library(
    plan: Plan,
    entry: Entry,
    *,
    by: Person,
    at: datetime,
    library: Library,
    module: str | None = None,
    source: Source | None = None,
) -> Action:
    """A library action put forward. Its KPI is left out where the learner's job role may not carry it."""
    action = entry.action
    details = Details(
        title=action.title,
        indicator=action.indicator,
        due_on=default_due(at.date(), action.days),
        kind=action.kind,
        kpi=carried_kpi(action.kpi, plan.learner, library),
        how=action.how,
        evidence_expected=action.evidence,
        module=module,
        library_id=action.id,
        revision_id=entry.revision_id,
    )
    return propose_action(plan, details, by=by, at=at, library=library, source=source)


def propose_action(
    plan: Plan, details: Details, *, by: Person, at: datetime, library: Library, source: Source | None = None
) -> Action:
    """An action put forward; it opens when both have agreed. Raises DueDateOutOfReach, KpiNotCarried, PlanClosed.

    `source` is where the thought came from: a lesson, a sitting, a KPI or a transition.
    """
    plan = hold_plan(plan)
    check_due(details.due_on, at.date())
    check_kpi(details.kpi, plan.learner, library)
    action = Action(
        **asdict(details),
        competency=details.competency,
        original_due_on=details.due_on,
        state=State.PROPOSED,
        origin_type=source.origin if source else Origin.LIBRARY if details.library_id else Origin.OWN,
        origin_id=source.key if source else None,
        origin_key=source.name if source else None,
        by_id=by.id,
        created_at=at,
    )
    plan.actions.append(action)
    db.session.flush()
    tell(plan, "proposed", by=by, at=at, action=action)
    unsettle(plan)
    note("development.proposed", by=by.id, at=at, subject=("action", action.id), plan=plan.id)
    return action


def take_thought(
    learner: Person,
    source: Source,
    *,
    by: Person,
    at: datetime,
    library: Library,
    entry: Entry | None = None,
    details: Details | None = None,
) -> Action:
    """A library action or one in own words put forward for where the thought of it came up; the plan begins with it.

    Raises DueDateOutOfReach, KpiNotCarried.
    """
    plan = begin_plan(learner, by=by, at=at)
    if entry is not None:
        module = module_for(learner, entry, library)
        return propose_from_library(plan, entry, module=module, by=by, at=at, library=library, source=source)
    assert details is not None, "a library action or own words"
    return propose_action(plan, details, by=by, at=at, library=library, source=source)


def change_action(action: Action, details: Details, *, by: Person, at: datetime, library: Library) -> Action:
    """A proposed action in other words, or for another day; both agree anew.

    Of an open action only what nobody has said yet is filled in; its date is moved by `redate`.
    """
    plan = hold_action(action)
    if not action.changeable:
        raise NotInThisState(action.state)
    changed = [name for name in action.changeable if getattr(action, name) != getattr(details, name)]
    if not changed:
        return action
    if "due_on" in changed:
        check_due(details.due_on, at.date())
    if "kpi" in changed:
        check_kpi(details.kpi, plan.learner, library)
    for name in changed:
        setattr(action, name, getattr(details, name))
    tell(plan, "changed", by=by, at=at, action=action, after=",".join(changed))
    if action.state == State.PROPOSED:
        action.original_due_on = action.due_on
        unsettle(plan)
    note("development.changed", by=by.id, at=at, subject=("action", action.id), fields=",".join(changed))
    return action


def check_due(due_on: date, today: date) -> None:
    """Raise DueDateOutOfReach unless the day lies ahead and within reach."""
    if not is_in_reach(due_on, today):
        raise DueDateOutOfReach(today)


def check_kpi(kpi: str | None, learner: Person, library: Library) -> None:
    """Raise KpiNotCarried where the learner's job role may not carry the KPI."""
    reason = why_not_for_role(library.one(Kpi, "kpi", kpi.lower()), learner.job_role) if kpi else None
    if reason:
        raise KpiNotCarried(reason)


def unsettle(plan: Plan) -> None:
    """Ask both again: what is proposed has changed since they agreed."""
    plan.learner_agreed_at = plan.coach_agreed_at = plan.agreed_coach_id = None


def agree(plan: Plan, *, by: Person, at: datetime, read: str | None = None) -> list[Action]:
    """The learner's or the coach's signature under the plan; what opened with it, once both have signed.

    Whoever calls has asked for the password; `read` is the mark of what the person read, where a page showed it. Both
    sign one content, which is kept. A yes by someone who no longer coaches the learner is taken as not given. Raises
    NothingProposed, ChangedSinceRead, PlanClosed.
    """
    plan = hold_plan(plan)
    forget_former_coach(plan, at.date())
    side = side_of(by.id, plan.learner_id)
    if (plan.learner_agreed_at if side is Side.LEARNER else plan.coach_agreed_at) is None:
        if not may_be_signed(plan):
            raise NothingProposed
        put_name_under(plan, side, by=by, at=at, read=read)
    return open_what_fits(plan, by=by, at=at)


def forget_former_coach(plan: Plan, today: date) -> None:
    """Take back the yes of somebody who no longer coaches the learner, while the learner's is still missing."""
    if plan.is_agreed or plan.agreed_coach is None:
        return
    if not plan.learner.is_coached_by(plan.agreed_coach, today):
        plan.coach_agreed_at = plan.agreed_coach_id = None


def put_name_under(plan: Plan, side: Side, *, by: Person, at: datetime, read: str | None) -> None:
    """Sign for one side, under what the other has signed already or under the plan as it stands."""
    agreement = plans.current_agreement(plan)
    if agreement is None:
        # A yes from before signatures were asked for stands under nothing, so it is asked again.
        unsettle(plan)
        agreement = PlanAgreement(plan_id=plan.id, made_at=at, content=content_of(plan))
    if read is not None and read != mark_of(agreement.content):
        raise ChangedSinceRead
    db.session.add(agreement)
    db.session.flush()
    sign(agreement.content, meaning=MEANING[side], subject=(SUBJECT, agreement.id), by=by.id, at=at)
    if side is Side.LEARNER:
        plan.learner_agreed_at = at
    else:
        plan.coach_agreed_at, plan.agreed_coach_id = at, by.id
    if plan.is_agreed and plan.first_agreed_on is None:
        plan.first_agreed_on, plan.review_due_on = at.date(), next_review_on(at.date())
    tell(plan, "agreed", by=by, at=at)
    note("development.agreed", by=by.id, at=at, subject=("plan", plan.id), side=side, agreement=agreement.id)


def open_what_fits(plan: Plan, *, by: Person, at: datetime) -> list[Action]:
    """Open what both have agreed to, oldest first, while places are free; the rest wait for one."""
    opened: list[Action] = []
    for one in plan.actions:
        if one.state == State.PROPOSED and is_agreed(one, plan) and places_free(count_open(plan)):
            open_action(one, plan=plan, by=by, at=at)
            opened.append(one)
    return opened


def is_agreed(action: Action, plan: Plan) -> bool:
    """Whether both have said yes: to the plan as it stands, or in coaching to an action left as it was."""
    if plan.is_agreed:
        return True
    changed = any(event.what == "changed" and event.action_id == action.id for event in plan.history)
    return action.origin_type == Origin.OBSERVATION and not changed


def check_in(action: Action, words: str, *, by: Person, at: datetime) -> CheckIn:
    """A remark on how it is going. Raises NotInThisState once the action is over."""
    hold_action(action)
    if action.state not in (State.PROPOSED, *RUNNING):
        raise NotInThisState(action.state)
    remark = CheckIn(action=action, by=by, at=at, words=words)
    db.session.add(remark)
    db.session.flush()
    note("development.checked_in", by=by.id, at=at, subject=("action", action.id))
    return remark


def redate(action: Action, due_on: date, *, reason: str, by: Person, at: datetime) -> Action:
    """Another due date for an open action; the first one stays visible. Raises DueDateOutOfReach, SameDate."""
    plan = hold_action(action)
    if action.state != State.OPEN:
        raise NotInThisState(action.state)
    if due_on == action.due_on:
        raise SameDate
    check_due(due_on, at.date())
    return move(action, due_on, plan=plan, reason=reason, by=by, at=at)


def move(action: Action, due_on: date, *, plan: Plan, reason: str, by: Person, at: datetime) -> Action:
    """Put an action to another day, in the history with its reason."""
    before, action.due_on = action.due_on, due_on
    after = due_on.isoformat()
    tell(plan, "re-dated", by=by, at=at, action=action, before=before.isoformat(), after=after, reason=reason)
    note("development.redated", by=by.id, at=at, subject=("action", action.id), before=before.isoformat(), after=after)
    return action


def complete(action: Action, evidence: str | None, *, by: Person, at: datetime) -> list[Action]:
    """An action done, said by the coach with what shows it; the actions that opened in the place it left.

    Without words, a link or a file must show it. Raises OnlyTheCoachDecides, NothingToShow, NotInThisState, PlanClosed.
    """
    refuse_learner(action, by)
    if evidence is None and not plans.count_evidence(action):
        raise NothingToShow
    plan = finish(action, State.DONE)
    action.done_on, action.evidence_given = action.handed_in_on or at.date(), evidence
    tell(plan, "completed", by=by, at=at, action=action)
    note("development.completed", by=by.id, at=at, subject=("action", action.id), plan=plan.id)
    return open_what_fits(plan, by=by, at=at)


def refuse_learner(action: Action, by: Person) -> None:
    """Raise OnlyTheCoachDecides where somebody would judge an action of their own."""
    if by.id == action.learner.id:
        raise OnlyTheCoachDecides


def give_evidence(
    action: Action, pieces: Sequence[Piece], *, by: Person, at: datetime, data: Path
) -> list[ActionEvidence]:
    """More that shows that an open action was done; files are kept under the data folder. All of it or nothing.

    Raises NotInThisState, TooMuchEvidence, FileRefused, PlanClosed.
    """
    hold_action(action)
    if action.state != State.OPEN:
        raise NotInThisState(action.state)
    if plans.count_evidence(action) + len(pieces) > MOST_EVIDENCE:
        raise TooMuchEvidence(MOST_EVIDENCE)
    for one in pieces:
        if one.content is not None:
            refuse_unfit(plain_name(one.file_name or ""), one.content)
    given = [evidence_row(action, one, by=by, at=at, data=data) for one in pieces]
    db.session.add_all(given)
    db.session.flush()
    for row in given:
        note("development.evidence-given", by=by.id, at=at, subject=("action", action.id), kind=row.kind)
    return given


def evidence_row(action: Action, piece: Piece, *, by: Person, at: datetime, data: Path) -> ActionEvidence:
    """One piece of evidence as a row, its file kept by its hash."""
    row = ActionEvidence(action_id=action.id, by_id=by.id, at=at, kind=piece.kind, words=piece.words, link=piece.link)
    if piece.content is not None:
        row.file_name, row.size_bytes = plain_name(piece.file_name or ""), len(piece.content)
        row.digest = file_store.keep(data, action.learner.id, piece.content)
    return row


def take_evidence_away(given: ActionEvidence, *, by: Person, at: datetime) -> None:
    """A piece of evidence that should not be there, taken away while its action is open. Raises NotInThisState.

    Its file is forgotten by `forget_unused` once this is committed.
    """
    hold_action(given.action)
    if given.action.state != State.OPEN:
        raise NotInThisState(given.action.state)
    note("development.evidence-taken-away", by=by.id, at=at, subject=("action", given.action_id), kind=given.kind)
    db.session.delete(given)
    db.session.flush()


def forget_unused(learner_id: int, digest: str, *, data: Path) -> None:
    """Take a file away that no evidence of the learner names any more."""
    db.session.execute(select(Person.id).where(Person.id == learner_id).with_for_update())
    named = exists().where(
        ActionEvidence.digest == digest,
        ActionEvidence.action_id == Action.id,
        Action.plan_id == Plan.id,
        Plan.learner_id == learner_id,
    )
    if not db.session.scalar(select(named)):
        file_store.forget(data, learner_id, digest)


def hand_in(action: Action, *, by: Person, at: datetime) -> Action:
    """An open action given to the coach with what shows it; it keeps its place until it is accepted.

    Raises NothingToShow, NotInThisState, PlanClosed.
    """
    assert by.id == action.learner.id, "the learner hands in"
    plan = hold_action(action)
    if not may_become(action.state, State.HANDED_IN):
        raise NotInThisState(action.state)
    if not plans.count_evidence(action):
        raise NothingToShow
    action.state, action.handed_in_on = State.HANDED_IN, at.date()
    tell(plan, "handed-in", by=by, at=at, action=action)
    note("development.handed-in", by=by.id, at=at, subject=("action", action.id), plan=plan.id)
    return action


def accept(action: Action, *, by: Person, at: datetime) -> list[Action]:
    """What was handed in is done, as of the day it was handed in; the actions that opened in the place it left.

    Raises OnlyTheCoachDecides, NotInThisState, PlanClosed.
    """
    refuse_learner(action, by)
    plan = hold_action(action)
    if action.state != State.HANDED_IN:
        raise NotInThisState(action.state)
    action.state, action.done_on = State.DONE, action.handed_in_on
    tell(plan, "accepted", by=by, at=at, action=action)
    note("development.accepted", by=by.id, at=at, subject=("action", action.id), plan=plan.id)
    return open_what_fits(plan, by=by, at=at)


def give_back(action: Action, *, reason: str, by: Person, at: datetime) -> Action:
    """What was handed in is open again, with the coach's reason. Raises OnlyTheCoachDecides, NotInThisState."""
    refuse_learner(action, by)
    plan = hold_action(action)
    if action.state != State.HANDED_IN:
        raise NotInThisState(action.state)
    action.state, action.handed_in_on = State.OPEN, None
    tell(plan, "returned", by=by, at=at, action=action, reason=reason)
    note("development.returned", by=by.id, at=at, subject=("action", action.id), plan=plan.id)
    return action


def rate_stretch(action: Action, stretch: int, *, by: Person, at: datetime) -> Action:
    """How far the action reaches beyond what is done already, 1 to 3, as the coach sees it.

    Raises OnlyTheCoachDecides, NotInThisState, PlanClosed.
    """
    assert 1 <= stretch <= 3, stretch
    refuse_learner(action, by)
    plan = hold_action(action)
    if action.state not in (State.PROPOSED, *RUNNING):
        raise NotInThisState(action.state)
    if action.stretch != stretch:
        action.stretch = stretch
        tell(plan, "stretch", by=by, at=at, action=action, after=str(stretch))
        note("development.stretch", by=by.id, at=at, subject=("action", action.id), stretch=stretch)
    return action


def drop(action: Action, *, reason: str, by: Person, at: datetime) -> list[Action]:
    """An action given up, with the reason; the actions that opened in the place it left."""
    was_proposed = action.state == State.PROPOSED
    plan = finish(action, State.DROPPED)
    tell(plan, "dropped", by=by, at=at, action=action, reason=reason)
    note("development.dropped", by=by.id, at=at, subject=("action", action.id), plan=plan.id)
    if was_proposed:
        unsettle(plan)
        return []
    return open_what_fits(plan, by=by, at=at)


def finish(action: Action, state: State) -> Plan:
    """Put an action in its last state. Raises NotInThisState, PlanClosed."""
    plan = hold_action(action)
    if not may_become(action.state, state):
        raise NotInThisState(action.state)
    action.state = state
    return plan


def write_review(
    plan: Plan, said: Mapping[int, Said], *, moved: str, next_step: str, by: Person, at: datetime
) -> PlanReview:
    """A review as one of the two writes it down; it takes effect once the other confirms that it was held.

    `said` is by action. Written again, it takes the place of what waited. Raises NoReviewYet, NotEveryActionReviewed,
    DueDateOutOfReach, PlanClosed.
    """
    plan = hold_plan(plan)
    if plan.first_agreed_on is None:
        raise NoReviewYet
    refuse_incomplete(said, running_ids(plan), at.date())
    review = plans.waiting_review(plan.id)
    if review is None:
        review = PlanReview(plan=plan, edition=0)
        db.session.add(review)
    review.edition += 1
    review.written_by, review.written_at, review.moved, review.next_step = by, at, moved, next_step
    review.verdicts.clear()
    db.session.flush()
    review.verdicts.extend(
        ReviewVerdict(action_id=key, verdict=one.verdict, reason=one.reason, due_on=one.due_on)
        for key, one in said.items()
    )
    db.session.flush()
    note("development.review-written", by=by.id, at=at, subject=("plan", plan.id), review=review.id)
    return review


def running_ids(plan: Plan) -> set[int]:
    """The actions that take a place."""
    return {one.id for one in plan.actions if one.state in RUNNING}


def confirm_review(review: PlanReview, *, edition: int, by: Person, at: datetime) -> list[Action]:
    """The other's word that the review was held as written: its verdicts take effect; the actions that opened with it.

    `edition` is the one that was read. Confirmed twice, it is confirmed once. Raises ChangedSinceRead,
    NotForTheSameHand, NotHeldWithTheCoach, NotEveryActionReviewed, DueDateOutOfReach, PlanClosed.
    """
    plan = hold_plan(review.plan)
    db.session.refresh(review)
    if review.confirmed_at is not None:
        return []
    refuse_stale(review, plan, edition=edition, by=by, today=at.date())
    review.confirmed_by, review.confirmed_at = by, at
    for one in review.verdicts:
        apply_verdict(one, plan=plan, by=by, at=at)
    plan.review_due_on = next_review_on(at.date())
    tell(plan, "reviewed", by=by, at=at)
    note("development.reviewed", by=by.id, at=at, subject=("plan", plan.id), review=review.id)
    return open_what_fits(plan, by=by, at=at)


def refuse_stale(review: PlanReview, plan: Plan, *, edition: int, by: Person, today: date) -> None:
    """Raise unless it is the other of the two who confirms, and what was written still fits the plan."""
    if review.edition != edition:
        raise ChangedSinceRead
    if side_of(by.id, plan.learner_id) is side_of(review.written_by_id, plan.learner_id):
        raise NotForTheSameHand
    if review.written_by_id != plan.learner_id and not plan.learner.is_coached_by(review.written_by, today):
        raise NotHeldWithTheCoach
    said = {one.action_id: Said(Verdict(one.verdict), one.reason, one.due_on) for one in review.verdicts}
    refuse_incomplete(said, running_ids(plan), today)


def apply_verdict(said: ReviewVerdict, *, plan: Plan, by: Person, at: datetime) -> None:
    """What a held review does to one action."""
    action = next(one for one in plan.actions if one.id == said.action_id)
    verdict, reason = Verdict(said.verdict), said.reason
    if verdict is Verdict.DONE:
        action.state, action.evidence_given = State.DONE, reason
        action.done_on = action.handed_in_on or at.date()
        tell(plan, "completed", by=by, at=at, action=action)
    elif verdict is Verdict.DROPPED:
        action.state = State.DROPPED
        tell(plan, "dropped", by=by, at=at, action=action, reason=reason)
    elif verdict is Verdict.CHANGED:
        assert said.due_on is not None
        action.state, action.handed_in_on = State.OPEN, None
        if said.due_on != action.due_on:
            move(action, said.due_on, plan=plan, reason=reason, by=by, at=at)


def close(plan: Plan, *, by: Person, at: datetime, library: Library) -> Plan:
    """The plan as history, frozen as it is shown on its last day. What is still proposed is dropped with it.

    Raises StillOpen, PlanClosed.
    """
    plan = hold_plan(plan)
    if count_open(plan):
        raise StillOpen(count_open(plan))
    for one in plan.actions:
        if one.state == State.PROPOSED:
            one.state = State.DROPPED
            tell(plan, "dropped", by=by, at=at, action=one, reason="The plan was closed.")
    waiting = plans.waiting_review(plan.id)
    if waiting is not None:
        db.session.delete(waiting)
    plan.closed_at, plan.review_due_on = at, None
    tell(plan, "closed", by=by, at=at)
    db.session.flush()
    kept = frozen(plans.kept_plan(plan, at.date(), library, closed_by=by.name))
    db.session.add(PlanSnapshot(plan_id=plan.id, taken_at=at, rule=RULE, content=kept))
    note("development.closed", by=by.id, at=at, subject=("plan", plan.id))
    return plan
