"""A sitting: its first page, one page a question, submitting, the result."""

import secrets
from contextlib import suppress
from datetime import datetime

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask import Response as FileResponse
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.assessment import operations, queries
from kamacademy.assessment.catalogue import catalogue
from kamacademy.assessment.correction import (
    ACT_WORDS,
    DONE_WORDS,
    CorrectionAct,
    NotCorrectable,
    said_to_learner,
)
from kamacademy.assessment.feedback import feedback, promise
from kamacademy.assessment.forms import AllowanceForm, AnswerForm, CorrectionForm, ReasonForm
from kamacademy.assessment.models import Sitting
from kamacademy.assessment.refusals import (
    AnswerClosed,
    AnsweredElsewhere,
    ClockNotStarted,
    MayNotBegin,
    SittingSubmitted,
    TimeIsUp,
)
from kamacademy.assessment.result import counts_answers, result_page
from kamacademy.assessment.sheet import Question, Sheet
from kamacademy.assessment.time_limit import (
    REASON_WORDS,
    AllowanceReason,
    is_over,
    left_words,
    limit_words,
    seconds_left,
)
from kamacademy.assessment.validity import refusal
from kamacademy.competency.queries import competencies_in
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.db import remember
from kamacademy.items.case_view import case_shown, csv_of
from kamacademy.items.item import AnyItem, Given, NotAnAnswer
from kamacademy.people.queries import person
from kamacademy.wording import counted, day

assessment = Blueprint("assessment", __name__, template_folder="templates")

LARGEST_SEED = 2**31 - 1
EFFECTS_SHOWN = 200
CLOSED = "This check has been submitted, so its answers stand as they were."
LATE = "The time was up, so this last answer came too late. Every answer before it counts."
ELSEWHERE = (
    "This question was answered in another window after this page was opened. That answer is kept and shown here; "
    "change it if you want another."
)
Page = str | Response | tuple[str, int]


def own_sitting(sitting_id: int) -> Sitting:
    """The sitting, if it is the person's own."""
    sitting = queries.sitting(sitting_id)
    authorize(Permission.CONTINUE_LEARNING, sitting)
    return sitting


@assessment.get("/sittings/<int:sitting_id>")
def sitting(sitting_id: int) -> Page:
    """Before submitting: what is answered and what is open. Afterwards: the result."""
    sitting = own_sitting(sitting_id)
    if ended(sitting):
        return close_ended(sitting)
    sheet = queries.sheet_of(sitting)
    if sitting.is_submitted:
        return result(sitting, sheet)
    terms = {"promise": promise(sheet.paper), "clock": clock_of(sitting), "is_count": counts_answers(sheet)}
    if sitting.is_timed and sitting.closes_at is None:
        assert sitting.time_limit_seconds is not None
        limit = limit_words(sitting.time_limit_seconds)
        return render_template("assessment/start.html", sitting=sitting, sheet=sheet, limit=limit, **terms)
    return render_template("assessment/overview.html", sitting=sitting, sheet=sheet, **terms)


def result(sitting: Sitting, sheet: Sheet) -> str:
    """The page of a submitted sitting."""
    papers = library(sitting.release_id)
    names = {code: one.name for code, one in competencies_in(papers).items()}
    own = queries.results_of([sitting.learner_id])[sitting.learner_id] if sitting.passed is False else []
    refused = refusal(sheet.paper, [one for one in own if one.paper == sitting.paper], clock.now())
    return render_template(
        "assessment/result.html",
        sitting=sitting,
        sheet=sheet,
        page=result_page(
            sheet, operations.terms_of(sitting), passed=sitting.passed, points=sitting.points,
            valid_until=sitting.valid_until, names=names,
        ),
        feedback=feedback(sheet.paper),
        corrections=corrections_said(sitting),
        refusal=str(refused) if refused else "",
        lessons=lessons_of(sitting, sheet, papers),
    )  # fmt: skip


def lessons_of(sitting: Sitting, sheet: Sheet, papers: Library) -> dict[str, str]:
    """The titles of the lessons behind the questions, by name, as far as the module of the check holds them."""
    module = (sitting.return_to or "").rpartition("/")[2]
    named = {question.entry.item.lesson for question in sheet.questions if question.entry.item.lesson}
    held = {name: ("lesson", f"{module}/{name}") for name in named if papers.has("lesson", f"{module}/{name}")}
    # Lessons belong to a feature on the right, whose types are not for us; every one has a title.
    return {name: str(papers.edition(*at).content.model_dump(include={"title"})["title"]) for name, at in held.items()}


def corrections_said(sitting: Sitting) -> list[tuple[str, str, datetime]]:
    """What was corrected in a sitting, why, and when, oldest first."""
    places = {row.item_id: row.place for row in sitting.items}
    return [
        (said_to_learner(places[one.item_id], one.act, one.before, one.after), one.reason, one.at)
        for one in queries.corrections_in(sitting.id)
    ]


@assessment.route("/sittings/<int:sitting_id>/<int:place>", methods=["GET", "POST"])
def question(sitting_id: int, place: int) -> Page:
    """One question on a page of its own; its answer is kept as it is given."""
    sitting = own_sitting(sitting_id)
    sheet = queries.sheet_of(sitting)
    asked = sheet.at(place)
    if asked is None:
        abort(404)
    if sitting.is_submitted:
        return leave(address_of(sitting), CLOSED if request.method == "POST" else "")
    if ended(sitting):
        return close_ended(sitting)
    if sitting.is_timed and sitting.closes_at is None:
        return leave(address_of(sitting))
    if request.method == "GET":
        return question_page(sitting, sheet, asked)
    try:
        return keep(sitting, sheet, asked)
    except NotAnAnswer as refused:
        return refuse(sitting, sheet, asked, refused)
    except SittingSubmitted:
        return leave(address_of(sitting), CLOSED)
    except TimeIsUp:
        return close_ended(sitting)
    except AnsweredElsewhere:
        return leave(address_of(sitting, place), ELSEWHERE)
    except AnswerClosed:
        return leave(address_of(sitting, place))


def keep(sitting: Sitting, sheet: Sheet, asked: Question) -> Page:
    """Keep what a form sent, then do what its button says. Raises NotAnAnswer and what `operations.answer` raises."""
    item, then, at = asked.entry.item, request.form.get("then", "next"), clock.now()
    sent = request.form.to_dict(flat=False)
    page = AnswerForm().page_load(sitting.started_at, at)
    if then in {"flag", "unflag"}:
        operations.flag(sitting, item.id, is_flagged=then == "flag", at=at)
        with suppress(NotAnAnswer):
            operations.answer(sitting, item.id, item.read(sent, asked.variant), at=at, page=page)
        return leave(address_of(sitting, asked.place))
    given = item.read(sent, asked.variant)
    missing = item.missing(given) if then == "check" else None
    if missing:
        raise NotAnAnswer("answer", missing, given)
    row = operations.answer(sitting, item.id, given, at=at, page=page)
    if is_autosave():
        return render_template(
            "assessment/_saved.html", row=row, missing=item.missing(given), closes_at=sitting.closes_at
        )
    if then == "check" and feedback(sheet.paper).is_at_once:
        operations.close_question(sitting, item.id, at=at)
        return leave(address_of(sitting, asked.place))
    if "move" in sent:
        return leave(address_of(sitting, asked.place))
    return leave(address_of(sitting, asked.place + 1 if asked.place < len(sheet.questions) else None))


def refuse(sitting: Sitting, sheet: Sheet, asked: Question, refused: NotAnAnswer) -> tuple[str, int]:
    """The same page with what was given and how to put it right; for an autosave, only the sentence."""
    if is_autosave():
        return render_template("assessment/_not-saved.html", message=refused.message, is_kept=asked.is_answered), 422
    return question_page(sitting, sheet, asked, error=refused, given=refused.kept or None), 422


def question_page(
    sitting: Sitting, sheet: Sheet, asked: Question, *, error: NotAnAnswer | None = None, given: Given | None = None
) -> str:
    """The page of one question, or its explanation where the paper explains at once and it was checked."""
    found = catalogue(library(sitting.release_id))
    policy, is_closed = feedback(sheet.paper), asked.is_closed
    return render_template(
        "assessment/question.html",
        sitting=sitting,
        sheet=sheet,
        question=asked,
        asked=None if is_closed else asked.ask(given),
        reviewed=asked.review() if is_closed else None,
        case=case_shown(asked.entry.case, asked.variant, found.tables) if asked.entry.case else None,
        error=error,
        rubric=queries.rubric_of(library(sitting.release_id), asked.entry.item),
        page_mark=secrets.token_hex(4),
        page_shown=int(clock.now().timestamp()),
        clock=clock_of(sitting),
        is_at_once=policy.is_at_once,
    )


def clock_of(sitting: Sitting) -> dict[str, object] | None:
    """The end of a running clock and the seconds left; None without one."""
    if sitting.closes_at is None:
        return None
    left = seconds_left(sitting.closes_at, clock.now())
    return {"closes_at": sitting.closes_at, "seconds": left, "words": left_words(left)}


def ended(sitting: Sitting) -> bool:
    """Whether a running sitting's time and grace are over."""
    return not sitting.is_submitted and is_over(sitting.closes_at, clock.now())


def close_ended(sitting: Sitting) -> Response:
    """Submit what was answered in time and go on to the result; a GET writes it after its own transaction."""
    key, at = sitting.id, clock.now()
    if request.method == "POST":
        operations.submit(sitting, at=at)
        return leave(address_of(sitting), LATE)
    remember(lambda: operations.submit(queries.sitting(key), at=at))
    return leave(url_for("assessment.sitting", sitting_id=key))


def is_autosave() -> bool:
    """Whether the page itself sent the answer, without the person pressing a button."""
    return request.headers.get("HX-Request") == "true"


def leave(address: str, words: str = "") -> Response:
    """Go on to another page, saying why; a page that saves by itself is told by a header, since it follows silently."""
    if words:
        flash(words, "caution")
    if is_autosave():
        answer = make_response("", 200)
        answer.headers["HX-Redirect"] = address
        return answer
    return redirect(address, 303)


def address_of(sitting: Sitting, place: int | None = None) -> str:
    """A question's page, or the sitting's own."""
    if place is not None:
        return url_for("assessment.question", sitting_id=sitting.id, place=place)
    return url_for("assessment.sitting", sitting_id=sitting.id)


@assessment.get("/sittings/<int:sitting_id>/<int:place>/data.csv")
def table(sitting_id: int, place: int) -> Response:
    """The table of a question's case, in the sitting's own figures, as a file."""
    sitting = own_sitting(sitting_id)
    sheet = queries.sheet_of(sitting)
    asked = sheet.at(place)
    is_shut = sitting.is_submitted and not feedback(sheet.paper).shows_items
    if asked is None or asked.entry.case is None or asked.entry.case.data is None or is_shut:
        abort(404)
    if sitting.is_timed and sitting.closes_at is None:
        return leave(address_of(sitting))
    words = csv_of(asked.entry.case, asked.variant, catalogue(library(sitting.release_id)).tables)
    name = f"{asked.entry.case.data.file}.csv"
    return FileResponse(words, mimetype="text/csv", headers={"Content-Disposition": f"attachment; filename={name}"})


@assessment.post("/sittings/<int:sitting_id>/start")
def start(sitting_id: int) -> Response:
    """Start the clock; a second click changes nothing."""
    sitting = own_sitting(sitting_id)
    operations.start_clock(sitting, at=clock.now())
    return leave(address_of(sitting, None if sitting.is_submitted else 1))


@assessment.post("/sittings/<int:sitting_id>/submit")
def submit(sitting_id: int) -> Response:
    """Submit the whole; a second click changes nothing."""
    sitting = own_sitting(sitting_id)
    with suppress(ClockNotStarted):
        operations.submit(sitting, at=clock.now())
    return leave(address_of(sitting))


@assessment.post("/sittings/<int:sitting_id>/again")
def again(sitting_id: int) -> Response:
    """A new sitting of the same paper and release, unless one is passed or running or its rules forbid it."""
    sitting = own_sitting(sitting_id)
    if not sitting.is_submitted or sitting.passed:
        return leave(address_of(sitting))
    try:
        fresh = operations.begin_sitting(
            sitting.learner,
            sitting.paper,
            release_id=sitting.release_id,
            seed=secrets.randbelow(LARGEST_SEED),
            at=clock.now(),
            return_to=sitting.return_to,
        )
    except MayNotBegin as refused:
        return leave(address_of(sitting), str(refused))
    return leave(address_of(fresh))


@assessment.get("/sittings/<int:sitting_id>/<any(start, submit, again):_act>")
def back_to_sitting(sitting_id: int, _act: str) -> Response:
    """A reload after an act comes back to the sitting."""
    return leave(address_of(own_sitting(sitting_id)))


def correctable(item_id: str) -> tuple[AnyItem | None, list[queries.Use]]:
    """A question of the newest release, if it still has it, and the editions that were used; 404 for neither."""
    authorize(Permission.CORRECT_ITEMS)
    entry, uses = catalogue(library()).entries.get(item_id), queries.uses_of(item_id)
    if entry is None and not uses:
        abort(404)
    return (entry.item if entry else None), uses


@assessment.get("/academy/items/<item_id>/correct")
def correct(item_id: str) -> str:
    """Choose the edition with the fault and what to do; below, what was corrected before."""
    item, uses = correctable(item_id)
    form = CorrectionForm(formdata=None)
    form.offer(editions(uses))
    return render_template(
        "assessment/correct.html", item_id=item_id, item=item, uses=uses, form=form,
        corrections=queries.corrections_of(item_id), done=DONE_WORDS,
    )  # fmt: skip


@assessment.route("/academy/items/<item_id>/correct/confirm", methods=["GET", "POST"])
def confirm_correction(item_id: str) -> Page:
    """What the correction would do to each sitting; with a reason it is carried out."""
    item, uses = correctable(item_id)
    chosen = CorrectionForm(request.args, meta={"csrf": False})
    chosen.offer(editions(uses))
    if not chosen.validate():
        flash("Choose the edition with the fault and what to do.", "caution")
        return redirect(url_for("assessment.correct", item_id=item_id), 303)
    revision_id, act, form = int(chosen.revision.data), CorrectionAct(chosen.act.data), ReasonForm()
    try:
        if form.validate_on_submit():
            reason = (form.reason.data or "").strip()
            operations.correct_item(item_id, revision_id, act, reason=reason, by=person_signed_in(), at=clock.now())
            flash("The correction is carried out. Everyone concerned sees it with your reason.", "good")
            return redirect(url_for("assessment.correct", item_id=item_id), 303)
        effects = operations.preview(item_id, revision_id, act)
    except NotCorrectable as refused:
        flash(str(refused), "caution")
        return redirect(url_for("assessment.correct", item_id=item_id), 303)
    page = render_template(
        "assessment/confirm-correction.html", item_id=item_id, item=item, effects=effects, form=form, act=act,
        use=next(use for use in uses if use.revision_id == revision_id), act_words=ACT_WORDS[act], most=EFFECTS_SHOWN,
    )  # fmt: skip
    return (page, 422) if form.is_submitted() else page


def editions(uses: list[queries.Use]) -> list[tuple[str, str]]:
    """The editions to choose from: what the form sends, and words."""
    return [(str(use.revision_id), f"Edition {use.number}, {use_words(use)}") for use in uses]


def use_words(use: queries.Use) -> str:
    """How often an edition was used, and when."""
    return f"used in {counted(use.sittings, 'sitting')} from {day(use.first)} to {day(use.last)}"


@assessment.route("/admin/people/<int:person_id>/time-allowances", methods=["GET", "POST"])
def allowances(person_id: int) -> Page:
    """Extra time of a person on timed papers."""
    authorize(Permission.MANAGE_PEOPLE)
    learner, form = person(person_id), AllowanceForm()
    if form.validate_on_submit():
        assert form.percent_extra.data is not None
        assert form.starts_on.data is not None
        operations.allow_time(
            learner, percent_extra=form.percent_extra.data, reason=AllowanceReason(form.reason.data),
            starts_on=form.starts_on.data, ends_on=form.ends_on.data, by=person_signed_in(), at=clock.now(),
        )  # fmt: skip
        flash(f"{learner.name} has {form.percent_extra.data} % more time on timed papers begun from then on.", "good")
        return redirect(url_for("assessment.allowances", person_id=learner.id), 303)
    if request.method == "GET":
        form.starts_on.data = clock.today()
    page = render_template(
        "assessment/allowances.html", learner=learner, form=form, allowances=queries.allowances_of(learner.id),
        reasons=REASON_WORDS,
    )  # fmt: skip
    return (page, 422) if form.is_submitted() else page


@assessment.post("/admin/people/<int:person_id>/time-allowances/<int:allowance_id>/end")
def end_allowance(person_id: int, allowance_id: int) -> Response:
    """Let an allowance end today."""
    authorize(Permission.MANAGE_PEOPLE)
    found = next((one for one in queries.allowances_of(person_id) if one.id == allowance_id), None)
    if found is None:
        abort(404)
    operations.end_allowance(found, on=clock.today(), by=person_signed_in(), at=clock.now())
    flash("The allowance ends today. Sittings begun with it keep their time.", "good")
    return redirect(url_for("assessment.allowances", person_id=person_id), 303)
