"""A scenario's first page, a run of it moment by moment, its ending and its debrief."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.content.queries import current_release_id
from kamacademy.scenario import operations, queries
from kamacademy.scenario.course import Course
from kamacademy.scenario.debrief import debrief as debrief_of
from kamacademy.scenario.debrief import verdict
from kamacademy.scenario.documents import Scenario
from kamacademy.scenario.forms import DecisionForm
from kamacademy.scenario.measures import standings
from kamacademy.scenario.models import ScenarioRun
from kamacademy.scenario.play import moment
from kamacademy.scenario.results import of_scenario, unfinished

scenarios = Blueprint("scenario", __name__, template_folder="templates")

STANDS = "You had already decided at that moment, so your first choice stands. This is where it has led."
NO_SUCH_CHOICE = "There is no such choice here. Take one of those shown."


def scenario_or_404(slug: str) -> Scenario:
    """A scenario of the newest release."""
    return queries.find_scenario(slug) or abort(404)


def own_run(run_id: int) -> ScenarioRun:
    """The run, if it is the person's own."""
    run = queries.run(run_id)
    authorize(Permission.CONTINUE_LEARNING, run)
    return run


def to_run(run: ScenarioRun) -> Response:
    """On to where the run stands."""
    return redirect(url_for("scenario.run", run_id=run.id), 303)


@scenarios.get("/scenarios/<slug>")
def scenario(slug: str) -> str:
    """What it is about, how it goes, and one's own runs of it."""
    authorize(Permission.LEARN)
    shown, learner = scenario_or_404(slug), person_signed_in()
    runs = of_scenario(queries.results_of([learner.id])[learner.id], slug)
    return render_template(
        "scenario/scenario.html",
        scenario=shown,
        slug=slug,
        finished=[one for one in reversed(runs) if one.finished_at],
        going_on=unfinished(runs, slug, current_release_id()),
        endings={ending.id: ending.title for ending in shown.endings},
    )


@scenarios.post("/scenarios/<slug>/runs")
def begin(slug: str) -> Response:
    """Begin, or go on with what is unfinished."""
    authorize(Permission.LEARN)
    scenario_or_404(slug)
    return to_run(
        operations.begin_run(person_signed_in(), slug, release_id=current_release_id(), at=clock.now(), return_to=None)
    )


@scenarios.get("/scenario-runs/<int:run_id>")
def run(run_id: int) -> str:
    """The moment at which the run stands, or how it came out."""
    run = own_run(run_id)
    course = queries.course_of(run)
    if course.ending is None:
        return moment_page(run, course, DecisionForm())
    return render_template(
        "scenario/ending.html", run=run, course=course, standings=standings(course), verdict=verdict(course)
    )


def moment_page(run: ScenarioRun, course: Course, form: DecisionForm) -> str:
    """The page of one moment."""
    return render_template("scenario/moment.html", run=run, course=course, moment=moment(course, run.id), form=form)


@scenarios.post("/scenario-runs/<int:run_id>")
def decide(run_id: int) -> Response | tuple[str, int]:
    """Take a step; the same step again changes nothing, and another choice for it is refused in words."""
    run, form = own_run(run_id), DecisionForm()
    if form.validate():
        try:
            operations.decide(run, form.step, form.position, at=clock.now())
            return to_run(run)
        except operations.AlreadyDecided:
            flash(STANDS, "caution")
            return to_run(run)
        except operations.NoSuchStep:
            abort(404)
        except operations.NoSuchChoice:
            form.choice.errors = [NO_SUCH_CHOICE]
    course = queries.course_of(run)
    return (moment_page(run, course, form), 422) if course.ending is None else to_run(run)


@scenarios.get("/scenario-runs/<int:run_id>/debrief")
def debrief(run_id: int) -> str | Response:
    """The path explained, once the run has ended."""
    run = own_run(run_id)
    course = queries.course_of(run)
    if course.ending is None:
        return to_run(run)
    names = queries.indicator_names(run.release_id, course.scenario)
    return render_template("scenario/debrief.html", run=run, course=course, debrief=debrief_of(course, names))


@scenarios.post("/scenario-runs/<int:run_id>/again")
def again(run_id: int) -> Response:
    """A new run of the same scenario and release, or the one that goes on."""
    run = own_run(run_id)
    return to_run(
        operations.begin_run(
            run.learner, run.scenario, release_id=run.release_id, at=clock.now(), return_to=run.return_to
        )
    )


@scenarios.get("/scenario-runs/<int:run_id>/again")
def back_to_run(run_id: int) -> Response:
    """A reload after trying again comes back to the run."""
    return to_run(own_run(run_id))
