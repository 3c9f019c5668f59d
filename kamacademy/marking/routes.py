"""Marking: the queue, the page of one work, marks as their learner reads them, corrections, agreement."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.assessment.models import SittingItem
from kamacademy.db import remember
from kamacademy.exercise.operations import OwnWork
from kamacademy.exercise.page import shown
from kamacademy.exercise.queries import submission
from kamacademy.marking import operations, queries
from kamacademy.marking.agreement import FEWEST_PAIRS, agreements
from kamacademy.marking.forms import MarkForm, mark_form
from kamacademy.marking.given import Given, read
from kamacademy.marking.models import Marking
from kamacademy.marking.opinion import differences, points_words
from kamacademy.marking.turn import Decision, Turn, WorkKind

marking = Blueprint("marking", __name__, template_folder="templates")

Page = str | tuple[str, int]
KINDS = {"answers": WorkKind.ANSWER, "exercises": WorkKind.EXERCISE}
# Why a work can no longer be marked by who is on its page.
REFUSALS: tuple[type[Exception], ...] = (
    operations.HeldByAnother, operations.NoLongerWaits, operations.NotYourTurn, OwnWork,
)  # fmt: skip
REFUSAL_WORDS: dict[type[Exception], str] = {
    operations.HeldByAnother: "Somebody else is marking this work now. What you wrote is kept for you as a draft.",
    operations.NoLongerWaits: "This work no longer waits for a mark.",
    operations.NotYourTurn: "Others have marked this work in the meantime, so it no longer needs your mark.",
    OwnWork: "Nobody marks their own work.",
}


@marking.get("/marking")
def queue() -> str:
    """What waits for one's own mark."""
    authorize(Permission.SEE_MARKING)
    return render_template("marking/queue.html", queue=queries.queue_of(person_signed_in(), clock.now()))


@marking.post("/marking/<any(answers, exercises):kind>/<int:key>")
def claim(kind: str, key: int) -> Response:
    """Take a work for half an hour and open it."""
    authorize(Permission.MARK_WORK, queries.learner_of(queries.work(KINDS[kind], key)))
    try:
        found = operations.claim(KINDS[kind], key, by=person_signed_in(), at=clock.now())
    except REFUSALS as refusal:
        return away(refusal)
    allow_turn(found)
    return redirect(url_for("marking.mark", marking_id=found.id), 303)


@marking.get("/marking/<any(answers, exercises):_kind>/<int:_key>")
def back_to_queue(_kind: str, _key: int) -> Response:
    """A reload after taking a work comes back to the queue."""
    authorize(Permission.SEE_MARKING)
    return redirect(url_for("marking.queue"), 303)


def away(refusal: Exception) -> Response:
    """Back to the queue with the reason."""
    flash(REFUSAL_WORDS[type(refusal)], "caution")
    return redirect(url_for("marking.queue"), 303)


def allow_turn(found: Marking) -> None:
    """Marks are given by who may mark; where two differ, by the learning team alone."""
    authorize(Permission.SETTLE_MARKS if found.turn is Turn.THIRD else Permission.MARK_WORK, found)


def to_mark(marking_id: int) -> Marking:
    """A work on its way through marking, if the person may mark it now."""
    found = queries.marking(marking_id)
    allow_turn(found)
    return found


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form sent: the mark so far, and the turn that the page showed."""

    given: Given
    turn: Turn


def sent(found: Marking) -> Sent:
    """What was sent now."""
    turn = request.form.get("turn", "")
    given = read(queries.rubric_of(found), request.form.to_dict(flat=False))
    return Sent(given, Turn(turn) if turn in set(Turn) else Turn.FIRST)


def keeps(found: Marking) -> Decision:
    """The decision that keeps a work: an exercise is accepted, an answer is given points."""
    return Decision.ACCEPT if found.work_kind is WorkKind.EXERCISE else Decision.POINTS


@marking.get("/marking/<int:marking_id>")
def mark(marking_id: int) -> Response | str:
    """The work beside its rubric, with the draft so far."""
    found, person = to_mark(marking_id), person_signed_in()
    if (refusal := operations.refusal(found, by=person, at=clock.now())) is not None:
        return away(refusal)
    draft = queries.draft_of(found.id, person.id)
    form = filled(found, draft.given if draft else Given(), found.turn)
    return mark_page(found, form, saved_at=draft.saved_at if draft else None)


def filled(found: Marking, given: Given, turn: Turn) -> MarkForm:
    """The form of a mark."""
    return mark_form(queries.rubric_of(found), given, decision=keeps(found), turn=turn)


@marking.post("/marking/<int:marking_id>/draft")
def keep(marking_id: int) -> str:
    """Keep the draft while it is being written; says so in a line for the open page."""
    found, now, refusal = to_mark(marking_id), clock.now(), ""
    try:
        operations.save_draft(found, sent(found).given, by=person_signed_in(), at=now)
    except REFUSALS as refused:
        refusal = f"Not saved. {REFUSAL_WORDS[type(refused)]}"
    return render_template("marking/_saved.html", saved_at=now, refusal=refusal, just_now=True)


@marking.post("/marking/<int:marking_id>")
def decide(marking_id: int) -> Response | Page:
    """Give the mark, or keep the draft and let the work go."""
    found, person, now = to_mark(marking_id), person_signed_in(), clock.now()
    got, act = sent(found), request.form.get("act", "")
    try:
        if act not in choices(found):
            operations.save_draft(found, got.given, by=person, at=now)
            operations.give_back(found, by=person)
            flash("Kept as your draft. Others may take the work now.", "good")
        else:
            given = operations.give_mark(found, got.given, Decision(act), by=person, at=now, turn=got.turn)
            flash(thanks(found, Turn(given.turn)), "good")
    except REFUSALS as refusal:
        return away(refusal)
    except operations.MarkIncomplete as incomplete:
        remember(lambda: operations.save_draft(queries.marking(marking_id), got.given, by=person_signed_in(), at=now))
        form = filled(found, got.given, got.turn)
        form.show_problems(incomplete.missing)
        return mark_page(found, form), 422
    return redirect(url_for("marking.queue"), 303)


def choices(found: Marking) -> tuple[Decision, ...]:
    """What may be decided about a work."""
    if found.work_kind is WorkKind.EXERCISE:
        return Decision.ACCEPT, Decision.RETURN
    return (Decision.POINTS,)


def thanks(found: Marking, turn: Turn) -> str:
    """What has happened with a mark."""
    if found.settled_at is not None:
        return "Your mark is given, and the learner has the result."
    if turn is Turn.FIRST:
        return "Your mark is kept. A second marker reads this work before the result is given out."
    return "Your mark is kept. The two marks differ, so the learning team looks before the result is given out."


@marking.get("/marking/<int:marking_id>/draft")
def back_to_mark(marking_id: int) -> Response:
    """A reload after saving comes back to the work."""
    return redirect(url_for("marking.mark", marking_id=to_mark(marking_id).id), 303)


def mark_page(found: Marking, form: MarkForm, *, saved_at: object = None) -> str:
    """The work beside the form. Both marks stand there only for who settles them."""
    is_third = found.turn is Turn.THIRD
    both = found.blind_marks if is_third else []
    return render_template(
        "marking/mark.html",
        marking=found,
        rubric=queries.rubric_of(found),
        form=form,
        saved_at=saved_at,
        choices=choices(found),
        both=both,
        differences=differences(both[0].opinion, both[1].opinion) if is_third else (),
        points_words=points_words,
        **work_shown(found),
    )


def work_shown(found: Marking) -> dict[str, object]:
    """The work as its template reads it: an exercise's answers, or a question with its answer."""
    work = queries.work(found.work_kind, found.work_key)
    if isinstance(work, SittingItem):
        return {"answer": queries.answer_to_mark(work)}
    exercise = queries.exercise_to_mark(work)
    return {"exercise": exercise, "answers": work.answers, "sections": shown(exercise, work.answers)}


@marking.route("/academy/marking/<int:marking_id>", methods=["GET", "POST"])
def correct(marking_id: int) -> Response | Page:
    """A settled work with every mark it was given, and the form of a correction."""
    found = queries.marking(marking_id)
    authorize(Permission.SETTLE_MARKS, found)
    standing = found.standing
    if standing is None:
        abort(404)
    if request.method == "GET":
        given = operations.given_of(standing)
        return correction_page(found, filled(found, given, Turn.CORRECTION))
    got = sent(found).given
    try:
        operations.correct_mark(found, got, by=person_signed_in(), at=clock.now())
    except operations.MayNotBeCorrected:
        flash("This result is not corrected: returned work is marked anew when it comes again.", "caution")
    except operations.MarkIncomplete as incomplete:
        form = filled(found, got, Turn.CORRECTION)
        form.show_problems(incomplete.missing)
        return correction_page(found, form), 422
    else:
        flash("Corrected. The learner sees the new result, the reason, and the one before.", "good")
    return redirect(url_for("marking.correct", marking_id=found.id), 303)


def correction_page(found: Marking, form: MarkForm) -> str:
    """All marks of a work, and a form for one more."""
    return render_template(
        "marking/correct.html",
        marking=found,
        rubric=queries.rubric_of(found),
        form=form,
        points_words=points_words,
        **work_shown(found),
    )


@marking.get("/academy/marking")
def agreement() -> str:
    """How far markers agree, by rubric and line; and the works settled last, to correct one."""
    authorize(Permission.READ_AGREEMENT)
    settled, double, third = queries.counts()
    return render_template(
        "marking/agreement.html",
        lines=agreements(queries.pairs()),
        titles=queries.rubric_titles(),
        settled=settled,
        double=double,
        third=third,
        fewest=FEWEST_PAIRS,
        last=queries.last_settled(),
    )


@marking.get("/marks/<int:marking_id>")
def result(marking_id: int) -> str:
    """A settled mark as its learner reads it, with what stood before a correction."""
    found = queries.marking(marking_id)
    authorize(Permission.READ_MARK, found)
    standing = found.standing
    if standing is None:
        abort(404)
    work = queries.work(found.work_kind, found.work_key)
    return render_template(
        "marking/result.html",
        marking=found,
        mark=standing,
        rubric=queries.rubric_of(found),
        earlier=queries.marks_before(found),
        sitting_id=work.sitting_id if isinstance(work, SittingItem) else None,
        submission_id=None if isinstance(work, SittingItem) else work.submission_id,
        answer=queries.answer_to_mark(work) if isinstance(work, SittingItem) and queries.may_be_shown(work) else None,
        points_words=points_words,
    )


@marking.get("/submissions/<int:submission_id>/mark")
def of_submission(submission_id: int) -> Response:
    """The newest mark of an exercise; back to the exercise where it was decided without one."""
    work = submission(submission_id)
    authorize(Permission.READ_MARK, work)
    found = queries.settled_marking_of_submission(submission_id)
    if found is None:
        return redirect(url_for("exercise.submission", submission_id=submission_id), 303)
    return redirect(url_for("marking.result", marking_id=found.id), 303)


@marking.get("/sitting-answers/<int:key>/mark")
def of_answer(key: int) -> Response:
    """The mark of an open answer; back to the sitting where it has none."""
    work = queries.work(WorkKind.ANSWER, key)
    authorize(Permission.READ_MARK, queries.learner_of(work))
    found = queries.find_marking(WorkKind.ANSWER, key)
    if found is None or found.settled_at is None:
        assert isinstance(work, SittingItem)
        return redirect(url_for("assessment.sitting", sitting_id=work.sitting_id), 303)
    return redirect(url_for("marking.result", marking_id=found.id), 303)
