"""Cases that are rated alone, compared with a reference and discussed; what earns the right to attest."""

from flask import Flask

from kamacademy.calibration import queries, routes
from kamacademy.calibration.documents import DOCUMENT_TYPES
from kamacademy.calibration.jobs import QUARTER
from kamacademy.content import register as register_documents
from kamacademy.jobs import register as register_job
from kamacademy.kpi.calculated import EXTENSION


def init_app(app: Flask) -> None:
    """Add the cases and the guide, the pages, and what gives each quarter its cases."""
    app.extensions[EXTENSION]["K21"] = queries.agreement_with_panel
    register_documents(app, DOCUMENT_TYPES)
    app.register_blueprint(routes.calibration)
    register_job(app, QUARTER)
