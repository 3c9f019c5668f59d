"""Keeping what a run of the rater model found, and taking old runs away. No rating is ever changed by one."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert

from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.rater.figures import RunFound
from kamacademy.rater.models import RaterSeverity, RunRequest, SeverityRun
from kamacademy.rater.queries import open_request
from kamacademy.records.operations import note


def keep_run(found: RunFound, *, rule: str, by_id: int | None, at: datetime) -> SeverityRun:
    """Keep a run with every rater's figures; from now on it is the newest. `by_id` is None for the nightly one."""
    signs = [one.signs for one in found.raters.values()]
    run = SeverityRun(
        rule=rule,
        at=at,
        ratings=found.ratings,
        raters=len(found.raters),
        subsets=found.subsets,
        difficulties=found.difficulties,
        design_effect=found.design_effect,
        spread_squares=sum(one.spread_squares for one in signs),
        spread_freedom=sum(one.spread_freedom for one in signs),
        asked_by_id=by_id,
    )
    db.session.add(run)
    db.session.flush()
    rows = [
        {
            "run_id": run.id, "rater_id": rater, "mean": one.severity, "sd": one.sd, "infit": one.infit,
            "outfit": one.outfit, "ratings": one.ratings, "visits": one.visits, "subset": one.subset,
            "observes": one.observes, "signs": one.signs.kept(),
        }
        for rater, one in found.raters.items()
    ]  # fmt: skip
    if rows:
        db.session.execute(insert(RaterSeverity), rows)
    note(
        "raters.fitted", by=by_id, at=at, subject=("severity_run", run.id), rule=rule, ratings=run.ratings,
        raters=run.raters, subsets=run.subsets,
    )  # fmt: skip
    return run


def ask_for_run(*, by: Person, at: datetime) -> RunRequest:
    """Ask for the model to be run again in the background; while one request waits, the same one."""
    waiting = open_request()
    if waiting is not None:
        return waiting
    asked = RunRequest(asked_by_id=by.id, asked_at=at)
    db.session.add(asked)
    db.session.flush()
    note("raters.asked", by=by.id, at=at, subject=("severity_run_request", asked.id))
    return asked


def answer_requests(request_ids: Collection[int], *, at: datetime, has_failed: bool) -> None:
    """Note that what was asked for is done, or could not be."""
    for key in request_ids:
        found = db.session.get_one(RunRequest, key)
        found.finished_at, found.has_failed = at, has_failed


def take_away(run_ids: Collection[int]) -> None:
    """Take runs away with all that they found."""
    db.session.execute(delete(RaterSeverity).where(RaterSeverity.run_id.in_(run_ids)))
    db.session.execute(delete(SeverityRun).where(SeverityRun.id.in_(run_ids)))
