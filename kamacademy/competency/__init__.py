"""The framework, the evidence ledger, and the profile worked out from both."""

from flask import Flask

from kamacademy.competency import routes
from kamacademy.competency.documents import DOCUMENT_TYPES
from kamacademy.competency.jobs import REDATE
from kamacademy.competency.sources import no_sources
from kamacademy.content import register
from kamacademy.jobs import register as register_job


def init_app(app: Flask) -> None:
    """Add the framework's documents and the profile's pages."""
    register(app, DOCUMENT_TYPES)
    register_job(app, REDATE)
    app.extensions["evidence_sources"] = no_sources()
    app.register_blueprint(routes.competency)
