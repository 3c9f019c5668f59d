"""What is marked, whose turn it is, and which works a second marker sees. Pure."""

from enum import StrEnum
from hashlib import sha256


class WorkKind(StrEnum):
    """An open answer of a sitting, by the key of its question there; or one version of an exercise, by its key."""

    ANSWER = "answer"
    EXERCISE = "exercise"


class Turn(StrEnum):
    """Which mark of a work a mark is. The third is the look at two marks that differ; a correction comes after all."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    CORRECTION = "correction"


class Decision(StrEnum):
    """What a mark decides: an exercise is accepted or returned, an answer is given points."""

    ACCEPT = "accept"
    RETURN = "return"
    POINTS = "points"


def next_turn(marks: int, *, is_disputed: bool) -> Turn:
    """Whose turn it is on a work that is not settled."""
    if is_disputed:
        return Turn.THIRD
    return Turn.SECOND if marks else Turn.FIRST


def fraction(words: str) -> float:
    """A number from 0 up to 1 that belongs to some words for ever: the first 8 bytes of their SHA-256."""
    return int.from_bytes(sha256(words.encode()).digest()[:8]) / 2**64


def is_drawn_for_second(kind: WorkKind, key: int, percent: int) -> bool:
    """Whether a work is among the percent of its rubric that two people mark. The same for ever."""
    return fraction(f"second {kind} {key}") < percent / 100


def place_in_queue(marker_id: int, kind: WorkKind, key: int) -> float:
    """Where a work stands in one marker's queue. Each marker has an order of their own, and it stays.

    Neighbours colour each other's marks; with orders of their own, no work always follows the same one.
    """
    return fraction(f"queue {marker_id} {kind} {key}")
