"""An exercise: its form with a draft that keeps itself, a look before submitting, and what a marker said."""

import secrets
from dataclasses import dataclass

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize
from kamacademy.exercise import operations, queries
from kamacademy.exercise.answers import Answers, problems, read, with_row_added, without_blank_rows
from kamacademy.exercise.documents import Exercise
from kamacademy.exercise.forms import ExerciseForm, exercise_form
from kamacademy.exercise.models import Submission
from kamacademy.exercise.page import missing_shown, shown
from kamacademy.exercise.privacy import hints

exercise = Blueprint("exercise", __name__, template_folder="templates")

Page = str | tuple[str, int]
ELSEWHERE = "This exercise was changed in another window since you opened this page."
CLOSED = "This work has been handed in, so it no longer changes."


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form sent: the answers, and the open page and saving it knows of."""

    answers: Answers
    page: str
    number: int


def own_submission(submission_id: int) -> Submission:
    """The work, if it is the person's own."""
    found = queries.submission(submission_id)
    authorize(Permission.CONTINUE_LEARNING, found)
    return found


def sent(form: Exercise) -> Sent:
    """What was sent now."""
    number = request.form.get("number", "")
    return Sent(
        answers=read(form, request.form.to_dict(flat=False)),
        page=request.form.get("page", "")[:32],
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 9 else -1,
    )


@exercise.get("/submissions/<int:submission_id>")
def submission(submission_id: int) -> str:
    """The form while it may be changed; afterwards what was handed in, and what a marker said."""
    found = own_submission(submission_id)
    if not found.is_open:
        return reading_page(found)
    form, answers = queries.exercise_of(found), found.answers
    made = exercise_form(form, answers, page=secrets.token_hex(8), number=found.draft_number)
    if "check" in request.args:
        made.show_problems(problems(form, answers))
    return form_page(found, made)


@exercise.post("/submissions/<int:submission_id>")
def save(submission_id: int) -> Response | Page:
    """Keep the draft; then go on writing, add a row, or look it over."""
    found = own_submission(submission_id)
    form = queries.exercise_of(found)
    given, table = sent(form), request.form.get("add", "")
    answers = with_row_added(form, given.answers, table) if table else given.answers
    try:
        operations.save_draft(
            found, answers, page=given.page, number=given.number, at=clock.now(), is_left=True,
            over="over" in request.form,
        )  # fmt: skip
    except operations.NotOpen:
        flash(CLOSED, "caution")
        return redirect(url_for("exercise.submission", submission_id=found.id), 303)
    except (operations.ChangedElsewhere, operations.DraftTooLong) as refusal:
        made = exercise_form(form, answers, page=given.page, number=given.number)
        is_elsewhere = isinstance(refusal, operations.ChangedElsewhere)
        return form_page(found, made, refusal=str(refusal), is_elsewhere=is_elsewhere), 409 if is_elsewhere else 422
    if table:
        return redirect(url_for("exercise.submission", submission_id=found.id, _anchor=f"{table}-rows-end"), 303)
    if "later" in request.form:
        flash("Saved. You can go on whenever you like.", "good")
        return redirect(url_for("exercise.submission", submission_id=found.id), 303)
    return redirect(url_for("exercise.review", submission_id=found.id), 303)


@exercise.post("/submissions/<int:submission_id>/draft")
def keep(submission_id: int) -> str:
    """Keep the draft while it is being written; says so in a line for the open page."""
    found = own_submission(submission_id)
    given = sent(queries.exercise_of(found))
    refusal = ""
    try:
        operations.save_draft(found, given.answers, page=given.page, number=given.number, at=clock.now())
    except operations.NotOpen:
        refusal = CLOSED
    except operations.ChangedElsewhere:
        refusal = f"Not saved. {ELSEWHERE}"
    except operations.DraftTooLong as too_long:
        refusal = f"Not saved. {too_long}"
    return render_template("exercise/_saved.html", submission=found, refusal=refusal, just_now=True)


@exercise.get("/submissions/<int:submission_id>/review")
def review(submission_id: int) -> Response | Page:
    """Everything once more before it is handed in: what is missing, and what may identify somebody."""
    found = own_submission(submission_id)
    if not found.is_open:
        return redirect(url_for("exercise.submission", submission_id=found.id), 303)
    return review_page(found)


@exercise.post("/submissions/<int:submission_id>/submit")
def submit(submission_id: int) -> Response | Page:
    """Hand the work in; a second click changes nothing."""
    found = own_submission(submission_id)
    try:
        operations.submit(found, at=clock.now())
    except operations.NotComplete:
        return review_page(found), 422
    return redirect(url_for("exercise.submission", submission_id=found.id), 303)


@exercise.get("/submissions/<int:submission_id>/<any(submit, draft):_act>")
def back_to_submission(submission_id: int, _act: str) -> Response:
    """A reload after an act comes back to the work."""
    return redirect(url_for("exercise.submission", submission_id=own_submission(submission_id).id), 303)


def form_page(found: Submission, made: ExerciseForm, *, refusal: str = "", is_elsewhere: bool = False) -> str:
    """The form, with what was refused."""
    return render_template(
        "exercise/form.html",
        submission=found,
        exercise=queries.exercise_of(found),
        rubric=queries.rubric_of(found),
        form=made,
        refusal=ELSEWHERE if is_elsewhere else refusal,
        is_elsewhere=is_elsewhere,
    )


def review_page(found: Submission) -> str:
    """The draft as a marker would read it."""
    form, answers = queries.exercise_of(found), without_blank_rows(found.answers)
    return render_template(
        "exercise/review.html",
        submission=found,
        exercise=form,
        answers=answers,
        sections=shown(form, answers),
        missing=missing_shown(form, problems(form, found.answers)),
        hints=hints(form, found.answers),
    )


def reading_page(found: Submission) -> str:
    """What was handed in, where it stands, and what was said of it."""
    form = queries.exercise_of(found)
    assert found.latest is not None, "work that may not be changed has been handed in"
    decision = found.latest.decision
    return render_template(
        "exercise/submitted.html",
        submission=found,
        exercise=form,
        rubric=queries.rubric_of(found),
        answers=found.latest.answers,
        sections=shown(form, found.latest.answers),
        decision=decision,
        correction=current_app.extensions["correction_of"](found.id) if decision else None,
    )
