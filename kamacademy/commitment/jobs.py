"""The letter that asks how commitments were kept."""

from datetime import datetime

from kamacademy.commitment import operations, queries
from kamacademy.jobs import job


@job
def post_letters(at: datetime) -> None:
    """Write to everybody whose commitments are asked about: once for each question, however often it runs."""
    for pledge, asked in queries.asked_about(at):
        operations.ask(pledge, asked, at=at)
