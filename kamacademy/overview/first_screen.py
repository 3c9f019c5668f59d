"""What a field manager finds first: today, this month, the team, and nothing else. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kamacademy.board.attention import Attention, by_weight
from kamacademy.board.care import InCare
from kamacademy.overview.agreement import Agreement
from kamacademy.overview.moved import Moved
from kamacademy.overview.visit_brief import VisitBrief

PLANS_SHOWN = 5


class Waits(Protocol):
    """Something that waits for a person elsewhere, in words, and the page on which it is done."""

    @property
    def words(self) -> str: ...

    @property
    def address(self) -> str: ...


@dataclass(frozen=True, slots=True)
class PlannedHeld:
    """Visits planned for a time, without cancelled ones, and those of them that were held: a shared note names them."""

    planned: int
    held: int


@dataclass(frozen=True, slots=True)
class TodayVisit:
    """A visit with what was last agreed with that person."""

    visit: VisitBrief
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class FirstScreen:
    """`today` are the visits of this day; `following` is the next one where there is none today.

    `moved` is the KPI that moved, with the name of whom it is kept for. `also` waits elsewhere: cases of a calibration,
    second observers.
    """

    today: Sequence[TodayVisit]
    following: TodayVisit | None
    month: PlannedHeld
    care: Sequence[InCare]
    moved: Moved | None
    moved_name: str | None
    also: Sequence[Waits]
    on: date

    @property
    def unobserved(self) -> list[InCare]:
        """Who has waited for an observation longer than the rhythm set for them, in order of name."""
        return [one for one in self.care if one.has_waited(self.on)]

    @property
    def plans(self) -> list[Attention]:
        """Whose plans need the coach most, and why; the few that a first screen names."""
        return self.all_plans[:PLANS_SHOWN]

    @property
    def plans_left(self) -> int:
        """How many more plans need the coach."""
        return len(self.all_plans) - len(self.plans)

    @property
    def all_plans(self) -> list[Attention]:
        """Every plan that needs the coach, heaviest first."""
        return by_weight(one.attention for one in self.care if one.attention.reasons)
