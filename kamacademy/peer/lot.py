"""Drawing colleagues by lot, and orders that tell nothing: the same for one seed on every machine."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from kamacademy.peer.families import Family, are_across

LARGEST_SEED = 2**31 - 1
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who can be asked. `is_near` says that they are in the same team as the learner."""

    key: int
    family: Family
    is_near: bool


def mixed(things: Iterable[Thing], seed: int, key: Callable[[Thing], object], salt: str = "") -> list[Thing]:
    """The things in an order that a seed decides, apart for each salt, and that their keys do not tell."""
    return sorted(things, key=lambda one: sha256(f"{seed}|{salt}|{key(one)}".encode()).digest())


def draw(pool: Sequence[Candidate], chosen: Sequence[Candidate], count: int, seed: int) -> list[Candidate]:
    """So many of the pool by lot, those of the same team first; together with the chosen from two functions.

    Fewer where the pool is smaller. Where nobody in the pool is of another function, the draw cannot help it.
    """
    order = sorted(mixed(pool, seed, lambda one: one.key), key=lambda one: not one.is_near)
    drawn = order[:count]
    known = {one.family for one in (*chosen, *drawn)}
    other = next((one for one in order[count:] if one.family not in known), None)
    if drawn and other is not None and not are_across(known):
        drawn[-1] = other
    return drawn
