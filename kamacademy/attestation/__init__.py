"""Attestations: announced, made by a certified rater, signed and locked; and notes copied across with consent."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to add yet."""
