"""KPI definitions and readings."""

from flask import Flask

from kamacademy.content import register as register_documents
from kamacademy.jobs import register as register_job
from kamacademy.kpi import routes
from kamacademy.kpi.calculated import EXTENSION
from kamacademy.kpi.documents import DOCUMENT_TYPES
from kamacademy.kpi.jobs import NIGHTLY


def init_app(app: Flask) -> None:
    """Add the definitions' documents and pages, and what counts by night what features register."""
    app.extensions[EXTENSION] = {}
    register_documents(app, DOCUMENT_TYPES)
    app.register_blueprint(routes.kpi)
    register_job(app, NIGHTLY)
