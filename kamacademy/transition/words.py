"""The history of a change of job role in words. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from kamacademy.transition.rules import Step
from kamacademy.wording import counted, day


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What happened, when, by whom (None: by itself on the day) and why."""

    at: datetime
    name: str | None
    words: str
    reason: str | None


def day_of(kept: str | None) -> str:
    """A day kept as text, in words."""
    return day(date.fromisoformat(kept)) if kept else "–"


def step_words(what: str, before: str | None, after: str | None, *, buddies: tuple[str, str]) -> str:
    """What happened. `buddies` are the names of who stood by before and who does after; empty for nobody."""
    match Step(what):
        case Step.PROPOSED:
            return f"proposed the change for {day_of(after)}"
        case Step.CONFIRMED:
            return f"confirmed the change for {day_of(after)}"
        case Step.MOVED:
            return f"moved the change from {day_of(before)} to {day_of(after)}"
        case Step.BUDDY:
            return buddy_words(*buddies)
        case Step.CANCELLED:
            return "cancelled the change"
        case Step.SWITCHED:
            return "the new job role is in force"
        case Step.DRAFTED:
            return f"drafted {counted(int(after or 0), 'action')} for the first ninety days"


def buddy_words(before: str, after: str) -> str:
    """Who stands by now."""
    if not after:
        return f"asked nobody to stand by any more, {before} before"
    return f"asked {after} to stand by" + (f" in place of {before}" if before else "")
