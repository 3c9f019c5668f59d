"""What people are reminded of by mail, when, and how they say no: reminders, the weekly digest, quiet hours."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to add yet."""
