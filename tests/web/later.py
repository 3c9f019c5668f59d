"""What gunicorn imports for an academy whose days a test moves on: a file says how many lie between now and there."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from kamacademy import clock

DAYS = Path(os.environ["ACADEMY_DAYS_AHEAD"])
this_moment = clock.now


def moved() -> datetime:
    """This moment, so many days on."""
    return this_moment() + timedelta(days=int(DAYS.read_text()))


clock.now = moved

from kamacademy.wsgi import app  # noqa: E402  # it reads the clock from here on

__all__ = ["app"]
