"""What happens to sittings while nobody looks."""

from datetime import datetime

from kamacademy.assessment import operations
from kamacademy.jobs import job


@job
def submit_expired(at: datetime) -> None:
    """Submit the sittings whose time has ended."""
    operations.submit_expired(at)
