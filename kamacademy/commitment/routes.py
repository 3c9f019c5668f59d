"""Commitments after a module: making, changing, answering and sharing them, and how they are kept, in counts."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.commitment import operations, queries
from kamacademy.commitment.asking import KEPT_WORDS, may_change, open_question
from kamacademy.commitment.forms import AnswersForm, IntoPlanForm, LinesForm, answers_form
from kamacademy.commitment.keeping import rounds
from kamacademy.commitment.lines import KIND_WORDS
from kamacademy.commitment.models import Pledge
from kamacademy.commitment.operations import Said
from kamacademy.commitment.page import pledge_page, released_by, released_words
from kamacademy.commitment.rules import AlreadyCommitted, AlreadyInPlan, CommitmentRule, LineGone
from kamacademy.competency.queries import competencies_in
from kamacademy.content.queries import library
from kamacademy.curriculum.reactions import STEP
from kamacademy.development.plan import default_due, latest_due
from kamacademy.development.rules import PlanRule
from kamacademy.mail.queries import own_day
from kamacademy.people.queries import person

commitment = Blueprint("commitment", __name__, template_folder="templates")

Answer = str | Response | tuple[str, int]


@commitment.get("/commitments")
def commitments() -> str:
    """One's own commitments with every answer, and the hours that they released."""
    learner, at = person_signed_in(), clock.now()
    authorize(Permission.COMMIT, learner)
    found, day = queries.pledges_of(learner), own_day(learner.id, at)
    relation = learner.coaching_on(at.date())
    return render_template(
        "commitment/commitments.html",
        pages=[pledge_page(one, day) for one in found],
        released_words=released_words(released_by(found)),
        coach=relation.coach if relation is not None else None,
    )


@commitment.route("/commitments/after/<int:attempt_id>", methods=["GET", "POST"])
def after(attempt_id: int) -> Answer:
    """Write down what one will stop, start and continue after a module, or put it in other words."""
    attempt = queries.attempt(attempt_id)
    authorize(Permission.CONTINUE_LEARNING, attempt)
    found, form, at = queries.find_pledge(attempt.id), LinesForm(), clock.now()
    module, day = queries.module_of(attempt), own_day(attempt.learner_id, at)
    if request.method == "GET":
        if found is not None and not may_change(found.made_on, day):
            return to_commitments(f"pledge-{found.id}")
        if found is not None:
            form.take(found)
    elif form.validate():
        try:
            if found is None:
                operations.write_down(attempt, form.lines(), on=day, at=at)
            else:
                operations.change(found, form.lines(), on=day, at=at)
        except AlreadyCommitted as twice:
            flash(str(twice), "info")
            return to_commitments()
        except CommitmentRule as broken:
            form.form_errors.append(str(broken))
        else:
            flash("Kept. You will be asked how it went after 30, 60 and 90 days.", "good")
            return to_commitments()
    page = render_template(
        "commitment/after.html", attempt=attempt, module=module, form=form, is_change=found is not None
    )
    return page, 422 if form.is_submitted() else 200


def to_commitments(anchor: str | None = None) -> Response:
    """To one's own commitments."""
    return redirect(url_for("commitment.commitments", _anchor=anchor), 303)


@commitment.route("/commitments/<int:pledge_id>/answers/<int:after_days>", methods=["GET", "POST"])
def answers(pledge_id: int, after_days: int) -> Answer:
    """Say how the commitments after a module were kept."""
    found = queries.pledge(pledge_id)
    authorize(Permission.COMMIT, found)
    at = clock.now()
    day = own_day(found.learner_id, at)
    asked = open_question(found.made_on, found.answered, day)
    if asked is None or asked.after_days != after_days:
        flash("This question is not open now. What you answered stays as it is.", "info")
        return to_commitments(f"pledge-{found.id}")
    form = answers_form(found.commitments)
    if form.validate_on_submit():
        try:
            operations.answer(found, after_days, said_in(form, found), on=day, at=at)
        except CommitmentRule as broken:
            flash(str(broken), "caution")
        else:
            flash("Thank you. Your answers are kept.", "good")
        return to_commitments(f"pledge-{found.id}")
    page = render_template("commitment/answers.html", pledge=found, asked=asked, form=form)
    return page, 422 if form.is_submitted() else 200


def said_in(form: AnswersForm, pledge: Pledge) -> dict[int, Said]:
    """What the form says of each commitment."""
    return {one.id: Said(form.kept_of(one), form.hours_of(one), form.words_of(one)) for one in pledge.commitments}


@commitment.post("/commitments/<int:commitment_id>/share")
def share(commitment_id: int) -> Response:
    """Let the present coach read one commitment with its answers."""
    found = queries.commitment(commitment_id)
    authorize(Permission.COMMIT, found)
    try:
        coach = operations.share(found, at=clock.now())
        flash(f"{coach.first_name} can read this commitment and its answers, until you stop sharing it.", "good")
    except CommitmentRule as broken:
        flash(str(broken), "caution")
    return to_commitments(f"commitment-{commitment_id}")


@commitment.post("/commitments/<int:commitment_id>/withdraw")
def withdraw(commitment_id: int) -> Response:
    """Share one commitment no more."""
    found = queries.commitment(commitment_id)
    authorize(Permission.COMMIT, found)
    try:
        operations.withdraw(found, at=clock.now())
        flash("It is yours alone again.", "good")
    except CommitmentRule as broken:
        flash(str(broken), "caution")
    return to_commitments(f"commitment-{commitment_id}")


@commitment.get("/commitments/<int:commitment_id>/<any(share, withdraw):_act>")
def back(commitment_id: int, _act: str) -> Response:
    """A reload after an act comes back to the page."""
    authorize(Permission.COMMIT, queries.commitment(commitment_id))
    return to_commitments(f"commitment-{commitment_id}")


@commitment.route("/commitments/<int:commitment_id>/plan", methods=["GET", "POST"])
def into_plan(commitment_id: int) -> Answer:
    """Put one commitment forward as an action of the plan."""
    found = queries.commitment(commitment_id)
    authorize(Permission.COMMIT, found)
    if found.action_id is not None:
        return redirect(url_for("plan.running", person_id=found.pledge.learner_id), 303)
    release, at, form = library(), clock.now(), IntoPlanForm()
    module = queries.module_of(found.pledge.attempt)
    form.offer_indicators(competencies_in(release), first=[one.competency for one in module.builds])
    if request.method == "GET":
        form.title.data = f"{KIND_WORDS[found.sort]} {found.words}"
        form.indicator.data, form.due_on.data = module.observation.indicator, default_due(clock.today())
    elif form.validate():
        try:
            details = form.details(operations.kpi_for(found, module, release))
            operations.take_into_plan(found, details, at=at, library=release)
        except AlreadyInPlan as twice:
            flash(str(twice), "info")
            return redirect(url_for("plan.running", person_id=found.pledge.learner_id), 303)
        except LineGone as gone:
            flash(str(gone), "caution")
            return to_commitments()
        except PlanRule as broken:
            form.form_errors.append(str(broken))
        else:
            flash("Proposed. It begins when both have signed.", "good")
            return redirect(url_for("plan.running", person_id=found.pledge.learner_id), 303)
    page = render_template("commitment/into-plan.html", commitment=found, form=form, latest=latest_due(clock.today()))
    return page, 422 if form.is_submitted() else 200


@commitment.get("/people/<int:person_id>/commitments")
def of_person(person_id: int) -> Answer:
    """The commitments that a learner shares with the coach who asks."""
    learner, reader = person(person_id), person_signed_in()
    authorize(Permission.READ_COMMITMENTS, learner)
    if learner.id == reader.id:
        return to_commitments()
    day = own_day(learner.id, clock.now())
    shown = [pledge_page(one, day, lines) for one, lines in queries.shared_with(reader, learner)]
    return render_template("commitment/shared.html", learner=learner, pages=shown)


@commitment.get("/academy/commitments")
def keeping() -> str:
    """After which modules people committed to something, and how many."""
    authorize(Permission.READ_KEPT_COMMITMENTS)
    today, by_module = clock.today(), queries.pledged_by_module()
    names = queries.names_of_modules()
    shown = [(slug, name, rounds(by_module.get(slug, ()), today)[0]) for slug, name in names.items()]
    return render_template("commitment/keeping.html", shown=shown, STEP=STEP)


@commitment.get("/academy/commitments/<module>")
def kept_after(module: str) -> str:
    """How commitments after one module were kept at 30, 60 and 90 days, in counts."""
    authorize(Permission.READ_KEPT_COMMITMENTS)
    name = queries.names_of_modules().get(module)
    if name is None:
        abort(404)
    found = queries.pledged_by_module(module).get(module, [])
    return render_template(
        "commitment/module.html",
        name=name,
        rounds=rounds(found, clock.today()),
        KEPT_WORDS=KEPT_WORDS,
        STEP=STEP,
    )
