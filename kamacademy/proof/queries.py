"""Reading what shows that actions were done."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from kamacademy.db import db, rows_of
from kamacademy.development.models import Action, Plan
from kamacademy.development.plan import State
from kamacademy.kpi.calculated import Counted
from kamacademy.kpi.periods import Period
from kamacademy.kpi.subjects import Subject
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import CoachingRelation, Person
from kamacademy.proof.follow_through import Promised, followed
from kamacademy.proof.models import ActionEvidence
from kamacademy.proof.piece import EvidenceLine


@cache
def evidence_of_plan() -> Select[*tuple[Any, ...]]:
    """What shows that the actions of the `plan` were done, oldest first. Any: the columns' own types."""
    return (
        select(
            ActionEvidence.action_id, ActionEvidence.id, ActionEvidence.by_id, Person.name, ActionEvidence.at,
            ActionEvidence.words, ActionEvidence.link, ActionEvidence.file_name, ActionEvidence.size_bytes,
        )
        .join(Person, Person.id == ActionEvidence.by_id)
        .join(Action, Action.id == ActionEvidence.action_id)
        .where(Action.plan_id == bindparam("plan"))
        .order_by(ActionEvidence.id)
    )  # fmt: skip


def evidence_by_action(plan: Plan) -> dict[int, list[EvidenceLine]]:
    """What shows that the actions of a plan were done, by action, oldest first."""
    found: dict[int, list[EvidenceLine]] = defaultdict(list)
    for action_id, *rest in rows_of(evidence_of_plan(), plan=plan.id):
        found[action_id].append(EvidenceLine(*rest))
    return found


def count_evidence(action: Action) -> int:
    """How many pieces of evidence an action has."""
    query = select(func.count()).select_from(ActionEvidence).where(ActionEvidence.action_id == action.id)
    return db.session.scalar(query) or 0


def evidence(evidence_id: int) -> ActionEvidence:
    """One piece of evidence with its action, plan and learner, or 404."""
    found: ActionEvidence = db.one_or_404(
        select(ActionEvidence)
        .where(ActionEvidence.id == evidence_id)
        .options(joinedload(ActionEvidence.action).joinedload(Action.plan).joinedload(Plan.learner))
    )
    return found


def follow_through(people: Mapping[int, JobRole], period: Period) -> dict[Subject, Counted]:
    """K22: actions whose first due date lies in a period, and those done by it. Two statements.

    To a field manager count the actions of the people in their care on that date, to everybody else their own.
    """
    coaches = [key for key, role in people.items() if role is JobRole.FM]
    fell_due = (
        Action.original_due_on.between(period.start, period.end),
        Action.state.in_((State.OPEN.value, State.HANDED_IN.value, State.DONE.value)),
    )
    shown = (Action.original_due_on, Action.done_on, Action.stretch)
    own = (
        select(Plan.learner_id, *shown).join(Action.plan).where(*fell_due, Plan.learner_id.in_(people.keys() - coaches))
    )
    in_care = and_(
        CoachingRelation.learner_id == Plan.learner_id,
        CoachingRelation.starts_on <= Action.original_due_on,
        or_(CoachingRelation.ends_on.is_(None), CoachingRelation.ends_on >= Action.original_due_on),
    )
    coached = (
        select(CoachingRelation.coach_id, *shown)
        .join(Action.plan)
        .join(CoachingRelation, in_care)
        .where(*fell_due, CoachingRelation.coach_id.in_(coaches))
    )
    return followed(Promised(*one) for statement in (own, coached) for one in rows_of(statement))
