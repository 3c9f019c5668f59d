"""Regression of shares, rates and values by quasi-likelihood, with errors that allow for resemblance in time. Pure.

P. McCullagh and J. A. Nelder (1989, Generalized Linear Models, chapter 9): the variance is a multiple of the usual
one, and Pearson's statistic estimates the multiple. W. K. Newey and K. D. West (1987, Econometrica 55:703-708) for
errors that resemble their neighbours in time.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

Numbers = NDArray[np.float64]

MOST_ROUNDS, SETTLED = 100, 1e-10
# A fitted rate or share is kept so far from the ends of its range, where the curves are flat.
EDGE = 1e-9


class Kind(StrEnum):
    """What is regressed: a value on its own scale, a rate on the logarithmic one, a share on that of log odds."""

    VALUE = "value"
    RATE = "rate"
    SHARE = "share"


class NotSettled(Exception):
    """The regression found no end, as where all or none of the cases count on one side of a change."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A regression. `scores` are each row's contribution to the equations, `bread` the inverse of their slope."""

    kind: Kind
    coefficients: Numbers
    bread: Numbers
    dispersion: float
    scores: Numbers
    residuals: Numbers
    freedom: int

    @property
    def covariance(self) -> Numbers:
        """The covariance of the coefficients where rows are independent."""
        return self.bread * self.dispersion

    def robust_covariance(self, lags: int) -> Numbers:
        """The covariance of the coefficients where a row may resemble so many before it (Newey & West, Bartlett)."""
        rows = len(self.scores)
        meat = self.scores.T @ self.scores
        for lag in range(1, lags + 1):
            shifted = self.scores[lag:].T @ self.scores[:-lag]
            meat += (1 - lag / (lags + 1)) * (shifted + shifted.T)
        found: Numbers = self.bread @ meat @ self.bread * (rows / self.freedom)
        return found

    def fitted(self, design: Numbers) -> Numbers:
        """The mean for each row of a design."""
        return mean_of(self.kind, design @ self.coefficients)


def mean_of(kind: Kind, linear: Numbers) -> Numbers:
    """From the scale of the regression to that of the figures."""
    if kind is Kind.VALUE:
        return linear
    found: Numbers = np.exp(linear) if kind is Kind.RATE else expit(linear)
    return found


def slope_of(kind: Kind, mean: Numbers) -> Numbers:
    """How fast the mean rises with the scale of the regression; for these links it is the variance function, too."""
    if kind is Kind.VALUE:
        return np.ones_like(mean)
    return mean if kind is Kind.RATE else mean * (1 - mean)


def scale_of(kind: Kind, mean: Numbers) -> Numbers:
    """From the scale of the figures to that of the regression."""
    if kind is Kind.VALUE:
        return mean
    found: Numbers = np.log(mean) if kind is Kind.RATE else logit(mean)
    return found


def _within(kind: Kind, mean: Numbers) -> Numbers:
    """Means kept off the ends of their range."""
    if kind is Kind.VALUE:
        return mean
    return np.clip(mean, EDGE, None if kind is Kind.RATE else 1 - EDGE)


def fit(kind: Kind, figures: Numbers, design: Numbers, cases: Numbers) -> Fit:
    """The regression of figures (values, rates or shares 0 to 1) on a design of full rank, each weighted by its cases.

    A rate times its cases is a count, so this is the regression of counts with the logarithm of the cases as offset.
    Needs more rows than columns. Raises NotSettled.
    """
    middle = float(np.average(figures, weights=cases))
    mean = _within(kind, 0.9 * figures + 0.1 * middle)
    linear, before = scale_of(kind, mean), np.inf
    for _ in range(MOST_ROUNDS):
        slope = slope_of(kind, mean)
        weights = cases * slope
        wanted = design.T @ (weights * (linear + (figures - mean) / slope))
        coefficients: Numbers = np.linalg.solve(design.T @ (weights[:, None] * design), wanted).astype(np.float64)
        linear = design @ coefficients
        mean = _within(kind, mean_of(kind, linear))
        lack = float(np.sum(cases * (figures - mean) ** 2 / slope_of(kind, mean)))
        if abs(before - lack) <= SETTLED * (abs(lack) + 0.1):
            return _settled(kind, figures, design, cases, coefficients)
        before = lack
    raise NotSettled


def _settled(kind: Kind, figures: Numbers, design: Numbers, cases: Numbers, coefficients: Numbers) -> Fit:
    """What a regression found, at its coefficients. Raises NotSettled where a mean ran to the end of its range."""
    mean = mean_of(kind, design @ coefficients)
    slope = slope_of(kind, mean)
    if kind is not Kind.VALUE and float(slope.min()) < 2 * EDGE:
        raise NotSettled
    bread: Numbers = np.linalg.inv(design.T @ ((cases * slope)[:, None] * design)).astype(np.float64)
    residuals = np.sqrt(cases / slope) * (figures - mean)
    freedom = design.shape[0] - design.shape[1]
    scores = design * (cases * (figures - mean))[:, None]
    return Fit(kind, coefficients, bread, float(residuals @ residuals) / freedom, scores, residuals, freedom)
