"""What shows that an action was done, and the coach's word on it."""

from flask import Flask

from kamacademy.kpi.calculated import EXTENSION
from kamacademy.proof import queries, routes


def init_app(app: Flask) -> None:
    """Add its pages, and what plans say for a KPI."""
    app.extensions[EXTENSION]["K22"] = queries.follow_through
    app.register_blueprint(routes.proof)
