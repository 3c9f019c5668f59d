"""What the content covers and how it reads, worked out by machine for those who write it."""

from flask import Flask

from kamacademy.content import register
from kamacademy.proofread import routes
from kamacademy.proofread.documents import DOCUMENT_TYPES


def init_app(app: Flask) -> None:
    """Add the checks of the text and the page of coverage."""
    register(app, DOCUMENT_TYPES)
    app.register_blueprint(routes.proofread)
