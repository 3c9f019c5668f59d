"""How those who rate come to be trusted: the severity of each rater, and what the estimates are worth."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to add: so far there is a command only."""
