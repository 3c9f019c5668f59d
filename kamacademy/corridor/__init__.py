"""The coaching form on a phone without a signal: what the device holds, and what it sends."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to add yet."""
