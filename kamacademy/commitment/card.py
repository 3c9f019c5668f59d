"""Commitments on other pages: what is asked now, and after which modules nothing was written yet. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kamacademy.commitment.asking import Question

if TYPE_CHECKING:
    from kamacademy.curriculum.standing import ModuleState, ProgrammePath

# Longer after a module, the thought of it is cold.
OFFERED_DAYS = 14


@dataclass(frozen=True, slots=True)
class Brief:
    """The commitments after one module in a line; `asked` is the question that can be answered now."""

    pledge_id: int
    attempt_id: int
    title: str
    made_on: date
    asked: Question | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A module just completed, after which nothing was written yet."""

    attempt_id: int
    title: str


@dataclass(frozen=True, slots=True)
class CommitmentCard:
    """What a learner's first page shows: the questions open now, soonest to end first, and one offer."""

    asked: Sequence[Brief]
    offer: Offer | None


def commitment_card(briefs: Sequence[Brief], paths: Iterable["ProgrammePath"], today: date) -> CommitmentCard:
    """The card of a day."""
    asked = sorted((one for one in briefs if one.asked is not None), key=lambda one: one.made_on)
    written = {one.attempt_id for one in briefs}
    fresh = [state for path in paths for state in path.every_module if is_fresh(state, written, today)]
    newest = max(fresh, key=lambda state: state.completed_on or date.min, default=None)
    return CommitmentCard(asked, offer_of(newest) if newest is not None else None)


def is_fresh(state: "ModuleState", written: set[int], today: date) -> bool:
    """Whether a module was worked through to its end lately and nothing was written after it."""
    if state.attempt is None or state.completed_on is None or state.attempt.attempt_id in written:
        return False
    return today - state.completed_on < timedelta(days=OFFERED_DAYS)


def offer_of(state: "ModuleState") -> Offer:
    """The way to write something after a module."""
    assert state.attempt is not None
    return Offer(state.attempt.attempt_id, state.module.title)
