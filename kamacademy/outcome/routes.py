"""The results of a person, a team or a programme."""

from flask import Blueprint, render_template, url_for

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.content.queries import library
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.queries import kpi_named, kpis_for, programme_of, team_of
from kamacademy.kpi.rules import is_kept_for_a_person, why_not
from kamacademy.kpi.subjects import Group
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
    kpi = kpi_named(code, release)
    reader = person_signed_in()
    return render_template(
        "outcome/result.html", learner=learner, is_own=learner.id == reader.id, kpi=kpi,
        refused=why_not(kpi, "person", {learner.job_role}),
        page=queries.result_page(learner, kpi, release),
    )  # fmt: skip


@outcome.get("/teams/<int:team_id>/kpis")
def team_results(team_id: int) -> str:
    """What is measured for a team, each with its latest reading."""
    group = team_of(team_id, clock.today())
    authorize(Permission.READ_GROUP_READINGS, group)
    return render_template("outcome/team-results.html", group=group, cards=queries.results_of_team(group, library()))


@outcome.get("/teams/<int:team_id>/kpis/<code>")
def team_result(team_id: int, code: str) -> str:
    """One KPI of one team."""
    group = team_of(team_id, clock.today())
    authorize(Permission.READ_GROUP_READINGS, group)
    results = url_for("outcome.team_results", team_id=team_id)
    return group_result(group, kpi_named(code, library()), results, "team", {"team_id": str(team_id)})


@outcome.get("/programmes/<slug>/kpis/<code>")
def programme_result(slug: str, code: str) -> str:
    """One KPI of one programme."""
    group = programme_of(slug, library())
    authorize(Permission.READ_GROUP_READINGS, group)
    return group_result(group, kpi_named(code, library()), None, "programme", {"slug": slug})


def group_result(group: Group, kpi: Kpi, results_url: str | None, kind: str, values: dict[str, str]) -> str:
    """The page of a group's result; `kind` and `values` name it in addresses."""
    page = queries.group_page(group, kpi, library())

    def to(route: str, code: str) -> str:
        return url_for(route, _external=False, code=code.lower(), **values)

    return render_template(
        "outcome/group-result.html", group=group, kpi=kpi, page=page, results_url=results_url,
        refused=why_not(kpi, kind, group.job_roles), new_url=to(f"kpi.new_{kind}_reading", kpi.code),
        guard_url=to(f"outcome.{kind}_result", page.guard.kpi.code) if page.guard else "",
    )  # fmt: skip
