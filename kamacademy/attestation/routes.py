"""Certified raters, the announcement and signature of an attestation, and the question to copy a note."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Function, Permission, authorize, person_signed_in
from kamacademy.attestation import operations, queries
from kamacademy.attestation.copying import copied, refuse_unfit
from kamacademy.attestation.forms import AGREE, AnnounceForm, AnswerForm, AskForm, AttestForm, CertificateForm
from kamacademy.attestation.models import NoteCopy
from kamacademy.attestation.record import MEANING
from kamacademy.attestation.rules import (
    AlreadyCertified,
    AnnouncedTooLate,
    AttestationRule,
    CopyAnswered,
    DaysOutOfOrder,
    MayNotBeCopied,
    NotCertified,
    NotForARater,
    NothingAnnounced,
    NotInForce,
)
from kamacademy.coaching import queries as coaching
from kamacademy.coaching.lines import lines
from kamacademy.coaching.models import Observation
from kamacademy.coaching.rules import CoachingRule, NotADraft
from kamacademy.content.queries import library
from kamacademy.db import key
from kamacademy.guide.activity import ACTIVITY_WORDS, Activity, activities_for, is_open, visit_title
from kamacademy.guide.queries import activities_in
from kamacademy.people import confirmation
from kamacademy.people.models import Person
from kamacademy.people.queries import active_people_with, person
from kamacademy.rater import queries as certificates
from kamacademy.visit.queries import focus_for
from kamacademy.visit.rules import (
    LONGEST_DAYS_AHEAD,
    AlreadyPlanned,
    FocusOutOfView,
    TooManyInFocus,
    VisitDayOutOfReach,
)
from kamacademy.wording import day, weekday

attestation = Blueprint("attestation", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]
USUAL_CERTIFIED_DAYS = 365


@attestation.route("/admin/raters", methods=["GET", "POST"])
def raters() -> Page:
    """Who may attest and until when; one more is entered below."""
    authorize(Permission.CERTIFY_RATERS)
    form, today, by = CertificateForm(), clock.today(), person_signed_in()
    form.offer([one for one in active_people_with(Function.COACH) if one.id != by.id])
    if request.method == "GET":
        form.valid_from.data, form.valid_until.data = today, today + timedelta(days=USUAL_CERTIFIED_DAYS)
    elif form.validate():
        assert form.valid_from.data is not None
        assert form.valid_until.data is not None
        try:
            made = operations.certify(
                person(int(form.person.data)), valid_from=form.valid_from.data, valid_until=form.valid_until.data,
                basis=form.basis.data or "", by=by, at=clock.now(),
            )  # fmt: skip
            flash(f"{made.person.name} may attest from {day(made.valid_from)} on.", "good")
            return redirect(url_for("attestation.raters"), 303)
        except (NotForARater, AlreadyCertified) as error:
            form.person.errors = [str(error)]
        except DaysOutOfOrder as error:
            form.valid_until.errors = [str(error)]
    status = 422 if form.is_submitted() else 200
    return render_template("attestation/raters.html", form=form, certificates=certificates.certifications()), status


@attestation.post("/admin/raters/<int:certification_id>/end")
def end(certification_id: int) -> Response:
    """End a certificate from today on."""
    authorize(Permission.CERTIFY_RATERS)
    found = certificates.certification(certification_id)
    try:
        operations.end(found, by=person_signed_in(), at=clock.now())
        flash(f"{found.person.name} may not attest from today on. What was signed before stays.", "good")
    except NotInForce as error:
        flash(str(error), "caution")
    return redirect(url_for("attestation.raters"), 303)


@attestation.route("/attestations/new", methods=["GET", "POST"])
def new() -> Page:
    """Announce an attestation: whom, doing what, then when and on which indicators."""
    learner_id = request.args.get("learner", type=key)
    rater, activity = person_signed_in(), request.args.get("activity", type=Activity)
    if learner_id is None:
        authorize(Permission.SEE_TEAM)
        return redirect(url_for("overview.team"), 303)
    learner = person(learner_id)
    authorize(Permission.ANNOUNCE_ATTESTATION, learner)
    if activity is None or not may_attest(activity, learner, rater):
        return activity_page(learner, rater)
    options, form = focus_for(learner, rater, activity), AnnounceForm()
    form.offer(options)
    if form.validate_on_submit() and (made := announced(form, learner, rater, activity)):
        return made
    return render_template(
        "attestation/announce.html", form=form, learner=learner, options=options,
        activity_words=ACTIVITY_WORDS[activity], certificate=certificates.certification_on(rater, clock.today()),
        earliest=clock.today() + timedelta(days=1), latest=clock.today() + timedelta(days=LONGEST_DAYS_AHEAD),
    ), 422 if form.is_submitted() else 200  # fmt: skip


def announced(form: AnnounceForm, learner: Person, rater: Person, activity: Activity) -> Response | None:
    """To the sheet of the visit announced; None where a field says what to put right."""
    assert form.planned_on.data is not None
    try:
        made = operations.announce(
            learner, rater, planned_on=form.planned_on.data, activity=activity, focus=form.focus.data or [],
            at=clock.now(), begins=f"{form.begins.data:%H:%M}" if form.begins.data else None,
            account_alias=form.account_alias.data,
        )  # fmt: skip
    except AlreadyPlanned as error:
        flash(str(error), "caution")
        return redirect(url_for("overview.preparation", visit_id=error.visit_id), 303)
    except (AnnouncedTooLate, NotCertified, VisitDayOutOfReach) as error:
        form.planned_on.errors = [str(error)]
    except (NothingAnnounced, TooManyInFocus, FocusOutOfView) as error:
        form.focus.errors = [str(error)]
    else:
        when = weekday(made.planned_on)
        flash(f"Announced for {when}. {learner.first_name} is told what, when and what for.", "good")
        return redirect(url_for("overview.preparation", visit_id=made.id), 303)
    return None


def may_attest(activity: Activity, learner: Person, rater: Person) -> bool:
    """Whether an activity is a visit, and open between the two."""
    is_simulation = activities_in(library()).of(activity).is_simulation
    return not is_simulation and is_open(activity, learner=learner.job_role, rater=rater.job_role)


def activity_page(learner: Person, rater: Person) -> str:
    """What an attestation is, and the activities in which it can be made."""
    guides = activities_in(library())
    is_coach = Function.COACH in learner.functions
    fitting = activities_for(learner=learner.job_role, rater=rater.job_role, is_coach=is_coach)
    return render_template(
        "attestation/activity.html", learner=learner,
        choices=[one for one in fitting if not guides.of(one.code).is_simulation],
        certificate=certificates.certification_on(rater, clock.today()),
    )  # fmt: skip


@attestation.route("/observations/<int:observation_id>/sign", methods=["GET", "POST"])
def sign(observation_id: int) -> Page:
    """Everything once more, then the password: from then on it is locked and the learner reads it."""
    found = coaching.observation(observation_id)
    authorize(Permission.SIGN_ATTESTATION, found)
    form, at, rater = AttestForm(), clock.now(), person_signed_in()
    problem, status = unready(found), 200
    if form.is_submitted() and problem is None:
        status = confirmation.status_of(form, rater, at=at)
        if status == confirmation.DONE:
            try:
                operations.sign_and_share(found, edition=form.edition_read or 0, at=at, today=clock.today())
                flash(f"Signed, locked and shared with {found.learner.first_name}.", "good")
                return to_note(found)
            except NotADraft as error:
                flash(str(error), "caution")
                return to_note(found)
            except (AttestationRule, CoachingRule) as error:
                problem = str(error)
    if form.is_submitted() and problem is not None:
        status = 422
    form.edition.data = str(found.edition)
    return render_template(
        "attestation/sign.html", form=form, observation=found, problem=problem, meaning=MEANING,
        lines=lines(found, library(found.release_id)), title=visit_title(found.activity, found.complexity),
    ), status  # fmt: skip


def unready(found: Observation) -> str | None:
    """Why a draft cannot be signed yet; None where it can. Raises NotADraft."""
    if found.is_shared:
        raise NotADraft
    try:
        operations.refuse_unready(found, today=clock.today())
    except (AttestationRule, CoachingRule) as error:
        return str(error)
    return None


@attestation.errorhandler(NotADraft)
def show_shared(error: NotADraft) -> Response:
    """What has been signed is shown instead."""
    assert request.view_args is not None
    flash(str(error), "caution")
    return redirect(url_for("conversation.note", observation_id=request.view_args["observation_id"]), 303)


@attestation.route("/observations/<int:observation_id>/copy", methods=["GET", "POST"])
def copy(observation_id: int) -> Page:
    """May the ratings of a note count as attested? The coach asks; the learner reads what for, and answers."""
    found = coaching.observation(observation_id)
    asked = queries.copy_of(found.id)
    if person_signed_in().id == found.learner_id:
        authorize(Permission.ANSWER_COPY, found)
        return answer_page(found, asked)
    authorize(Permission.ASK_TO_COPY, found)
    return ask_page(found, asked)


def ask_page(found: Observation, asked: NoteCopy | None) -> Page:
    """What would be copied, and the question to the learner; or what became of it."""
    form, at = AskForm(), clock.now()
    problem = None
    if asked is not None and form.is_submitted():
        return redirect(url_for("attestation.copy", observation_id=found.id), 303)
    if asked is None:
        try:
            is_rater = operations.was_and_is_certified(found, at.date())
            refuse_unfit(found, is_rater=is_rater, today=at.date(), at=at)
            if form.validate_on_submit():
                operations.ask_to_copy(found, form.reason.data or "", at=at)
                flash(f"{found.learner.first_name} is asked, and decides.", "good")
                return redirect(url_for("attestation.copy", observation_id=found.id), 303)
        except MayNotBeCopied as error:
            problem = str(error)
    return copy_page(found, asked, ask=form, problem=problem), 422 if form.is_submitted() else 200


def answer_page(found: Observation, asked: NoteCopy | None) -> Page:
    """The question, and the learner's answer."""
    form = AnswerForm()
    if asked is not None and form.validate_on_submit():
        is_agreed = form.answer.data == AGREE
        try:
            operations.answer_copy(asked, is_agreed=is_agreed, at=clock.now())
            flash(
                "These ratings count as attested from now on." if is_agreed else "It stays a coaching note, as it was.",
                "good",
            )
        except CopyAnswered as error:
            flash(str(error), "caution")
        return to_note(found)
    return copy_page(found, asked, answer=form), 422 if form.is_submitted() else 200


def copy_page(
    found: Observation,
    asked: NoteCopy | None,
    *,
    ask: AskForm | None = None,
    answer: AnswerForm | None = None,
    problem: str | None = None,
) -> str:
    """The ratings that a copy takes, with the question or the answer below."""
    taken = {one.indicator for one in copied(found)}
    return render_template(
        "attestation/copy.html", observation=found, asked=asked, ask=ask, answer=answer, problem=problem,
        lines=[one for one in lines(found, library(found.release_id)) if one.indicator in taken],
        left_out=len(found.ratings) - len(taken), title=visit_title(found.activity, found.complexity),
    )  # fmt: skip


def to_note(found: Observation) -> Response:
    """To the note."""
    return redirect(url_for("conversation.note", observation_id=found.id), 303)
