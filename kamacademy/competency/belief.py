"""What a distribution over ability says of levels: chances, the likely range, what more would tell. Pure."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from kamacademy.competency.fusion import OCCASION_SD, Severity, rounded, shifted, steps_of, visit_likelihood
from kamacademy.competency.grid import GRID, STEP, shares_from
from kamacademy.rater.rating_scale import STEPS, Numbers, level_cuts

TENTH, NINETENTH = 0.1, 0.9


def below(weights: Numbers, ability: float) -> float:
    """The chance that the ability is lower than this; each point of the grid is spread over its width."""
    return 1.0 - float(shares_from(weights, (ability,))[0])


def quantile(weights: Numbers, share: float) -> float:
    """The ability that is not reached with this chance, in logits."""
    return float(np.interp(share, np.cumsum(weights), GRID + STEP / 2))


def chances(weights: Numbers, cuts: Sequence[float] | None = None) -> tuple[float, ...]:
    """The chance of each level, the first first; they sum to 1."""
    return chances_from(shares_from(weights, level_cuts() if cuts is None else cuts).tolist())


def chances_from(shares: Sequence[float]) -> tuple[float, ...]:
    """The chance of each level, from those of being at the lower end of the second and each further one or above."""
    return tuple(high - low for high, low in pairwise((1.0, *shares, 0.0)))


def chance_of_at_least(weights: Numbers, level: int) -> float:
    """The chance that a level, 1 to 5, is reached."""
    return 1.0 if level <= 1 else 1 - below(weights, level_cuts()[level - 2])


def level_at(ability: float) -> int:
    """The level, 1 to 5, of an ability."""
    return 1 + sum(ability >= cut for cut in level_cuts())


def likely_range(weights: Numbers) -> tuple[int, int, int]:
    """The lowest likely level, the level of the median, and the highest likely level: 80 % lie between."""
    low, middle, high = (level_at(quantile(weights, share)) for share in (TENTH, 0.5, NINETENTH))
    return low, middle, high


def bits(weights: Sequence[float]) -> float:
    """Shannon's entropy of a distribution, in bits."""
    shares = np.asarray([one for one in weights if one > 0])
    return float(-(shares * np.log2(shares)).sum())


def expected_bits(
    weights: Numbers,
    severity: Severity,
    *,
    difficulty: float = 0.0,
    luck_sd: float = OCCASION_SD,
    cuts: Sequence[float] | None = None,
) -> float:
    """How many bits about the level one more rating by such a rater is expected to tell.

    The mutual information of level and rating (Shannon 1948; Lindley 1956, Annals of Mathematical Statistics 27,
    986-1005).
    """
    spread = float(np.hypot(luck_sd, rounded(severity.sd)))
    left = 0.0
    for level in range(len(STEPS) + 1):
        joint = weights * shifted(visit_likelihood((level,), (difficulty,), spread), steps_of(severity.mean))
        chance = float(joint.sum())
        left += chance * bits(chances(joint / chance, cuts))
    return bits(chances(weights, cuts)) - left
