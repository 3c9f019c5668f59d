"""A change of job role on a date: targets, a 90-day plan, a buddy; and the role somebody aspires to."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to add yet."""
