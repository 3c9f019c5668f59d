"""What a person should work on: known gaps in order, and what is not known well enough to call a gap."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from kamacademy.competency.estimation import LOST, VISITS_NEEDED, Estimate, Standing


@dataclass(frozen=True, slots=True)
class Gap:
    """A competency below the target of the job role. `size` is in levels, at least 1.

    `is_sure` says that the target is as unlikely to be reached as a level must be likely to be held.
    """

    competency: str
    size: int
    level: int
    target: int
    is_gate: bool
    is_priority: bool
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """A competency with a target and too few visits for a level. Not a gap."""

    competency: str
    visits: int
    visits_missing: int
    is_gate: bool
    is_priority: bool


def gaps(estimates: Mapping[str, Estimate], *, gate: str, priorities: Collection[str]) -> list[Gap]:
    """Known gaps: the gate first, then the priorities of the job role, then by size; then in order of code."""
    found = [
        Gap(
            code,
            one.gap,
            one.level,
            one.target,
            code == gate,
            code in priorities,
            one.chance_of_at_least(one.target) <= LOST,
        )
        for code, one in estimates.items()
        if one.gap and one.level is not None and one.target is not None
    ]
    return sorted(found, key=lambda one: (not one.is_gate, not one.is_priority, -one.size, one.competency))


def unknowns(estimates: Mapping[str, Estimate], *, gate: str, priorities: Collection[str]) -> list[Unknown]:
    """What needs evidence before it can be called a gap: gate and priorities first, then the nearest to a level."""
    found = [
        Unknown(code, one.visits, max(1, VISITS_NEEDED - one.visits), code == gate, code in priorities)
        for code, one in estimates.items()
        if one.standing is Standing.UNKNOWN
    ]
    return sorted(found, key=lambda one: (not one.is_gate, not one.is_priority, one.visits_missing, one.competency))


@dataclass(frozen=True, slots=True)
class Guidance:
    """What the evidence says a person should work on, and where it says too little."""

    estimates: Mapping[str, Estimate]
    gaps: list[Gap]
    unknown: list[Unknown]
