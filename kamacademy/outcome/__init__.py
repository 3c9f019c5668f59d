"""The results of one person: where actions meet KPIs."""

from flask import Flask

from kamacademy.outcome import routes


def init_app(app: Flask) -> None:
    """Add its pages."""
    app.register_blueprint(routes.outcome)
