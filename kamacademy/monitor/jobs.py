"""The rater model is run every night, and in between when somebody asked; then all estimates are made again."""

from datetime import datetime

from flask import Flask

from kamacademy.competency.jobs import rebuild_all
from kamacademy.db import transaction
from kamacademy.jobs import PeriodicJob
from kamacademy.monitor import operations
from kamacademy.rater.figures import RunFound
from kamacademy.rater.operations import answer_requests
from kamacademy.rater.queries import open_requests


def run_nightly(app: Flask, at: datetime) -> None:
    """The nightly run; it answers what was asked for since."""
    with app.app_context():
        run_model(None, at)


def run_asked(app: Flask, at: datetime) -> None:
    """Run if anybody asked. Where it fails, all stays as it was, who asked reads so, and why is in the worker's log."""
    with app.app_context():
        with transaction():
            waiting = open_requests()
        if not waiting:
            return
        try:
            run_model(waiting[0][1], at)
        except Exception:  # whatever it was would come again each minute
            app.logger.exception("The rater model could not be run")
            with transaction():
                answer_requests([key for key, _ in waiting], at=at, has_failed=True)


def run_model(by_id: int | None, at: datetime) -> RunFound:
    """One run from ratings to estimates; gives what was found. Nobody waits while it is reckoned. Raises NotSettled."""
    with transaction():
        waiting = open_requests()
        rated = operations.gather(at.date())
    found = operations.work_out(rated)
    with transaction():
        operations.keep(found, by_id=by_id, at=at)
    rebuild_all(at.date())
    with transaction():
        operations.tidy_up()
        answer_requests([key for key, _ in waiting], at=at, has_failed=False)
    return found


NIGHTLY = PeriodicJob("raters-nightly", run_nightly, minute="10", hour="2")
ASKED = PeriodicJob("raters-asked", run_asked)
