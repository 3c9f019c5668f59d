"""A marker's queue: which waiting works are open to them, in which order, and why others are not. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kamacademy.marking.turn import Turn, WorkKind, next_turn, place_in_queue


@dataclass(frozen=True, slots=True)
class Waiting:
    """A work that was handed in and has no result yet."""

    kind: WorkKind
    key: int
    learner_id: int
    title: str
    handed_in_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the marking of a work is: who marked, who holds it until when, and whether two marks differ."""

    marking_id: int
    marker_ids: frozenset[int]
    is_disputed: bool
    held_by_id: int | None
    held_until: datetime | None

    def holder(self, at: datetime) -> int | None:
        """Who holds the work at a moment; None once the claim has run out."""
        return self.held_by_id if self.held_until is not None and self.held_until > at else None


@dataclass(frozen=True, slots=True)
class Marker:
    """Who asks: the learners in their care, and whether they are in the learning team, alone there or not."""

    id: int
    in_care: frozenset[int]
    is_learning_team: bool
    is_only_one: bool


class Standing(StrEnum):
    """What a work in the queue is for a marker."""

    OPEN = "open"
    MINE = "mine"
    HELD = "held"
    OWN_MARK = "own mark"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One work for one marker. `marking_id` is None until somebody has claimed it."""

    work: Waiting
    turn: Turn
    standing: Standing
    marking_id: int | None


@dataclass(frozen=True, slots=True)
class Queue:
    """A marker's page: begun and held by them, free to take, to be looked at a third time; the rest as counts."""

    mine: tuple[Entry, ...]
    open: tuple[Entry, ...]
    disputed: tuple[Entry, ...]
    held: int
    for_another: int

    @property
    def size(self) -> int:
        """How many works the marker could mark now."""
        return len(self.mine) + len(self.open) + len(self.disputed)

    @property
    def longest_waiting(self) -> datetime | None:
        """When the longest waiting of these was handed in."""
        return min((one.work.handed_in_at for one in (*self.mine, *self.open, *self.disputed)), default=None)


NOBODY = Progress(0, frozenset(), is_disputed=False, held_by_id=None, held_until=None)
Progresses = Mapping[tuple[WorkKind, int], Progress]


def queue(marker: Marker, works: Iterable[Waiting], progress: Progresses, at: datetime) -> Queue:
    """The queue of one marker in their own lasting order."""
    ordered = sorted(works, key=lambda one: place_in_queue(marker.id, one.kind, one.key))
    entries = [entry(marker, one, progress.get((one.kind, one.key)), at) for one in ordered]

    def of(standing: Standing) -> list[Entry]:
        return [one for one in entries if one.standing is standing]

    return Queue(
        mine=tuple(of(Standing.MINE)),
        open=tuple(one for one in of(Standing.OPEN) if one.turn is not Turn.THIRD),
        disputed=tuple(one for one in of(Standing.OPEN) if one.turn is Turn.THIRD),
        held=len(of(Standing.HELD)),
        for_another=len(of(Standing.OWN_MARK)),
    )


def entry(marker: Marker, work: Waiting, found: Progress | None, at: datetime) -> Entry:
    """A work as it stands for one marker."""
    progress = found or NOBODY
    turn = next_turn(len(progress.marker_ids), is_disputed=progress.is_disputed)
    standing = standing_for(marker, work, progress, turn, at)
    return Entry(work, turn, standing, found.marking_id if found else None)


def standing_for(marker: Marker, work: Waiting, progress: Progress, turn: Turn, at: datetime) -> Standing:
    """What a work is for one marker. Nobody marks their own work, and nobody marks a work twice."""
    is_theirs = marker.is_learning_team or work.learner_id in marker.in_care
    if work.learner_id == marker.id or not is_theirs:
        return Standing.CLOSED
    if not may_take(turn, marker.id, progress.marker_ids, is_only_one=marker.is_only_one):
        return Standing.OWN_MARK
    if turn is Turn.THIRD and not marker.is_learning_team:
        return Standing.CLOSED
    holder = progress.holder(at)
    if holder is None:
        return Standing.OPEN
    return Standing.MINE if holder == marker.id else Standing.HELD


def may_take(turn: Turn, marker_id: int, marker_ids: Collection[int], *, is_only_one: bool) -> bool:
    """Whether somebody may give this mark, going by the marks there are.

    The third look is for somebody who gave neither mark, unless the learning team has nobody else.
    """
    return marker_id not in marker_ids or (turn is Turn.THIRD and is_only_one)
