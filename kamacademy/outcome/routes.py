"""The results of one person."""

from flask import Blueprint, abort, render_template

from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.content.queries import library
from kamacademy.kpi.queries import kpis_for, kpis_in
from kamacademy.kpi.rules import is_kept_for_a_person, why_not_for_person, why_not_for_role
from kamacademy.outcome import queries
from kamacademy.people.queries import person

outcome = Blueprint("outcome", __name__, template_folder="templates")


@outcome.get("/people/<int:person_id>/kpis")
def results(person_id: int) -> str:
    """The KPIs that a person carries, each with its latest reading."""
    learner = person(person_id)
    authorize(Permission.READ_READINGS, learner)
    release = library()
    shared = [kpi for kpi in kpis_for(learner.job_role, release) if not is_kept_for_a_person(kpi)]
    return render_template(
        "outcome/results.html", learner=learner, is_own=learner.id == person_signed_in().id,
        cards=queries.results_of(learner, release), shared=shared,
    )  # fmt: skip


@outcome.get("/people/<int:person_id>/kpis/<code>")
def result(person_id: int, code: str) -> str:
    """One KPI of one person: the sentence, the picture, what it rests on, and the guard beside it."""
    learner = person(person_id)
    authorize(Permission.READ_READINGS, learner)
    release = library()
    kpi = kpis_in(release).get(code.upper())
    if kpi is None or code != code.lower():
        abort(404)
    reader = person_signed_in()
    return render_template(
        "outcome/result.html", learner=learner, is_own=learner.id == reader.id, kpi=kpi,
        refused=why_not_for_role(kpi, learner.job_role) or why_not_for_person(kpi),
        page=queries.result_page(learner, kpi, release),
    )  # fmt: skip
