"""What follows a shared note: reading it, one's own view, a dispute, an answer, a change with its history."""

from flask import Flask

from kamacademy.conversation import routes
from kamacademy.conversation.jobs import post_letters
from kamacademy.jobs import PeriodicJob, register


def init_app(app: Flask) -> None:
    """Add the note's pages; write of shared notes every ten minutes."""
    app.register_blueprint(routes.conversation)
    if app.config["MAIL_BACKEND"] != "off":
        register(app, PeriodicJob("conversation.post-letters", post_letters, minute="*/10"))
