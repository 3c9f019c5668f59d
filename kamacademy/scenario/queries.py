"""Reading scenarios and the runs of them."""

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from kamacademy.competency.queries import indicator_in
from kamacademy.content.library import Library, NotInLibrary
from kamacademy.content.queries import library
from kamacademy.db import db, rows_of
from kamacademy.scenario.course import Course, Taken, fold
from kamacademy.scenario.documents import Scenario
from kamacademy.scenario.models import ScenarioRun, ScenarioStep
from kamacademy.scenario.results import RunResult


def scenario_in(release: Library, slug: str) -> Scenario:
    """A scenario of a release. Raises NotInLibrary."""
    return release.one(Scenario, "scenario", slug)


def find_scenario(slug: str) -> Scenario | None:
    """A scenario of the newest release."""
    try:
        return scenario_in(library(), slug)
    except NotInLibrary:
        return None


def run(run_id: int) -> ScenarioRun:
    """A run with its learner, or 404."""
    found: ScenarioRun = db.one_or_404(
        select(ScenarioRun).where(ScenarioRun.id == run_id).options(joinedload(ScenarioRun.learner))
    )
    return found


def unfinished_run(learner_id: int, slug: str, release_id: int) -> ScenarioRun | None:
    """The run of a scenario and release that still goes on."""
    return db.session.scalar(
        select(ScenarioRun).where(
            ScenarioRun.learner_id == learner_id,
            ScenarioRun.scenario == slug,
            ScenarioRun.release_id == release_id,
            ScenarioRun.finished_at.is_(None),
        )
    )


def has_passed_revision(learner_id: int, slug: str, revision_id: int) -> bool:
    """Whether the learner has passed this revision of a scenario."""
    found = db.session.scalar(
        select(ScenarioRun.id)
        .where(
            ScenarioRun.learner_id == learner_id,
            ScenarioRun.scenario == slug,
            ScenarioRun.revision_id == revision_id,
            ScenarioRun.passed.is_(True),
        )
        .limit(1)
    )
    return found is not None


def course_of(run: ScenarioRun) -> Course:
    """Where a run stands, by the scenario it was begun with."""
    rows = db.session.execute(
        select(ScenarioStep.number, ScenarioStep.node, ScenarioStep.choice)
        .where(ScenarioStep.run_id == run.id)
        .order_by(ScenarioStep.number)
    )
    return fold(scenario_in(library(run.release_id), run.scenario), (Taken(*row) for row in rows))


@cache
def runs_in_brief() -> Select[*tuple[Any, ...]]:
    """Every run of the `learners` without its steps, oldest first. Any: the columns' own types."""
    return (
        select(
            ScenarioRun.id,
            ScenarioRun.learner_id,
            ScenarioRun.scenario,
            ScenarioRun.release_id,
            ScenarioRun.started_at,
            ScenarioRun.finished_at,
            ScenarioRun.ending,
            ScenarioRun.passed,
            ScenarioRun.is_practice,
        )
        .where(ScenarioRun.learner_id.in_(bindparam("learners", expanding=True)))
        .order_by(ScenarioRun.started_at, ScenarioRun.id)
    )


def results_of(learner_ids: Collection[int]) -> dict[int, list[RunResult]]:
    """Every run of some people, oldest first, by learner. One statement, without steps."""
    found: dict[int, list[RunResult]] = {learner_id: [] for learner_id in learner_ids}
    for row in rows_of(runs_in_brief(), learners=list(learner_ids)):
        found[row[1]].append(RunResult(*row))
    return found


def indicator_names(release_id: int, scenario: Scenario) -> dict[str, str]:
    """The names of a scenario's indicators."""
    release = library(release_id)
    return {indicator: indicator_in(release, indicator).name for indicator in scenario.indicators}
