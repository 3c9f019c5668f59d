"""A change of job role on a date: targets, a 90-day plan, a buddy; and the role somebody aspires to."""

from flask import Flask

from kamacademy.jobs import register as register_job
from kamacademy.transition import routes
from kamacademy.transition.jobs import SWITCH_ROLES


def init_app(app: Flask) -> None:
    """Add the pages, the job of the day, and the same before the first page of a day."""
    app.register_blueprint(routes.transition)
    app.before_request(routes.switch_before_first_visit)
    register_job(app, SWITCH_ROLES)
