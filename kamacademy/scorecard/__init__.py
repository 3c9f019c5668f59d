"""Scorecards: the KPIs of a person, a team and a programme on one page and one paper."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing yet."""
