"""The plan and the results of one person: where actions meet KPIs."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.competency.queries import competencies_in
from kamacademy.content.queries import library
from kamacademy.development import operations, queries
from kamacademy.development.action_library import find_entry
from kamacademy.development.forms import (
    CheckInForm,
    CompleteForm,
    DetailsForm,
    DropForm,
    EmptyForm,
    OwnActionForm,
    PlanForm,
    RedateForm,
)
from kamacademy.development.models import Action, Plan
from kamacademy.development.page import gap_lines, next_evidence, plan_page
from kamacademy.development.plan import State, default_due, latest_due
from kamacademy.development.rules import NotInThisState, PlanRule
from kamacademy.development.words import opened_words
from kamacademy.kpi.queries import kpis_for, kpis_in
from kamacademy.kpi.rules import is_kept_for_a_person, why_not_for_person, why_not_for_role
from kamacademy.people.models import Person
from kamacademy.people.queries import person

development = Blueprint("development", __name__, template_folder="templates")

Answer = str | Response | tuple[str, int]
# What an act on an action does and what is said about it afterwards.
Act = Callable[[Person, datetime], str]


@development.get("/people/<int:person_id>/plan")
def plan_of(person_id: int) -> str:
    """The running plan, or the offer to draft one."""
    learner = person(person_id)
    authorize(Permission.READ_PLAN, learner)
    return show_plan(learner, queries.running_plan(learner.id))


@development.get("/plans/<int:plan_id>")
def plan(plan_id: int) -> str | Response:
    """A closed plan as it was; the running one has its place with the person."""
    found = queries.plan(plan_id)
    authorize(Permission.READ_PLAN, found)
    if found.closed_at is None:
        return redirect(url_for("development.plan_of", person_id=found.learner_id), 303)
    return show_plan(found.learner, found)


def show_plan(
    learner: Person, found: Plan | None, *, action_id: int | None = None, form: CheckInForm | None = None
) -> str:
    """The plan's page. A check-in that was refused keeps its words in the form of its action."""
    release, today, reader = library(), clock.today(), person_signed_in()
    known, lexicon = queries.guidance(learner, today, release), queries.lexicon_in(release)
    shared = {"learner": learner, "is_own": reader.id == learner.id}
    if found is None:
        unknown, earlier = next_evidence(known, lexicon), queries.closed_plans(learner.id)
        return render_template(
            "development/no_plan.html", gaps=gap_lines(known, lexicon), unknown=unknown, earlier=earlier, **shared
        )
    page = plan_page(found, queries.check_ins(found), reader, known, lexicon, today)
    return render_template("development/plan.html", plan=page, check_in=form, checked_id=action_id, **shared)


@development.get("/plans/<int:plan_id>/history")
def history(plan_id: int) -> str:
    """Everything that happened to a plan, newest first, and the way to the learner's earlier plans."""
    found = queries.plan(plan_id)
    authorize(Permission.READ_PLAN, found)
    return render_template(
        "development/history.html", plan=found, learner=found.learner, lines=queries.history(found),
        earlier=[one for one in queries.closed_plans(found.learner_id) if one.id != found.id],
        is_own=is_own(found),
    )  # fmt: skip


@development.post("/people/<int:person_id>/plan")
def draft(person_id: int) -> Response:
    """Draft a plan from the gaps, or add to the one that runs."""
    learner = person(person_id)
    authorize(Permission.CHANGE_PLAN, learner)
    by, at = person_signed_in(), clock.now()
    before = queries.running_plan(learner.id)
    count = len(before.actions) if before else 0
    drafted = operations.draft_plan(learner, by=by, at=at, today=clock.today(), library=library())
    added = len(drafted.actions) - count
    if added:
        flash("Suggested from what is known. Say where each will be tried, then you both agree.", "good")
    else:
        flash("No known gap is left to suggest for. Choose from the library, or add an action of your own.", "caution")
    return redirect(url_for("development.plan_of", person_id=learner.id), 303)


@development.post("/plans/<int:plan_id>/agree")
def agree(plan_id: int) -> Response:
    """Say yes to what is proposed."""
    found = queries.plan(plan_id)
    authorize(Permission.CHANGE_PLAN, found)
    return press(found, lambda by, at: opened_words("You agreed.", titles(operations.agree(found, by=by, at=at))))


@development.post("/plans/<int:plan_id>/close")
def close(plan_id: int) -> Response:
    """Keep a finished plan as history."""
    found = queries.plan(plan_id)
    authorize(Permission.CHANGE_PLAN, found)

    def act(by: Person, at: datetime) -> str:
        operations.close(found, by=by, at=at)
        return "The plan is closed and kept. Draft the next one when you are ready."

    return press(found, act)


def press(found: Plan, act: Act) -> Response:
    """Do what a button says, or tell why not."""
    try:
        flash(act(person_signed_in(), clock.now()), "good")
    except PlanRule as broken:
        flash(str(broken), "caution")
    return redirect(url_for("development.plan_of", person_id=found.learner_id), 303)


@development.route("/plans/<int:plan_id>/actions/new", methods=["GET", "POST"])
def new_action(plan_id: int) -> Answer:
    """Choose from the library, gaps first, or add an action of one's own."""
    found = queries.plan(plan_id)
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
            operations.propose_action(found, details, by=person_signed_in(), at=at, library=release)
        except PlanRule as broken:
            form.say(str(broken))
        else:
            flash("Proposed. It begins when both have agreed.", "good")
            return redirect(url_for("development.plan_of", person_id=found.learner_id), 303)
    page = render_template(
        "development/new_action.html", plan=found, learner=found.learner, form=form, shelves=shelves,
        is_own=is_own(found), latest=latest_due(today),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@development.post("/plans/<int:plan_id>/actions")
def take_action(plan_id: int) -> Response:
    """Put a library action into the plan."""
    found = queries.plan(plan_id)
    authorize(Permission.CHANGE_PLAN, found)
    release = library()
    entry = find_entry(release, request.form.get("library_id"))
    if entry is None or not EmptyForm().validate():
        abort(404)

    def act(by: Person, at: datetime) -> str:
        module = queries.module_for(found.learner, entry, release)
        operations.propose_from_library(found, entry, module=module, by=by, at=at, library=release)
        return "Proposed. Say where it will be tried; it begins when both have agreed."

    return press(found, act)


@development.route("/plans/<int:plan_id>/actions/<int:action_id>/change", methods=["GET", "POST"])
def change(plan_id: int, action_id: int) -> Answer:
    """Say a proposed action differently."""
    action = action_in(plan_id, action_id)
    authorize(Permission.CHANGE_PLAN, action)
    if not action.changeable:
        flash(str(NotInThisState(action.state)), "caution")
        return redirect(url_for("development.plan_of", person_id=action.learner.id), 303)
    release, form, proposed = library(), DetailsForm(), action.state == State.PROPOSED
    form.offer_kpis(kpis_for(action.learner.job_role, release))
    form.suit(action)
    if request.method == "GET":
        form.take(action)

    def act(by: Person, at: datetime) -> str:
        operations.change_action(action, form.changed(action), by=by, at=at, library=release)
        return "Changed. What is proposed now waits for both of you to agree." if proposed else "Added to the action."

    return answer(form, action, "Change what is proposed" if proposed else "Say what is missing", "Save", act)


@development.post("/plans/<int:plan_id>/actions/<int:action_id>/check-ins")
def check_in(plan_id: int, action_id: int) -> Answer:
    """Say how it is going."""
    action = action_in(plan_id, action_id)
    authorize(Permission.CHANGE_PLAN, action)
    form = CheckInForm()
    if form.validate_on_submit():
        try:
            operations.check_in(action, form.words("remark"), by=person_signed_in(), at=clock.now())
        except PlanRule as broken:
            form.say(str(broken))
        else:
            address = url_for("development.plan_of", person_id=action.learner.id, _anchor=f"action-{action.id}")
            return redirect(address, 303)
    return show_plan(action.learner, queries.plan(plan_id), action_id=action.id, form=form), 422


@development.route("/plans/<int:plan_id>/actions/<int:action_id>/complete", methods=["GET", "POST"])
def complete(plan_id: int, action_id: int) -> Answer:
    """Done, with evidence."""
    action = action_in(plan_id, action_id)
    authorize(Permission.CHANGE_PLAN, action)
    form = CompleteForm()

    def act(by: Person, at: datetime) -> str:
        begun = operations.complete(action, form.words("evidence"), by=by, at=at)
        return opened_words("Done, with evidence.", titles(begun))

    return answer(form, action, "Complete with evidence", "Complete the action", act)


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


def answer(form: PlanForm, action: Action, title: str, button: str, act: Act) -> Answer:
    """A form about one action: show it, or do what it says."""
    if form.validate_on_submit():
        try:
            flash(act(person_signed_in(), clock.now()), "good")
            return redirect(url_for("development.plan_of", person_id=action.learner.id), 303)
        except PlanRule as broken:
            form.say(str(broken))
    page = render_template(
        "development/act.html", form=form, action=action, learner=action.learner, title=title, button=button,
        is_own=is_own(action.plan), latest=latest_due(clock.today()),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


@development.get("/people/<int:person_id>/kpis")
def results(person_id: int) -> str:
    """The KPIs that a person carries, each with its latest reading."""
    learner = person(person_id)
    authorize(Permission.READ_READINGS, learner)
    release = library()
    shared = [kpi for kpi in kpis_for(learner.job_role, release) if not is_kept_for_a_person(kpi)]
    return render_template(
        "development/results.html", learner=learner, is_own=learner.id == person_signed_in().id,
        cards=queries.results_of(learner, release), shared=shared,
    )  # fmt: skip


@development.get("/people/<int:person_id>/kpis/<code>")
def result(person_id: int, code: str) -> str:
    """One KPI of one person: the sentence, the picture, what it rests on, and the guard beside it."""
    learner = person(person_id)
    authorize(Permission.READ_READINGS, learner)
    release = library()
    kpi = kpis_in(release).get(code.upper())
    if kpi is None or code != code.lower():
        abort(404)
    reader = person_signed_in()
    return render_template(
        "development/result.html", learner=learner, is_own=learner.id == reader.id, kpi=kpi,
        refused=why_not_for_role(kpi, learner.job_role) or why_not_for_person(kpi),
        page=queries.result_page(learner, kpi, release),
    )  # fmt: skip
