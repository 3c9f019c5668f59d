"""KPI definitions and readings."""

from flask import Flask

from kamacademy.content import register
from kamacademy.kpi import routes
from kamacademy.kpi.documents import DOCUMENT_TYPES


def init_app(app: Flask) -> None:
    """Add the definitions' documents and pages."""
    register(app, DOCUMENT_TYPES)
    app.register_blueprint(routes.kpi)
