"""Attestations: announced, made by a certified rater, signed and locked; and notes copied across with consent."""

from flask import Flask

from kamacademy.attestation import routes


def init_app(app: Flask) -> None:
    """Add the pages of raters, announcements, signatures and copies."""
    app.register_blueprint(routes.attestation)
