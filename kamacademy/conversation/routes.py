"""The shared note, what its learner answers, what its coach changes, and who else may read it."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, allowed, authorize, person_signed_in
from kamacademy.attestation.queries import copy_of, signed
from kamacademy.coaching import operations as coaching
from kamacademy.coaching.lines import lines
from kamacademy.coaching.models import Observation
from kamacademy.coaching.proposition import FIT_WORDS, Fit
from kamacademy.coaching.rules import AlreadyAnswered
from kamacademy.competency.evidence import Purpose
from kamacademy.competency.queries import indicator_in
from kamacademy.content.queries import library
from kamacademy.conversation import operations, queries
from kamacademy.conversation.asking import high_without_line, hints_in, new_texts
from kamacademy.conversation.forms import (
    DisputeForm,
    MessageForm,
    PulseForm,
    ViewForm,
    change_form,
    view_form,
)
from kamacademy.conversation.pulse import SCALE, SPECIFIC, USEFUL
from kamacademy.conversation.rules import (
    AboutNothing,
    AlreadySettled,
    ChangedMeanwhile,
    Locked,
    NobodyToOpenTo,
    NothingChanged,
    NotYoursToSettle,
    PulseAlreadyGiven,
    TooLateToDispute,
)
from kamacademy.conversation.said import THE_WORDS, Thread, disputed
from kamacademy.conversation.versions import Body, Kept, as_body, body_of, changes
from kamacademy.conversation.windows import Windows, change_ends, windows
from kamacademy.db import key
from kamacademy.guide.activity import visit_title
from kamacademy.guide.choices import level_of
from kamacademy.guide.hints import Hint
from kamacademy.guide.queries import word_hints_in
from kamacademy.people.queries import other_coach, person
from kamacademy.rater.queries import is_certified

conversation = Blueprint("conversation", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]


def note_to(permission: Permission, observation_id: int) -> queries.Note:
    """A note that whoever is signed in may do something with, or 404 or 403."""
    found = queries.note(observation_id)
    authorize(permission, found)
    return found


def back_to(observation_id: int) -> Response:
    """To the note."""
    return redirect(url_for("conversation.note", observation_id=observation_id), 303)


def asked_about(found: Observation, *texts: str | None) -> list[Hint]:
    """What the words are asked about, once: nothing when they are sent again as they are."""
    return [] if "sure" in request.form else hints_in(texts, word_hints_in(library()))


@conversation.get("/observations/<int:observation_id>")
def note(observation_id: int) -> Page:
    """The shared note; the coach's own draft goes on where it was left."""
    found = note_to(Permission.READ_OBSERVATION, observation_id)
    if not found.is_shared:
        return redirect(url_for("coaching.resume", observation_id=observation_id), 303)
    return note_page(found)


def note_page(
    found: queries.Note, form: ViewForm | None = None, asked: list[Hint] | None = None, pulse: PulseForm | None = None
) -> Page:
    """The note with all that followed it, as its reader may see it."""
    one, at, is_own = found.observation, clock.now(), person_signed_in().id == found.observation.learner_id
    release, window = library(one.release_id), windows(one, at)
    talk = queries.threads_of([one.id])[one.id] if found.has_talk else []
    shown = lines(one, release)
    if form is None and is_own and one.learner_viewed_at is None:
        form = view_form([indicator_in(release, rating.indicator) for rating in one.ratings])
    if pulse is None and is_own and may_be_asked(one) and not found.has_pulse:
        pulse = PulseForm()
    return render_template(
        "conversation/note.html",
        observation=one, note=found, is_own=is_own, title=visit_title(one.activity, one.complexity), window=window,
        lines=shown, names={line.indicator: line.name for line in shown}, form=form, asked=asked or [], pulse=pulse,
        talk=talk, disputed=disputed(talk), may_talk=allowed(Permission.TALK_ABOUT_NOTE, found),
        fit=FIT_WORDS[Fit(one.proposition_fit)] if one.proposition_fit else None,
        present=other_coach(one.learner, one.coach, at.date()) if is_own else None,
        may_see_learner=is_own or allowed(Permission.READ_PROFILE, one.learner),
        may_change=not window.is_locked and allowed(Permission.AMEND_NOTE, found), **attested(found, window, at.date()),
    ), 422 if asked or (form and form.errors) or (pulse and pulse.errors) else 200  # fmt: skip


def may_be_asked(one: Observation) -> bool:
    """Whether the learner is asked the two questions: about coaching, once it has been read."""
    return one.purpose == Purpose.DEVELOPMENT and one.acknowledged_at is not None


def attested(found: queries.Note, window: Windows, today: date) -> dict[str, object]:
    """What ties the note to an attestation: its signature, or the question whether it may count as one."""
    one, reader = found.observation, person_signed_in()
    if one.purpose == Purpose.ATTESTATION:
        return {"signature": signed(one), "copy": None, "may_ask": False}
    copy = copy_of(one.id) if found.has_copy and reader.id in (one.learner_id, one.coach_id) else None
    may_ask = copy is None and window.is_locked and allowed(Permission.ASK_TO_COPY, one)
    return {"signature": None, "copy": copy, "may_ask": may_ask and is_certified(reader, today)}


@conversation.post("/observations/<int:observation_id>/view")
def view(observation_id: int) -> Page:
    """The learner's own view, once."""
    found = note_to(Permission.ANSWER_OBSERVATION, observation_id)
    one, release = found.observation, library(found.observation.release_id)
    form = view_form([indicator_in(release, rating.indicator) for rating in one.ratings])
    if not form.validate():
        return note_page(found, form)
    if asked := asked_about(one, form.words.data):
        return note_page(found, form, asked)
    levels = {rating.indicator: level_of(form[f"level_{rating.indicator}"].data) for rating in one.ratings}
    try:
        coaching.give_view(one, levels=levels, words=form.words.data, at=clock.now())
        flash(f"Your view is saved. {one.coach.first_name} can read it beside the note.", "good")
    except AlreadyAnswered as error:
        flash(str(error), "caution")
    return back_to(observation_id)


@conversation.post("/observations/<int:observation_id>/acknowledge")
def acknowledge(observation_id: int) -> Response:
    """The learner has seen the note."""
    found = note_to(Permission.ANSWER_OBSERVATION, observation_id)
    coaching.acknowledge(found.observation, at=clock.now())
    flash("Marked as seen. That does not mean you agree with every word.", "good")
    return back_to(observation_id)


@conversation.route("/observations/<int:observation_id>/change", methods=["GET", "POST"])
def change(observation_id: int) -> Page:
    """The coach's change of a shared note, in its first 48 hours; what stood there is kept."""
    one = note_to(Permission.AMEND_NOTE, observation_id).observation
    release, before = library(one.release_id), body_of(one)
    form = change_form([indicator_in(release, rating.indicator) for rating in one.ratings])
    asked: list[Hint] = []
    high: list[str] = []
    try:
        operations.refuse_locked(one, clock.now())
        if request.method == "GET":
            form.show(before, one.edition)
        elif form.validate():
            wanted = form.body([rating.indicator for rating in one.ratings])
            asked = asked_about(one, *new_texts(before, wanted))
            high = [] if "sure" in request.form else high_without_line(before, wanted)
            if not asked and not high:
                return amended(one, wanted, form.edition_begun_from)
    except (Locked, ChangedMeanwhile, NothingChanged) as error:
        flash(str(error), "caution")
        return back_to(observation_id)
    assert one.shared_at is not None
    return render_template(
        "conversation/change.html", observation=one, form=form, lines=lines(one, release), asked=asked, high=high,
        title=visit_title(one.activity, one.complexity), change_ends=change_ends(one.shared_at),
    ), 422 if form.errors or asked or high else 200  # fmt: skip


def amended(one: Observation, wanted: Body, edition: int) -> Response:
    """Change the note and go back to it. Raises Locked, ChangedMeanwhile, NothingChanged."""
    operations.amend(one, wanted, edition=edition, by=person_signed_in(), at=clock.now())
    flash(f"The note is changed. {one.learner.first_name} sees what is different and is asked to look again.", "good")
    return back_to(one.id)


@conversation.get("/observations/<int:observation_id>/history")
def history(observation_id: int) -> str:
    """What the coach changed in a note, newest first."""
    one = note_to(Permission.READ_OBSERVATION, observation_id).observation
    kept = [Kept(each.number, each.by.name, each.at, as_body(each.body)) for each in queries.versions_of(one)]
    shown = lines(one, library(one.release_id))
    return render_template(
        "conversation/history.html", observation=one, title=visit_title(one.activity, one.complexity),
        changes=changes(
            kept, body_of(one), names={line.indicator: line.name for line in shown},
            sentences={line.indicator: line.anchors for line in shown},
        ),
    )  # fmt: skip


@conversation.route("/observations/<int:observation_id>/answer", methods=["GET", "POST"])
def answer(observation_id: int) -> Page:
    """The learner answers the note, at any time."""
    one, form = note_to(Permission.ANSWER_OBSERVATION, observation_id).observation, MessageForm()
    asked = asked_about(one, form.words.data) if form.validate_on_submit() else []
    if form.is_submitted() and not form.errors and not asked:
        operations.answer(one, form.words.data or "", by=person_signed_in(), at=clock.now())
        flash(f"Sent to {one.coach.first_name}, who can reply.", "good")
        return back_to(observation_id)
    return say_page(one, form, asked, heading="Answer the note")


@conversation.route("/observations/<int:observation_id>/dispute", methods=["GET", "POST"])
def dispute(observation_id: int) -> Page:
    """The learner says what they see differently, and why."""
    one, form = note_to(Permission.ANSWER_OBSERVATION, observation_id).observation, DisputeForm()
    form.offer({line.indicator: line.name for line in lines(one, library(one.release_id))})
    asked = asked_about(one, form.words.data) if form.validate_on_submit() else []
    if form.is_submitted() and not form.errors and not asked:
        try:
            operations.dispute(one, form.about.data or [], form.words.data or "", by=person_signed_in(), at=clock.now())
            flash(f"Sent to {one.coach.first_name}. It stays marked in the note until you close it.", "good")
            return back_to(observation_id)
        except AboutNothing as error:
            form.about.errors = [str(error)]
        except TooLateToDispute as error:
            flash(str(error), "caution")
            return back_to(observation_id)
    return say_page(one, form, asked, heading="What do you see differently?")


@conversation.route("/observations/<int:observation_id>/talk/<int:message_id>", methods=["GET", "POST"])
def talk(observation_id: int, message_id: int) -> Page:
    """A reply in one thread."""
    one, form = note_to(Permission.TALK_ABOUT_NOTE, observation_id).observation, MessageForm()
    thread = queries.thread(one, message_id)
    asked = asked_about(one, form.words.data) if form.validate_on_submit() else []
    if not thread.is_open or (form.is_submitted() and not form.errors and not asked):
        try:
            operations.reply(one, thread, form.words.data or "", by=person_signed_in(), at=clock.now())
            flash("Your reply is sent.", "good")
        except AlreadySettled as error:
            flash(str(error), "caution")
        return back_to(observation_id)
    return say_page(one, form, asked, heading="Reply", thread=thread)


def say_page(
    one: Observation, form: MessageForm, asked: list[Hint], *, heading: str, thread: Thread | None = None
) -> Page:
    """A page on which something is said about a note."""
    return render_template(
        "conversation/say.html", observation=one, form=form, asked=asked, heading=heading, thread=thread,
        title=visit_title(one.activity, one.complexity), is_own=person_signed_in().id == one.learner_id,
        names={line.indicator: line.name for line in lines(one, library(one.release_id))}, THE_WORDS=THE_WORDS,
    ), 422 if form.errors or asked else 200  # fmt: skip


@conversation.post("/observations/<int:observation_id>/talk/<int:message_id>/settle")
def settle(observation_id: int, message_id: int) -> Response:
    """Say that a thread is settled."""
    one = note_to(Permission.TALK_ABOUT_NOTE, observation_id).observation
    try:
        operations.settle(one, queries.thread(one, message_id), by=person_signed_in(), at=clock.now())
        flash("Marked as settled. Everything that was said stays here.", "good")
    except (AlreadySettled, NotYoursToSettle) as error:
        flash(str(error), "caution")
    return back_to(observation_id)


@conversation.post("/observations/<int:observation_id>/pulse")
def pulse(observation_id: int) -> Page:
    """The learner's two answers about the coaching, once."""
    found, form = note_to(Permission.ANSWER_OBSERVATION, observation_id), PulseForm()
    if not form.validate():
        return note_page(found, pulse=form)
    try:
        operations.give_pulse(
            found.observation, was_specific=int(form.was_specific.data), can_use=int(form.can_use.data), at=clock.now()
        )
        flash("Thank you. Your coach never sees what one person answered, nor about which visit.", "good")
    except PulseAlreadyGiven as error:
        flash(str(error), "caution")
    return back_to(observation_id)


@conversation.get("/coaching/conversations")
def conversations() -> str:
    """What waits for the coach's reply, and what learners say of the coaching, in medians."""
    authorize(Permission.SEE_TEAM)
    coach = person_signed_in()
    return render_template(
        "conversation/conversations.html", waiting=queries.waiting_for(coach, as_coach=True),
        medians=queries.pulse_of(coach), scale=SCALE, questions=(SPECIFIC, USEFUL), visit_title=visit_title,
    )  # fmt: skip


@conversation.get("/people/<int:person_id>/observations")
def notes(person_id: int) -> str:
    """A person's shared notes: all for the learner, else those the reader wrote or was opened."""
    learner = person(person_id)
    authorize(Permission.READ_PROFILE, learner)
    reader, present = person_signed_in(), learner.coaching_on(clock.today())
    found, is_own = queries.notes_of(learner, reader), reader.id == learner.id
    coach = present.coach if present and is_own else None
    earlier = [one for one in found if one.coach_id != coach.id] if coach else []
    return render_template(
        "conversation/notes.html", learner=learner, reader=reader, is_own=is_own, notes=found, visit_title=visit_title,
        present=coach, earlier=earlier,
        closed=[one for one in earlier if coach and not one.is_opened_to(coach.id)],
    )  # fmt: skip


@conversation.post("/people/<int:person_id>/observations/open")
def open_notes(person_id: int) -> Response:
    """Open one note, or all of earlier coaches, to the present coach; or close them again."""
    learner = person(person_id)
    authorize(Permission.OPEN_NOTES, learner)
    present, one = learner.coaching_on(clock.today()), request.form.get("note", type=key)
    chosen = queries.notes_by_others(learner, present.coach) if present and one is None else [one] if one else []
    try:
        if present is None:
            raise NobodyToOpenTo
        if "close" in request.form:
            operations.withdraw(learner, chosen, present.coach, at=clock.now())
            flash(f"Closed again. {present.coach.first_name} sees levels and agreements only.", "good")
        else:
            operations.open_notes(learner, chosen, present.coach, at=clock.now())
            flash(f"{present.coach.first_name} can read this now, until you close it again.", "good")
    except NobodyToOpenTo as error:
        flash(str(error), "caution")
    return back_to(one) if one else redirect(url_for("conversation.notes", person_id=person_id), 303)
