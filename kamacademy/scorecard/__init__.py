"""The KPIs of a role on one card: for a person, a team and a programme."""

from flask import Flask

from kamacademy.scorecard import routes


def init_app(app: Flask) -> None:
    """Add its pages."""
    app.register_blueprint(routes.scorecard)
