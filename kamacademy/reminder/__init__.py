"""What people are reminded of by mail, when, and how they say no: reminders, the weekly digest, quiet hours."""

from flask import Flask

from kamacademy.jobs import PeriodicJob, register
from kamacademy.reminder import routes
from kamacademy.reminder.jobs import post_digests, post_reminders


def init_app(app: Flask) -> None:
    """Add the page of choices. Mornings come at every hour and, in some time zones, at a quarter past or to it."""
    app.register_blueprint(routes.reminder)
    if app.config["MAIL_BACKEND"] != "off":
        register(app, PeriodicJob("reminder.post-reminders", post_reminders, minute="*/15"))
        register(app, PeriodicJob("reminder.post-digests", post_digests, minute="*/15"))
