"""Showing that an action is done; the coach's word on it."""

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.db import remember
from kamacademy.development.acting import Answer, action_in, answer, is_own, press, titles
from kamacademy.development.models import Action
from kamacademy.development.rules import NothingToShow, PlanRule
from kamacademy.development.words import opened_words
from kamacademy.fields import EmptyForm
from kamacademy.people.models import Person
from kamacademy.proof import file_store, operations, queries
from kamacademy.proof.evidence_file import KIND_WORDS, KINDS, LARGEST_BYTES, kind_of_name
from kamacademy.proof.forms import EvidenceForm, ReturnForm
from kamacademy.proof.models import ActionEvidence

proof = Blueprint("proof", __name__, template_folder="templates")


# A form with a file may be as large as the file and the words around it.
LARGEST_FORM_BYTES = LARGEST_BYTES + 1024 * 1024


@proof.url_value_preprocessor
def make_room_for_a_file(endpoint: str | None, _values: Mapping[str, Any] | None) -> None:
    """Let the one form that takes a file be as large as a file; asked before anything reads what was sent."""
    if endpoint == "proof.complete":
        request.max_content_length = LARGEST_FORM_BYTES


@proof.route("/plans/<int:plan_id>/actions/<int:action_id>/complete", methods=["GET", "POST"])
def complete(plan_id: int, action_id: int) -> Answer:
    """What shows that it is done: keep it, hand it in, or as the coach complete the action with it."""
    action = action_in(plan_id, action_id)
    authorize(Permission.CHANGE_PLAN, action)
    form = EvidenceForm()
    if form.validate_on_submit():
        try:
            return take_evidence(action, form)
        except PlanRule as broken:
            form.say(str(broken))
    page = render_template(
        "proof/evidence.html", form=form, action=action, learner=action.learner, is_own=is_own(action.plan),
        pieces=queries.evidence_by_action(action.plan).get(action.id, ()), kinds=KIND_WORDS,
        endings=",".join(f".{one}" for one in KINDS), reader_id=person_signed_in().id,
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


def take_evidence(action: Action, form: EvidenceForm) -> Response:
    """Keep what was given; then do what the button says. Raises PlanRule."""
    by, at, then = person_signed_in(), clock.now(), request.form.get("then")
    is_judged = then == "complete" and not is_own(action.plan)
    pieces = form.pieces(with_words=not is_judged)
    if not pieces and not then:
        raise NothingToShow
    if pieces:
        operations.give_evidence(action, pieces, by=by, at=at, data=current_app.config["DATA"])
    if is_judged:
        begun = operations.complete(action, form.words("evidence") or None, by=by, at=at)
        flash(opened_words("Done, with evidence.", titles(begun)), "good")
    elif then == "hand-in":
        authorize(Permission.WORK_ON_OWN_PLAN, action)
        operations.hand_in(action, by=by, at=at)
        flash("Handed in. Your coach says whether it is done; until then it keeps its place.", "good")
    else:
        flash("Kept with the action.", "good")
        return redirect(url_for("proof.complete", plan_id=action.plan_id, action_id=action.id), 303)
    return redirect(url_for("plan.running", person_id=action.learner.id), 303)


@proof.get("/plans/<int:plan_id>/evidence/<int:evidence_id>")
def evidence_file(plan_id: int, evidence_id: int) -> Response:
    """A file, never shown in the page: only as something to save."""
    found = evidence_in(plan_id, evidence_id)
    authorize(Permission.READ_PLAN, found.action)
    kind = kind_of_name(found.file_name or "")
    if found.digest is None or kind is None:
        abort(404)
    content = file_store.find(current_app.config["DATA"], found.action.learner.id, found.digest)
    if content is None:
        abort(404)
    answer = send_file(BytesIO(content), kind.mimetype, as_attachment=True, download_name=found.file_name, max_age=0)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@proof.post("/plans/<int:plan_id>/evidence/<int:evidence_id>/take-away")
def take_away(plan_id: int, evidence_id: int) -> Response:
    """Take a piece of evidence away that one gave oneself; its file goes with it once this is committed."""
    found = evidence_in(plan_id, evidence_id)
    authorize(Permission.CHANGE_PLAN, found.action)
    by, action, digest, data = person_signed_in(), found.action, found.digest, current_app.config["DATA"]
    if found.by_id != by.id:
        abort(403)
    try:
        operations.take_evidence_away(found, by=by, at=clock.now())
        flash("Taken away.", "good")
        learner_id = action.learner.id
        if digest is not None:
            remember(lambda: operations.forget_unused(learner_id, digest, data=data))
    except PlanRule as broken:
        flash(str(broken), "caution")
    return redirect(url_for("proof.complete", plan_id=plan_id, action_id=action.id), 303)


def evidence_in(plan_id: int, evidence_id: int) -> ActionEvidence:
    """A piece of evidence by its plan's address, or 404."""
    found = queries.evidence(evidence_id)
    if found.action.plan_id != plan_id:
        abort(404)
    return found


@proof.post("/plans/<int:plan_id>/actions/<int:action_id>/accept")
def accept(plan_id: int, action_id: int) -> Response:
    """What was handed in is done."""
    action = action_in(plan_id, action_id)
    authorize(Permission.JUDGE_ACTION, action)
    return press(
        action.plan, lambda by, at: opened_words("Accepted as done.", titles(operations.accept(action, by=by, at=at)))
    )


@proof.route("/plans/<int:plan_id>/actions/<int:action_id>/return", methods=["GET", "POST"])
def give_back(plan_id: int, action_id: int) -> Answer:
    """What was handed in is open again, with a reason."""
    action = action_in(plan_id, action_id)
    authorize(Permission.JUDGE_ACTION, action)
    form = ReturnForm()

    def act(by: Person, at: datetime) -> str:
        operations.give_back(action, reason=form.words("reason"), by=by, at=at)
        return f"Returned to {action.learner.first_name} with your reason. It is open again."

    return answer(form, action, "Return an action", "Return the action", act)


@proof.post("/plans/<int:plan_id>/actions/<int:action_id>/stretch")
def stretch(plan_id: int, action_id: int) -> Response:
    """How far the action reaches, as the coach sees it."""
    action = action_in(plan_id, action_id)
    authorize(Permission.JUDGE_ACTION, action)
    chosen = request.form.get("stretch", "")
    if chosen not in {"1", "2", "3"} or not EmptyForm().validate():
        abort(404)

    def act(by: Person, at: datetime) -> str:
        operations.rate_stretch(action, int(chosen), by=by, at=at)
        return "Kept as your view of how far it reaches."

    return press(action.plan, act)
