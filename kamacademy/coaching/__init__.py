"""Observations of visits by a coach, and the learner's answer."""

from flask import Flask

from kamacademy.coaching import queries, routes
from kamacademy.kpi.calculated import EXTENSION


def init_app(app: Flask) -> None:
    """Add the observation's pages, and what observations say for KPIs."""
    app.extensions[EXTENSION] |= {"K12": queries.proposition_fits, "K13": queries.discovery_levels}
    app.register_blueprint(routes.coaching)
