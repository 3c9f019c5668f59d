"""The kinds of reasons for which a plan needs attention, in their order, and one reason in words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """Why a plan needs attention, heaviest first: what waits for the reader, what is late, what stands still."""

    HANDED_IN = "handed-in"
    SIGNATURE = "signature"
    REVIEW_WRITTEN = "review-written"
    RETURNED = "returned"
    OVERDUE = "overdue"
    REVIEW_DUE = "review-due"
    DUE_TODAY = "due-today"
    UNANSWERED = "unanswered"
    NO_PLAN = "no-plan"
    NOTHING_OPEN = "nothing-open"
    STILL = "still"
    TALK_DUE = "talk-due"


WEIGHTS: Mapping[Kind, int] = {kind: len(Kind) - place for place, kind in enumerate(Kind)}
LABELS: Mapping[Kind, str] = {
    Kind.HANDED_IN: "Handed in",
    Kind.SIGNATURE: "Your signature",
    Kind.REVIEW_WRITTEN: "Review to confirm",
    Kind.RETURNED: "Returned",
    Kind.OVERDUE: "Overdue",
    Kind.REVIEW_DUE: "Review due",
    Kind.DUE_TODAY: "Due today",
    Kind.UNANSWERED: "No answer",
    Kind.NO_PLAN: "No plan",
    Kind.NOTHING_OPEN: "Nothing open",
    Kind.STILL: "Standing still",
    Kind.TALK_DUE: "Talk due",
}
WAITING = frozenset({Kind.HANDED_IN, Kind.SIGNATURE, Kind.REVIEW_WRITTEN, Kind.RETURNED})
LATE = frozenset({Kind.OVERDUE, Kind.REVIEW_DUE})
STANDING_STILL = frozenset({Kind.UNANSWERED, Kind.NOTHING_OPEN, Kind.STILL, Kind.TALK_DUE})


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in words, since when, and what to do about it where; the address is below the academy's own."""

    kind: Kind
    words: str
    since: date | None
    task: str
    address: str

    @property
    def weight(self) -> int:
        """How heavy it is; 1 is the lightest."""
        return WEIGHTS[self.kind]

    @property
    def label(self) -> str:
        """The kind in two or three words."""
        return LABELS[self.kind]

    @property
    def tone(self) -> str:
        """How the kind is coloured: an accent for what waits, a problem for what is late, else a caution."""
        return "accent" if self.kind in WAITING else "problem" if self.kind in LATE else "caution"
