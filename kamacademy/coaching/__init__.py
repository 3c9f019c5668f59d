"""Observations of visits by a coach, and the learner's answer."""

from flask import Flask

from kamacademy.coaching import routes


def init_app(app: Flask) -> None:
    """Add the observation's pages."""
    app.register_blueprint(routes.coaching)
