"""KPI readings that arrive in files: sources, mapping, dry run, staging and the swap."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing yet."""
