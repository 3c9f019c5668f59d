"""Whether items, papers and pass marks are good enough to rest on."""

from flask import Flask

from kamacademy.jobs import register
from kamacademy.quality import routes
from kamacademy.quality.jobs import COMPUTE


def init_app(app: Flask) -> None:
    """Add the pages, and the job that computes what was asked for."""
    app.register_blueprint(routes.quality)
    register(app, COMPUTE)
