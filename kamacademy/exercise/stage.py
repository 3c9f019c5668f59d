"""Where a piece of work stands, and how it is listed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """A draft is the learner's alone; submitted work waits for a marker, who accepts or returns it."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


def stage_of(submitted_at: datetime | None, returned_at: datetime | None, accepted_at: datetime | None) -> Stage:
    """The stage that these moments say; submitting again takes the moment of the return away."""
    if accepted_at is not None:
        return Stage.ACCEPTED
    if returned_at is not None:
        return Stage.RETURNED
    return Stage.SUBMITTED if submitted_at is not None else Stage.DRAFT


@dataclass(frozen=True, slots=True)
class Work:
    """One person's work on an exercise, without its words. `attempt_key` is the working-through it was begun from."""

    submission_id: int
    learner_id: int
    exercise: str
    module: str | None
    attempt_key: int | None
    release_id: int
    started_at: datetime
    submitted_at: datetime | None
    returned_at: datetime | None
    accepted_at: datetime | None

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        return stage_of(self.submitted_at, self.returned_at, self.accepted_at)
