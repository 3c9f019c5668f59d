"""Who learns, coaches, authors, leads and administers; signing in."""

from flask import Flask

from kamacademy.people import routes, sign_in


def init_app(app: Flask) -> None:
    """Add signing in and the pages about people."""
    sign_in.init_app(app)
    app.register_blueprint(routes.people)
