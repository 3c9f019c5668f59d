"""First pages by function, and views over a team and the academy."""

from flask import Flask

from kamacademy.overview import routes


def init_app(app: Flask) -> None:
    """Add the first pages."""
    app.register_blueprint(routes.overview)
