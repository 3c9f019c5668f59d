"""Marking by people: the queue, the second marker on a share of it, and results given out once they are settled."""

from flask import Flask

from kamacademy.marking import routes


def init_app(app: Flask) -> None:
    """Add the pages for marking and for marks."""
    app.register_blueprint(routes.marking)
