"""What a coach reads after rating: each case with their own levels, the reference and the reason for it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamacademy.calibration.documents import CalibrationCase

Given = Mapping[tuple[str, str], tuple[int | None, str | None]]


@dataclass(frozen=True, slots=True)
class RatedItem:
    """One indicator: the level given, None for "cannot tell", one's own reason, the reference and its reason."""

    indicator: str
    given: int | None
    own_reason: str | None
    reference: int
    reason: str

    @property
    def difference(self) -> int | None:
        """Level given less reference."""
        return None if self.given is None else self.given - self.reference

    @property
    def words(self) -> str:
        """How the two lie to each other."""
        if self.difference is None:
            return "You could not tell."
        size = abs(self.difference)
        if size == 0:
            return "The same level."
        side = "above" if self.difference > 0 else "below"
        return f"{'One level' if size == 1 else f'{size} levels'} {side} the reference."


@dataclass(frozen=True, slots=True)
class RatedCase:
    """One case with what was given."""

    case: CalibrationCase
    items: tuple[RatedItem, ...]

    @property
    def words(self) -> str:
        """2 of 3 the same."""
        same = sum(1 for one in self.items if one.difference == 0)
        return f"{same} of {len(self.items)} the same"


def rated_cases(order: Sequence[str], cases: Mapping[str, CalibrationCase], given: Given) -> list[RatedCase]:
    """The cases in the coach's order."""
    return [
        RatedCase(
            cases[slug],
            tuple(
                RatedItem(one.indicator, *given.get((slug, one.indicator), (None, None)), one.reference, one.reason)
                for one in cases[slug].ratings
            ),
        )
        for slug in order
    ]
