"""One answer to one item, and what every figure of this package comes with: its interval, or why there is no figure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# The coverage of every interval in this package, and the two-sided normal quantile that belongs to it.
COVERAGE = 0.95
NORMAL_QUANTILE = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Response:
    """What one learner did with one item in one sitting.

    `option` is what was chosen, in words or as a code; None for kinds of item without options and for an omission.
    `score` is the share of the item's points, 0 to 1; None where the item was not reached. An omission scores 0 and
    says so in `omitted`.
    """

    sitting: int
    learner: int
    item: str
    revision: int
    option: str | None
    score: float | None
    omitted: bool
    seconds: float | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true figure lies with 95 % confidence."""

    low: float
    high: float

    def holds(self, figure: float) -> bool:
        """Whether a figure lies inside, its ends included."""
        return self.low <= figure <= self.high


class Reason(StrEnum):
    """Why a figure is not given."""

    TOO_FEW_SITTINGS = "too few sittings"
    TOO_FEW_ITEMS = "too few items"
    TOO_FEW_ANSWERS = "too few answers to each item"
    INCOMPLETE = "sittings with different items"
    NO_SPREAD = "everyone has the same score"
    TOO_FEW_JUDGES = "too few judges with a complete set"
    TOO_FEW_CANDIDATES = "too few candidates"
    TOO_FEW_GRADES = "too few different grades"
    NOT_RISING = "the score does not rise with the grade"
    NOT_SETTLED = "the estimates did not settle"


@dataclass(frozen=True, slots=True)
class Refused:
    """No figure, and why: so many of what the reason counts were there, so many are needed."""

    reason: Reason
    there: int
    needed: int
