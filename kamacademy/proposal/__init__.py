"""How actions come into a plan: from known gaps, the library, a thought, coaching, or in own words."""

from flask import Flask

from kamacademy.proposal import routes


def init_app(app: Flask) -> None:
    """Add its pages."""
    app.register_blueprint(routes.proposal)
