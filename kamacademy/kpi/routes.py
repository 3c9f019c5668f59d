"""The library of KPI definitions, and the forms by which readings are entered and corrected."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.competency.queries import competencies_in, framework_in
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.kpi import operations, queries
from kamacademy.kpi.definitions import groups, kpi_words
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.forms import ReadingForm
from kamacademy.kpi.models import Reading
from kamacademy.kpi.periods import Period, finished_periods
from kamacademy.kpi.rules import ReadingRule, why_not_for_person, why_not_for_role
from kamacademy.people.models import Person
from kamacademy.people.queries import person

kpi = Blueprint("kpi", __name__, template_folder="templates")

Answer = str | Response | tuple[str, int]


def kpi_named(code: str, release: Library) -> Kpi:
    """A definition by its code as it stands in an address, or 404."""
    if not release.has("kpi", code) or code != code.lower():
        abort(404)
    return release.one(Kpi, "kpi", code)


@kpi.get("/kpis")
def definitions() -> str:
    """Every definition, by the competencies it speaks about."""
    authorize(Permission.READ_LIBRARY)
    release = library()
    return render_template("kpi/definitions.html", groups=groups(framework_in(release), queries.kpis_in(release)))


@kpi.get("/kpis/<code>")
def definition(code: str) -> str:
    """One definition in full."""
    authorize(Permission.READ_LIBRARY)
    release = library()
    found = kpi_named(code, release)
    return render_template(
        "kpi/definition.html",
        kpi=found,
        words=kpi_words(found),
        competencies=[competencies_in(release)[one] for one in found.competencies],
        guard=queries.kpis_in(release).get(found.guard.kpi or ""),
        is_mine=why_not_for_role(found, person_signed_in().job_role) is None and why_not_for_person(found) is None,
    )


@kpi.route("/people/<int:person_id>/kpis/<code>/new-reading", methods=["GET", "POST"])
def new_reading(person_id: int, code: str) -> Answer:
    """Enter a reading."""
    learner = person(person_id)
    authorize(Permission.ENTER_READING, learner)
    found = kpi_named(code, library())
    taken = {figure.period for figure in queries.series_of(learner.id, found.code)}
    periods = finished_periods(found.cadence, clock.today())
    form = ReadingForm()
    form.suit(found, periods, corrects=False)
    if request.method == "GET":
        free = [one for one in periods if not any(one.overlaps(other) for other in taken)]
        form.period.data = key_of(free[0] if free else periods[0])
        form.source.data = found.source
    return answer_form(form, found, learner, periods, corrects=None)


@kpi.route("/readings/<int:reading_id>/correct", methods=["GET", "POST"])
def correct_reading(reading_id: int) -> Answer:
    """Put another reading in the place of a wrong one."""
    wrong = queries.reading(reading_id)
    authorize(Permission.ENTER_READING, wrong)
    found = kpi_named(wrong.kpi.lower(), library())
    periods = finished_periods(found.cadence, clock.today())
    if wrong.figure.period not in periods:
        periods = [wrong.figure.period, *periods]
    form = ReadingForm()
    form.suit(found, periods, corrects=True)
    if request.method == "GET":
        form.take(wrong)
    return answer_form(form, found, wrong.learner, periods, corrects=wrong)


def key_of(period: Period) -> str:
    """A period as the form names it."""
    return f"{period.start}_{period.end}"


def answer_form(
    form: ReadingForm, found: Kpi, learner: Person, periods: Sequence[Period], *, corrects: Reading | None
) -> Answer:
    """Show the form, or keep what it says."""
    if form.validate_on_submit():
        try:
            keep(form, found, learner, form.period_chosen(periods), corrects)
        except ReadingRule as broken:
            form.say(str(broken), broken.field)
        else:
            flash("Corrected; the earlier reading stays in the table." if corrects else "The reading is kept.", "good")
            return redirect(url_for("outcome.result", person_id=learner.id, code=found.code.lower()), 303)
    refused = why_not_for_role(found, learner.job_role) or why_not_for_person(found)
    page = render_template(
        "kpi/reading.html", form=form, kpi=found, learner=learner, corrects=corrects, refused=refused,
        is_own=learner.id == person_signed_in().id, words=kpi_words(found),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


def keep(form: ReadingForm, found: Kpi, learner: Person, period: Period, corrects: Reading | None) -> Reading:
    """Enter or correct what the form says."""
    at, by, figures = clock.now(), person_signed_in(), form.figures()
    source, note = form.words("source"), form.words("note") or None
    if corrects is None:
        return operations.record_reading(
            learner, found.code, period_start=period.start, period_end=period.end, **figures,
            source=source, note=note, by=by, at=at,
        )  # fmt: skip
    return operations.correct_reading(
        corrects, reason=form.words("reason"), period_start=period.start, period_end=period.end, **figures,
        source=source, note=note, by=by, at=at,
    )  # fmt: skip
