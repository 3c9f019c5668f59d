"""What follows a shared note: reading it, one's own view, a dispute, an answer, a change with its history."""

from flask import Flask

from kamacademy.conversation import queries, routes
from kamacademy.conversation.jobs import post_letters
from kamacademy.jobs import PeriodicJob, register
from kamacademy.kpi.calculated import EXTENSION


def init_app(app: Flask) -> None:
    """Add the note's pages, and what contacts say for a KPI; write of shared notes every ten minutes."""
    app.extensions[EXTENSION]["K20"] = queries.contacts_held
    app.register_blueprint(routes.conversation)
    if app.config["MAIL_BACKEND"] != "off":
        register(app, PeriodicJob("conversation.post-letters", post_letters, minute="*/10"))
