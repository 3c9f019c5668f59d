"""A staggered roll-out: which team begins when, drawn by lot, and the smallest effect it would show."""

from flask import Flask

from kamacademy.rollout import routes


def init_app(app: Flask) -> None:
    """Add its pages."""
    app.register_blueprint(routes.rollouts)
