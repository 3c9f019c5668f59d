"""Holding a review, and reading those held."""

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.agreeing.agreement import side_of
from kamacademy.development import queries as plans
from kamacademy.development.acting import Answer, is_own, titles
from kamacademy.development.models import Plan
from kamacademy.development.plan import RUNNING, latest_due
from kamacademy.development.rules import PlanRule
from kamacademy.development.words import opened_words
from kamacademy.reviewing import operations, queries
from kamacademy.reviewing.forms import ConfirmForm, ReviewForm, VerdictForm
from kamacademy.reviewing.models import PlanReview
from kamacademy.reviewing.review import VERDICT_WORDS, Said

reviewing = Blueprint("reviewing", __name__, template_folder="templates")


@reviewing.route("/plans/<int:plan_id>/review", methods=["GET", "POST"])
def review(plan_id: int) -> Answer:
    """Go through what is running, together; one writes it down, the other confirms that it was held."""
    found = plans.plan(plan_id)
    authorize(Permission.CHANGE_PLAN, found)
    if found.closed_at is not None or found.first_agreed_on is None:
        flash("Both sign the plan first; from then on it is reviewed every ninety days.", "caution")
        return redirect(url_for("plan.running", person_id=found.learner_id), 303)
    waiting = queries.waiting_review(found.id)
    if waiting is not None and request.method == "GET" and not request.args.get("again"):
        return written_page(found, waiting)
    form, actions = ReviewForm(), [one for one in found.actions if one.state in RUNNING]
    verdicts = {one.id: VerdictForm(request.form or None, prefix=f"action-{one.id}-") for one in actions}
    if request.method == "GET" and waiting is not None:
        form.take(waiting)
        take_verdicts(verdicts, waiting)
    # Both are asked, so that every field says at once what it lacks.
    if form.is_submitted() and all([form.validate(), *(one.validate() for one in verdicts.values())]):
        try:
            said = {key: one.said() for key, one in verdicts.items()}
            return keep_review(found, form, said)
        except PlanRule as broken:
            form.say(str(broken))
    page = render_template(
        "reviewing/review.html", plan=found, learner=found.learner, form=form, actions=actions, verdicts=verdicts,
        is_own=is_own(found), latest=latest_due(clock.today()),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


def keep_review(found: Plan, form: ReviewForm, said: Mapping[int, Said]) -> Response:
    """Write the review down; the other confirms it."""
    operations.write_review(
        found, said, moved=form.words("moved"), next_step=form.words("next_step"), by=person_signed_in(),
        at=clock.now(),
    )  # fmt: skip
    flash("Written down. It takes effect once the other of you has confirmed that it was held.", "good")
    return redirect(url_for("reviewing.review", plan_id=found.id), 303)


def take_verdicts(verdicts: Mapping[int, VerdictForm], waiting: PlanReview) -> None:
    """Fill in what was written before."""
    for one in waiting.verdicts:
        if one.action_id in verdicts:
            form = verdicts[one.action_id]
            form.verdict.data, form.reason.data, form.due_on.data = one.verdict, one.reason, one.due_on


def written_page(found: Plan, waiting: PlanReview, form: ConfirmForm | None = None) -> str:
    """The review as it was written, for the other to confirm."""
    by = person_signed_in()
    confirm = form or ConfirmForm()
    confirm.edition.data = str(waiting.edition)
    return render_template(
        "reviewing/written_review.html", plan=found, learner=found.learner, review=waiting, form=confirm,
        words={one.value: words for one, words in VERDICT_WORDS.items()}, is_own=is_own(found),
        is_other=side_of(by.id, found.learner_id) is not side_of(waiting.written_by_id, found.learner_id),
    )  # fmt: skip


@reviewing.post("/plans/<int:plan_id>/review/<int:review_id>/confirm")
def confirm_review(plan_id: int, review_id: int) -> Answer:
    """The other's word that the review was held as written."""
    found = queries.review(review_id)
    if found.plan_id != plan_id:
        abort(404)
    authorize(Permission.CHANGE_PLAN, found.plan)
    form = ConfirmForm()
    if form.validate_on_submit():
        try:
            begun = operations.confirm_review(found, edition=form.edition_read, by=person_signed_in(), at=clock.now())
            flash(opened_words("The review is held.", titles(begun)), "good")
            return redirect(url_for("plan.running", person_id=found.plan.learner_id), 303)
        except PlanRule as broken:
            form.say(str(broken))
    return written_page(found.plan, found, form), 422


@reviewing.get("/plans/<int:plan_id>/reviews")
def reviews(plan_id: int) -> str:
    """The reviews that were held, newest first."""
    found = plans.plan(plan_id)
    authorize(Permission.READ_PLAN, found)
    return render_template(
        "reviewing/reviews.html", plan=found, learner=found.learner, reviews=queries.held_reviews(found),
        is_own=is_own(found),
    )  # fmt: skip
