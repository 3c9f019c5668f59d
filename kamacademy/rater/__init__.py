"""Those who rate: who is certified to attest, and how severe each rater is. What levels are corrected by."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to add: its pages are those of attestation, calibration and monitor."""
