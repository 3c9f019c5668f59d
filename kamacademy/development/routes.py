"""What may happen to an action of the plan besides being shown and judged."""

from datetime import datetime

from flask import Blueprint

from kamacademy.access import Permission, authorize
from kamacademy.development import operations
from kamacademy.development.acting import Answer, action_in, answer, titles
from kamacademy.development.forms import DropForm, RedateForm
from kamacademy.development.words import opened_words
from kamacademy.people.models import Person

development = Blueprint("development", __name__, template_folder="templates")


@development.route("/plans/<int:plan_id>/actions/<int:action_id>/re-date", methods=["GET", "POST"])
def redate(plan_id: int, action_id: int) -> Answer:
    """Another due date, with the reason."""
    action = action_in(plan_id, action_id)
    authorize(Permission.CHANGE_PLAN, action)
    form = RedateForm()

    def act(by: Person, at: datetime) -> str:
        assert form.due_on.data is not None
        operations.redate(action, form.due_on.data, reason=form.words("reason"), by=by, at=at)
        return "The new date stands; the first one stays visible."

    return answer(form, action, "Choose another date", "Move the date", act)


@development.route("/plans/<int:plan_id>/actions/<int:action_id>/drop", methods=["GET", "POST"])
def drop(plan_id: int, action_id: int) -> Answer:
    """Give an action up, with the reason."""
    action = action_in(plan_id, action_id)
    authorize(Permission.CHANGE_PLAN, action)
    form = DropForm()

    def act(by: Person, at: datetime) -> str:
        begun = operations.drop(action, reason=form.words("reason"), by=by, at=at)
        return opened_words("Dropped. It stays in the history.", titles(begun))

    return answer(form, action, "Drop an action", "Drop the action", act)
