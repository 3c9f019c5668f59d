"""KPI readings that arrive in files: sources, mapping, dry run, staging and the swap."""

from flask import Flask

from kamacademy.feed import routes
from kamacademy.feed.jobs import EXPIRED, WAITING
from kamacademy.jobs import register


def init_app(app: Flask) -> None:
    """Add the pages and the jobs."""
    register(app, WAITING)
    register(app, EXPIRED)
    app.register_blueprint(routes.feed)
