"""The quarterly review of a plan: when it is due, and what may be said of each action. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kamacademy.development.plan import is_in_reach
from kamacademy.development.rules import DueDateOutOfReach, NotEveryActionReviewed

LONGEST_SENTENCE = 300


class Verdict(StrEnum):
    """What a review says of an action."""

    KEPT = "kept"
    CHANGED = "changed"
    DONE = "done"
    DROPPED = "dropped"


VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.KEPT: "Kept as it is",
    Verdict.CHANGED: "Changed: another day",
    Verdict.DONE: "Done",
    Verdict.DROPPED: "Dropped",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One action's verdict with its reason; `due_on` only where it is changed."""

    verdict: Verdict
    reason: str
    due_on: date | None = None


def refuse_incomplete(said: Mapping[int, Said], running: Collection[int], today: date) -> None:
    """Every action that runs has its verdict, none other, and a changed one a day within reach.

    Raises NotEveryActionReviewed, DueDateOutOfReach.
    """
    if set(said) != set(running):
        raise NotEveryActionReviewed
    for one in said.values():
        if one.verdict is Verdict.CHANGED and (one.due_on is None or not is_in_reach(one.due_on, today)):
            raise DueDateOutOfReach(today)


def tally_words(verdicts: Sequence[str]) -> str:
    """2 kept, 1 done."""
    counts = [(sum(1 for one in verdicts if one == verdict), verdict.value) for verdict in Verdict]
    return ", ".join(f"{number} {word}" for number, word in counts if number) or "no action was running"
