"""What a run says of one rater: how severe, how consistent, and whether it asks for a talk. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from kamacademy.monitor.drift import Point, newest_year
from kamacademy.monitor.halo import NEAR, spread_ratio
from kamacademy.proportion import wilson
from kamacademy.rater.figures import Signs
from kamacademy.rater.levels import LOGITS_A_LEVEL

# Below this, infit and the rest say more about chance than about the rater.
FEWEST_RATINGS = 30
# A comparison among fewer linked raters than this would tell each of them about the others.
FEWEST_LINKED = 5
# Half a level: where a shift asks for a refresher case.
SHIFT_LEVELS = 0.5
# 80 % lie between these; the verdict on fit is asked to be surer, nine in ten.
Z_80, Z_90 = 1.2815515655446004, 1.6448536269514722
INFIT_LOW, INFIT_HIGH = 0.7, 1.3
# More than this share of one level, surely, and the scale is hardly used.
ONE_LEVEL_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Measured:
    """What a run found of one rater beside the raters linked with them.

    `mean` and `sd` in logits; `linked_mean` is the average of the `linked` observers of the same subset, this one
    included. `everybody` is the spread within visits of all raters, by squares and degrees of freedom.
    """

    mean: float
    sd: float
    design_effect: float
    infit: float
    ratings: int
    visits: int
    linked: int
    linked_mean: float
    signs: Signs
    everybody: tuple[float, int]

    @property
    def is_enough(self) -> bool:
        """Whether there are ratings enough to say anything."""
        return self.ratings >= FEWEST_RATINGS


@dataclass(frozen=True, slots=True)
class Severity:
    """How much lower somebody rates than the others linked with them, with a range of 80 %; in levels."""

    levels: float
    low: float
    high: float

    @property
    def is_apart(self) -> bool:
        """Whether the range leaves out no difference at all."""
        return self.low > 0 or self.high < 0

    @property
    def asks_for_a_refresher(self) -> bool:
        """Whether there surely is a difference, and half a level of it or more."""
        return self.is_apart and abs(self.levels) >= SHIFT_LEVELS


def severity(one: Measured, fewest_linked: int = FEWEST_LINKED) -> Severity | None:
    """How severe a rater is, beside the linked raters; None where too few are linked to compare.

    The range is widened by the root of the design effect, since the ratings of one visit say less than independent
    ones. Simulated, ranges of 80 % hold the true difference for 76 to 96 in 100.
    """
    if one.linked < fewest_linked:
        return None
    # The average has the rater's own share in it: from that of the others, the distance is larger by so much.
    apart = one.linked / (one.linked - 1) / LOGITS_A_LEVEL
    middle, half = (one.mean - one.linked_mean) * apart, Z_80 * one.sd * sqrt(one.design_effect) * apart
    return Severity(middle, middle - half, middle + half)


def is_noisy(one: Measured) -> bool:
    """Whether the infit is above the band of 0.7 to 1.3 by more than chance explains."""
    return one.infit - Z_90 * one.signs.infit_sd > INFIT_HIGH


def is_muted(one: Measured) -> bool:
    """Whether the infit is below the band by more than chance explains: levels that hardly differ."""
    return one.infit + Z_90 * one.signs.infit_sd < INFIT_LOW


def commonest(levels: Sequence[int]) -> tuple[int, int]:
    """The level, 1 to 5, that was given most often, and how often; of two the lower."""
    most = max(levels)
    return levels.index(most) + 1, most


def uses_one_level(levels: Sequence[int]) -> bool:
    """Whether one level surely makes more than six in ten of all ratings."""
    return wilson(commonest(levels)[1], sum(levels), Z_90).low > ONE_LEVEL_SHARE


def halo_ratio(one: Measured) -> float | None:
    """The spread of levels within visits as a share of that of other raters; None where too little is known."""
    return spread_ratio((one.signs.spread_squares, one.signs.spread_freedom), one.everybody)


def has_halo(one: Measured) -> bool:
    """Whether the levels within a visit lie much nearer together than with others."""
    ratio = halo_ratio(one)
    return ratio is not None and ratio < NEAR


def drift(one: Measured) -> list[Point]:
    """The moving average of the newest quarters against those before; nothing below three quarters."""
    return newest_year([(each.mean, each.sd) for each in one.signs.quarters])


def has_drifted(one: Measured) -> bool:
    """Whether the newest average lies where chance hardly brings it."""
    points = drift(one)
    return bool(points) and points[-1].is_beyond
