"""Did it work: the chain of evidence, the effect of a module, planned roll-outs and what an effect is worth."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing yet."""
