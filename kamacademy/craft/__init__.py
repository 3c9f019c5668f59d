"""The quality of coaching itself: how it lands, what follows, and coaches observed in their turn."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to add yet."""
