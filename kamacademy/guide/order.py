"""The random order in which indicators are asked, so that none always comes first."""

from collections.abc import Iterable
from hashlib import sha256


def shuffled(indicators: Iterable[str], seed: int) -> list[str]:
    """The indicators in an order that looks random and is the same for the same seed, whatever the order given.

    Sorted by a hash of seed and indicator, so that one more indicator leaves the others in their order.
    """
    return sorted(indicators, key=lambda one: sha256(f"{seed} {one}".encode()).digest())
