"""All plans by what they need, whom they wait for, and the library of actions."""

from flask import Flask

from kamacademy.board import routes


def init_app(app: Flask) -> None:
    """Add the pages."""
    app.register_blueprint(routes.board)
