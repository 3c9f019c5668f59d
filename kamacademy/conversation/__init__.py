"""What follows a shared note: reading it, one's own view, a dispute, an answer, a change with its history."""

from flask import Flask

from kamacademy.conversation import routes


def init_app(app: Flask) -> None:
    """Add the note's pages."""
    app.register_blueprint(routes.conversation)
