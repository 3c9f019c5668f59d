"""Two people rate one visit without seeing what the other gave."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to add yet."""
