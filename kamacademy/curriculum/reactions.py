"""What people say of a module at its end, shown so that nobody can be found by it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Value = TypeVar("Value")
# Shown in steps of five, so that one more answer never shows by the difference.
STEP = 5
USABLE = {
    5: "Yes, certainly",
    4: "Yes, probably",
    3: "Perhaps",
    2: "Probably not",
    1: "No",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One reaction without its person: could it be used in an account within a month, 1 to 5; what would help."""

    usable: int
    better: str | None


@dataclass(frozen=True, slots=True)
class Reactions:
    """What was said of one module: how many answers are shown, how often each was given, and words in no order."""

    shown: int
    counts: Mapping[int, int]
    words: Sequence[str]

    @property
    def positive(self) -> int:
        """How many could use it, certainly or probably."""
        return self.counts[5] + self.counts[4]


def reactions(said: Sequence[Said]) -> Reactions | None:
    """What may be shown of reactions in the order given: the first five, ten and so on; None below five.

    Words are shown by the same rule, counted by those who wrote any, and in the order of the alphabet.
    """
    given = in_steps(said)
    if not given:
        return None
    counts = Counter(one.usable for one in given)
    words = in_steps([one.better for one in given if one.better])
    return Reactions(len(given), {value: counts[value] for value in USABLE}, sorted(words, key=str.casefold))


def in_steps(values: Sequence[Value]) -> Sequence[Value]:
    """As many as make whole steps."""
    return values[: len(values) - len(values) % STEP]
