"""The quarterly review: one writes it down, the other confirms that it was held."""

from flask import Flask

from kamacademy.reviewing import routes


def init_app(app: Flask) -> None:
    """Add its pages."""
    app.register_blueprint(routes.reviewing)
