"""Did it work? The chain from reaction to customer, and what a comparison of teams allows to be said."""

from flask import Flask

from kamacademy.impact import routes
from kamacademy.impact.jobs import ASKED, NIGHTLY
from kamacademy.jobs import register


def init_app(app: Flask) -> None:
    """Add its pages, the reckoning of what was asked, and the counts of the night."""
    app.register_blueprint(routes.impact)
    register(app, ASKED)
    register(app, NIGHTLY)
