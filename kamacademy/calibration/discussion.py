"""What a meeting talks about: how the levels of each item fell, without names, those with most spread first. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import pvariance

from kamacademy.calibration.comparison import Pair
from kamacademy.calibration.documents import LEVELS, CalibrationCase
from kamacademy.wording import counted

MOST_SPREAD = 3


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator of one case: how many gave each level, 1 to 5, and what the reference is and why.

    `spread` is the variance of the levels given; `n` counts those who gave one, `unknown` those who could not tell.
    """

    case: str
    title: str
    indicator: str
    counts: tuple[int, ...]
    unknown: int
    reference: int
    reason: str
    spread: float
    distance: float

    @property
    def n(self) -> int:
        """How many gave a level."""
        return sum(self.counts)

    @property
    def words(self) -> str:
        """How the levels fell: 2 gave level 2, 1 gave level 3; 1 could not tell."""
        given = [f"{number} gave level {level}" for level, number in zip(LEVELS, self.counts, strict=True) if number]
        unknown = f"{counted(self.unknown, 'person', 'people')} could not tell" if self.unknown else ""
        return "; ".join(part for part in (", ".join(given), unknown) if part)


def items(cases: Mapping[str, CalibrationCase], pairs: Iterable[Pair]) -> list[Item]:
    """Every item of some cases in the authors' order, with how everybody's levels fell."""
    found: dict[tuple[str, str], list[int | None]] = {}
    for one in pairs:
        found.setdefault((one.case, one.indicator), []).append(one.given)
    return [
        item(slug, case, reference.indicator, found.get((slug, reference.indicator), []))
        for slug, case in cases.items()
        for reference in case.ratings
    ]


def item(slug: str, case: CalibrationCase, indicator: str, given: Sequence[int | None]) -> Item:
    """One item."""
    levels, reference = [one for one in given if one is not None], case.of(indicator)
    return Item(
        case=slug,
        title=case.title,
        indicator=indicator,
        counts=tuple(levels.count(level) for level in LEVELS),
        unknown=len(given) - len(levels),
        reference=reference.reference,
        reason=reference.reason,
        spread=pvariance(levels) if levels else 0.0,
        distance=sum(abs(one - reference.reference) for one in levels) / len(levels) if levels else 0.0,
    )


def most_spread(found: Iterable[Item], count: int = MOST_SPREAD) -> list[Item]:
    """The items on which the coaches differ most; among equals, those furthest from the reference."""
    differing = [one for one in found if one.spread > 0 or one.distance > 0]
    return sorted(differing, key=lambda one: (-one.spread, -one.distance, one.case, one.indicator))[:count]


def complete_table(found: Iterable[Sequence[Pair]]) -> list[list[int]]:
    """Levels by items and raters, of the items to which every rater gave one."""
    raters = [{(one.case, one.indicator): one.given for one in pairs if one.given is not None} for pairs in found]
    if not raters:
        return []
    shared = sorted(set(raters[0]).intersection(*raters[1:]))
    return [[rater[place] for rater in raters] for place in shared]
