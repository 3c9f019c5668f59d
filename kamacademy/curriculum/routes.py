"""Programmes, a module's page, and the lesson player."""

import secrets

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.assessment.refusals import MayNotBegin
from kamacademy.content.queries import library
from kamacademy.curriculum import operations, queries
from kamacademy.curriculum.documents import Module
from kamacademy.curriculum.forms import NoteForm, ReactionForm, RecallForm
from kamacademy.curriculum.markets import find_counterpart
from kamacademy.curriculum.models import ModuleAttempt, Reaction
from kamacademy.curriculum.reactions import STEP, USABLE
from kamacademy.curriculum.reactions import reactions as summed_up
from kamacademy.curriculum.standing import ModuleState, ProgrammePath
from kamacademy.curriculum.steps import next_step
from kamacademy.exercise.stage import Stage
from kamacademy.wording import listed

curriculum = Blueprint("curriculum", __name__, template_folder="templates")

LARGEST_SEED = 2**31 - 1
Page = str | tuple[str, int]


@curriculum.get("/learn")
def programmes() -> str:
    """The programmes one has, and those one may take on."""
    authorize(Permission.LEARN)
    paths = queries.all_paths(person_signed_in(), clock.today())
    taken = [path for path in paths if path.is_taken]
    return render_template(
        "curriculum/programmes.html",
        paths=taken,
        offers=[path for path in paths if not path.is_taken],
        step=next_step(taken, clock.now()),
    )


@curriculum.get("/learn/<programme>")
def programme(programme: str) -> str:
    """One programme: what it is for, and its modules in order."""
    authorize(Permission.LEARN)
    return render_template("curriculum/programme.html", path=path_or_404(programme))


@curriculum.post("/learn/<programme>/enrol")
def enrol(programme: str) -> Response:
    """Take a programme on."""
    authorize(Permission.LEARN)
    path = path_or_404(programme)
    operations.enrol(person_signed_in(), programme, at=clock.now())
    flash(f"You have taken on “{path.programme.title}”.", "good")
    return redirect(url_for("curriculum.programme", programme=programme), 303)


@curriculum.post("/learn/<programme>/leave")
def leave(programme: str) -> Response:
    """Leave a programme one took on."""
    authorize(Permission.LEARN)
    path = path_or_404(programme)
    operations.leave(person_signed_in(), programme, at=clock.now())
    flash(f"You have left “{path.programme.title}”. What you did in it is kept.", "good")
    return redirect(url_for("curriculum.programmes"), 303)


@curriculum.get("/learn/<programme>/<module>")
def module(programme: str, module: str) -> Page:
    """A module: what it is for, its lessons, its check, and what should change afterwards."""
    authorize(Permission.LEARN)
    return module_page(programme, module)


@curriculum.post("/learn/<programme>/<module>/start")
def start(programme: str, module: str) -> Response | Page:
    """Begin the module in its newest edition."""
    authorize(Permission.LEARN)
    state_or_404(programme, module)
    try:
        attempt = operations.begin_module(person_signed_in(), module, programme=programme, at=clock.now())
    except operations.ModuleLocked as refusal:
        return module_page(programme, module, f"This module opens after {titles(refusal.waits_for)}.")
    return redirect(address_to_go_on(programme, attempt), 303)


@curriculum.post("/learn/<programme>/<module>/again")
def again(programme: str, module: str) -> Response | Page:
    """Begin the module again in its new edition."""
    authorize(Permission.LEARN)
    state_or_404(programme, module)
    try:
        attempt = operations.begin_again(person_signed_in(), module, programme=programme, at=clock.now())
    except operations.ModuleLocked as refusal:
        return module_page(programme, module, f"This module opens after {titles(refusal.waits_for)}.")
    return redirect(address_to_go_on(programme, attempt), 303)


@curriculum.post("/learn/<programme>/<module>/check")
def check(programme: str, module: str) -> Response | Page:
    """Begin the check, or go on with the one that runs."""
    authorize(Permission.LEARN)
    path_or_404(programme)
    attempt = queries.find_attempt(person_signed_in().id, module)
    if attempt is None:
        return module_page(programme, module, "Start the module first. Its check opens when every lesson is finished.")
    try:
        sitting = operations.begin_check(attempt, seed=secrets.randbelow(LARGEST_SEED), at=clock.now())
    except operations.LessonsOpen:
        return module_page(programme, module, "The check opens when every lesson is finished.")
    except MayNotBegin as refusal:
        return module_page(programme, module, str(refusal))
    return redirect(url_for("assessment.sitting", sitting_id=sitting.id), 303)


@curriculum.post("/learn/<programme>/<module>/exemption")
def exemption(programme: str, module: str) -> Response | Page:
    """Begin the exemption test, or go on with the one that runs."""
    authorize(Permission.LEARN)
    state_or_404(programme, module)
    try:
        sitting = operations.begin_exemption(
            person_signed_in(), module, programme=programme, seed=secrets.randbelow(LARGEST_SEED), at=clock.now()
        )
    except operations.ExemptionClosed:
        return module_page(programme, module, "There is no exemption test for this module now.")
    except MayNotBegin as refusal:
        return module_page(programme, module, str(refusal))
    return redirect(url_for("assessment.sitting", sitting_id=sitting.id), 303)


@curriculum.post("/learn/<programme>/<module>/scenarios/<scenario>")
def scenario(programme: str, module: str, scenario: str) -> Response | Page:
    """Begin a scenario of the module, or go on with the run there is."""
    authorize(Permission.LEARN)
    path_or_404(programme)
    attempt = queries.find_attempt(person_signed_in().id, module)
    if attempt is None:
        return module_page(programme, module, "Start the module first. Its scenarios open when every lesson is read.")
    try:
        run = operations.begin_scenario(attempt, scenario, at=clock.now())
    except operations.NoSuchScenario:
        abort(404)
    except operations.LessonsOpen:
        return module_page(programme, module, "The scenarios open when every lesson is read.")
    return redirect(url_for("scenario.run", run_id=run.id), 303)


@curriculum.get("/learn/<programme>/<module>/exercise")
def exercise(programme: str, module: str) -> Response | str:
    """The exercise before it is begun: what to do, what good looks like, and the rubric. Work that is open goes on."""
    authorize(Permission.LEARN)
    path, state = state_or_404(programme, module)
    form = state.syllabus.form or abort(404)
    if state.work is not None and state.stage is not Stage.ACCEPTED:
        return redirect(url_for("exercise.submission", submission_id=state.work.submission_id), 303)
    return render_template(
        "curriculum/exercise.html",
        path=path,
        state=state,
        exercise=form,
        rubric=queries.rubric_of(state),
        outlook=queries.outlook_of(state),
    )


@curriculum.post("/learn/<programme>/<module>/exercise")
def begin_exercise(programme: str, module: str) -> Response | Page:
    """Begin the exercise, or go on with it."""
    authorize(Permission.LEARN)
    state_or_404(programme, module)
    try:
        work = operations.begin_exercise(person_signed_in(), module, programme=programme, at=clock.now())
    except operations.ExerciseClosed:
        return module_page(programme, module, "The exercise opens when every lesson is read.")
    return redirect(url_for("exercise.submission", submission_id=work.id), 303)


@curriculum.post("/learn/<programme>/<module>/reactions")
def reactions(programme: str, module: str) -> Response | Page:
    """Keep the answers to the two questions at the end of a module."""
    authorize(Permission.LEARN)
    _, state = state_or_404(programme, module)
    attempt = queries.find_attempt(person_signed_in().id, module)
    if attempt is None or state.completed_on is None:
        return module_page(programme, module, "The two questions come when the module is complete.")
    form = ReactionForm()
    if not form.validate():
        return module_page(programme, module, form=form)
    operations.react(attempt, usable=int(form.usable.data), better=form.better.data or "", at=clock.now())
    flash("Thank you. Your learning team reads it only together with the answers of others.", "good")
    return redirect(url_for("curriculum.module", programme=programme, module=module), 303)


@curriculum.get("/academy/reactions")
def all_reactions() -> str:
    """What people said of the modules, from five answers up."""
    authorize(Permission.READ_REACTIONS)
    said, modules = queries.reactions_by_module(), library().all(Module, "module")
    shown = [(module, summed_up(said.get(slug, ()))) for slug, module in modules.items()]
    return render_template("curriculum/reactions.html", shown=shown, USABLE=USABLE, STEP=STEP)


@curriculum.get("/learn/<programme>/<module>/scenarios/<_scenario>")
def back_from_scenario(programme: str, module: str, _scenario: str) -> Response:
    """A reload after beginning a scenario comes back to the module."""
    authorize(Permission.LEARN)
    return redirect(url_for("curriculum.module", programme=programme, module=module), 303)


@curriculum.get("/learn/<programme>/<module>/<any(start, again, check, exemption, reactions):_act>")
def back_to_module(programme: str, module: str, _act: str) -> Response:
    """A reload after an act comes back to the module."""
    authorize(Permission.LEARN)
    return redirect(url_for("curriculum.module", programme=programme, module=module), 303)


@curriculum.route("/learn/<programme>/<module>/<lesson>", methods=["GET", "POST"])
def lesson(programme: str, module: str, lesson: str) -> Response | Page:
    """A lesson to read; what is posted here answers one of its questions."""
    attempt = attempt_or_none(programme, module, lesson)
    if attempt is None:
        return redirect(url_for("curriculum.module", programme=programme, module=module), 303)
    if request.method == "GET":
        return lesson_page(programme, attempt, lesson)
    form = RecallForm()
    error = next((messages[0] for messages in form.errors.values()), "") if not form.validate() else ""
    if not error:
        try:
            operations.recall(attempt, lesson, form.question.data or "", form.position, at=clock.now())
            address = url_for("curriculum.lesson", programme=programme, module=module, lesson=lesson)
            return redirect(f"{address}#q-{form.question.data}", 303)
        except operations.NoSuchQuestion:
            error = "This lesson does not ask that question. Answer one of those on the page."
        except operations.NoSuchChoice:
            error = "This question has no such answer. Choose one of those shown."
    return lesson_page(programme, attempt, lesson, error=error, error_at=form.question.data), 422


@curriculum.post("/learn/<programme>/<module>/<lesson>/finish")
def finish(programme: str, module: str, lesson: str) -> Response | Page:
    """Mark the lesson as read and go on to the next, or to the module with its check."""
    attempt = attempt_or_none(programme, module, lesson)
    if attempt is None:
        return redirect(url_for("curriculum.module", programme=programme, module=module), 303)
    try:
        operations.finish_lesson(attempt, lesson, at=clock.now())
    except operations.QuestionsOpen:
        return lesson_page(programme, attempt, lesson, is_blocked=True), 422
    following = queries.place_of(attempt, lesson).following
    if following is None:
        return redirect(url_for("curriculum.module", programme=programme, module=module), 303)
    return redirect(url_for("curriculum.lesson", programme=programme, module=module, lesson=following), 303)


@curriculum.post("/learn/<programme>/<module>/<lesson>/note")
def note(programme: str, module: str, lesson: str) -> Response | Page:
    """Keep a note to self."""
    attempt = attempt_or_none(programme, module, lesson)
    if attempt is None:
        return redirect(url_for("curriculum.module", programme=programme, module=module), 303)
    form = NoteForm()
    if not form.validate():
        return lesson_page(programme, attempt, lesson, note_form=form), 422
    operations.save_note(attempt, lesson, form.words.data or "", at=clock.now())
    address = url_for("curriculum.lesson", programme=programme, module=module, lesson=lesson)
    return redirect(f"{address}#note-to-self", 303)


@curriculum.get("/learn/<programme>/<module>/<lesson>/<any(finish, note):_act>")
def back_to_lesson(programme: str, module: str, lesson: str, _act: str) -> Response:
    """A reload after an act comes back to the lesson."""
    authorize(Permission.LEARN)
    return redirect(url_for("curriculum.lesson", programme=programme, module=module, lesson=lesson), 303)


def path_or_404(programme: str) -> ProgrammePath:
    """A programme as it stands for the person signed in."""
    paths = queries.all_paths(person_signed_in(), clock.today())
    found = next((path for path in paths if path.slug == programme), None)
    return found if found is not None else abort(404)


def state_or_404(programme: str, module: str) -> tuple[ProgrammePath, ModuleState]:
    """A module as it stands for the person signed in, and its programme.

    One of another market that was never begun leads to the module in its place.
    """
    path = path_or_404(programme)
    found = next((state for state in path.every_module if state.slug == module), None)
    if found is None and (standing := find_counterpart(path.programme, module, path.market)) is not None:
        flash(f"For the {path.market_name} this module stands in the place of the one you asked for.", "good")
        abort(redirect(url_for("curriculum.module", programme=programme, module=standing), 303))
    return (path, found) if found is not None else abort(404)


def attempt_or_none(programme: str, module: str, lesson: str) -> ModuleAttempt | None:
    """The person's attempt at a module, which has the lesson; None before the module is begun; else 404."""
    authorize(Permission.LEARN)
    attempt = queries.find_attempt(person_signed_in().id, module)
    if not queries.has_lesson(programme, module, lesson, attempt):
        abort(404)
    if attempt is not None:
        authorize(Permission.CONTINUE_LEARNING, attempt)
    return attempt


def address_to_go_on(programme: str, attempt: ModuleAttempt) -> str:
    """Where a person goes who starts a module: to the first open lesson, or to the module with its check."""
    following = queries.first_open_lesson(attempt)
    if following is None:
        return url_for("curriculum.module", programme=programme, module=attempt.module)
    return url_for("curriculum.lesson", programme=programme, module=attempt.module, lesson=following)


def module_page(programme: str, module: str, refusal: str = "", form: ReactionForm | None = None) -> Page:
    """The module's page; with the reason where something was refused, or with a form to be put right."""
    path, state = state_or_404(programme, module)
    asks = state.attempt is not None and state.completed_on is not None
    said = queries.find_reaction(state.attempt.attempt_id) if state.attempt is not None and asks else None
    page = render_template(
        "curriculum/module.html",
        path=path,
        state=state,
        outlook=queries.outlook_of(state),
        check_opens=state.check_opens(clock.now()),
        refusal=refusal,
        has_job_aid=library().has("job-aid", module),
        has_guide=library().has("module-guide", module),
        asks=asks,
        said=said,
        form=form or (reaction_form(said) if asks else None),
    )
    return (page, 422) if refusal or form else page


def reaction_form(said: Reaction | None) -> ReactionForm:
    """The two questions, with what was said before."""
    if said is None:
        return ReactionForm(formdata=None)
    return ReactionForm(formdata=None, usable=str(said.usable), better=said.better or "")


def lesson_page(
    programme: str,
    attempt: ModuleAttempt,
    lesson: str,
    *,
    error: str = "",
    error_at: str | None = None,
    is_blocked: bool = False,
    note_form: NoteForm | None = None,
) -> str:
    """The lesson's page, with what was refused."""
    kept = queries.find_note(attempt.learner_id, attempt.module, lesson)
    page = queries.lesson_page_of(attempt, lesson, again=error_at or request.args.get("again"), today=clock.today())
    return render_template(
        "curriculum/lesson.html",
        programme=programme,
        attempt=attempt,
        page=page,
        place=queries.place_of(attempt, lesson),
        error=error,
        error_at=error_at,
        is_blocked=is_blocked,
        kept=kept,
        form=note_form or NoteForm(formdata=None, words=kept.words if kept else ""),
    )


def titles(waits_for: tuple[str, ...]) -> str:
    """Modules in words."""
    return listed([f"“{title}”" for title in waits_for])
