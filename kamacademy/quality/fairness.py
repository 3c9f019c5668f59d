"""Whether people of the same score in two groups do alike on an item: differential item functioning.

The common odds ratio of Mantel & Haenszel (1959) over levels of the whole score, the item itself in it (Holland &
Thayer 1988), with the interval of Robins, Breslow & Greenland (1986) and the classes A, B and C of the Educational
Testing Service. Partial credit counts as not right. Everyone must have had the same items, or the score is no match.
A difference is a reason to read the item, not a proof that it is unfair.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from kamacademy.quality.figures import Fairness, Favours, Size
from kamacademy.quality.item_analysis import FULL_CREDIT
from kamacademy.quality.responses import NORMAL_QUANTILE, Interval, Reason, Refused, Response
from kamacademy.quality.tables import Numbers, answers_of, frame_of, reached, table_of

FEWEST_IN_A_GROUP = 100
# From an odds ratio to the delta scale of the Educational Testing Service.
TO_DELTA = -2.35
MODERATE = 1.0
LARGE = 1.5
# The level of the test, two-sided, and the normal quantile of its one-sided counterpart.
LEVEL = 0.05
ONE_SIDED = 1.6448536269514722

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Association:
    """A common odds ratio over layers, its 95 % interval, and the test without association (continuity-corrected)."""

    odds_ratio: float
    interval: Interval
    chi_square: float
    p_value: float


def differences(
    responses: Iterable[Response], group_of: Mapping[int, str], reference: str
) -> tuple[Fairness, ...] | Refused:
    """Every item of one paper, compared between the reference group and all other learners who have a group.

    Only a learner's first sitting counts. Items without any difference to compare (all right, all wrong) are left out.
    Refused below 100 people in a group, and where people had different items.
    """
    rows = reached(frame_of(responses))
    rows = rows[rows["learner"].isin(list(group_of))]
    rows = rows[rows["sitting"] == rows.groupby("learner")["sitting"].transform("min")]
    answers = answers_of(rows)
    learners = rows.drop_duplicates("sitting").sort_values("sitting")["learner"].tolist()
    is_reference = np.array([group_of[int(learner)] == reference for learner in learners], dtype=np.bool_)
    smallest = int(min(is_reference.sum(), (~is_reference).sum()))
    if smallest < FEWEST_IN_A_GROUP:
        return Refused(Reason.TOO_FEW_IN_A_GROUP, smallest, FEWEST_IN_A_GROUP)
    scores = table_of(answers)
    complete = int((~np.isnan(scores)).all(axis=1).sum())
    if complete < len(scores):
        return Refused(Reason.INCOMPLETE, complete, len(scores))
    right = (scores >= FULL_CREDIT).astype(np.float64)
    whole = right.sum(axis=1)
    found = [_fairness(*item, layers(right[:, i], whole, is_reference)) for i, item in enumerate(answers.items)]
    return tuple(one for one in found if one is not None)


def layers(right: Numbers, score: Numbers, is_reference: Flags) -> Numbers:
    """By whole score: reference right, reference not, others right, others not; one row each."""
    _, layer = np.unique(np.round(score, 6), return_inverse=True)
    was_right = right > 0.5
    cells = (is_reference & was_right, is_reference & ~was_right, ~is_reference & was_right, ~is_reference & ~was_right)
    return np.stack([np.bincount(layer, cell, layer.max() + 1) for cell in cells], axis=1)


def association(table: Numbers) -> Association | None:
    """The common odds ratio of layers as `layers` gives them; None where no layer has a difference on both sides."""
    n = table.sum(axis=1)
    a, b, c, d = table[n > 1].T
    n = n[n > 1]
    for_reference, for_others = a * d / n, b * c / n
    r, s = for_reference.sum(), for_others.sum()
    if r == 0 or s == 0:
        return None
    same, other = (a + d) / n, (b + c) / n
    variance = (
        (same * for_reference).sum() / (2 * r**2)
        + (same * for_others + other * for_reference).sum() / (2 * r * s)
        + (other * for_others).sum() / (2 * s**2)
    )
    half = NORMAL_QUANTILE * sqrt(variance)
    middle = log(r / s)
    of_right, of_reference = a + c, a + b
    spread = (of_reference * (n - of_reference) * of_right * (n - of_right) / (n**2 * (n - 1))).sum()
    gap = abs((a - of_reference * of_right / n).sum())
    chi_square = float((gap - min(0.5, gap)) ** 2 / spread)
    return Association(
        float(r / s), Interval(exp(middle - half), exp(middle + half)), chi_square, float(chi2.sf(chi_square, 1))
    )


def size_of(found: Association) -> Size:
    """A where the difference is below 1 delta or may be chance; C from 1.5 on and surely above 1; else B."""
    delta = abs(TO_DELTA * log(found.odds_ratio))
    error = abs(TO_DELTA) * log(found.interval.high / found.interval.low) / (2 * NORMAL_QUANTILE)
    if delta < MODERATE or found.p_value >= LEVEL:
        return Size.NEGLIGIBLE
    return Size.LARGE if delta >= LARGE and delta - ONE_SIDED * error > MODERATE else Size.MODERATE


def _fairness(item: str, revision: int, table: Numbers) -> Fairness | None:
    """The comparison on one item."""
    found = association(table)
    if found is None:
        return None
    size = size_of(found)
    ahead = Favours.REFERENCE if found.odds_ratio > 1 else Favours.FOCAL
    return Fairness(
        item,
        revision,
        int(table[:, :2].sum()),
        int(table[:, 2:].sum()),
        found.odds_ratio,
        found.interval,
        TO_DELTA * log(found.odds_ratio),
        Favours.NOBODY if size is Size.NEGLIGIBLE else ahead,
        size,
    )
