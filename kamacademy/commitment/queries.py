"""Reading commitments, narrowed to what the reader may read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort
from sqlalchemy import Row, Select, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from kamacademy.access import Function
from kamacademy.commitment.asking import Kept, Question, earliest_open, latest_open, open_question
from kamacademy.commitment.card import Brief, CommitmentCard, commitment_card
from kamacademy.commitment.keeping import Pledged, Told
from kamacademy.commitment.lines import Kind
from kamacademy.commitment.models import Commitment, CommitmentAnswer, Pledge
from kamacademy.content.queries import library
from kamacademy.curriculum import queries as curriculum
from kamacademy.curriculum.documents import Module
from kamacademy.curriculum.models import ModuleAttempt
from kamacademy.curriculum.standing import ProgrammePath
from kamacademy.db import db, rows_of
from kamacademy.mail import queries as mail
from kamacademy.mail.models import LetterHours
from kamacademy.people.models import Person

LETTER = "commitment.asked"
# No letter of the day before this hour of the reader's own morning.
FIRST_HOUR = 7


def attempt(attempt_id: int) -> ModuleAttempt:
    """Somebody's working-through of a module, or 404."""
    found: ModuleAttempt = db.get_or_404(ModuleAttempt, attempt_id)
    return found


def module_of(attempt: ModuleAttempt) -> Module:
    """The module in the edition that was worked through."""
    return library(attempt.release_id).one(Module, "module", attempt.module)


def is_complete(attempt: ModuleAttempt) -> bool:
    """Whether a working-through of a module is complete."""
    tries = curriculum.attempts_of([attempt.learner_id])[attempt.learner_id]
    found = next(one for one in tries if one.attempt_id == attempt.id)
    return curriculum.day_of(found, module_of(attempt), curriculum.history_of(attempt.learner_id)) is not None


def whole() -> Select[Pledge]:
    """Commitments with their lines and answers, in two more statements."""
    lines = selectinload(Pledge.commitments)
    return select(Pledge).options(lines.selectinload(Commitment.answers))


def pledge(pledge_id: int) -> Pledge:
    """The commitments after one module, or 404."""
    return db.session.scalar(whole().where(Pledge.id == pledge_id)) or abort(404)


def find_pledge(attempt_id: int) -> Pledge | None:
    """What somebody committed to after one working-through of a module."""
    return db.session.scalar(whole().where(Pledge.attempt_id == attempt_id))


def commitment(commitment_id: int) -> Commitment:
    """One commitment with its module and learner, or 404."""
    query = select(Commitment).where(Commitment.id == commitment_id)
    return db.session.scalar(query.options(joinedload(Commitment.pledge).joinedload(Pledge.learner))) or abort(404)


def pledges_of(learner: Person) -> list[Pledge]:
    """All of one's own commitments, newest first. Three statements."""
    found = whole().where(Pledge.learner_id == learner.id)
    return list(db.session.scalars(found.order_by(Pledge.made_on.desc(), Pledge.id.desc())))


def shared_with(coach: Person, learner: Person) -> list[tuple[Pledge, list[Commitment]]]:
    """The commitments that a learner shares with a coach, by module, newest first. Three statements.

    That only the present coach reads them is for whoever asks.
    """
    is_shared = Pledge.commitments.any(Commitment.shared_with_id == coach.id)
    query = whole().where(Pledge.learner_id == learner.id, is_shared)
    found = db.session.scalars(query.order_by(Pledge.made_on.desc(), Pledge.id.desc()))
    return [(one, [line for line in one.commitments if line.shared_with_id == coach.id]) for one in found]


@cache
def in_brief() -> Select[*tuple[Any, ...]]:
    """What the `learner` committed to, a row for each question answered. Any: the columns' own types."""
    return (
        select(
            Pledge.id, Pledge.attempt_id, Pledge.title, Pledge.made_on, CommitmentAnswer.after_days,
            LetterHours.time_zone,
        )
        .join(Commitment, Commitment.pledge_id == Pledge.id)
        .outerjoin(CommitmentAnswer, CommitmentAnswer.commitment_id == Commitment.id)
        .outerjoin(LetterHours, LetterHours.person_id == Pledge.learner_id)
        .where(Pledge.learner_id == bindparam("learner"))
        .distinct()
        .order_by(Pledge.made_on, Pledge.id)
    )  # fmt: skip


def card_of(learner: Person, paths: Iterable[ProgrammePath], at: datetime) -> CommitmentCard:
    """What the learner's first page shows, by their own day. One statement, none where no module is complete."""
    paths = list(paths)
    if all(state.completed_on is None for path in paths for state in path.every_module):
        return CommitmentCard((), None)
    made: dict[int, tuple[int, str, date]] = {}
    answered: dict[int, set[int]] = defaultdict(set)
    zone = mail.academy_zone()
    for key, attempt_id, title, made_on, after_days, own_zone in rows_of(in_brief(), learner=learner.id):
        made[key] = (attempt_id, title, made_on)
        answered[key] |= {after_days} - {None}
        zone = ZoneInfo(own_zone) if own_zone else zone
    day = at.astimezone(zone).date()
    briefs = [
        Brief(key, attempt_id, title, made_on, open_question(made_on, answered[key], day))
        for key, (attempt_id, title, made_on) in made.items()
    ]
    return commitment_card(briefs, paths, day)


def asked_about(at: datetime) -> list[tuple[Pledge, Question]]:
    """The commitments that are asked about at a moment, of which nobody was written to; by each reader's own day.

    Nobody is told before the morning, nor whose account is closed, nor who learns no more, nor who wants no such
    letters. Six statements.
    """
    day, margin = at.date(), timedelta(days=1)
    query = (
        whole()
        .join(Person, Person.id == Pledge.learner_id)
        .where(
            Pledge.made_on.between(earliest_open(day) - margin, latest_open(day) + margin),
            Pledge.learner_id.not_in(mail.without(LETTER)),
            Person.deactivated_at.is_(None),
        )
        .options(joinedload(Pledge.learner))
        .order_by(Pledge.id)
    )
    pledges = list(db.session.scalars(query))
    hours = mail.hours_by_person([one.learner_id for one in pledges])
    found: list[tuple[Pledge, Question]] = []
    for one in pledges:
        here = hours[one.learner_id].own_time(at)
        asked = open_question(one.made_on, one.answered, here.date())
        may_answer = Function.LEARNER in one.learner.functions
        if asked is not None and may_answer and here.hour >= FIRST_HOUR:
            found.append((one, asked))
    written = mail.posted_of([once_of(one, asked) for one, asked in found])
    return [(one, asked) for one, asked in found if once_of(one, asked) not in written]


def once_of(pledge: Pledge, asked: Question) -> str:
    """What keeps a question from being written twice."""
    return f"{LETTER}-{pledge.id}-{asked.after_days}"


@cache
def every_line() -> Select[*tuple[Any, ...]]:
    """All commitments of the academy, a row for each answer. Any: the columns' own types."""
    return (
        select(
            Pledge.module, Pledge.id, Pledge.learner_id, Pledge.made_on, Person.deactivated_at, Commitment.kind,
            CommitmentAnswer.after_days, CommitmentAnswer.kept, CommitmentAnswer.hours, CommitmentAnswer.answered_at,
        )
        .join(Person, Person.id == Pledge.learner_id)
        .join(Commitment, Commitment.pledge_id == Pledge.id)
        .outerjoin(CommitmentAnswer, CommitmentAnswer.commitment_id == Commitment.id)
        .order_by(Pledge.id, CommitmentAnswer.after_days, Commitment.id)
    )  # fmt: skip


def pledged_by_module(module: str | None = None) -> dict[str, list[Pledged]]:
    """What people committed to after each module, or after one, without who. One statement."""
    query = every_line() if module is None else every_line().where(Pledge.module == module)
    by_pledge: dict[int, list[Row[*tuple[Any, ...]]]] = defaultdict(list)  # Any: the columns' own types
    for row in rows_of(query):
        by_pledge[row.id].append(row)
    found: dict[str, list[Pledged]] = defaultdict(list)
    for rows in by_pledge.values():
        found[rows[0].module].append(pledged(rows))
    return dict(found)


def names_of_modules() -> dict[str, str]:
    """Modules by code and title: those of the newest release in its order, then those that it has dropped since."""
    present = {slug: f"{one.code} {one.title}" for slug, one in library().all(Module, "module").items()}
    title = func.max(Pledge.title).label("title")
    gone = select(Pledge.module, title).where(Pledge.module.not_in(present)).group_by(Pledge.module).order_by(title)
    return present | {one.module: one.title for one in db.session.execute(gone)}


def pledged(rows: Sequence[Row[*tuple[Any, ...]]]) -> Pledged:
    """The commitments of one person after one module, from their rows. Any: the columns' own types."""
    by_days: dict[int, list[Row[*tuple[Any, ...]]]] = defaultdict(list)  # Any: the columns' own types
    for row in rows:
        if row.after_days is not None:
            by_days[row.after_days].append(row)
    told = {
        days: Told(
            at=some[0].answered_at,
            kept=tuple(Kept(one.kept) for one in some),
            hours=next((one.hours for one in some if one.kind == Kind.STOP.value), None),
        )
        for days, some in by_days.items()
    }
    left = rows[0].deactivated_at
    return Pledged(rows[0].learner_id, rows[0].made_on, left.date() if left is not None else None, told)
