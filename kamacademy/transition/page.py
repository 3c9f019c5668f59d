"""What the page of a change of job role shows to one reader. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.transition.ninety_days import Proposal
from kamacademy.transition.side_by_side import SideBySide, TargetStep, steps_words
from kamacademy.transition.what_changes import WhatChanges
from kamacademy.transition.words import HistoryLine
from kamacademy.wording import day, inside


@dataclass(frozen=True, slots=True)
class RoleCard:
    """What a first page says of one's own change of job role: that it comes, or that its ninety days run."""

    transition_id: int
    title: str
    words: str


def role_card(transition_id: int, role_name: str, starts_on: date, until: date, buddy: str, today: date) -> RoleCard:
    """The card of a confirmed change; `buddy` is a name, or empty."""
    role, by = inside(role_name), f" {buddy} stands by." if buddy else ""
    if starts_on > today:
        when = f"From {day(starts_on)} you are {role}"
        return RoleCard(transition_id, when, f"What changes, and both profiles side by side.{by}")
    title = f"Your first ninety days as {role}"
    return RoleCard(transition_id, title, f"Until {day(until)}: what the plan holds for them, and what could come.{by}")


@dataclass(frozen=True, slots=True)
class DraftedAction:
    """One action of the ninety days, in brief."""

    id: int
    title: str
    competency_name: str
    due_on: date
    state_words: str


@dataclass(frozen=True, slots=True)
class NinetyDays:
    """The first ninety days: what is in the plan for them, and what could be put forward. `until` is their last day."""

    drafted: tuple[DraftedAction, ...]
    proposals: tuple[Proposal, ...]
    until: date
    may_draft: bool


@dataclass(frozen=True, slots=True)
class TransitionPage:
    """`levels` and `ninety_days` are None for whoever may not read them, `history` is empty for the buddy."""

    steps: Sequence[TargetStep]
    changes: WhatChanges
    levels: SideBySide | None
    ninety_days: NinetyDays | None
    history: Sequence[HistoryLine]

    @property
    def steps_words(self) -> str:
        """How many targets rise, stay and fall."""
        return steps_words(self.steps)
