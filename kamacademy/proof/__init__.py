"""What shows that an action was done, and the coach's word on it."""

from flask import Flask

from kamacademy.proof import routes


def init_app(app: Flask) -> None:
    """Add its pages."""
    app.register_blueprint(routes.proof)
