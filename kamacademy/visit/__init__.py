"""Visits planned beforehand: who, when and on what focus."""

from flask import Flask

from kamacademy.visit import routes


def init_app(app: Flask) -> None:
    """Add the pages that plan a visit."""
    app.register_blueprint(routes.visit)
