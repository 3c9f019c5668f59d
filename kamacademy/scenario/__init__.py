"""Branching scenarios: situations whose course depends on what one chooses."""

from flask import Flask

from kamacademy.content import register
from kamacademy.scenario import routes
from kamacademy.scenario.checks import DOCUMENT_TYPES


def init_app(app: Flask) -> None:
    """Add the scenarios' documents and pages."""
    register(app, DOCUMENT_TYPES)
    app.register_blueprint(routes.scenarios)
