"""Cases that are rated alone, compared with a reference and discussed; what earns the right to attest."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing to add yet."""
