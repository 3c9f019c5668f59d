"""Development plans and their actions, and the action library."""

from flask import Flask

from kamacademy.content import register
from kamacademy.development import routes
from kamacademy.development.documents import DOCUMENT_TYPES


def init_app(app: Flask) -> None:
    """Add the action library's documents and the pages that move or drop an action."""
    register(app, DOCUMENT_TYPES)
    app.register_blueprint(routes.development)
