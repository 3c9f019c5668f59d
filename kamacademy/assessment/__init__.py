"""Question banks, papers, sittings and their scores."""

from flask import Flask

from kamacademy.assessment import routes
from kamacademy.assessment.documents import DOCUMENT_TYPES
from kamacademy.assessment.jobs import submit_expired
from kamacademy.content import register
from kamacademy.jobs import PeriodicJob
from kamacademy.jobs import register as register_job


def init_app(app: Flask) -> None:
    """Add the papers' documents and pages, and submit sittings whose time has ended."""
    register(app, DOCUMENT_TYPES)
    app.register_blueprint(routes.assessment)
    register_job(app, PeriodicJob("assessment.submit-expired", submit_expired))
