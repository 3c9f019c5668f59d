"""Figures are computed in the background, when somebody asked."""

from datetime import datetime

from kamacademy.jobs import PeriodicJob, job
from kamacademy.quality import operations


@job
def compute_asked(at: datetime) -> None:
    """Compute what was asked for."""
    operations.run_waiting(at=at)


COMPUTE = PeriodicJob("quality-figures", compute_asked)
