"""What somebody will stop, start and continue after a module, asked again after 30, 60 and 90 days."""

from flask import Flask

from kamacademy.commitment import routes
from kamacademy.commitment.jobs import post_letters
from kamacademy.jobs import PeriodicJob, register


def init_app(app: Flask) -> None:
    """Add the pages of commitments; ask about them once an hour, since days begin at different times."""
    app.register_blueprint(routes.commitment)
    if app.config["MAIL_BACKEND"] != "off":
        register(app, PeriodicJob("commitment.post-letters", post_letters, minute="25"))
