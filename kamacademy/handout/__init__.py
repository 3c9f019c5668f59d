"""What a module hands out: a job aid of one page for those who learn, and a guide for whoever leads its session."""

from flask import Flask

from kamacademy.content import register
from kamacademy.handout import routes
from kamacademy.handout.kinds import DOCUMENT_TYPES


def init_app(app: Flask) -> None:
    """Add the two kinds of document and their pages."""
    register(app, DOCUMENT_TYPES)
    app.register_blueprint(routes.handout)
