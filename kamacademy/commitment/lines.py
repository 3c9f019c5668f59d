"""What somebody commits to after a module: to stop, start or continue something, a line each."""

from dataclasses import dataclass
from enum import StrEnum

LONGEST_LINE = 200
# A habit that costs less is not worth counting; one that costs more is a job.
FEWEST_HOURS, MOST_HOURS = 0.5, 80.0


class Kind(StrEnum):
    """What is done with a habit."""

    STOP = "stop"
    START = "start"
    CONTINUE = "continue"


KIND_WORDS = {Kind.STOP: "Stop", Kind.START: "Start", Kind.CONTINUE: "Continue"}


@dataclass(frozen=True, slots=True)
class Line:
    """One commitment in words. `hours` a month should be released by stopping; None where nobody has said."""

    kind: Kind
    words: str
    hours: float | None = None

    def __post_init__(self) -> None:
        """Hours are released by stopping alone."""
        assert self.words
        assert self.hours is None or (self.kind is Kind.STOP and FEWEST_HOURS <= self.hours <= MOST_HOURS)


def is_half(hours: float) -> bool:
    """Whether hours are given in halves: more would claim what nobody measures."""
    return hours * 2 == int(hours * 2)
