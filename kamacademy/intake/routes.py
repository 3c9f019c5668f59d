"""A learner's view before the note, and choosing between two versions of a draft."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize
from kamacademy.coaching import operations as coaching
from kamacademy.coaching.lines import lines
from kamacademy.coaching.models import Observation
from kamacademy.coaching.queries import observation, view_of_visit
from kamacademy.coaching.rules import CoachingRule
from kamacademy.competency.queries import indicator_in
from kamacademy.content.queries import library
from kamacademy.guide.activity import ACTIVITY_WORDS, Activity, visit_title
from kamacademy.guide.hints import patient_words
from kamacademy.guide.queries import word_hints_in
from kamacademy.intake import operations, queries
from kamacademy.intake.forms import own_view_form
from kamacademy.intake.received import Choice
from kamacademy.intake.version import version
from kamacademy.visit.queries import visit

intake = Blueprint("intake", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]


def draft_beside(observation_id: int) -> Observation:
    """The coach's own draft that stands beside another version, or 404 or 403."""
    found = observation(observation_id)
    authorize(Permission.CHANGE_OBSERVATION, found)
    if found.is_shared:
        abort(404)
    return found


@intake.get("/observations/<int:observation_id>/conflict")
def conflict(observation_id: int) -> str | Response:
    """Both versions side by side. Asked of the one that was there first, it leads to the one beside it."""
    found = observation(observation_id)
    authorize(Permission.CHANGE_OBSERVATION, found)
    if found.conflict_of is None or found.is_shared:
        beside = queries.version_beside(found)
        if beside is None:
            return redirect(url_for("conversation.note", observation_id=found.id), 303)
        return redirect(url_for("intake.conflict", observation_id=beside.id), 303)
    other = found.conflict_of
    return render_template(
        "intake/conflict.html",
        observation=found,
        other=other,
        versions=[version(one, lines(one, library(one.release_id))) for one in (found, other)],
        title=visit_title(found.activity, found.complexity),
        Choice=Choice,
    )


@intake.post("/observations/<int:observation_id>/conflict")
def choose(observation_id: int) -> Response:
    """Go on with this one, with the other, or with both."""
    found = draft_beside(observation_id)
    if found.conflict_of is None:
        flash("You have chosen already.", "caution")
        return redirect(url_for("coaching.resume", observation_id=found.id), 303)
    wanted = request.form.get("keep", "")
    if wanted not in {one.value for one in Choice}:
        abort(400)
    kept = operations.settle(found, keep=Choice(wanted), at=clock.now())
    flash("Both drafts are kept." if wanted == Choice.BOTH else "The other version is put away.", "good")
    is_gone = kept.discarded_at is not None
    if is_gone:
        return redirect(url_for("coaching.observations"), 303)
    return redirect(url_for("conversation.note", observation_id=kept.id), 303)


@intake.route("/visits/<int:visit_id>/view", methods=["GET", "POST"])
def own_view(visit_id: int) -> Page:
    """How the learner saw a planned visit, on its day or later; once."""
    found = visit(visit_id)
    authorize(Permission.GIVE_OWN_VIEW, found)
    given = view_of_visit(found.id)
    if given is None and (found.cancelled_at is not None or found.planned_on > clock.today()):
        flash("Your own view can be given from the day of the visit on.", "caution")
        return redirect(url_for("overview.preparation", visit_id=found.id), 303)
    indicators = [indicator_in(library(), one) for one in found.focus]
    form, problem = own_view_form(indicators), None
    hints = patient_words(form.words.data or "", word_hints_in(library())) if form.is_submitted() else ()
    if "sure" in request.form:
        hints = ()
    if form.validate_on_submit() and not hints:
        try:
            coaching.give_own_view(
                found.learner, found.coach, viewed_on=found.planned_on, levels=form.levels_of(found.focus),
                words=form.words.data, at=clock.now(), planned_visit=found,
            )  # fmt: skip
            flash("Your view is saved.", "good")
            return redirect(url_for("intake.own_view", visit_id=found.id), 303)
        except CoachingRule as error:
            problem = str(error)
    return render_template(
        "intake/own-view.html", form=form, visit=found, given=given, indicators=indicators, problem=problem,
        hints=hints, title=ACTIVITY_WORDS[Activity(found.activity)],
    ), 422 if form.is_submitted() else 200  # fmt: skip
