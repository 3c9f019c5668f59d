"""What the plan's pages share when something is done: the act, its words, the way back.

Not a pure file: it joins the request to the operations that several features of the plan carry out.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import person_signed_in
from kamacademy.development import queries
from kamacademy.development.models import Action, Plan
from kamacademy.development.plan import latest_due
from kamacademy.development.rules import PlanRule
from kamacademy.fields import RuleForm
from kamacademy.people.models import Person

Answer = str | Response | tuple[str, int]

# What an act on an action does and what is said about it afterwards.
Act = Callable[[Person, datetime], str]


def press(found: Plan, act: Act) -> Response:
    """Do what a button says, or tell why not."""
    try:
        flash(act(person_signed_in(), clock.now()), "good")
    except PlanRule as broken:
        flash(str(broken), "caution")
    return redirect(url_for("plan.running", person_id=found.learner_id), 303)


def action_in(plan_id: int, action_id: int) -> Action:
    """An action by its plan's address, or 404."""
    action = queries.action(action_id)
    if action.plan_id != plan_id:
        abort(404)
    return action


def titles(actions: Sequence[Action]) -> list[str]:
    """What actions are called."""
    return [one.title for one in actions]


def is_own(found: Plan) -> bool:
    """Whether the reader is the learner."""
    return found.learner_id == person_signed_in().id


def answer(form: RuleForm, action: Action, title: str, button: str, act: Act) -> Answer:
    """A form about one action: show it, or do what it says."""
    if form.validate_on_submit():
        try:
            flash(act(person_signed_in(), clock.now()), "good")
            return redirect(url_for("plan.running", person_id=action.learner.id), 303)
        except PlanRule as broken:
            form.say(str(broken))
    page = render_template(
        "development/act.html", form=form, action=action, learner=action.learner, title=title, button=button,
        is_own=is_own(action.plan), latest=latest_due(clock.today()),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200
