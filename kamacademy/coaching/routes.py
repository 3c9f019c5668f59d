"""The coaching form step by step, the shared note, and the learner's answer."""

from dataclasses import asdict

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Function, Permission, authorize, person_signed_in
from kamacademy.coaching import operations, queries
from kamacademy.coaching.brief import Draft
from kamacademy.coaching.forms import AgreementForm, FocusForm, RatingForm, VisitForm, WordsForm
from kamacademy.coaching.lines import agreed_in, line, lines, rated
from kamacademy.coaching.models import Observation
from kamacademy.coaching.progress import Caution, Step, cautions, high_without_evidence, unrated, where_next
from kamacademy.coaching.rules import (
    DueDayOutOfReach,
    FocusOutOfBounds,
    IndicatorNotOpen,
    NotADraft,
    NotRatedYet,
    ObservedInTheFuture,
)
from kamacademy.competency.evidence import Context
from kamacademy.competency.queries import competencies_in, indicator_in
from kamacademy.content.queries import current_release_id, library
from kamacademy.db import key
from kamacademy.guide.activity import COMPLEXITY_WORDS, Activity, activities_for, visit_title
from kamacademy.guide.choices import choice_of
from kamacademy.people.models import Person
from kamacademy.people.queries import person

coaching = Blueprint("coaching", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]


def draft(observation_id: int) -> Observation:
    """A draft that the signed-in coach may change, or 404 or 403. Raises NotADraft once it is shared."""
    found = queries.observation(observation_id)
    authorize(Permission.CHANGE_OBSERVATION, found)
    if found.is_shared:
        raise NotADraft
    return found


@coaching.errorhandler(NotADraft)
def show_shared(error: NotADraft) -> Response:
    """What has been shared is shown instead of changed."""
    assert request.view_args is not None
    flash(f"{error}", "caution")
    return redirect(url_for("conversation.note", observation_id=request.view_args["observation_id"]), 303)


def address(observation: Observation, step: Step, indicator: str | None = None) -> str:
    """The address of one step of the form."""
    if step is Step.RATING:
        return url_for("coaching.rating", observation_id=observation.id, indicator=indicator)
    return url_for(f"coaching.{step.value}", observation_id=observation.id)


def go_on(observation: Observation, step: Step, indicator: str | None = None) -> Response:
    """To the next step, back to the review if that is where the coach came from, or home to go on later."""
    if "later" in request.form:
        flash("Kept as a draft. Only you see it; go on whenever you like.", "good")
        return redirect(url_for("coaching.observations"), 303)
    wanted = Step.REVIEW if request.args.get("then") == Step.REVIEW else step
    return redirect(address(observation, wanted, indicator), 303)


@coaching.get("/coaching")
def observations() -> str:
    """Drafts to go on with, the people in one's care, and notes that wait for an answer."""
    authorize(Permission.SEE_TEAM)
    coach, today = person_signed_in(), clock.today()
    people = queries.people_to_observe(coach, today)
    return render_template(
        "coaching/observations.html",
        drafts=queries.drafts_of(coach, [one.person.id for one in people]),
        people=people,
        unanswered=queries.awaiting_learners(coach),
        visit_title=visit_title,
    )


@coaching.route("/coaching/new", methods=["GET", "POST"])
def new() -> Page:
    """Step 1: who, when, what and how hard. Without a learner, choose one first."""
    coach, today = person_signed_in(), clock.today()
    learner_id = request.args.get("learner", type=key)
    if learner_id is None:
        authorize(Permission.SEE_TEAM)
        return render_template("coaching/who.html", people=queries.people_to_observe(coach, today))
    learner = person(learner_id)
    authorize(Permission.OBSERVE, learner)
    form = visit_form(learner)
    if request.method == "GET":
        form.observed_on.data, form.complexity.data = today, Context.USUAL.value
    elif form.validate():
        assert form.observed_on.data is not None
        try:
            begun = operations.begin(
                learner, coach, activity=Activity(form.activity.data), complexity=Context(form.complexity.data),
                observed_on=form.observed_on.data, release_id=current_release_id(),
                account_alias=form.account_alias.data, at=clock.now(),
            )  # fmt: skip
            return go_on(begun, Step.FOCUS)
        except ObservedInTheFuture as error:
            form.observed_on.errors = [str(error)]
    drafts = queries.drafts_of(coach, [learner.id])
    return visit_page(form, learner, None, drafts)


@coaching.route("/observations/<int:observation_id>/visit", methods=["GET", "POST"])
def visit(observation_id: int) -> Page:
    """Step 1 again, for a draft."""
    found = draft(observation_id)
    form = visit_form(found.learner)
    if request.method == "GET":
        form.process(obj=found)
    elif form.validate():
        assert form.observed_on.data is not None
        try:
            operations.describe(
                found, activity=Activity(form.activity.data), complexity=Context(form.complexity.data),
                observed_on=form.observed_on.data, account_alias=form.account_alias.data, at=clock.now(),
            )  # fmt: skip
            return go_on(found, Step.FOCUS)
        except ObservedInTheFuture as error:
            form.observed_on.errors = [str(error)]
    return visit_page(form, found.learner, found, [])


def visit_form(learner: Person) -> VisitForm:
    """The form with the activities that fit the learner."""
    form = VisitForm()
    form.offer(activities_for(is_coach=Function.COACH in learner.functions, is_commercial=learner.is_commercial))
    return form


def visit_page(form: VisitForm, learner: Person, found: Observation | None, drafts: list[Draft]) -> Page:
    """Step 1 as a page."""
    return render_template(
        "coaching/visit.html",
        form=form,
        learner=learner,
        observation=found,
        drafts=drafts,
        activities=activities_for(is_coach=Function.COACH in learner.functions, is_commercial=learner.is_commercial),
        complexity_words={code.value: words for code, words in COMPLEXITY_WORDS.items()},
        visit_title=visit_title,
    ), status_of(form)


def status_of(form: VisitForm | FocusForm | RatingForm | WordsForm | AgreementForm) -> int:
    """422 for a form that was sent and is shown again."""
    return 422 if form.is_submitted() else 200


@coaching.route("/observations/<int:observation_id>/focus", methods=["GET", "POST"])
def focus(observation_id: int) -> Page:
    """Step 2: one to five indicators."""
    found = draft(observation_id)
    form, offer = FocusForm(), queries.focus_offer_for(found)
    competencies = competencies_in(library(found.release_id))
    form.offer([one.id for competency in competencies.values() for one in competency.indicators])
    if request.method == "GET":
        chosen = [one.indicator for one in found.ratings]
        form.indicators.data = chosen or [one.id for one in offer.suggested if one.is_planned]
    elif form.validate():
        try:
            operations.choose_focus(found, form.indicators.data or [], at=clock.now())
            return go_on(found, Step.RATING, found.ratings[0].indicator)
        except (FocusOutOfBounds, IndicatorNotOpen) as error:
            form.indicators.errors = [str(error)]
    return render_template("coaching/focus.html", form=form, observation=found, offer=offer), status_of(form)


@coaching.route("/observations/<int:observation_id>/ratings/<indicator>", methods=["GET", "POST"])
def rating(observation_id: int, indicator: str) -> Page:
    """Step 3: one indicator, evidence first."""
    found = draft(observation_id)
    ids = [one.indicator for one in found.ratings]
    if indicator not in ids:
        abort(404)
    place, release = ids.index(indicator), library(found.release_id)
    present, form = found.ratings[place], RatingForm()
    form.offer(indicator_in(release, indicator))
    if request.method == "GET":
        form.evidence_line.data = present.evidence_line
        form.level.data = choice_of(present.level) if present.is_rated else None
    elif form.validate() or ("later" in request.form and not form.evidence_line.errors):
        operations.rate(
            found, indicator, level=form.chosen_level, evidence_line=form.evidence_line.data, at=clock.now(),
            is_rated=bool(form.level.data),
        )  # fmt: skip
        following = ids[place + 1] if place + 1 < len(ids) else None
        return go_on(found, Step.RATING if following else Step.WORDS, following)
    back = address(found, Step.RATING, ids[place - 1]) if place else address(found, Step.FOCUS)
    return render_template(
        "coaching/rating.html", form=form, observation=found, line=line(present, release), place=place + 1,
        count=len(ids), back=back,
    ), status_of(form)  # fmt: skip


@coaching.route("/observations/<int:observation_id>/words", methods=["GET", "POST"])
def words(observation_id: int) -> Page:
    """Step 4: one strength, one thing to improve."""
    found = draft(observation_id)
    form = WordsForm(obj=found)
    if form.validate_on_submit():
        operations.note_words(found, strength=form.strength.data, improve=form.improve.data, at=clock.now())
        return go_on(found, Step.AGREEMENT)
    back = address(found, Step.RATING, found.ratings[-1].indicator) if found.ratings else address(found, Step.FOCUS)
    return render_template("coaching/words.html", form=form, observation=found, back=back), status_of(form)


@coaching.route("/observations/<int:observation_id>/agreement", methods=["GET", "POST"])
def agreement(observation_id: int) -> Page:
    """Step 5: one action to try, and by when."""
    found = draft(observation_id)
    offered = queries.offers_for(found)
    names = {one.indicator: one.name for one in lines(found, library(found.release_id))}
    form = AgreementForm()
    form.offer(offered, names, clock.today())
    if request.method == "GET":
        if agreed := agreed_in(found):
            form.show(agreed)
    elif form.validate():
        chosen = form.agreed(offered)
        try:
            operations.agree(found, **(asdict(chosen) if chosen else {"title": None}), at=clock.now())
            return go_on(found, Step.REVIEW)
        except DueDayOutOfReach as error:
            form.due.errors = [str(error)]
    return render_template(
        "coaching/agreement.html", form=form, observation=found, offers=offered, names=names
    ), status_of(form)


@coaching.get("/observations/<int:observation_id>/review")
def review(observation_id: int) -> Page:
    """Everything once more before sharing."""
    return review_page(draft(observation_id))


def review_page(found: Observation, *, asked: list[Caution] | None = None, problem: str | None = None) -> Page:
    """The review; with what is asked once, or with what must be put right, it answers 422."""
    shown = lines(found, library(found.release_id))
    names = {one.indicator: one.name for one in shown}
    return render_template(
        "coaching/review.html",
        observation=found,
        lines=shown,
        title=visit_title(found.activity, found.complexity),
        asked=asked or [],
        problem=problem,
        Caution=Caution,
        high=[(one, names[one]) for one in high_without_evidence(rated(found))],
    ), 422 if asked or problem else 200


@coaching.post("/observations/<int:observation_id>/share")
def share(observation_id: int) -> Page:
    """Give the note to the learner; asks once where a rating should be looked at again."""
    found = draft(observation_id)
    asked = cautions(rated(found))
    if asked and "sure" not in request.form:
        return review_page(found, asked=asked)
    try:
        operations.share(found, at=clock.now(), today=clock.today())
    except (NotRatedYet, FocusOutOfBounds, IndicatorNotOpen, DueDayOutOfReach) as error:
        return review_page(found, problem=str(error))
    flash(f"Shared with {found.learner.first_name}, who can now read it and give an own view.", "good")
    return redirect(url_for("conversation.note", observation_id=found.id), 303)


@coaching.post("/observations/<int:observation_id>/discard")
def discard(observation_id: int) -> Response:
    """Put a draft away."""
    operations.discard(draft(observation_id), at=clock.now())
    flash("The draft is discarded. Nobody else has seen it.", "good")
    return redirect(url_for("coaching.observations"), 303)


@coaching.get("/observations/<int:observation_id>/draft")
def resume(observation_id: int) -> Response:
    """The coach's own draft, where it was left."""
    found = draft(observation_id)
    state = rated(found)
    step = where_next(state, has_words=bool(found.strength or found.improve), has_action=bool(found.agreed_action))
    return redirect(address(found, step, next(iter(unrated(state)), None)), 303)
