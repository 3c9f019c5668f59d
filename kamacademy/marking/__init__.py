"""Marking by people: the queue, the second marker on a share of it, and results given out once they are settled."""

from flask import Flask

from kamacademy.marking import queries, routes


def init_app(app: Flask) -> None:
    """Add the pages for marking and for marks, and tell an exercise's own page of corrections."""
    app.register_blueprint(routes.marking)
    app.extensions["correction_of"] = queries.correction_of
