"""The results of one person: where actions meet KPIs."""

from flask import Flask

from kamacademy.kpi.calculated import EXTENSION
from kamacademy.outcome import queries, routes


def init_app(app: Flask) -> None:
    """Add its pages, and how much of what was learned shows in the work, for a KPI."""
    app.extensions[EXTENSION]["K25"] = queries.transfers
    app.register_blueprint(routes.outcome)
