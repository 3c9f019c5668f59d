"""A sitting: its first page, one page a question, submitting, the result."""

import secrets

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize
from kamacademy.assessment import operations, queries
from kamacademy.assessment.forms import AnswerForm
from kamacademy.assessment.models import Sitting
from kamacademy.assessment.paper import open_from
from kamacademy.wording import moment

assessment = Blueprint("assessment", __name__, template_folder="templates")

LARGEST_SEED = 2**31 - 1
CLOSED = "This check has been submitted, so its answers stand as they were."


def own_sitting(sitting_id: int) -> Sitting:
    """The sitting, if it is the person's own."""
    sitting = queries.sitting(sitting_id)
    authorize(Permission.CONTINUE_LEARNING, sitting)
    return sitting


@assessment.get("/sittings/<int:sitting_id>")
def sitting(sitting_id: int) -> str:
    """Before submitting: what is answered and what is open. Afterwards: the result."""
    sitting = own_sitting(sitting_id)
    sheet = queries.sheet_of(sitting)
    if not sitting.is_submitted:
        return render_template("assessment/review.html", sitting=sitting, sheet=sheet)
    wait_until = open_from(sheet.paper, sitting.submitted_at)
    return render_template(
        "assessment/result.html",
        sitting=sitting,
        sheet=sheet,
        wait_until=wait_until if wait_until and wait_until > clock.now() else None,
    )


@assessment.route("/sittings/<int:sitting_id>/<int:place>", methods=["GET", "POST"])
def question(sitting_id: int, place: int) -> str | Response | tuple[str, int]:
    """One question on a page of its own; its answer is kept as it is given."""
    sitting, form = own_sitting(sitting_id), AnswerForm()
    sheet = queries.sheet_of(sitting)
    if not 1 <= place <= len(sheet.questions):
        abort(404)
    if sitting.is_submitted:
        return to_result(sitting)
    asked = sheet.questions[place - 1]
    if request.method == "GET":
        return render_template("assessment/question.html", sitting=sitting, sheet=sheet, question=asked, form=form)
    if form.validate():
        try:
            operations.answer(sitting, asked.item.id, form.position, at=clock.now())
            return redirect(address_after(sitting, place, len(sheet.questions)), 303)
        except operations.NoSuchChoice:
            form.choice.errors = ["This question has no such answer. Choose one of those shown."]
        except operations.SittingSubmitted:
            return to_result(sitting)
    return render_template("assessment/question.html", sitting=sitting, sheet=sheet, question=asked, form=form), 422


def address_after(sitting: Sitting, place: int, questions: int) -> str:
    """The next question, or the overview after the last."""
    if place < questions:
        return url_for("assessment.question", sitting_id=sitting.id, place=place + 1)
    return url_for("assessment.sitting", sitting_id=sitting.id)


def to_result(sitting: Sitting) -> Response:
    """On to the result, saying why."""
    if request.method == "POST":
        flash(CLOSED, "caution")
    return redirect(url_for("assessment.sitting", sitting_id=sitting.id), 303)


@assessment.post("/sittings/<int:sitting_id>/submit")
def submit(sitting_id: int) -> Response:
    """Submit the whole; a second click changes nothing."""
    sitting = own_sitting(sitting_id)
    operations.submit(sitting, at=clock.now())
    return redirect(url_for("assessment.sitting", sitting_id=sitting.id), 303)


@assessment.post("/sittings/<int:sitting_id>/again")
def again(sitting_id: int) -> Response:
    """A new sitting of the same paper and release, unless it is too soon or one is already passed or running."""
    sitting = own_sitting(sitting_id)
    if not sitting.is_submitted or sitting.passed:
        return redirect(url_for("assessment.sitting", sitting_id=sitting.id), 303)
    try:
        fresh = operations.begin_sitting(
            sitting.learner,
            sitting.paper,
            release_id=sitting.release_id,
            seed=secrets.randbelow(LARGEST_SEED),
            at=clock.now(),
            return_to=sitting.return_to,
        )
    except operations.TooSoon as refusal:
        flash(f"You can try this check again from {moment(refusal.from_)}.", "caution")
        return redirect(url_for("assessment.sitting", sitting_id=sitting.id), 303)
    return redirect(url_for("assessment.sitting", sitting_id=fresh.id), 303)


@assessment.get("/sittings/<int:sitting_id>/<any(submit, again):_act>")
def back_to_sitting(sitting_id: int, _act: str) -> Response:
    """A reload after an act comes back to the sitting."""
    return redirect(url_for("assessment.sitting", sitting_id=own_sitting(sitting_id).id), 303)
