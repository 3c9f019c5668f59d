"""The nightly run of the rater model, and what it tells each rater in private."""

from flask import Flask

from kamacademy.jobs import register
from kamacademy.monitor import routes
from kamacademy.monitor.jobs import ASKED, NIGHTLY


def init_app(app: Flask) -> None:
    """Add the pages, and the runs of the night and in between."""
    app.register_blueprint(routes.monitor)
    register(app, NIGHTLY)
    register(app, ASKED)
