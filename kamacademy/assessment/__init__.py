"""Question banks, papers, sittings and their scores."""

from flask import Flask

from kamacademy.assessment import routes
from kamacademy.assessment.documents import DOCUMENT_TYPES
from kamacademy.content import register


def init_app(app: Flask) -> None:
    """Add the papers' documents and pages."""
    register(app, DOCUMENT_TYPES)
    app.register_blueprint(routes.assessment)
