"""Feedback among colleagues across functions."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to add yet."""
