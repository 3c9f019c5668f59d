"""Many ratings in the ledger at once, and runs of the rater model over made ones."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from kamacademy.access import Function
from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.models import Evidence
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.monitor import operations
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.rater.models import SeverityRun
from kamacademy.rater.ratings import Rated
from tests.world import NOW, TODAY, World


def row(learner: Person, rater: Person | None, **given: Any) -> dict[str, Any]:  # Any: the columns' own types
    """One row of evidence with unremarkable defaults."""
    usual = {
        "learner_id": learner.id, "competency": "C01", "indicator": "C01a", "kind": Kind.OBSERVED.value,
        "purpose": Purpose.DEVELOPMENT.value, "level": 3, "rater_id": rater.id if rater else None, "rater_role": "FM",
        "happened_on": TODAY, "recorded_at": NOW, "visit": "observation-1", "source_type": "observation",
        "source_id": 1, "source_title": "Customer visit", "revision_id": library().revision_id("competency", "c01"),
    }  # fmt: skip
    return usual | given


def write(rows: Sequence[dict[str, Any]]) -> None:  # Any: the columns' own types
    """Put rows into the ledger."""
    for one in rows:
        db.session.execute(insert(Evidence), [one])
    db.session.flush()


def write_ratings(rated: Sequence[Rated], learners: dict[str, Person]) -> None:
    """Put made ratings into the ledger; `learners` are found by the first word of whose ability it is."""
    revision = library().revision_id("competency", "c01")
    rows = [
        {
            "learner_id": learners[one.whose.split()[0]].id, "competency": one.indicator[:3],
            "indicator": one.indicator, "kind": (Kind.PEER if one.is_peer else Kind.OBSERVED).value,
            "purpose": Purpose.DEVELOPMENT.value, "level": one.level, "rater_id": one.rater, "rater_role": "FM",
            "happened_on": one.on, "recorded_at": NOW, "visit": one.visit, "source_type": "observation",
            "source_id": 1, "source_title": "Customer visit", "revision_id": revision,
        }
        for one in rated
    ]  # fmt: skip
    db.session.execute(insert(Evidence), rows)


def run_of(rated: Sequence[Rated], at: datetime = NOW, by: Person | None = None) -> SeverityRun:
    """A run over made ratings."""
    found = operations.work_out(list(rated))
    return operations.keep(found, by_id=by.id if by else None, at=at)


def coaches(world: World, count: int, team: str | None = None) -> list[Person]:
    """Coaches of one team."""

    return [
        world.person(functions=(Function.COACH, Function.LEARNER), job_role=JobRole.FM, team=team) for _ in range(count)
    ]
