"""Reading what shows that actions were done."""

from collections import defaultdict
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload

from kamacademy.db import db
from kamacademy.development.models import Action, Plan
from kamacademy.people.models import Person
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
    for action_id, *rest in db.session.execute(evidence_of_plan(), {"plan": plan.id}):
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
