"""Every night the academy counts the KPIs that it can count from its own data."""

from datetime import datetime

from flask import Flask

from kamacademy.content.queries import NothingPublished
from kamacademy.db import transaction
from kamacademy.jobs import PeriodicJob
from kamacademy.kpi.calculated import EXTENSION
from kamacademy.kpi.operations import calculate


def run_nightly(app: Flask, at: datetime) -> None:
    """Count each in a transaction of its own; one that fails stays as it was, and why is in the worker's log."""
    with app.app_context():
        for code, calculator in sorted(app.extensions[EXTENSION].items()):
            try:
                with transaction():
                    calculate(code, calculator, at=at)
            except NothingPublished:
                return
            except Exception:  # whatever it was must not keep the others from being counted
                app.logger.exception("%s could not be counted", code)


NIGHTLY = PeriodicJob("kpis-nightly", run_nightly, minute="40", hour="3")
