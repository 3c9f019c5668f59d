"""Kinds of question: how each is written, asked, answered and marked."""

from flask import Blueprint, Flask

from kamacademy.content import register
from kamacademy.items.documents import DOCUMENT_TYPES


def init_app(app: Flask) -> None:
    """Add the banks' and tables' documents, and the templates of the kinds, which other features' pages use."""
    register(app, DOCUMENT_TYPES)
    app.register_blueprint(Blueprint("items", __name__, template_folder="templates"))
