"""The pages that put an action forward or say it differently."""

from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.competency.queries import competencies_in
from kamacademy.content.queries import library
from kamacademy.development import operations as development
from kamacademy.development import queries as plans
from kamacademy.development.acting import Answer, action_in, answer, is_own, press
from kamacademy.development.action_library import find_entry
from kamacademy.development.plan import State, default_due, latest_due
from kamacademy.development.rules import NotInThisState, PlanRule
from kamacademy.fields import EmptyForm
from kamacademy.kpi.queries import kpis_for
from kamacademy.people.models import Person
from kamacademy.people.queries import person
from kamacademy.proposal import operations, queries
from kamacademy.proposal.forms import DetailsForm, OwnActionForm

proposal = Blueprint("proposal", __name__, template_folder="templates")


@proposal.post("/people/<int:person_id>/plan")
def draft(person_id: int) -> Response:
    """Draft a plan from the gaps, or add to the one that runs."""
    learner = person(person_id)
    authorize(Permission.CHANGE_PLAN, learner)
    by, at = person_signed_in(), clock.now()
    before = plans.running_plan(learner.id)
    count = len(before.actions) if before else 0
    drafted = operations.draft_plan(learner, by=by, at=at, today=clock.today(), library=library())
    added = len(drafted.actions) - count
    if added:
        flash("Suggested from what is known. Say where each will be tried, then you both sign.", "good")
    else:
        flash("No known gap is left to suggest for. Choose from the library, or add an action of your own.", "caution")
    return redirect(url_for("plan.running", person_id=learner.id), 303)


@proposal.route("/plans/<int:plan_id>/actions/new", methods=["GET", "POST"])
def new_action(plan_id: int) -> Answer:
    """Choose from the library, gaps first, or add an action of one's own."""
    found = plans.plan(plan_id)
    authorize(Permission.CHANGE_PLAN, found)
    release, today, at = library(), clock.today(), clock.now()
    shelves = queries.shelves_for(found, today, release)
    form = OwnActionForm()
    form.offer_kpis(kpis_for(found.learner.job_role, release))
    form.offer_indicators(competencies_in(release), first=[one.competency for one in shelves if one.is_gap])
    if request.method == "GET":
        form.due_on.data = default_due(today)
    elif form.validate():
        try:
            details = form.details(indicator=form.indicator.data, kind=form.kind.data)
            development.propose_action(found, details, by=person_signed_in(), at=at, library=release)
        except PlanRule as broken:
            form.say(str(broken))
        else:
            flash("Proposed. It begins when both have signed.", "good")
            return redirect(url_for("plan.running", person_id=found.learner_id), 303)
    page = render_template(
        "proposal/new_action.html", plan=found, learner=found.learner, form=form, shelves=shelves,
        is_own=is_own(found), latest=latest_due(today),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@proposal.post("/plans/<int:plan_id>/actions")
def take_action(plan_id: int) -> Response:
    """Put a library action into the plan."""
    found = plans.plan(plan_id)
    authorize(Permission.CHANGE_PLAN, found)
    release = library()
    entry = find_entry(release, request.form.get("library_id"))
    if entry is None or not EmptyForm().validate():
        abort(404)

    def act(by: Person, at: datetime) -> str:
        module = queries.module_for(found.learner, entry, release)
        operations.propose_from_library(found, entry, module=module, by=by, at=at, library=release)
        return "Proposed. Say where it will be tried; it begins when both have signed."

    return press(found, act)


@proposal.route(
    "/people/<int:person_id>/plan/try/<any(lesson, check, result):kind>/<path:key>", methods=["GET", "POST"]
)
def try_it(person_id: int, kind: str, key: str) -> Answer:
    """Take a thought into the plan where it comes up: from a lesson, a check not passed, or a result to move."""
    learner, release, today, at = person(person_id), library(), clock.today(), clock.now()
    authorize(Permission.CHANGE_PLAN if kind == "result" else Permission.WORK_ON_OWN_PLAN, learner)
    thought = queries.find_thought(learner, kind, key, release) or abort(404)
    form, by = OwnActionForm(), person_signed_in()
    shelves = queries.shelves_of_thought(learner, thought, today, release)
    form.offer_kpis(kpis_for(learner.job_role, release))
    form.offer_indicators(competencies_in(release), first=thought.competencies)
    if request.method == "GET":
        form.due_on.data, form.indicator.data, form.kpi.data = default_due(today), thought.indicator, thought.kpi or ""
    elif entry := find_entry(release, request.form.get("library_id")):
        operations.take_thought(learner, thought.source, entry=entry, by=by, at=at, library=release)
        return taken(learner)
    elif form.validate():
        try:
            details = form.details(indicator=form.indicator.data, kind=form.kind.data)
            operations.take_thought(learner, thought.source, details=details, by=by, at=at, library=release)
            return taken(learner)
        except PlanRule as broken:
            form.say(str(broken))
    page = render_template(
        "proposal/try.html", learner=learner, form=form, shelves=shelves, thought=thought, latest=latest_due(today),
        is_own=by.id == learner.id,
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


def taken(learner: Person) -> Response:
    """To the plan, with what was put into it."""
    flash("Proposed. It begins when both have signed.", "good")
    return redirect(url_for("plan.running", person_id=learner.id), 303)


@proposal.route("/plans/<int:plan_id>/actions/<int:action_id>/change", methods=["GET", "POST"])
def change(plan_id: int, action_id: int) -> Answer:
    """Say a proposed action differently."""
    action = action_in(plan_id, action_id)
    authorize(Permission.CHANGE_PLAN, action)
    if not action.changeable:
        flash(str(NotInThisState(action.state)), "caution")
        return redirect(url_for("plan.running", person_id=action.learner.id), 303)
    release, form, proposed = library(), DetailsForm(), action.state == State.PROPOSED
    form.offer_kpis(kpis_for(action.learner.job_role, release))
    form.suit(action)
    if request.method == "GET":
        form.take(action)

    def act(by: Person, at: datetime) -> str:
        development.change_action(action, form.changed(action), by=by, at=at, library=release)
        return "Changed. What is proposed now waits for both of you to agree." if proposed else "Added to the action."

    return answer(form, action, "Change what is proposed" if proposed else "Say what is missing", "Save", act)
