"""kamacademy quality compute."""

import argparse

from kamacademy import clock
from kamacademy.quality import operations
from kamacademy.wording import counted


def compute(asked: argparse.Namespace) -> int:
    """Compute the figures of every question and paper now."""
    from kamacademy.cli import application
    from kamacademy.db import db

    with application().app_context():
        reports = operations.compute(at=clock.now())
        db.session.commit()
    print(f"Computed {counted(reports, 'report')}.")
    return 0
