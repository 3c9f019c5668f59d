"""Applied exercises: forms to fill on a real account, and the rubrics they are marked on."""

from flask import Flask

from kamacademy.content import register
from kamacademy.exercise import routes
from kamacademy.exercise.documents import DOCUMENT_TYPES
from kamacademy.exercise.prose import blocks


def init_app(app: Flask) -> None:
    """Add the exercises' documents and pages."""
    register(app, DOCUMENT_TYPES)
    app.register_blueprint(routes.exercise)
    app.jinja_env.filters["blocks"] = blocks
