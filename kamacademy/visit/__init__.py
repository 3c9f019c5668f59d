"""Visits planned beforehand: who, when, on what focus; and the sheet to prepare by."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to add yet."""
