"""A review as it is shown: while it waits, and once it was held. Pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class WrittenReview:
    """A review that is not confirmed yet."""

    by_id: int
    name: str


@dataclass(frozen=True, slots=True)
class KeptVerdict:
    """What a review said of one action."""

    title: str
    words: str
    reason: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class KeptReview:
    """One review that was held."""

    held_on: date
    written_by: str
    confirmed_by: str
    moved: str
    next_step: str
    verdicts: tuple[KeptVerdict, ...]
