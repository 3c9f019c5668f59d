"""Planning a visit: who, what, when and on what focus; changing and cancelling it; its calendar file."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kamacademy import clock
from kamacademy.access import Function, Permission, authorize, person_signed_in
from kamacademy.db import key
from kamacademy.guide.activity import ACTIVITY_WORDS, Activity, activities_for, is_open
from kamacademy.mail.queries import is_on
from kamacademy.people.models import Person
from kamacademy.people.queries import learners_of, person
from kamacademy.visit import operations, queries
from kamacademy.visit.calendar_file import Entry, calendar_file
from kamacademy.visit.focus import FocusOption
from kamacademy.visit.forms import CancelForm, VisitForm
from kamacademy.visit.models import PlannedVisit
from kamacademy.visit.rules import (
    LONGEST_DAYS_AHEAD,
    AlreadyPlanned,
    AnnouncementStands,
    FocusOutOfView,
    TooManyInFocus,
    VisitCancelled,
    VisitDayOutOfReach,
    VisitPassed,
)
from kamacademy.wording import weekday

visit = Blueprint("visit", __name__, template_folder="templates")

Page = str | AnyResponse | tuple[str, int]
SUGGESTED = 2


def sheet(visit_id: int) -> AnyResponse:
    """To the preparation sheet of a visit."""
    return redirect(url_for("overview.preparation", visit_id=visit_id), 303)


def on_to_sheet(
    form: VisitForm, act: Callable[..., PlannedVisit], done: Callable[[PlannedVisit], str]
) -> AnyResponse | None:
    """Plan or change as the form says, and on to the sheet; None where a field says what to put right."""
    try:
        made = act(**form.agreed)
    except AlreadyPlanned as error:
        flash(f"{error}", "caution")
        return sheet(error.visit_id)
    except VisitDayOutOfReach as error:
        form.planned_on.errors = [str(error)]
    except (TooManyInFocus, FocusOutOfView) as error:
        form.focus.errors = [str(error)]
    else:
        flash(f"{done(made)} {told(made, person_signed_in())}", "good")
        return sheet(made.id)
    return None


@visit.errorhandler(VisitCancelled)
@visit.errorhandler(VisitPassed)
@visit.errorhandler(AnnouncementStands)
def show_settled(error: Exception) -> AnyResponse:
    """What no longer changes is shown instead."""
    assert request.view_args is not None
    flash(f"{error}", "caution")
    return sheet(request.view_args["visit_id"])


@visit.route("/visits/new", methods=["GET", "POST"])
def new() -> Page:
    """With whom, then doing what, then when and on what focus; the address may name a focus to begin with."""
    signed_in, learner_id = person_signed_in(), request.args.get("learner", type=key)
    if learner_id is None and Function.COACH in signed_in.functions:
        authorize(Permission.SEE_TEAM)
        return render_template("visit/who.html", people=learners_of(signed_in, clock.today()))
    learner = signed_in if learner_id is None else person(learner_id)
    authorize(Permission.PLAN_VISIT, learner)
    coach = coach_for(learner, signed_in)
    if coach is None:
        return render_template("visit/no-coach.html")
    activity = chosen_activity(learner, coach)
    if activity is None:
        wanted = request.args.getlist("focus")
        return activity_page(
            learner, coach, lambda code: url_for("visit.new", learner=learner.id, activity=code, focus=wanted), wanted
        )
    options = queries.focus_for(learner, coach, activity)
    form = VisitForm()
    form.offer(options)
    if request.method == "GET":
        form.focus.data = suggested(options, request.args.getlist("focus"))
    elif form.validate():
        plan = partial(operations.plan, learner, coach, activity=activity, by=signed_in, at=clock.now())
        if arranged := on_to_sheet(form, plan, lambda made: f"Planned for {weekday(made.planned_on)}."):
            return arranged
    return plan_page(form, learner, coach, activity, options, None)


@visit.route("/visits/<int:visit_id>/change", methods=["GET", "POST"])
def change(visit_id: int) -> Page:
    """Another day, activity or focus."""
    found, signed_in = queries.visit(visit_id), person_signed_in()
    authorize(Permission.CHANGE_VISIT, found)
    operations.refuse_fixed(found, clock.now())
    if "activities" in request.args:
        return activity_page(
            found.learner, found.coach, lambda code: url_for("visit.change", visit_id=found.id, activity=code)
        )
    activity = chosen_activity(found.learner, found.coach) or Activity(found.activity)
    options = queries.focus_for(found.learner, found.coach, activity)
    form = VisitForm()
    form.offer(options)
    if request.method == "GET":
        form.show(found)
    elif form.validate():
        act = partial(operations.change, found, activity=activity, by=signed_in, at=clock.now())
        if arranged := on_to_sheet(form, act, lambda _: "Changed."):
            return arranged
    return plan_page(form, found.learner, found.coach, activity, options, found)


@visit.route("/visits/<int:visit_id>/cancel", methods=["GET", "POST"])
def cancel(visit_id: int) -> Page:
    """Call a visit off, with a reason that the other reads."""
    found, signed_in, form = queries.visit(visit_id), person_signed_in(), CancelForm()
    authorize(Permission.CHANGE_VISIT, found)
    operations.refuse_settled(found, clock.now())
    if form.validate_on_submit():
        operations.cancel(found, form.reason.data or "", by=signed_in, at=clock.now())
        flash(f"The visit is cancelled. {told(found, signed_in)}", "good")
        return redirect(url_for("overview.visits"), 303)
    words = ACTIVITY_WORDS[Activity(found.activity)]
    status = 422 if form.is_submitted() else 200
    return render_template("visit/cancel.html", form=form, visit=found, activity_words=words), status


@visit.get("/visits/<int:visit_id>.ics")
def calendar(visit_id: int) -> Response:
    """The visit as a file that a calendar opens."""
    found = queries.visit(visit_id)
    authorize(Permission.READ_VISIT, found)
    answer = Response(calendar_file(entry(found)), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f"attachment; filename=visit-{found.planned_on.isoformat()}.ics"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def entry(found: PlannedVisit) -> Entry:
    """What a calendar shows of a visit, the same for both."""
    activity = ACTIVITY_WORDS[Activity(found.activity)]
    link = url_for("overview.preparation", visit_id=found.id)
    return Entry(
        visit_id=found.id,
        title=f"{activity}: {found.learner.name} with {found.coach.name}",
        words="Focus, last agreement and questions to prepare by are in KAM Academy.",
        link=f"{current_app.config['ADDRESS'] or request.host_url.rstrip('/')}{link}",
        on=found.planned_on,
        begins=found.begins,
        stamped_at=found.cancelled_at or found.changed_at or found.made_at,
        edition=int(found.changed_at is not None) + int(found.cancelled_at is not None),
        is_cancelled=found.cancelled_at is not None,
    )


def coach_for(learner: Person, signed_in: Person) -> Person | None:
    """Who will come along: the coach who plans, or the present coach of the learner who does."""
    if learner.id != signed_in.id:
        return signed_in
    relation = learner.coaching_on(clock.today())
    return relation.coach if relation is not None and relation.coach.is_active else None


def chosen_activity(learner: Person, coach: Person) -> Activity | None:
    """The activity that the address names; None where it names none, or one that the coach may not look at."""
    named = request.args.get("activity", type=Activity)
    return named if named and is_open(named, learner=learner.job_role, rater=coach.job_role) else None


def suggested(options: tuple[FocusOption, ...], wanted: Sequence[str]) -> list[str]:
    """What is ticked at first: what was asked for and can be seen, else the first of the plan."""
    asked = [one.id for one in options if one.id in wanted]
    return (asked or [one.id for one in options if one.is_planned])[:SUGGESTED]


def activity_page(learner: Person, coach: Person, address_of: Callable[[str], str], wanted: Sequence[str] = ()) -> Page:
    """The activities of the learner that the coach may look at, each a way on; those that show what is wanted."""
    guides, is_coach = queries.activities_to_plan(wanted), Function.COACH in learner.functions
    fitting = activities_for(learner=learner.job_role, rater=coach.job_role, is_coach=is_coach)
    choices = [(one, address_of(one.code)) for one in fitting if one.code in guides]
    return render_template("visit/activity.html", learner=learner, choices=choices)


def plan_page(
    form: VisitForm,
    learner: Person,
    coach: Person,
    activity: Activity,
    options: tuple[FocusOption, ...],
    found: PlannedVisit | None,
) -> Page:
    """When and on what focus, as a page."""
    return render_template(
        "visit/plan.html", form=form, learner=learner, coach=coach, options=options, visit=found,
        activity_words=ACTIVITY_WORDS[activity], latest=clock.today() + timedelta(days=LONGEST_DAYS_AHEAD),
    ), 422 if form.is_submitted() else 200  # fmt: skip


def told(found: PlannedVisit, signed_in: Person) -> str:
    """Who is told by letter."""
    other = found.coach if signed_in.id == found.learner_id else found.learner
    return f"{other.first_name} gets a letter." if is_on() else f"Tell {other.first_name}, since no letter leaves here."
