"""The coaching form step by step, the shared note, and the learner's answer."""

from collections.abc import Sequence
from dataclasses import asdict

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Function, Permission, authorize, person_signed_in
from kamacademy.coaching import operations, queries
from kamacademy.coaching.brief import Draft
from kamacademy.coaching.forms import AgreementForm, FocusForm, RatingForm, VisitForm, WordsForm
from kamacademy.coaching.lines import agreed_in, asked_order, hints_on, line, lines, rated
from kamacademy.coaching.models import Observation
from kamacademy.coaching.progress import Caution, Step, cautions, high_without_evidence, unrated, where_next
from kamacademy.coaching.proposition import FIT_WORDS, Fit
from kamacademy.coaching.rules import (
    ChangedElsewhere,
    CoachingRule,
    DueDayOutOfReach,
    FocusOutOfBounds,
    IndicatorNotOpen,
    NotADraft,
    NotAnnounced,
    ObservedInTheFuture,
)
from kamacademy.coaching.sentences import fitting, written
from kamacademy.competency.evidence import Context, Purpose
from kamacademy.competency.queries import competencies_in, indicator_in
from kamacademy.content.queries import current_release_id, library
from kamacademy.db import hold, key
from kamacademy.guide.activity import (
    ACTIVITY_WORDS,
    COMPLEXITY_WORDS,
    Activity,
    ActivityChoice,
    activities_for,
    visit_title,
)
from kamacademy.guide.choices import choice_of
from kamacademy.guide.documents import Phrase
from kamacademy.guide.queries import activities_in, phrases_in, word_hints_in
from kamacademy.people.models import Person
from kamacademy.people.queries import person
from kamacademy.visit.models import PlannedVisit
from kamacademy.visit.queries import visit as planned_visit

coaching = Blueprint("coaching", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]
# The fields in which a coach writes.
WRITTEN = frozenset({"account_alias", "evidence_line", "strength", "improve", "own_words"})


def draft(observation_id: int) -> Observation:
    """A draft that the signed-in coach may change, or 404 or 403.

    Raises NotADraft once it is shared, and ChangedElsewhere if a phone has changed it since the page was opened.
    """
    found = queries.observation(observation_id)
    authorize(Permission.CHANGE_OBSERVATION, found)
    if request.method == "POST":
        hold(found)
    if found.is_shared:
        raise NotADraft
    if request.form.get("seen", found.seen) != found.seen:
        raise ChangedElsewhere
    return found


@coaching.errorhandler(ChangedElsewhere)
def show_both(_error: ChangedElsewhere) -> Page:
    """What was sent, to be saved over the phone's version or left."""
    assert request.view_args is not None
    found = queries.observation(request.view_args["observation_id"])
    sent = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "seen")]
    written_down = [value for name, value in sent if name in WRITTEN and value.strip()]
    return render_template("coaching/changed.html", observation=found, sent=sent, written=written_down), 409


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
    """Step 1: who, when, what and how hard; of a planned visit as it was planned. Without a learner, choose first."""
    coach, today = person_signed_in(), clock.today()
    learner_id, visit_id = request.args.get("learner", type=key), request.args.get("visit", type=key)
    planned = own_visit(visit_id) if visit_id else None
    if learner_id is None and planned is None:
        authorize(Permission.SEE_TEAM)
        return render_template("coaching/who.html", people=queries.people_to_observe(coach, today))
    learner = planned.learner if planned else person(learner_id or 0)
    authorize(Permission.OBSERVE, learner)
    if planned and (begun_already := queries.note_of_visit(planned.id)):
        return redirect(url_for("conversation.note", observation_id=begun_already), 303)
    form = visit_form(learner, planned)
    if request.method == "GET":
        form.observed_on.data, form.complexity.data = today, Context.USUAL.value
        if planned:
            form.show(planned, today)
    elif form.validate():
        try:
            begun = operations.begin(
                learner, coach, **form.facts, release_id=current_release_id(), planned_visit=planned,
                indicators=planned.focus if planned else (), at=clock.now(),
            )  # fmt: skip
            first = next(iter(asked_order(begun)), None)
            return go_on(begun, Step.RATING if first else Step.FOCUS, first)
        except ObservedInTheFuture as error:
            form.observed_on.errors = [str(error)]
        except CoachingRule as error:
            form.activity.errors = [str(error)]
    return visit_page(form, learner, planned=planned, drafts=[] if planned else queries.drafts_of(coach, [learner.id]))


def own_visit(visit_id: int) -> PlannedVisit:
    """A visit that the person signed in planned to make as a coach and nobody cancelled, or 404."""
    found = planned_visit(visit_id)
    if found.coach_id != person_signed_in().id or found.cancelled_at is not None:
        abort(404)
    return found


@coaching.route("/observations/<int:observation_id>/visit", methods=["GET", "POST"])
def visit(observation_id: int) -> Page:
    """Step 1 again, for a draft."""
    found = draft(observation_id)
    form = visit_form(found.learner, found.planned_visit)
    if request.method == "GET":
        form.process(obj=found)
    elif form.validate():
        try:
            operations.describe(found, **form.facts, at=clock.now())
            return go_on(found, Step.FOCUS)
        except ObservedInTheFuture as error:
            form.observed_on.errors = [str(error)]
    return visit_page(form, found.learner, found=found, planned=found.planned_visit)


def visit_form(learner: Person, planned: PlannedVisit | None) -> VisitForm:
    """The form with the activities that fit the learner; what was announced for an attestation stays."""
    form = VisitForm()
    offered = activities_of(learner)
    if planned and planned.purpose == Purpose.ATTESTATION:
        offered = [one for one in offered if one.code == planned.activity]
    form.offer(offered)
    return form


def activities_of(learner: Person) -> list[ActivityChoice]:
    """The activities of the learner that whoever is signed in may look at."""
    is_coach = Function.COACH in learner.functions
    return activities_for(learner=learner.job_role, rater=person_signed_in().job_role, is_coach=is_coach)


def visit_page(
    form: VisitForm,
    learner: Person,
    *,
    found: Observation | None = None,
    planned: PlannedVisit | None = None,
    drafts: Sequence[Draft] = (),
) -> Page:
    """Step 1 as a page, with what was agreed last time."""
    offered = [str(one.data) for one in form.activity]
    return render_template(
        "coaching/visit.html",
        form=form,
        learner=learner,
        observation=found,
        planned=planned,
        drafts=drafts,
        agreed=queries.last_agreement(learner.id),
        purpose=planned.purpose if planned else Purpose.DEVELOPMENT,
        activities=[one for one in activities_of(learner) if one.code in offered],
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
        form.indicators.data = chosen or offer.planned
    elif form.validate():
        try:
            operations.choose_focus(found, form.indicators.data or [], at=clock.now())
            return go_on(found, Step.RATING, asked_order(found)[0])
        except (FocusOutOfBounds, IndicatorNotOpen, NotAnnounced) as error:
            form.indicators.errors = [str(error)]
    title = ACTIVITY_WORDS[Activity(found.activity)]
    return render_template("coaching/focus.html", form=form, observation=found, offer=offer, activity=title), status_of(
        form
    )


@coaching.route("/observations/<int:observation_id>/ratings/<indicator>", methods=["GET", "POST"])
def rating(observation_id: int, indicator: str) -> Page:
    """Step 3: one indicator, evidence first."""
    found = draft(observation_id)
    ids = asked_order(found)
    if indicator not in ids:
        abort(404)
    place, release = ids.index(indicator), library(found.release_id)
    present, form = next(one for one in found.ratings if one.indicator == indicator), RatingForm()
    form.offer(indicator_in(release, indicator), phrases_in(library()).tags.get(indicator, ()))
    if request.method == "GET":
        form.evidence_line.data = present.evidence_line
        form.level.data = choice_of(present.level) if present.is_rated else None
    elif form.validate() or ("later" in request.form and not form.evidence_line.errors):
        operations.rate(
            found, indicator, level=form.chosen_level, evidence_line=form.whole_line, at=clock.now(),
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
    form, ids = WordsForm(), asked_order(found)
    strengths, improvements = (fitting(one, ids) for one in starters())
    form.offer(strengths, improvements, asks_proposition=activities_in(library()).of(found.activity).asks_proposition)
    if request.method == "GET":
        form.show(written(found.strength, strengths), written(found.improve, improvements), found.proposition_fit)
    elif form.validate():
        operations.note_words(
            found, strength=form.whole_strength, improve=form.whole_improve, proposition_fit=form.fit, at=clock.now()
        )
        return go_on(found, Step.AGREEMENT)
    back = address(found, Step.RATING, ids[-1]) if ids else address(found, Step.FOCUS)
    return render_template("coaching/words.html", form=form, observation=found, back=back), status_of(form)


def starters() -> tuple[Sequence[Phrase], Sequence[Phrase]]:
    """The starter phrases for a strength, and those for something to improve."""
    phrases = phrases_in(library())
    return phrases.strength, phrases.improve


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
        is_attestation=operations.is_attestation(found),
        hints=hints_on(found, word_hints_in(library())),
        fit=FIT_WORDS[Fit(found.proposition_fit)] if found.proposition_fit else None,
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
    except NotADraft:
        raise
    except CoachingRule as error:
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
