"""The shared note and what a learner answers to it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, allowed, authorize, person_signed_in
from kamacademy.coaching import operations, queries
from kamacademy.coaching.lines import lines
from kamacademy.coaching.models import Observation
from kamacademy.coaching.rules import AlreadyAnswered
from kamacademy.competency.queries import indicator_in
from kamacademy.content.queries import library
from kamacademy.conversation.forms import ViewForm, view_form
from kamacademy.guide.activity import visit_title
from kamacademy.guide.choices import level_of
from kamacademy.people.queries import person

conversation = Blueprint("conversation", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]


@conversation.get("/observations/<int:observation_id>")
def note(observation_id: int) -> Page:
    """The shared note; the coach's own draft goes on where it was left."""
    found = queries.observation(observation_id)
    authorize(Permission.READ_OBSERVATION, found)
    if not found.is_shared:
        return redirect(url_for("coaching.resume", observation_id=found.id), 303)
    return note_page(found)


def note_page(found: Observation, form: ViewForm | None = None) -> Page:
    """The note, with the learner's own view to give or given."""
    release, reader = library(found.release_id), person_signed_in()
    is_own = reader.id == found.learner_id
    if form is None and is_own and found.learner_viewed_at is None:
        form = view_form([indicator_in(release, one.indicator) for one in found.ratings])
    return render_template(
        "conversation/note.html",
        observation=found,
        lines=lines(found, release),
        title=visit_title(found.activity, found.complexity),
        is_own=is_own,
        may_see_learner=is_own or allowed(Permission.READ_PROFILE, found.learner),
        form=form,
    ), 422 if form is not None and form.errors else 200


@conversation.post("/observations/<int:observation_id>/view")
def view(observation_id: int) -> Page:
    """The learner's own view, once."""
    found = queries.observation(observation_id)
    authorize(Permission.ANSWER_OBSERVATION, found)
    release = library(found.release_id)
    form = view_form([indicator_in(release, one.indicator) for one in found.ratings])
    if not form.validate():
        return note_page(found, form)
    levels = {one.indicator: level_of(form[f"level_{one.indicator}"].data) for one in found.ratings}
    try:
        operations.give_view(found, levels=levels, words=form.words.data, at=clock.now())
        flash(f"Your view is saved. {found.coach.first_name} can read it beside the note.", "good")
    except AlreadyAnswered as error:
        flash(str(error), "caution")
    return redirect(url_for("conversation.note", observation_id=found.id), 303)


@conversation.post("/observations/<int:observation_id>/acknowledge")
def acknowledge(observation_id: int) -> Response:
    """The learner has seen the note."""
    found = queries.observation(observation_id)
    authorize(Permission.ANSWER_OBSERVATION, found)
    operations.acknowledge(found, at=clock.now())
    flash("Marked as seen. That does not mean you agree with every word.", "good")
    return redirect(url_for("conversation.note", observation_id=found.id), 303)


@conversation.get("/people/<int:person_id>/observations")
def notes(person_id: int) -> str:
    """A person's shared notes: all for the learner, else those the reader wrote."""
    learner = person(person_id)
    authorize(Permission.READ_PROFILE, learner)
    reader = person_signed_in()
    return render_template(
        "conversation/notes.html",
        learner=learner,
        is_own=reader.id == learner.id,
        notes=queries.observations_of(learner, reader),
        visit_title=visit_title,
    )
