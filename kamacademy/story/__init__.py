"""One time line of a person: gap, action, observation, KPI."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to add yet."""
