"""The library of KPI definitions, and the forms by which readings are entered and corrected."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, allowed, authorize, person_signed_in
from kamacademy.competency.queries import competencies_in, framework_in
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.curriculum.documents import Programme
from kamacademy.kpi import operations, queries
from kamacademy.kpi.cards import together
from kamacademy.kpi.definitions import groups, kpi_words
from kamacademy.kpi.documents import OPEN_TO_NON_COMMERCIAL, Kpi
from kamacademy.kpi.figures import figure_words
from kamacademy.kpi.forms import ReadingForm, key_of
from kamacademy.kpi.models import Reading
from kamacademy.kpi.periods import Period, finished_periods, period_words
from kamacademy.kpi.queries import kpi_named
from kamacademy.kpi.rules import ReadingRule, why_not
from kamacademy.kpi.subjects import Group, Subject, kind_of
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.people.queries import person, teams
from kamacademy.wording import listed

kpi = Blueprint("kpi", __name__, template_folder="templates")

Answer = str | Response | tuple[str, int]


@kpi.get("/kpis")
def definitions() -> str:
    """Every definition, by the competencies it speaks about."""
    authorize(Permission.READ_LIBRARY)
    release = library()
    kpis = queries.kpis_in(release)
    counted = sorted(code for code, one in kpis.items() if one.collected == "calculated")
    return render_template(
        "kpi/definitions.html", groups=groups(framework_in(release), kpis), counted_words=listed(counted),
        open_words=listed(sorted(OPEN_TO_NON_COMMERCIAL)),
    )  # fmt: skip


@kpi.get("/kpis/<code>")
def definition(code: str) -> str:
    """One definition in full."""
    authorize(Permission.READ_LIBRARY)
    release = library()
    found = kpi_named(code, release)
    whole = queries.series_of_all(found.code) if found.is_share and allowed(Permission.SEE_ACADEMY, None) else []
    return render_template(
        "kpi/definition.html",
        kpi=found,
        edition=release.edition("kpi", code).number,
        places=places_of(found, release),
        whole=together(found, whole) if whole else None,
        whole_rows=[(period_words(one.start, one.end), figure_words(found, one)) for one in reversed(whole)],
        words=kpi_words(found),
        competencies=[competencies_in(release)[one] for one in found.competencies],
        guard=queries.kpis_in(release).get(found.guard.kpi or ""),
        is_mine=why_not(found, "person", {person_signed_in().job_role}) is None,
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A team or a programme with a KPI's page of its own."""

    name: str
    address: str


def places_of(found: Kpi, release: Library) -> list[Place]:
    """The teams or programmes whose readings of a KPI the reader may see: of all for who sees the academy."""
    code, sees_all = found.code.lower(), allowed(Permission.SEE_ACADEMY, None)
    if kind_of(found) == "team":
        own = person_signed_in().team_id
        return [
            Place(one.name, url_for("outcome.team_result", team_id=one.id, code=code))
            for one in teams()
            if sees_all or one.id == own
        ]
    if kind_of(found) == "programme" and sees_all:
        programmes = release.all(Programme, "programme").items()
        return [Place(one.title, url_for("outcome.programme_result", slug=slug, code=code)) for slug, one in programmes]
    return []


@kpi.route("/people/<int:person_id>/kpis/<code>/new-reading", methods=["GET", "POST"])
def new_reading(person_id: int, code: str) -> Answer:
    """Enter a reading of a person."""
    learner = person(person_id)
    authorize(Permission.ENTER_READING, learner)
    return answer_new(whom_person(learner, code), kpi_named(code, library()))


@kpi.route("/teams/<int:team_id>/kpis/<code>/new-reading", methods=["GET", "POST"])
def new_team_reading(team_id: int, code: str) -> Answer:
    """Enter a reading of a team."""
    group = queries.team_of(team_id, clock.today())
    authorize(Permission.ENTER_GROUP_READING, group)
    return answer_new(whom_group(group, code), kpi_named(code, library()))


@kpi.route("/programmes/<slug>/kpis/<code>/new-reading", methods=["GET", "POST"])
def new_programme_reading(slug: str, code: str) -> Answer:
    """Enter a reading of a programme."""
    group = queries.programme_of(slug, library())
    authorize(Permission.ENTER_GROUP_READING, group)
    return answer_new(whom_group(group, code), kpi_named(code, library()))


@kpi.route("/readings/<int:reading_id>/correct", methods=["GET", "POST"])
def correct_reading(reading_id: int) -> Answer:
    """Put another reading in the place of a wrong one."""
    wrong = queries.reading(reading_id)
    if wrong.learner is not None:
        authorize(Permission.ENTER_READING, wrong)
        whom = whom_person(wrong.learner, wrong.kpi)
    else:
        group = queries.group_of(wrong.subject, clock.today(), library())
        authorize(Permission.ENTER_GROUP_READING, group)
        whom = whom_group(group, wrong.kpi)
    found = kpi_named(wrong.kpi.lower(), library())
    periods = finished_periods(found.cadence, clock.today())
    if wrong.figure.period not in periods:
        periods = [wrong.figure.period, *periods]
    form = ReadingForm()
    form.suit(found, periods, corrects=True)
    if request.method == "GET":
        form.take(wrong)
    return answer_form(form, found, whom, periods, corrects=wrong)


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a form of readings is about, and where their results are."""

    subject: Subject
    name: str
    is_own: bool
    job_roles: Collection[JobRole]
    results_url: str
    result_url: str


def whom_person(learner: Person, code: str) -> Whom:
    """A form about a person."""
    return Whom(
        Subject(learner_id=learner.id), learner.name, learner.id == person_signed_in().id, {learner.job_role},
        url_for("outcome.results", person_id=learner.id),
        url_for("outcome.result", person_id=learner.id, code=code.lower()),
    )  # fmt: skip


def whom_group(group: Group, code: str) -> Whom:
    """A form about a team or a programme."""
    subject, name = group.subject, group.name
    if subject.team_id is not None:
        results = url_for("outcome.team_results", team_id=subject.team_id)
        result = url_for("outcome.team_result", team_id=subject.team_id, code=code.lower())
    else:
        results = url_for("kpi.definition", code=code.lower())
        result = url_for("outcome.programme_result", slug=subject.programme, code=code.lower())
    return Whom(subject, name, False, group.job_roles, results, result)


def answer_new(whom: Whom, found: Kpi) -> Answer:
    """The form of a new reading, or what it said kept."""
    taken = {figure.period for figure in queries.series_about(whom.subject, [found.code]).get(found.code, ())}
    periods = finished_periods(found.cadence, clock.today())
    form = ReadingForm()
    form.suit(found, periods, corrects=False)
    if request.method == "GET":
        free = [one for one in periods if not any(one.overlaps(other) for other in taken)]
        form.period.data = key_of(free[0] if free else periods[0])
        form.source.data = found.source
    return answer_form(form, found, whom, periods, corrects=None)


def answer_form(
    form: ReadingForm, found: Kpi, whom: Whom, periods: Sequence[Period], *, corrects: Reading | None
) -> Answer:
    """Show the form, or keep what it says."""
    if form.validate_on_submit():
        try:
            keep(form, found, whom, form.period_chosen(periods), corrects)
        except ReadingRule as broken:
            form.say(str(broken), broken.field)
        else:
            flash("Corrected; the earlier reading stays in the table." if corrects else "The reading is kept.", "good")
            return redirect(whom.result_url, 303)
    page = render_template(
        "kpi/reading.html", form=form, kpi=found, whom=whom, corrects=corrects,
        refused=why_not(found, whom.subject.kind, whom.job_roles), words=kpi_words(found),
    )  # fmt: skip
    return page, 422 if form.is_submitted() else 200


def keep(form: ReadingForm, found: Kpi, whom: Whom, period: Period, corrects: Reading | None) -> Reading:
    """Enter or correct what the form says."""
    at, by, figures = clock.now(), person_signed_in(), form.figures()
    source, note = form.words("source"), form.words("note") or None
    seen_on, seen_by = (form.seen_on.data, form.words("seen_by") or None) if note else (None, None)
    if corrects is None:
        return operations.record_reading(
            whom.subject, found.code, period_start=period.start, period_end=period.end, **figures,
            source=source, note=note, seen_on=seen_on, seen_by=seen_by, by=by, at=at,
        )  # fmt: skip
    return operations.correct_reading(
        corrects, reason=form.words("reason"), period_start=period.start, period_end=period.end, **figures,
        source=source, note=note, seen_on=seen_on, seen_by=seen_by, by=by, at=at,
    )  # fmt: skip
