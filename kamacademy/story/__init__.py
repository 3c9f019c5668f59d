"""One time line of a person: gap, action, observation, KPI."""

from flask import Flask

from kamacademy.story import routes


def init_app(app: Flask) -> None:
    """Add the page."""
    app.register_blueprint(routes.story)
