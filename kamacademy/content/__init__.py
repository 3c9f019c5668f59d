"""Authored files become checked documents and immutable published revisions."""

from collections.abc import Iterable

from flask import Flask

from kamacademy.content import routes
from kamacademy.content.documents import DocumentType


def init_app(app: Flask) -> None:
    """Make room for document types and libraries, and add the releases' pages."""
    app.extensions.setdefault("document_types", [])
    app.extensions["libraries"] = {}
    app.register_blueprint(routes.content)


def register(app: Flask, types: Iterable[DocumentType]) -> None:
    """Add a feature's kinds of document; called from the feature's `init_app`."""
    app.extensions["document_types"].extend(types)
