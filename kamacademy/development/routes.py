"""The plan and the results of one person: where actions meet KPIs."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.competency.queries import competencies_in
from kamacademy.content.queries import library
from kamacademy.db import remember
from kamacademy.development import file_store, operations, queries
from kamacademy.development.action_library import find_entry
from kamacademy.development.agreement import MEANING, Side, content_of, mark_of, may_be_signed, side_of
from kamacademy.development.evidence_file import KIND_WORDS, KINDS, LARGEST_BYTES, kind_of_name
from kamacademy.development.forms import (
    CheckInForm,
    ConfirmForm,
    DetailsForm,
    DropForm,
    EmptyForm,
    EvidenceForm,
    OwnActionForm,
    PlanForm,
    RedateForm,
    ReturnForm,
    ReviewForm,
    SignForm,
    VerdictForm,
)
from kamacademy.development.models import Action, ActionEvidence, Plan, PlanReview
from kamacademy.development.page import gap_lines, next_evidence
from kamacademy.development.plan import RUNNING, State, default_due, latest_due
from kamacademy.development.review import VERDICT_WORDS, Said
from kamacademy.development.rules import NothingProposed, NothingToShow, NotInThisState, PlanRule
from kamacademy.development.words import opened_words
from kamacademy.kpi.queries import kpis_for, kpis_in
from kamacademy.kpi.rules import is_kept_for_a_person, why_not_for_person, why_not_for_role
from kamacademy.people import confirmation
from kamacademy.people.models import Person
from kamacademy.people.queries import person

development = Blueprint("development", __name__, template_folder="templates")

Answer = str | Response | tuple[str, int]
# What an act on an action does and what is said about it afterwards.
Act = Callable[[Person, datetime], str]
# A form with a file may be as large as the file and the words around it.
LARGEST_FORM_BYTES = LARGEST_BYTES + 1024 * 1024


@development.url_value_preprocessor
def make_room_for_a_file(endpoint: str | None, _values: Mapping[str, Any] | None) -> None:
    """Let the one form that takes a file be as large as a file; asked before anything reads what was sent."""
    if endpoint == "development.complete":
        request.max_content_length = LARGEST_FORM_BYTES


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
    return render_template(
        "development/closed.html", plan=found, kept=queries.closed_plan(found, library()), learner=found.learner,
        is_own=is_own(found),
    )  # fmt: skip


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
    page = queries.page_of(found, reader, known, lexicon, today)
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
        flash("Suggested from what is known. Say where each will be tried, then you both sign.", "good")
    else:
        flash("No known gap is left to suggest for. Choose from the library, or add an action of your own.", "caution")
    return redirect(url_for("development.plan_of", person_id=learner.id), 303)


@development.route("/plans/<int:plan_id>/agree", methods=["GET", "POST"])
def agree(plan_id: int) -> Answer:
    """Everything that is signed, once more, then the password."""
    found = queries.plan(plan_id)
    authorize(Permission.CHANGE_PLAN, found)
    by, at, form, status = person_signed_in(), clock.now(), SignForm(), 200
    side = side_of(by.id, found.learner_id)
    if not may_be_signed(found) or found.closed_at is not None:
        flash(str(NothingProposed()), "caution")
        return redirect(url_for("development.plan_of", person_id=found.learner_id), 303)
    if form.is_submitted():
        status = confirmation.status_of(form, by, at=at)
        if status == confirmation.DONE:
            try:
                begun = operations.agree(found, by=by, at=at, read=form.read.data or "")
                flash(opened_words("You signed the plan.", titles(begun)), "good")
                return redirect(url_for("development.plan_of", person_id=found.learner_id), 303)
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
        "development/sign.html", form=form, plan=found, learner=found.learner, is_own=side is Side.LEARNER,
        meaning=MEANING[side], lines=queries.signed_lines(content, library()),
        signatures=queries.signatures_under(agreement) if agreement else (),
    )  # fmt: skip


@development.get("/plans/<int:plan_id>/agreement")
def agreements(plan_id: int) -> str:
    """What was signed under a plan, newest first, and whether each signature still holds."""
    found, release = queries.plan(plan_id), library()
    authorize(Permission.READ_PLAN, found)
    signed = [(one, queries.signed_lines(one.content, release)) for one in queries.signed_agreements(found)]
    return render_template(
        "development/agreements.html", plan=found, learner=found.learner, signed=signed, is_own=is_own(found)
    )


@development.post("/plans/<int:plan_id>/close")
def close(plan_id: int) -> Response:
    """Keep a finished plan as history."""
    found = queries.plan(plan_id)
    authorize(Permission.CHANGE_PLAN, found)

    def act(by: Person, at: datetime) -> str:
        operations.close(found, by=by, at=at, library=library())
        return "The plan is closed and kept as it was. Draft the next one when you are ready."

    return press(found, act)


@development.route("/plans/<int:plan_id>/review", methods=["GET", "POST"])
def review(plan_id: int) -> Answer:
    """Go through what is running, together; one writes it down, the other confirms that it was held."""
    found = queries.plan(plan_id)
    authorize(Permission.CHANGE_PLAN, found)
    if found.closed_at is not None or found.first_agreed_on is None:
        flash("Both sign the plan first; from then on it is reviewed every ninety days.", "caution")
        return redirect(url_for("development.plan_of", person_id=found.learner_id), 303)
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
        "development/review.html", plan=found, learner=found.learner, form=form, actions=actions, verdicts=verdicts,
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
    return redirect(url_for("development.review", plan_id=found.id), 303)


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
        "development/written_review.html", plan=found, learner=found.learner, review=waiting, form=confirm,
        words={one.value: words for one, words in VERDICT_WORDS.items()}, is_own=is_own(found),
        is_other=side_of(by.id, found.learner_id) is not side_of(waiting.written_by_id, found.learner_id),
    )  # fmt: skip


@development.post("/plans/<int:plan_id>/review/<int:review_id>/confirm")
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
            return redirect(url_for("development.plan_of", person_id=found.plan.learner_id), 303)
        except PlanRule as broken:
            form.say(str(broken))
    return written_page(found.plan, found, form), 422


@development.get("/plans/<int:plan_id>/reviews")
def reviews(plan_id: int) -> str:
    """The reviews that were held, newest first."""
    found = queries.plan(plan_id)
    authorize(Permission.READ_PLAN, found)
    return render_template(
        "development/reviews.html", plan=found, learner=found.learner, reviews=queries.held_reviews(found),
        is_own=is_own(found),
    )  # fmt: skip


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
            flash("Proposed. It begins when both have signed.", "good")
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
        return "Proposed. Say where it will be tried; it begins when both have signed."

    return press(found, act)


@development.route(
    "/people/<int:person_id>/plan/try/<any(lesson, check, result):kind>/<path:key>", methods=["GET", "POST"]
)
def try_it(person_id: int, kind: str, key: str) -> Answer:
    """Take a thought into the plan where it comes up: from a lesson, a check not passed, or a result to move."""
    learner, release, today, at = person(person_id), library(), clock.today(), clock.now()
    authorize(Permission.CHANGE_PLAN if kind == "result" else Permission.WORK_ON_OWN_PLAN, learner)
    thought = queries.find_thought(learner, kind, key, release) or abort(404)
    form, by = OwnActionForm(), person_signed_in()
    shelves = queries.shelves_of_thought(learner, thought, today, release)
    form.offer_kpis(kpis_for(learner.job_role, release))
    form.offer_indicators(competencies_in(release), first=thought.competencies)
    if request.method == "GET":
        form.due_on.data, form.indicator.data, form.kpi.data = default_due(today), thought.indicator, thought.kpi or ""
    elif entry := find_entry(release, request.form.get("library_id")):
        operations.take_thought(learner, thought.source, entry=entry, by=by, at=at, library=release)
        return taken(learner)
    elif form.validate():
        try:
            details = form.details(indicator=form.indicator.data, kind=form.kind.data)
            operations.take_thought(learner, thought.source, details=details, by=by, at=at, library=release)
            return taken(learner)
        except PlanRule as broken:
            form.say(str(broken))
    page = render_template(
        "development/try.html", learner=learner, form=form, shelves=shelves, thought=thought, latest=latest_due(today),
        is_own=by.id == learner.id,
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


def taken(learner: Person) -> Response:
    """To the plan, with what was put into it."""
    flash("Proposed. It begins when both have signed.", "good")
    return redirect(url_for("development.plan_of", person_id=learner.id), 303)


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
        "development/evidence.html", form=form, action=action, learner=action.learner, is_own=is_own(action.plan),
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
        return redirect(url_for("development.complete", plan_id=action.plan_id, action_id=action.id), 303)
    return redirect(url_for("development.plan_of", person_id=action.learner.id), 303)


@development.get("/plans/<int:plan_id>/actions/<int:action_id>/evidence/<int:evidence_id>")
def evidence_file(plan_id: int, action_id: int, evidence_id: int) -> Response:
    """A file, never shown in the page: only as something to save."""
    found = evidence_in(plan_id, action_id, evidence_id)
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


@development.post("/plans/<int:plan_id>/actions/<int:action_id>/evidence/<int:evidence_id>/take-away")
def take_away(plan_id: int, action_id: int, evidence_id: int) -> Response:
    """Take a piece of evidence away that one gave oneself; its file goes with it once this is committed."""
    found = evidence_in(plan_id, action_id, evidence_id)
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
    return redirect(url_for("development.complete", plan_id=plan_id, action_id=action_id), 303)


def evidence_in(plan_id: int, action_id: int, evidence_id: int) -> ActionEvidence:
    """A piece of evidence by its action's address, or 404."""
    found = queries.evidence(evidence_id)
    if (found.action.plan_id, found.action_id) != (plan_id, action_id):
        abort(404)
    return found


@development.post("/plans/<int:plan_id>/actions/<int:action_id>/accept")
def accept(plan_id: int, action_id: int) -> Response:
    """What was handed in is done."""
    action = action_in(plan_id, action_id)
    authorize(Permission.JUDGE_ACTION, action)
    return press(
        action.plan, lambda by, at: opened_words("Accepted as done.", titles(operations.accept(action, by=by, at=at)))
    )


@development.route("/plans/<int:plan_id>/actions/<int:action_id>/return", methods=["GET", "POST"])
def give_back(plan_id: int, action_id: int) -> Answer:
    """What was handed in is open again, with a reason."""
    action = action_in(plan_id, action_id)
    authorize(Permission.JUDGE_ACTION, action)
    form = ReturnForm()

    def act(by: Person, at: datetime) -> str:
        operations.give_back(action, reason=form.words("reason"), by=by, at=at)
        return f"Returned to {action.learner.first_name} with your reason. It is open again."

    return answer(form, action, "Return an action", "Return the action", act)


@development.post("/plans/<int:plan_id>/actions/<int:action_id>/stretch")
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
