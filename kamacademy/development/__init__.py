"""Development plans, and the pages where actions meet KPIs."""

from flask import Flask

from kamacademy.content import register
from kamacademy.development import routes
from kamacademy.development.documents import DOCUMENT_TYPES


def init_app(app: Flask) -> None:
    """Add the action library's documents and the plan's pages."""
    register(app, DOCUMENT_TYPES)
    app.register_blueprint(routes.development)
