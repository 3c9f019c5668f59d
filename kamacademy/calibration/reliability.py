"""How far several raters agree among themselves: Krippendorff's alpha and the intraclass correlation. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import fdtri

from kamacademy.calibration.comparison import Span

Numbers = NDArray[np.float64]

CONFIDENCE = 0.90
SAMPLES = 2000
NOTHING = 1e-12


class Metric(StrEnum):
    """What tells two values apart: that they differ, how many ranks lie between, or their distance."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def coincidences(units: Sequence[Sequence[int | None]], values: Sequence[int]) -> Numbers:
    """The coincidences of values within each unit that two raters or more rated; units x values x values."""
    place = {value: number for number, value in enumerate(values)}
    found = []
    for unit in units:
        rated = [place[one] for one in unit if one is not None]
        if len(rated) > 1:
            counts = np.bincount(rated, minlength=len(values)).astype(np.float64)
            found.append((np.outer(counts, counts) - np.diag(counts)) / (len(rated) - 1))
    return np.array(found).reshape(-1, len(values), len(values))


def distances(totals: Numbers, values: Sequence[int], metric: Metric) -> Numbers:
    """The squared difference of each two values; `totals` counts them along its last axis."""
    if metric is Metric.NOMINAL:
        return np.asarray(1.0 - np.eye(len(values)))
    along = np.asarray(values, dtype=np.float64)
    if metric is Metric.ORDINAL:
        along = totals.cumsum(axis=-1) - totals / 2
    return np.asarray((along[..., :, None] - along[..., None, :]) ** 2)


def alpha_of(together: Numbers, values: Sequence[int], metric: Metric) -> Numbers:
    """Alpha of one coincidence matrix, or of many at once; not a number where all values are alike."""
    totals = together.sum(axis=-1)
    apart = distances(totals, values, metric)
    seen = (together * apart).sum(axis=(-2, -1))
    by_chance = (totals[..., :, None] * totals[..., None, :] * apart).sum(axis=(-2, -1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(1 - (totals.sum(axis=-1) - 1) * seen / by_chance)


def krippendorff(units: Sequence[Sequence[int | None]], metric: Metric = Metric.ORDINAL) -> float | None:
    """Krippendorff's alpha of units, each the values that raters gave it, None where one gave none; at most 1.

    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability. None without two values to
    compare, or where all are alike.
    """
    values = sorted({one for unit in units for one in unit if one is not None})
    found = float(alpha_of(coincidences(units, values).sum(axis=0), values, metric))
    return found if np.isfinite(found) else None


def krippendorff_span(units: Sequence[Sequence[int | None]], seed: int) -> Span | None:
    """Ordinal alpha with its 90 % interval, by drawing units with replacement; the seed makes it the same each time.

    Zapf et al. (2016), BMC Medical Research Methodology 16:93, recommend the bootstrap over units.
    """
    value = krippendorff(units)
    if value is None:
        return None
    values = sorted({one for unit in units for one in unit if one is not None})
    each = coincidences(units, values)
    drawn = np.random.default_rng(seed).multinomial(len(each), np.full(len(each), 1 / len(each)), size=SAMPLES)
    found = alpha_of(np.tensordot(drawn.astype(np.float64), each, axes=1), values, Metric.ORDINAL)
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(found[np.isfinite(found)], [tail, 1 - tail])
    return Span(value, float(low), float(high))


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """The two-way analysis of variance of targets by raters: between targets, between raters, the rest."""

    targets: int
    raters: int
    between: float
    of_raters: float
    error: float


def mean_squares(table: Sequence[Sequence[float]]) -> MeanSquares:
    """The mean squares of a complete table, one row a target; at least two rows and two columns."""
    x = np.asarray(table, dtype=np.float64)
    n, k = x.shape
    rows, columns, grand = x.mean(axis=1), x.mean(axis=0), x.mean()
    rest = x - rows[:, None] - columns + grand
    return MeanSquares(
        targets=n,
        raters=k,
        between=float(k * ((rows - grand) ** 2).sum() / (n - 1)),
        of_raters=float(n * ((columns - grand) ** 2).sum() / (k - 1)),
        error=float((rest**2).sum() / ((n - 1) * (k - 1))),
    )


def icc_agreement(table: Sequence[Sequence[float]], confidence: float = CONFIDENCE) -> Span | None:
    """ICC(A,1): how far the levels of one rater can stand for those of another, severity included.

    Shrout and Fleiss (1979), Psychological Bulletin 86, 420-428, there ICC(2,1); the name after McGraw and Wong (1996).
    None where targets do not differ, or nothing but the raters does.
    """
    m = mean_squares(table)
    n, k = m.targets, m.raters
    if m.error < NOTHING:
        return Span(1.0, 1.0, 1.0) if m.of_raters < NOTHING < m.between else None
    value = (m.between - m.error) / (m.between + (k - 1) * m.error + k * (m.of_raters - m.error) / n)
    ratio, part = m.of_raters / m.error, n * (1 + (k - 1) * value) - k * value
    degrees = (k - 1) * (n - 1) * (k * value * ratio + part) ** 2
    degrees /= (n - 1) * (k * value * ratio) ** 2 + part**2
    upper = 1 - (1 - confidence) / 2
    below, above = float(fdtri(n - 1, degrees, upper)), float(fdtri(degrees, n - 1, upper))
    others = k * m.of_raters + (k * n - k - n) * m.error
    return Span(
        value,
        n * (m.between - below * m.error) / (below * others + n * m.between),
        n * (above * m.between - m.error) / (others + n * above * m.between),
    )


def icc_consistency(table: Sequence[Sequence[float]], confidence: float = CONFIDENCE) -> Span | None:
    """ICC(C,1): the same apart from how severe each rater is; never a measure of agreement. None as above."""
    m = mean_squares(table)
    n, k = m.targets, m.raters
    if m.error < NOTHING:
        return Span(1.0, 1.0, 1.0) if m.between > NOTHING else None
    ratio, upper = m.between / m.error, 1 - (1 - confidence) / 2
    low = ratio / float(fdtri(n - 1, (n - 1) * (k - 1), upper))
    high = ratio * float(fdtri((n - 1) * (k - 1), n - 1, upper))
    return Span(*((one - 1) / (one + k - 1) for one in (ratio, low, high)))
