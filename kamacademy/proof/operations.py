"""Showing that an action was done, handing it in, and judging it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import exists, select

from kamacademy.db import db
from kamacademy.development.models import Action, Plan
from kamacademy.development.operations import finish, hold_action, open_what_fits, tell
from kamacademy.development.plan import RUNNING, State, may_become
from kamacademy.development.rules import NothingToShow, NotInThisState, OnlyTheCoachDecides, TooMuchEvidence
from kamacademy.people.models import Person
from kamacademy.proof import file_store, queries
from kamacademy.proof.evidence_file import plain_name, refuse_unfit
from kamacademy.proof.models import ActionEvidence
from kamacademy.proof.piece import MOST_EVIDENCE, Piece
from kamacademy.records.operations import note


def complete(action: Action, evidence: str | None, *, by: Person, at: datetime) -> list[Action]:
    """An action done, said by the coach with what shows it; the actions that opened in the place it left.

    Without words, a link or a file must show it. Raises OnlyTheCoachDecides, NothingToShow, NotInThisState, PlanClosed.
    """
    refuse_learner(action, by)
    if evidence is None and not queries.count_evidence(action):
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
    if queries.count_evidence(action) + len(pieces) > MOST_EVIDENCE:
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
    if not queries.count_evidence(action):
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
