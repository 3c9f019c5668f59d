"""What comes in beside the coach's form: entries from phones, each taken once, and a learner's view before the note."""

from flask import Flask

from kamacademy.intake import routes


def init_app(app: Flask) -> None:
    """Add the pages of two versions and of a learner's own view."""
    app.register_blueprint(routes.intake)
