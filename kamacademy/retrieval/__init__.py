"""Questions that come back after a lesson, so that what was learned stays."""

from flask import Flask

from kamacademy.jobs import PeriodicJob, register
from kamacademy.retrieval import routes
from kamacademy.retrieval.jobs import post_letters


def init_app(app: Flask) -> None:
    """Add practice and the report of what is kept; write the day's letters on working days at six, UTC."""
    app.register_blueprint(routes.retrieval)
    if app.config["MAIL_BACKEND"] != "off":
        register(app, PeriodicJob("retrieval.post-letters", post_letters, minute="0", hour="6", day_of_week="1-5"))
