"""Drawing a paper's questions from the banks by a blueprint, the same for one seed on every machine.

A draw asks for so many units (questions, or cases as a whole) of a kind. Draws of one paper may overlap; every unit
is used once. Which units fill which draw is a matching in a bipartite graph, found by augmenting paths (H. W. Kuhn,
"The Hungarian method for the assignment problem", Naval Research Logistics Quarterly 2, 1955): if any choice of units
fills all draws, one is found. Units seen lately are taken only for what cannot be filled without them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Unit:
    """What can be drawn: a question, or a case with all its questions.

    A case has the competencies, levels and tags that all its questions share. `item_ids` are its questions in order.
    """

    id: str
    kind: str
    bank: str
    competencies: frozenset[str]
    levels: frozenset[int]
    tags: frozenset[str]
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of a blueprint: so many units with these properties; None and no tags ask for nothing."""

    count: int
    competency: str | None = None
    level: int | None = None
    tags: frozenset[str] = frozenset()
    bank: str | None = None
    kind: str | None = None

    def takes(self, unit: Unit) -> bool:
        """Whether a unit has all that is asked for."""
        return (
            (self.competency is None or self.competency in unit.competencies)
            and (self.level is None or self.level in unit.levels)
            and self.tags <= unit.tags
            and self.bank in (None, unit.bank)
            and self.kind in (None, unit.kind)
        )


@dataclass(frozen=True, slots=True)
class NotFilled:
    """A line of a blueprint, by its position from 0, that the banks cannot fill beside the others."""

    position: int
    missing: int


def by_hash(seed: int, words: Collection[str], purpose: str) -> list[str]:
    """Words in an order that looks random: by SHA-256 of seed, purpose and word."""
    return sorted(words, key=lambda word: sha256(f"{seed}:{purpose}:{word}".encode()).digest())


def drawn(
    blueprint: Sequence[Wanted], units: Mapping[str, Unit], *, seed: int, avoid: Collection[str] = ()
) -> tuple[str, ...]:
    """The ids of the units drawn: by line of the blueprint, within a line in the banks' order.

    `avoid` are question ids seen lately. Raises LookupError where the banks cannot fill the blueprint.
    """
    order = by_hash(seed, units, "draw")
    seen = set(avoid)
    fresh = [one for one in order if not seen & set(units[one].item_ids)]
    chosen = matched(blueprint, units, fresh, order)
    if len(chosen) < sum(wanted.count for wanted in blueprint):
        raise LookupError("the banks cannot fill this blueprint")
    position_in_bank = {one: number for number, one in enumerate(units)}
    return tuple(sorted(chosen, key=lambda one: (chosen[one], position_in_bank[one])))


def not_filled(blueprint: Sequence[Wanted], units: Mapping[str, Unit]) -> list[NotFilled]:
    """The lines that cannot be filled together; empty where every draw works."""
    filled = list(matched(blueprint, units, (), tuple(units)).values())
    missing = [wanted.count - filled.count(number) for number, wanted in enumerate(blueprint)]
    return [NotFilled(number, short) for number, short in enumerate(missing) if short]


def matched(blueprint: Sequence[Wanted], units: Mapping[str, Unit], *preferences: Sequence[str]) -> dict[str, int]:
    """Units by the line they fill: as many as possible of the first preference, then of the next."""
    filled: dict[str, int] = {}
    for preference in preferences:
        for number, wanted in enumerate(blueprint):
            while list(filled.values()).count(number) < wanted.count and found_place(
                number, blueprint, units, preference, filled, set()
            ):
                pass
    return filled


def found_place(
    number: int,
    blueprint: Sequence[Wanted],
    units: Mapping[str, Unit],
    candidates: Sequence[str],
    filled: dict[str, int],
    tried: set[str],
) -> bool:
    """Give a line one more unit, moving others to lines that they fit as well; False where there is no way."""
    fitting = [one for one in candidates if one not in tried and blueprint[number].takes(units[one])]
    for one in fitting:
        if one not in filled:
            filled[one] = number
            return True
    for one in fitting:
        if one in tried or filled[one] == number:
            continue
        tried.add(one)
        before = filled[one]
        if found_place(before, blueprint, units, candidates, filled, tried):
            filled[one] = number
            return True
    return False
