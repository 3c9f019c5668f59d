"""The same on paper: PDF for the meeting, tables for those who reckon on, certificates that can be checked."""

from threading import BoundedSemaphore

from flask import Flask

from kamacademy.jobs import register as register_job
from kamacademy.reports import routes
from kamacademy.reports.jobs import DELETE, PRINT
from kamacademy.reports.paper import MOST_AT_ONCE
from kamacademy.reports.press import NotPrinted


def init_app(app: Flask) -> None:
    """Add the papers and the jobs that print what is ordered."""
    app.extensions["printing"] = BoundedSemaphore(MOST_AT_ONCE)
    app.register_blueprint(routes.reports)
    app.register_error_handler(NotPrinted, routes.not_printed)
    register_job(app, PRINT)
    register_job(app, DELETE)
