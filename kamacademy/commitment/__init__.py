"""What somebody will stop, start and continue after a module, asked again after 30, 60 and 90 days."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to add yet."""
