"""The plan of one person, its history, and plans that are closed."""

from datetime import datetime

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.content.queries import library
from kamacademy.development import operations as development
from kamacademy.development import queries as plans
from kamacademy.development.acting import Answer, action_in, is_own, press
from kamacademy.development.models import Plan
from kamacademy.development.rules import PlanRule
from kamacademy.people.models import Person
from kamacademy.people.queries import person
from kamacademy.plan import operations, queries
from kamacademy.plan.forms import CheckInForm
from kamacademy.plan.page import gap_lines, next_evidence

plan = Blueprint("plan", __name__, template_folder="templates")


@plan.get("/people/<int:person_id>/plan")
def running(person_id: int) -> str:
    """The running plan, or the offer to draft one."""
    learner = person(person_id)
    authorize(Permission.READ_PLAN, learner)
    return show_plan(learner, plans.running_plan(learner.id))


@plan.get("/plans/<int:plan_id>")
def closed(plan_id: int) -> str | Response:
    """A closed plan as it was; the running one has its place with the person."""
    found = plans.plan(plan_id)
    authorize(Permission.READ_PLAN, found)
    if found.closed_at is None:
        return redirect(url_for("plan.running", person_id=found.learner_id), 303)
    return render_template(
        "plan/closed.html", plan=found, kept=queries.closed_plan(found, library()), learner=found.learner,
        is_own=is_own(found),
    )  # fmt: skip


def show_plan(
    learner: Person, found: Plan | None, *, action_id: int | None = None, form: CheckInForm | None = None
) -> str:
    """The plan's page. A check-in that was refused keeps its words in the form of its action."""
    release, today, reader = library(), clock.today(), person_signed_in()
    known, lexicon = plans.guidance(learner, today, release), plans.lexicon_in(release)
    shared = {"learner": learner, "is_own": reader.id == learner.id}
    if found is None:
        unknown, earlier = next_evidence(known, lexicon), queries.closed_plans(learner.id)
        return render_template(
            "plan/no_plan.html", gaps=gap_lines(known, lexicon), unknown=unknown, earlier=earlier, **shared
        )
    page = queries.page_of(found, reader, known, lexicon, today)
    return render_template("plan/plan.html", plan=page, check_in=form, checked_id=action_id, **shared)


@plan.get("/plans/<int:plan_id>/history")
def history(plan_id: int) -> str:
    """Everything that happened to a plan, newest first, and the way to the learner's earlier plans."""
    found = plans.plan(plan_id)
    authorize(Permission.READ_PLAN, found)
    return render_template(
        "plan/history.html", plan=found, learner=found.learner, lines=queries.history(found),
        earlier=[one for one in queries.closed_plans(found.learner_id) if one.id != found.id],
        is_own=is_own(found),
    )  # fmt: skip


@plan.post("/plans/<int:plan_id>/close")
def close(plan_id: int) -> Response:
    """Keep a finished plan as history."""
    found = plans.plan(plan_id)
    authorize(Permission.CHANGE_PLAN, found)

    def act(by: Person, at: datetime) -> str:
        operations.close(found, by=by, at=at, library=library())
        return "The plan is closed and kept as it was. Draft the next one when you are ready."

    return press(found, act)


@plan.post("/plans/<int:plan_id>/actions/<int:action_id>/check-ins")
def check_in(plan_id: int, action_id: int) -> Answer:
    """Say how it is going."""
    action = action_in(plan_id, action_id)
    authorize(Permission.CHANGE_PLAN, action)
    form = CheckInForm()
    if form.validate_on_submit():
        try:
            development.check_in(action, form.words("remark"), by=person_signed_in(), at=clock.now())
        except PlanRule as broken:
            form.say(str(broken))
        else:
            address = url_for("plan.running", person_id=action.learner.id, _anchor=f"action-{action.id}")
            return redirect(address, 303)
    return show_plan(action.learner, plans.plan(plan_id), action_id=action.id, form=form), 422
