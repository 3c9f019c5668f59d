"""Both signatures under one content of the plan."""

from flask import Flask

from kamacademy.agreeing import routes


def init_app(app: Flask) -> None:
    """Add its pages."""
    app.register_blueprint(routes.agreeing)
