"""A roll-out as its page and its table show it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.spreadsheet import Table
from kamacademy.wording import counted, month

BY_LOT, GIVEN = "By lot", "Given"


@dataclass(frozen=True, slots=True)
class TeamSize:
    """A team that can be chosen: how many of its active people carry the KPI, or all of them without one."""

    id: int
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A team in the order; step, month and block are None before the lot is drawn, the block also without one."""

    team_id: int
    name: str
    people: int
    step: int | None
    begins: date | None
    block: int | None


@dataclass(frozen=True, slots=True)
class Begins:
    """Who begins in one month: the step, its month in words, the teams by name, and how many people."""

    step: int
    month: str
    teams: tuple[str, ...]
    words: str


def months_in_order(teams: Sequence[Placed]) -> list[Begins]:
    """Who begins when, month by month; empty before the lot is drawn."""
    by_month: dict[tuple[date, int], list[Placed]] = {}
    for one in teams:
        if one.begins is not None and one.step is not None:
            by_month.setdefault((one.begins, one.step), []).append(one)
    return [
        Begins(
            step,
            month(begins),
            tuple(sorted(one.name for one in some)),
            f"{counted(len(some), 'team')}, {counted(sum(one.people for one in some), 'person', 'people')}",
        )
        for (begins, step), some in sorted(by_month.items())
    ]


def order_table(name: str, teams: Sequence[Placed]) -> Table:
    """The order as a table: by month, then by name."""
    ordered = sorted(teams, key=lambda one: (one.begins or date.max, one.name))
    return Table(
        name,
        ("Team", "Begins", "Step", "People", "Drawn among", "Key of the team"),
        tuple(
            (
                one.name,
                one.begins,
                one.step,
                one.people,
                None if one.block is None else f"block {one.block}",
                one.team_id,
            )
            for one in ordered
        ),
    )


def state_words(*, is_by_lot: bool, drawn_at: object, archived_at: object) -> tuple[str, str]:
    """Where a roll-out stands, and the kind of its tag."""
    if archived_at is not None:
        return "Archived", ""
    if not is_by_lot:
        return "Given, not drawn", "caution"
    return ("Drawn by lot", "good") if drawn_at is not None else ("Not drawn yet", "caution")
