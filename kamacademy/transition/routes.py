"""Changes of job role: proposing, confirming, moving and cancelling them, their page; and the role in mind."""

from datetime import date

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, allowed, authorize, is_public, person_signed_in
from kamacademy.content.queries import library
from kamacademy.db import key, write_first
from kamacademy.development.rules import PlanRule
from kamacademy.people.job_roles import NAMES, JobRole
from kamacademy.people.models import Person
from kamacademy.people.queries import person
from kamacademy.transition import operations, queries
from kamacademy.transition.forms import ChangeForm, NextRoleForm, ProposeForm, ReasonForm
from kamacademy.transition.models import Transition
from kamacademy.transition.rules import RUNNING, AlreadyChanging, State, TransitionRule, last_day
from kamacademy.wording import counted, day, inside

transition = Blueprint("transition", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]
PER_PAGE = 50
SWITCHED_ON = "roles_switched_on"


def switch_before_first_visit() -> None:
    """Let changes that are due take effect before the first page of a day is shown, should the job not have run yet."""
    today = clock.today()
    if is_public(request.endpoint) or current_app.extensions.get(SWITCHED_ON) == today:
        return
    # Noted first: whatever breaks here is left to the job, and does not stand in everybody's way.
    current_app.extensions[SWITCHED_ON] = today
    write_first(lambda: operations.switch_due(clock.now()))


@transition.get("/admin/role-changes")
def role_changes() -> str:
    """What waits to be confirmed, what is planned, and what has been."""
    authorize(Permission.SEE_TRANSITIONS)
    page = request.args.get("page", 1, type=key)
    ahead, _ = queries.transitions_page(RUNNING, 1, PER_PAGE * 10)
    over, has_more = queries.transitions_page((State.IN_FORCE, State.CANCELLED), page, PER_PAGE)
    return render_template(
        "transition/role-changes.html",
        waiting=[one for one in ahead if one.awaits_confirmation],
        planned=[one for one in ahead if not one.awaits_confirmation],
        over=over,
        page=page,
        has_more=has_more,
    )


@transition.route("/people/<int:person_id>/role-change", methods=["GET", "POST"])
def propose(person_id: int) -> Page:
    """Propose that somebody changes job role."""
    learner = person(person_id)
    authorize(Permission.PROPOSE_TRANSITION, learner)
    running = queries.running_of(learner.id)
    if running is not None:
        flash(str(AlreadyChanging()), "caution")
        return redirect(url_for("transition.page", transition_id=running.id), 303)
    people, form = queries.possible_buddies(learner), ProposeForm()
    form.offer_roles(learner.job_role)
    form.offer_buddies(people, by_role=True)
    if request.method == "GET":
        form.to_role.data = role_asked(learner)
    if form.validate_on_submit():
        try:
            made = operations.propose(
                learner, JobRole(form.to_role.data), form.first_day, buddy=form.buddy_among(people),
                by=person_signed_in(), at=clock.now(),
            )  # fmt: skip
            flash(made_words(made), "good")
            return redirect(url_for("transition.page", transition_id=made.id), 303)
        except TransitionRule as problem:
            form.show(problem)
    return render_template(
        "transition/propose.html", form=form, learner=learner, latest=last_day(clock.today()),
        confirms=allowed(Permission.CONFIRM_TRANSITION, learner), is_coach=allowed(Permission.READ_PROFILE, learner),
    ), status_of(form)  # fmt: skip


def role_asked(learner: Person) -> str:
    """The role that the address names; none where it is not one, or the present one."""
    asked = request.args.get("to", "")
    return asked if asked in set(JobRole) and asked != learner.job_role_code else ""


def made_words(made: Transition) -> str:
    """What happens next with a change just proposed."""
    match made.standing:
        case State.PROPOSED:
            return "The change is proposed. Nobody is told before an administrator has confirmed it."
        case State.IN_FORCE:
            return "The new job role is in force, and everybody concerned is told."
        case _:
            return f"The change is planned for {day(made.starts_on)}, and everybody concerned is told."


def status_of(form: ProposeForm | ChangeForm | ReasonForm | NextRoleForm) -> int:
    """422 for a form that was sent and is shown again."""
    return 422 if form.is_submitted() else 200


@transition.get("/transitions/<int:transition_id>")
def page(transition_id: int) -> str:
    """A change of job role: both profiles side by side, what changes, the first ninety days."""
    found = queries.transition(transition_id)
    authorize(Permission.READ_TRANSITION, found)
    reader = person_signed_in()
    sees_levels = allowed(Permission.READ_PROFILE, found) and found.standing is not State.CANCELLED
    is_buddy_only = reader.id == found.buddy_id and not (sees_levels or allowed(Permission.SEE_TRANSITIONS, None))
    return render_template(
        "transition/transition.html",
        transition=found,
        learner=found.learner,
        is_own=reader.id == found.learner_id,
        is_coach=reader.id != found.learner_id and sees_levels,
        is_buddy=is_buddy_only,
        view=queries.page_of(found, clock.today(), sees_levels=sees_levels, sees_history=not is_buddy_only),
        State=State,
    )


@transition.post("/transitions/<int:transition_id>/confirm")
def confirm(transition_id: int) -> Response:
    """An administrator stands behind it."""
    found = queries.transition(transition_id)
    authorize(Permission.CONFIRM_TRANSITION, found)
    try:
        flash(made_words(operations.confirm(found, by=person_signed_in(), at=clock.now())), "good")
    except TransitionRule as problem:
        flash(str(problem), "caution")
    return back_to(found)


def back_to(found: Transition) -> Response:
    """To the page of a change."""
    return redirect(url_for("transition.page", transition_id=found.id), 303)


def over(found: Transition) -> Response:
    """To the page of a change that is in force or cancelled."""
    flash("This change is over. What has been is not rewritten.", "caution")
    return back_to(found)


@transition.route("/transitions/<int:transition_id>/change", methods=["GET", "POST"])
def change(transition_id: int) -> Page:
    """Another day or another buddy."""
    found = queries.transition(transition_id)
    authorize(Permission.CHANGE_TRANSITION, found)
    if found.standing not in RUNNING:
        return over(found)
    people = queries.holders_of(found.new_role, found.learner)
    form = ChangeForm(data={"starts_on": found.starts_on, "buddy": str(found.buddy_id or "")})
    form.offer_buddies(people, by_role=False)
    if form.validate_on_submit():
        try:
            operations.change(
                found, starts_on=form.first_day, buddy=form.buddy_among(people), reason=form.reason.data or "",
                by=person_signed_in(), at=clock.now(),
            )  # fmt: skip
            flash("The change is kept with its reason.", "good")
            return back_to(found)
        except TransitionRule as problem:
            form.show(problem)
    return render_template(
        "transition/change.html", form=form, transition=found, latest=last_day(clock.today())
    ), status_of(form)


@transition.route("/transitions/<int:transition_id>/cancel", methods=["GET", "POST"])
def cancel(transition_id: int) -> Page:
    """It does not come about."""
    found = queries.transition(transition_id)
    authorize(Permission.CHANGE_TRANSITION, found)
    if found.standing not in RUNNING:
        return over(found)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            operations.cancel(found, reason=form.reason.data or "", by=person_signed_in(), at=clock.now())
            flash("The change is cancelled. Its history stays.", "good")
        except TransitionRule as problem:
            flash(str(problem), "caution")
        return back_to(found)
    return render_template("transition/cancel.html", form=form, transition=found), status_of(form)


@transition.post("/transitions/<int:transition_id>/plan")
def draft(transition_id: int) -> Response:
    """Put the actions of the first ninety days forward."""
    found = queries.transition(transition_id)
    authorize(Permission.CHANGE_PLAN, found)
    authorize(Permission.READ_TRANSITION, found)
    try:
        drafted = operations.draft_plan(found, by=person_signed_in(), at=clock.now(), library=library())
    except (TransitionRule, PlanRule) as problem:
        flash(str(problem), "caution")
        return back_to(found)
    flash(f"{counted(len(drafted), 'action')} put forward. They begin once both have signed the plan.", "good")
    return redirect(url_for("plan.running", person_id=found.learner_id), 303)


@transition.route("/people/<int:person_id>/next-role", methods=["GET", "POST"])
def next_role(person_id: int) -> Page:
    """The role that a learner has in mind next, and what it asks for."""
    learner, today = person(person_id), clock.today()
    authorize(Permission.READ_NEXT_ROLE, learner)
    form = NextRoleForm()
    form.offer_roles(learner.job_role)
    if request.method == "POST":
        authorize(Permission.NAME_NEXT_ROLE, learner)
        if form.validate():
            role = JobRole(form.role.data)
            operations.name_next_role(learner, role, at=clock.now())
            flash(f"Kept: {inside(NAMES[role])}. Only you and your present coach see it.", "good")
            return redirect(url_for("transition.next_role", person_id=learner.id), 303)
    return show_next_role(learner, form, today), status_of(form)


def show_next_role(learner: Person, form: NextRoleForm, today: date) -> str:
    """The page of the role in mind."""
    is_own = person_signed_in().id == learner.id
    view = queries.next_role_of(learner, today)
    if request.method == "GET" and view.role is not None:
        form.role.data = view.role.value
    return render_template(
        "transition/next-role.html",
        learner=learner,
        is_own=is_own,
        form=form,
        view=view,
        changes=[one for one in queries.transitions_of(learner.id) if allowed(Permission.READ_TRANSITION, one)],
        stood_by=queries.stood_by(learner, today) if is_own else [],
    )


@transition.post("/people/<int:person_id>/next-role/drop")
def drop_next_role(person_id: int) -> Response:
    """Nothing is in mind any more."""
    learner = person(person_id)
    authorize(Permission.NAME_NEXT_ROLE, learner)
    operations.drop_next_role(learner, at=clock.now())
    flash("Taken back. Nobody sees it any more.", "good")
    return redirect(url_for("transition.next_role", person_id=learner.id), 303)
