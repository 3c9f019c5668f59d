"""What an effect was worth against what it cost, low, central and high, by stated assumptions."""

from flask import Flask

from kamacademy.worth import routes


def init_app(app: Flask) -> None:
    """Add its pages."""
    app.register_blueprint(routes.worth)
