"""How far the scores and decisions of one paper would hold on another like it.

Coefficient alpha (Cronbach 1951; KR-20 where every item is right or wrong) is for people who all had the same items.
Its interval is Feldt's (1965; Feldt, Woodruff & Salih 1987, equations 6 and 7). Papers drawn from a blueprint differ
from person to person: their reliability is that of a calibration (`irt.py`).

Consistency at a cut follows Peng & Subkoviak (1980): two parallel papers are taken as bivariate normal with the
reliability as their correlation. Its values are those of the tables of Subkoviak (1988). It needs no second sitting.
"""

from collections.abc import Iterable
from math import ceil, isfinite, sqrt

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr, owens_t
from scipy.stats import f as f_distribution

from kamacademy.quality.figures import Coefficient, Consistency, Dropped, Reliability
from kamacademy.quality.responses import COVERAGE, Interval, Reason, Refused, Response
from kamacademy.quality.tables import Numbers, answers_of, frame_of, reached, table_of

FEWEST_SITTINGS = 30
FEWEST_ITEMS = 2
# A few sittings may lack an item (a line that broke, a time that ran out); more, and the paper is not one form.
MOST_LEFT_OUT = 0.05
# With less than this share of disagreement to be had by chance, kappa is a quotient of rounding errors.
CERTAIN = 1e-6


def reliability(responses: Iterable[Response]) -> Reliability | Refused:
    """Alpha or KR-20 of one paper, its interval and the standard error of measurement.

    Refused where more than one sitting in twenty lacks an item, below 30 sittings or 2 items, or without spread.
    """
    return reliability_of_frame(frame_of(responses))


def reliability_of_frame(frame: pd.DataFrame) -> Reliability | Refused:
    """The same, from a table with the columns of `Response`."""
    answers = answers_of(reached(frame))
    k, sittings = len(answers.items), int(frame["sitting"].nunique())
    matrix = table_of(answers)
    matrix = matrix[~np.isnan(matrix).any(axis=1)]
    n = len(matrix)
    if sittings - n > MOST_LEFT_OUT * sittings:
        return Refused(Reason.INCOMPLETE, n, ceil((1 - MOST_LEFT_OUT) * sittings))
    if n < FEWEST_SITTINGS:
        return Refused(Reason.TOO_FEW_SITTINGS, n, FEWEST_SITTINGS)
    if k < FEWEST_ITEMS:
        return Refused(Reason.TOO_FEW_ITEMS, k, FEWEST_ITEMS)
    if np.ptp(matrix.sum(axis=1)) < 1e-9:
        return Refused(Reason.NO_SPREAD, 1, 2)
    return _reliability(matrix, answers.items, sittings - n)


def _reliability(matrix: Numbers, items: tuple[tuple[str, int], ...], left_out: int) -> Reliability:
    """The figures of a complete table of scores, sittings by items."""
    n, k = matrix.shape
    value = alpha(matrix)
    interval = feldt(value, n, k)
    percent = 100 * matrix.mean(axis=1)
    sd = float(percent.std(ddof=1))
    is_right_or_wrong = bool(np.isin(matrix, (0.0, 1.0)).all())
    return Reliability(
        Coefficient.KR20 if is_right_or_wrong else Coefficient.ALPHA,
        value,
        interval,
        n,
        k,
        float(percent.mean()),
        sd,
        _error(sd, value),
        Interval(_error(sd, interval.high), _error(sd, interval.low)),
        tuple(Dropped(*item, one) for item, one in zip(items, alpha_if_dropped(matrix), strict=False) if isfinite(one)),
        left_out,
    )


def _error(sd: float, value: float) -> float:
    """The standard error of measurement for a spread and a reliability."""
    return sd * sqrt(max(1 - value, 0.0))


def alpha(matrix: Numbers) -> float:
    """Coefficient alpha of a complete table of scores, people by items: at most 1, and below 0 if items disagree."""
    k = matrix.shape[1]
    return float(k / (k - 1) * (1 - matrix.var(axis=0, ddof=1).sum() / matrix.sum(axis=1).var(ddof=1)))


def alpha_if_dropped(matrix: Numbers) -> list[float]:
    """Alpha without each item in turn; empty with only two items, not a number where the others have no spread."""
    k = matrix.shape[1]
    if k <= FEWEST_ITEMS:
        return []
    of_item = matrix.var(axis=0, ddof=1)
    of_rest = (matrix.sum(axis=1)[:, None] - matrix).var(axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Numbers = (k - 1) / (k - 2) * (1 - (of_item.sum() - of_item) / of_rest)
    return [float(one) for one in found]


def feldt(value: float, n: int, k: int) -> Interval:
    """Feldt's interval of an alpha seen among n people on k items, 95 %."""
    tail = (1 - COVERAGE) / 2
    low, high = (f_distribution.ppf(at, n - 1, (n - 1) * (k - 1)) for at in (1 - tail, tail))
    return Interval(float(1 - (1 - value) * low), float(1 - (1 - value) * high))


def consistency(of: Reliability, cut_percent: float) -> Consistency:
    """How often a second paper like this would decide the same, at a cut in percent (reached means passed).

    A reliability below zero counts as none. With right-or-wrong items the cut lies half an item below the lowest number
    of right answers that passes.
    """
    k = of.items
    lowest_pass = 100 * (ceil(cut_percent * k / 100 - 1e-9) - 0.5) / k
    cut = lowest_pass if of.coefficient is Coefficient.KR20 else cut_percent
    z = (cut - of.mean_percent) / of.sd_percent
    ends = np.array((of.value, of.interval.low, of.interval.high))
    agreement, kappa = decided_alike(z, ends)
    is_known = isfinite(kappa[0])
    return Consistency(
        cut_percent,
        float(agreement[0]),
        Interval(float(agreement[1]), float(agreement[2])),
        float(kappa[0]) if is_known else None,
        Interval(float(kappa[1]), float(kappa[2])) if is_known else None,
        of.n,
    )


def decided_alike(z: float, correlation: NDArray[np.float64]) -> tuple[Numbers, Numbers]:
    """The share decided alike and its kappa, for a standardised cut and correlations of two papers (cut to 0 to 1).

    Where practically everyone is decided alike there is nothing beyond chance, and kappa is not a number.

    Both below a cut z: cdf(z) - 2 T(z, sqrt((1 - r) / (1 + r))), T being Owen's (Owen 1956).
    """
    r = np.clip(correlation, 0, 1)
    below = ndtr(z)
    both_below = below - 2 * owens_t(z, np.sqrt((1 - r) / (1 + r)))
    agreement = 1 - 2 * below + 2 * both_below
    chance = below**2 + (1 - below) ** 2
    if 1 - chance < CERTAIN:
        return agreement, np.full_like(agreement, np.nan)
    return agreement, (agreement - chance) / (1 - chance)
