"""Two people rate one visit without seeing what the other gave."""

from flask import Flask

from kamacademy.jobs import register as register_job
from kamacademy.pairing import routes
from kamacademy.pairing.jobs import MOVE_ON


def init_app(app: Flask) -> None:
    """Add the pages of second observers, and the draw of visits that two people rate."""
    app.register_blueprint(routes.pairing)
    register_job(app, MOVE_ON)
