"""Signing a plan, and reading what was signed."""

from flask import Blueprint, flash, redirect, render_template, url_for

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.agreeing import operations, queries
from kamacademy.agreeing.agreement import MEANING, Side, content_of, mark_of, may_be_signed, side_of
from kamacademy.agreeing.forms import SignForm
from kamacademy.content.queries import library
from kamacademy.development import queries as plans
from kamacademy.development.acting import Answer, is_own, titles
from kamacademy.development.models import Plan
from kamacademy.development.rules import NothingProposed, PlanRule
from kamacademy.development.words import opened_words
from kamacademy.people import confirmation

agreeing = Blueprint("agreeing", __name__, template_folder="templates")


@agreeing.route("/plans/<int:plan_id>/agree", methods=["GET", "POST"])
def agree(plan_id: int) -> Answer:
    """Everything that is signed, once more, then the password."""
    found = plans.plan(plan_id)
    authorize(Permission.CHANGE_PLAN, found)
    by, at, form, status = person_signed_in(), clock.now(), SignForm(), 200
    side = side_of(by.id, found.learner_id)
    if not may_be_signed(found) or found.closed_at is not None:
        flash(str(NothingProposed()), "caution")
        return redirect(url_for("plan.running", person_id=found.learner_id), 303)
    if form.is_submitted():
        status = confirmation.status_of(form, by, at=at)
        if status == confirmation.DONE:
            try:
                begun = operations.agree(found, by=by, at=at, read=form.read.data or "")
                flash(opened_words("You signed the plan.", titles(begun)), "good")
                return redirect(url_for("plan.running", person_id=found.learner_id), 303)
            except PlanRule as broken:
                form.say(str(broken))
                status = 422
    return sign_page(found, form, side), status


def sign_page(found: Plan, form: SignForm, side: Side) -> str:
    """What is signed, as it stands or as the other has signed it already."""
    agreement = queries.current_agreement(found)
    content = agreement.content if agreement else content_of(found)
    form.read.data = mark_of(content)
    return render_template(
        "agreeing/sign.html", form=form, plan=found, learner=found.learner, is_own=side is Side.LEARNER,
        meaning=MEANING[side], lines=queries.signed_lines(content, library()),
        signatures=queries.signatures_under(agreement) if agreement else (),
    )  # fmt: skip


@agreeing.get("/plans/<int:plan_id>/agreement")
def agreements(plan_id: int) -> str:
    """What was signed under a plan, newest first, and whether each signature still holds."""
    found, release = plans.plan(plan_id), library()
    authorize(Permission.READ_PLAN, found)
    signed = [(one, queries.signed_lines(one.content, release)) for one in queries.signed_agreements(found)]
    return render_template(
        "agreeing/agreements.html", plan=found, learner=found.learner, signed=signed, is_own=is_own(found)
    )
