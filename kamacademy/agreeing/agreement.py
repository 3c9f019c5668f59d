"""What exactly both sign when they agree to a plan, and what signing it means. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from kamacademy.development.plan import RUNNING, State
from kamacademy.records.signature import JSON, canonical

if TYPE_CHECKING:
    from kamacademy.development.models import Action, Plan

# The signatures' word for the thing that is signed.
SUBJECT = "plan-agreement"


class Side(StrEnum):
    """Who of the two somebody is."""

    LEARNER = "learner"
    COACH = "coach"


MEANING: Mapping[Side, str] = {
    Side.LEARNER: (
        "I agree to this plan: I will try each action where it says and by the day it says, and show what came of it."
    ),
    Side.COACH: (
        "I agree to this plan: I will make room for each action, ask how it goes, and look at what shows that it is "
        "done."
    ),
}


def side_of(person_id: int, learner_id: int) -> Side:
    """The learner, or else the coach."""
    return Side.LEARNER if person_id == learner_id else Side.COACH


def may_be_signed(plan: "Plan") -> bool:
    """Whether there is something that both have not signed: what is proposed, or a plan never signed that runs."""
    if plan.is_agreed:
        return False
    waiting = {State.PROPOSED, *RUNNING} if plan.first_agreed_on is None else {State.PROPOSED}
    return any(one.state in waiting for one in plan.actions)


def content_of(plan: "Plan") -> JSON:
    """Everything that is signed: whose plan, and each action that is proposed or runs, with its first due date."""
    signed = (State.PROPOSED, *RUNNING)
    return {
        "plan": plan.id,
        "learner": plan.learner_id,
        "actions": [action_content(one) for one in plan.actions if one.state in signed],
    }


def action_content(action: "Action") -> JSON:
    """One action as it is signed."""
    return {
        "id": action.id,
        "title": action.title,
        "competency": action.competency,
        "indicator": action.indicator,
        "kind": action.kind,
        "where_tried": action.where_tried,
        "evidence_expected": action.evidence_expected,
        "kpi": action.kpi,
        "due_on": action.original_due_on.isoformat(),
        "begun": action.state != State.PROPOSED,
    }


def mark_of(content: JSON) -> str:
    """A short name for one content: another content has another, so that only what was read is signed."""
    return sha256(canonical(content)).hexdigest()[:32]
