"""The framework, the evidence ledger, and the profile worked out from both."""

from flask import Flask

from kamacademy.competency import routes
from kamacademy.competency.documents import DOCUMENT_TYPES
from kamacademy.content import register


def init_app(app: Flask) -> None:
    """Add the framework's documents and the profile's pages."""
    register(app, DOCUMENT_TYPES)
    app.register_blueprint(routes.competency)
