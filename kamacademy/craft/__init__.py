"""The quality of coaching itself: how it lands, what follows, and coaches observed in their turn."""

from flask import Flask

from kamacademy.craft import routes


def init_app(app: Flask) -> None:
    """Add the page on which a coach reads about the own coaching."""
    app.register_blueprint(routes.craft)
