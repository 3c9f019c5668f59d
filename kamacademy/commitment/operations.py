"""Making commitments, changing, sharing and answering them, and taking one into the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import current_app
from sqlalchemy.exc import InvalidRequestError

from kamacademy.commitment import queries
from kamacademy.commitment.asking import Kept, Question, may_change, open_question
from kamacademy.commitment.lines import Kind, Line
from kamacademy.commitment.models import Commitment, CommitmentAnswer, Pledge
from kamacademy.commitment.rules import (
    AlreadyCommitted,
    AlreadyInPlan,
    AnswerEach,
    LineGone,
    ModuleNotComplete,
    NobodyToShareWith,
    NotAskedNow,
    NothingSaid,
    StaysInPlan,
    TooLateToChange,
)
from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Module
from kamacademy.curriculum.models import ModuleAttempt
from kamacademy.db import db, hold
from kamacademy.development.details import Details, Source
from kamacademy.development.models import Action
from kamacademy.development.plan import Origin
from kamacademy.mail import operations as mail
from kamacademy.mail.queries import hours_of
from kamacademy.people.models import Person
from kamacademy.proposal.operations import carried_kpi, take_thought
from kamacademy.records.operations import note

LONGEST_PLEDGE_TITLE = 250


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: how a commitment was kept, the hours a month released where it stopped something, and a line."""

    kept: Kept
    hours: float | None = None
    words: str | None = None


def write_down(attempt: ModuleAttempt, lines: Sequence[Line], *, on: date, at: datetime) -> Pledge:
    """What somebody commits to after a module, `on` their own day.

    Raises ModuleNotComplete, NothingSaid, AlreadyCommitted.
    """
    hold(attempt)
    if queries.find_pledge(attempt.id) is not None:
        raise AlreadyCommitted
    if not queries.is_complete(attempt):
        raise ModuleNotComplete
    if not lines:
        raise NothingSaid
    module = queries.module_of(attempt)
    made = Pledge(
        learner_id=attempt.learner_id, attempt_id=attempt.id, module=attempt.module,
        title=f"{module.code} {module.title}"[:LONGEST_PLEDGE_TITLE], made_on=on, made_at=at,
        commitments=[Commitment(kind=one.kind.value, words=one.words, hours=one.hours) for one in in_order(lines)],
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    note(
        "commitment.made", by=attempt.learner_id, at=at, subject=("pledge", made.id), module=made.module,
        lines=len(lines),
    )  # fmt: skip
    return made


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Stop before start before continue, each once."""
    assert len({one.kind for one in lines}) == len(lines)
    return sorted(lines, key=lambda one: list(Kind).index(one.kind))


def change(pledge: Pledge, lines: Sequence[Line], *, on: date, at: datetime) -> Pledge:
    """The commitments in other words, until they are first asked about; a line left out is gone.

    Raises TooLateToChange, NothingSaid, StaysInPlan.
    """
    hold_whole(pledge)
    if not may_change(pledge.made_on, on):
        raise TooLateToChange
    if not lines:
        raise NothingSaid
    wanted, kept = {one.kind: one for one in lines}, {one.sort: one for one in pledge.commitments}
    for kind, row in kept.items():
        refuse_planned(row, wanted.get(kind))
    pledge.commitments = [written(kept.get(one.kind), one) for one in in_order(lines)]
    db.session.flush()
    note("commitment.changed", by=pledge.learner_id, at=at, subject=("pledge", pledge.id), lines=len(lines))
    return pledge


def hold_whole(pledge: Pledge) -> None:
    """Keep what belongs to one module for this transaction, and read its lines and answers afresh."""
    hold(pledge)
    for one in pledge.commitments:
        db.session.expire(one)
    db.session.expire(pledge, ["commitments"])


def hold_line(commitment: Commitment) -> None:
    """Keep one line for this transaction, with all of its module, which nobody then rewrites. Raises LineGone."""
    hold(commitment.pledge)
    try:
        hold(commitment)
    except InvalidRequestError as gone:
        raise LineGone from gone


def refuse_planned(row: Commitment, line: Line | None) -> None:
    """Raise StaysInPlan where a line in the plan would read differently or be gone."""
    if row.action_id is not None and (line is None or (line.words, line.hours) != (row.words, row.hours)):
        raise StaysInPlan(row.words)


def written(row: Commitment | None, line: Line) -> Commitment:
    """A line in the row that there is, or in a new one."""
    if row is None:
        return Commitment(kind=line.kind.value, words=line.words, hours=line.hours)
    row.words, row.hours = line.words, line.hours
    return row


def answer(pledge: Pledge, after_days: int, said: Mapping[int, Said], *, on: date, at: datetime) -> None:
    """How every commitment after a module was kept, by its key; said once for each of the three questions.

    Not kept means that no hours were released. Raises NotAskedNow, AnswerEach.
    """
    hold_whole(pledge)
    asked = open_question(pledge.made_on, pledge.answered, on)
    if asked is None or asked.after_days != after_days:
        raise NotAskedNow
    if set(said) != {one.id for one in pledge.commitments}:
        raise AnswerEach
    for one in pledge.commitments:
        one.answers.append(answer_row(one, after_days, said[one.id], at))
    db.session.flush()
    note("commitment.answered", by=pledge.learner_id, at=at, subject=("pledge", pledge.id), days=after_days)


def answer_row(commitment: Commitment, after_days: int, said: Said, at: datetime) -> CommitmentAnswer:
    """One answer as it is kept."""
    hours = said.hours if commitment.sort is Kind.STOP else None
    if commitment.sort is Kind.STOP and said.kept is Kept.NOT:
        hours = 0.0
    return CommitmentAnswer(
        after_days=after_days, kept=said.kept.value, hours=hours, words=said.words or None, answered_at=at
    )


def share(commitment: Commitment, *, at: datetime) -> Person:
    """Let the present coach read a commitment and its answers; who that is. Raises NobodyToShareWith, LineGone."""
    hold_line(commitment)
    relation = commitment.learner.coaching_on(at.date())
    if relation is None:
        raise NobodyToShareWith
    if commitment.shared_with_id != relation.coach_id:
        commitment.shared_with_id = relation.coach_id
        db.session.flush()
        tell_of_sharing("commitment.shared", commitment, relation.coach_id, at)
    return relation.coach


def withdraw(commitment: Commitment, *, at: datetime) -> None:
    """Close a commitment again that was shared. Raises LineGone."""
    hold_line(commitment)
    if commitment.shared_with_id is not None:
        coach_id, commitment.shared_with_id = commitment.shared_with_id, None
        db.session.flush()
        tell_of_sharing("commitment.withdrawn", commitment, coach_id, at)


def tell_of_sharing(what: str, commitment: Commitment, coach_id: int, at: datetime) -> None:
    """Note who may read a commitment from now on, or no more."""
    learner_id = commitment.pledge.learner_id
    note(what, by=learner_id, at=at, subject=("commitment", commitment.id), coach=coach_id)


def kpi_for(commitment: Commitment, module: Module, library: Library) -> str | None:
    """The KPI that the module should move, where the learner's job role may carry it."""
    return carried_kpi(module.kpi, commitment.learner, library)


def take_into_plan(commitment: Commitment, details: Details, *, at: datetime, library: Library) -> Action:
    """A commitment put forward as an action of the plan, which keeps where it came from.

    Raises AlreadyInPlan, LineGone, and what development raises: DueDateOutOfReach, KpiNotCarried.
    """
    hold_line(commitment)
    if commitment.action_id is not None:
        raise AlreadyInPlan
    learner = commitment.learner
    source = Source(Origin.COMMITMENT, key=commitment.id, name=commitment.pledge.module)
    action = take_thought(learner, source, details=details, by=learner, at=at, library=library)
    commitment.action_id = action.id
    db.session.flush()
    note("commitment.taken", by=learner.id, at=at, subject=("commitment", commitment.id), action=action.id)
    return action


def ask(pledge: Pledge, asked: Question, *, at: datetime) -> None:
    """Write to somebody that commitments are asked about, without a word of them; once for each question."""
    learner = pledge.learner
    link = f"{current_app.config['ADDRESS']}/commitments/{pledge.id}/answers/{asked.after_days}"
    mail.post(
        learner.id,
        learner.email,
        queries.LETTER,
        f"How did it go? Your commitments after {asked.after_days} days",
        mail.written("commitment/letters/asked.txt", person=learner, pledge=pledge, asked=asked, link=link),
        at=at,
        useful_until=hours_of(learner.id).end_of(asked.open_until),
        once=queries.once_of(pledge, asked),
    )
