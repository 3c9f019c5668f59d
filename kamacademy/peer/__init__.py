"""Feedback among colleagues across functions."""

from flask import Flask

from kamacademy.content import register as register_documents
from kamacademy.jobs import register as register_job
from kamacademy.kpi.calculated import EXTENSION
from kamacademy.peer import queries, routes
from kamacademy.peer.documents import DOCUMENT_TYPES
from kamacademy.peer.jobs import MOVE_ON


def init_app(app: Flask) -> None:
    """Add the form that colleagues answer, its pages, and what moves rounds on by itself."""
    register_documents(app, DOCUMENT_TYPES)
    app.register_blueprint(routes.peer)
    app.extensions[EXTENSION]["K19"] = queries.collaboration
    app.extensions["evidence_sources"].asked_of_peers = queries.competencies_asked
    register_job(app, MOVE_ON)
