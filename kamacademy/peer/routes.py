"""Peer feedback: asking, choosing the rest, answering, and what a round says."""

import secrets

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Function, Permission, authorize, person_signed_in
from kamacademy.content.queries import library
from kamacademy.guide.hints import Hint, judging_words, patient_words
from kamacademy.guide.queries import word_hints_in
from kamacademy.peer import operations, queries
from kamacademy.peer.forms import AnswerForm, AskForm, PickForm, answer_form, choose_form
from kamacademy.peer.given import Given, choice_name, example_name, read, texts
from kamacademy.peer.lot import LARGEST_SEED
from kamacademy.peer.models import PeerAsked, PeerRound
from kamacademy.peer.result import FEWEST_ANSWERS, is_enough, kpi_words, results
from kamacademy.peer.rules import Chooser, ChosenAlready, NoLongerAsked, PeerRule, RoundOpenAlready, State

peer = Blueprint("peer", __name__, template_folder="templates", url_prefix="/peer-feedback")

Page = str | Response | tuple[str, int]


@peer.get("")
def rounds() -> str:
    """What is asked of one, one's own rounds, and those of the people in one's care."""
    person, today = person_signed_in(), clock.today()
    authorize(Permission.SEE_PEER_FEEDBACK, person)
    asked = queries.asked_of(person)
    is_coach = Function.COACH in person.functions
    return render_template(
        "peer/rounds.html",
        waiting=[one for one in asked if one.waits and one.round.state is State.ASKING],
        before=[one for one in asked if not one.waits],
        is_learner=Function.LEARNER in person.functions,
        is_coach=is_coach,
        own=queries.rounds_of([person.id]),
        in_care=queries.rounds_in_care(person, today) if is_coach else [],
        State=State,
    )


@peer.route("/new", methods=["GET", "POST"])
def new() -> Page:
    """Ask three to six colleagues: pick half of them."""
    learner = person_signed_in()
    authorize(Permission.ASK_PEERS, learner)
    if queries.has_open_round(learner):
        flash(str(RoundOpenAlready()), "caution")
        return redirect(url_for("peer.rounds"), 303)
    form = AskForm()
    if form.validate_on_submit():
        try:
            opened = operations.open_round(
                learner, size=int(form.size.data), picks=form.picks, weeks=int(form.weeks.data),
                seed=secrets.randbelow(LARGEST_SEED), at=clock.now(),
            )  # fmt: skip
        except PeerRule as problem:
            form.colleague_1.errors = [str(problem)]
        else:
            flash(opened_words(opened), "good")
            return redirect(url_for("peer.round_", round_id=opened.id), 303)
    groups = queries.by_family(queries.colleagues_of(learner, clock.today()))
    return render_template("peer/new.html", form=form, groups=groups, fewest=FEWEST_ANSWERS), status_of(form)


def opened_words(opened: PeerRound) -> str:
    """What happens next with a new round."""
    if opened.state is State.CHOOSING:
        return "Your colleagues are picked. Your coach chooses the others; then all are asked at once."
    return "Your colleagues are picked, the others drawn by lot, and all have been asked."


def status_of(form: PickForm | AnswerForm) -> int:
    """422 for a form that was sent and is shown again."""
    return 422 if form.is_submitted() else 200


@peer.get("/<int:round_id>")
def round_(round_id: int) -> str:
    """Where a round stands; once closed, what it says."""
    found = queries.peer_round(round_id)
    authorize(Permission.READ_PEER_FEEDBACK, found)
    sheets = [one.sheet for one in found.answered] if found.state is State.CLOSED else []
    return render_template(
        "peer/round.html",
        round=found,
        is_own=person_signed_in().id == found.learner_id,
        picked=[one.person.name for one in found.asked if one.chosen_by == Chooser.LEARNER],
        results=results(queries.form_of(found), sheets, found.seed),
        is_enough=is_enough(sheets),
        kpi_words=kpi_words(sheets),
        State=State,
        fewest=FEWEST_ANSWERS,
    )


@peer.route("/<int:round_id>/choose", methods=["GET", "POST"])
def choose(round_id: int) -> Page:
    """The coach chooses the other half."""
    found = queries.peer_round(round_id)
    authorize(Permission.CHOOSE_PEERS, found)
    if found.state is not State.CHOOSING:
        return chosen_already(found)
    form = choose_form(found.size - len(found.asked))
    if form.validate_on_submit():
        try:
            operations.choose_rest(found, form.picks, by=person_signed_in(), at=clock.now())
        except ChosenAlready:
            return chosen_already(found)
        except PeerRule as problem:
            form.lists()[0].errors = [str(problem)]
        else:
            flash(f"All {len(found.asked)} colleagues have been asked.", "good")
            return redirect(url_for("peer.round_", round_id=found.id), 303)
    pool = queries.colleagues_of(found.learner, clock.today(), besides=[one.person_id for one in found.asked])
    groups = queries.by_family(pool)
    return render_template("peer/choose.html", round=found, form=form, groups=groups, fewest=FEWEST_ANSWERS), status_of(
        form
    )


def chosen_already(found: PeerRound) -> Response:
    """To the round, with the reason."""
    flash(str(ChosenAlready()), "caution")
    return redirect(url_for("peer.round_", round_id=found.id), 303)


@peer.post("/<int:round_id>/lot")
def lot(round_id: int) -> Response:
    """The coach leaves the other half to the lot."""
    found = queries.peer_round(round_id)
    authorize(Permission.CHOOSE_PEERS, found)
    try:
        operations.draw_rest(found, by=person_signed_in(), at=clock.now())
    except ChosenAlready:
        return chosen_already(found)
    flash(f"The others are drawn by lot, and all {len(found.asked)} colleagues have been asked.", "good")
    return redirect(url_for("peer.round_", round_id=found.id), 303)


@peer.route("/answers/<int:asked_id>", methods=["GET", "POST"])
def answer(asked_id: int) -> Page:
    """Answer about a colleague; afterwards, one's own answers alone."""
    found = queries.asked(asked_id)
    authorize(Permission.ANSWER_PEER_FEEDBACK, found)
    if found.asked_at is None:
        abort(404)
    shown = queries.form_of(found.round)
    if not found.waits or found.round.state is not State.ASKING:
        if request.method == "POST":
            return no_longer(found)
        return render_template("peer/given.html", asked=found, shown=shown, sheet=found.sheet)
    form, hints = answer_form(shown), list[Hint]()
    if form.validate_on_submit():
        given, problems = read(shown, request.form)
        form.show_problems(problems)
        hints = [] if form.sure.data else hints_on(texts(given))
        if not problems and not hints:
            return kept(found, given)
        form.sure.data = "yes" if hints or form.sure.data else ""
    return render_template(
        "peer/answer.html", asked=found, shown=shown, form=form, hints=hints, choice_name=choice_name,
        example_name=example_name, fewest=FEWEST_ANSWERS, Chooser=Chooser,
    ), status_of(form)  # fmt: skip


def hints_on(words: str) -> list[Hint]:
    """Words that judge the person or could be a patient's data; asked about once."""
    lists = word_hints_in(library())
    return [*judging_words(words, lists), *patient_words(words, lists)]


def kept(found: PeerAsked, given: list[Given]) -> Response:
    """Keep the answers and say thanks."""
    try:
        operations.answer(found, given, at=clock.now())
    except NoLongerAsked:
        return no_longer(found)
    flash(f"Thank you. {found.round.learner.first_name} never sees who answered what.", "good")
    return redirect(url_for("peer.rounds"), 303)


def no_longer(found: PeerAsked) -> Response:
    """What no longer waits is shown as it is."""
    flash(str(NoLongerAsked()), "caution")
    return redirect(url_for("peer.answer", asked_id=found.id), 303)


@peer.post("/answers/<int:asked_id>/decline")
def decline(asked_id: int) -> Response:
    """Say that one will not answer."""
    found = queries.asked(asked_id)
    authorize(Permission.ANSWER_PEER_FEEDBACK, found)
    try:
        operations.decline(found, at=clock.now())
    except NoLongerAsked:
        return no_longer(found)
    flash("Declined. Nobody is told who declined, and no reason is asked.", "good")
    return redirect(url_for("peer.rounds"), 303)
