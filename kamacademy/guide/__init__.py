"""What a coach is given: kinds of activity, what each shows, phrases, questions, and how often to look."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to add yet."""
