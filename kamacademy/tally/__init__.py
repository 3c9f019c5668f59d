"""Counts over many people, kept for a while: whoever opens a page over all must not make the academy count anew."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to add: other parts count through it."""
