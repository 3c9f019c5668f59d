"""Letters that leave the academy, and the outbox that loses none of them."""

from flask import Flask

from kamacademy.jobs import PeriodicJob, register
from kamacademy.mail import routes
from kamacademy.mail.jobs import send_waiting


def init_app(app: Flask) -> None:
    """Add the outbox's page and the link that ends a kind of letter, and send every minute what waits."""
    app.register_blueprint(routes.mail)
    app.extensions["csrf"].exempt(routes.stop)
    if app.config["MAIL_BACKEND"] != "off":
        register(app, PeriodicJob("mail.send-waiting", send_waiting))
