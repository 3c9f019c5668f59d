"""The nightly run of the rater model, and what it tells each rater in private."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to add yet."""
