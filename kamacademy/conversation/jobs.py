"""The letter that a note waits to be read."""

from datetime import datetime

from kamacademy.conversation import operations, queries
from kamacademy.jobs import job


@job
def post_letters(at: datetime) -> None:
    """Write to learners whose coach has shared a note that they have not seen; once for each note."""
    for observation in queries.unseen_without_letter(at):
        operations.tell_of_shared(observation, at=at)
