"""What a coach is given: kinds of activity, what each shows, phrases, questions, and how often to look."""

from flask import Flask

from kamacademy.content import register
from kamacademy.guide.checks import DOCUMENT_TYPES
from kamacademy.guide.rights import open_competencies


def init_app(app: Flask) -> None:
    """Add the documents of what a coach is given."""
    register(app, DOCUMENT_TYPES)
    app.extensions["evidence_sources"].may_rate = open_competencies
