"""Programmes, modules and lessons, and how far a person has come."""

from flask import Flask
from markupsafe import Markup

from kamacademy.content import register
from kamacademy.curriculum import routes
from kamacademy.curriculum.check_place import place_of_check
from kamacademy.curriculum.documents import DOCUMENT_TYPES
from kamacademy.curriculum.lesson import simple_html


def init_app(app: Flask) -> None:
    """Add the curriculum's documents and pages."""
    register(app, DOCUMENT_TYPES)
    app.register_blueprint(routes.curriculum)
    app.extensions["evidence_sources"].place_of_check = place_of_check
    app.jinja_env.filters["simple_html"] = lambda markdown: Markup(simple_html(markdown))  # noqa: S704  # cleaned
