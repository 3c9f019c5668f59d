"""The plan as its page shows it, its history, and what is kept of it when it is closed."""

from flask import Flask

from kamacademy.plan import routes


def init_app(app: Flask) -> None:
    """Add its pages."""
    app.register_blueprint(routes.plan)
