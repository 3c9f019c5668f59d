"""How severe each rater is: the many-facet rating-scale model, fitted to all ratings at once. Pure.

Linacre (1989), Many-Facet Rasch Measurement: the log odds of level k against k - 1 are the ability of a person in a
competency less severity of the rater, difficulty of the indicator and step k. The estimates are the most likely ones
under normal priors, found by Newton's method. Abilities are eliminated first, since no rating touches two of them; that
leaves a system as large as the number of raters (Schur complement).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from kamacademy.rater.rating_scale import STEPS, Numbers, level_probabilities

Codes = NDArray[np.int64]

MOST_TURNS = 50
SETTLED = 1e-6
LONGEST_STEP = 2.0
SMALL = 1e-8


@dataclass(frozen=True, slots=True)
class Ratings:
    """Every rating by numbers from 0 on: whose ability, which rater, which indicator, and the level 0 to 4."""

    abilities: Codes
    raters: Codes
    indicators: Codes
    levels: Codes

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many abilities, raters and indicators there are."""
        return int(self.abilities.max()) + 1, int(self.raters.max()) + 1, int(self.indicators.max()) + 1


@dataclass(frozen=True, slots=True)
class Priors:
    """How far abilities, severities and difficulties spread, and steps around the usual ones; in logits."""

    ability: float = 1.4
    severity: float = 0.6
    difficulty: float = 0.5
    steps: float = 0.5


@dataclass(frozen=True, slots=True)
class Fit:
    """The fitted model, in logits. `severity_sd` is how far each severity is known.

    `infit` and `outfit` are each rater's mean squares: about 1 where the rater rates as the model expects, well above
    where the ratings are noisy, well below it where they are all alike (Wright and Masters 1982).
    """

    abilities: Numbers
    severities: Numbers
    severity_sd: Numbers
    difficulties: Numbers
    steps: Numbers
    infit: Numbers
    outfit: Numbers


class NotSettled(Exception):
    """The estimates still moved after the most turns."""


def subsets(ratings: Ratings) -> Codes:
    """The number of the connected subset of each rater: between two subsets no severities can be compared."""
    abilities, raters, _ = ratings.counts
    links = coo_array(
        (np.ones(len(ratings.raters)), (ratings.raters, raters + ratings.abilities)),
        shape=(raters + abilities, raters + abilities),
    )
    _, labels = connected_components(links, directed=False)
    return np.unique(labels[:raters], return_inverse=True)[1].astype(np.int64)


def fit(ratings: Ratings, priors: Priors | None = None, steps: Sequence[float] = STEPS) -> Fit:
    """Severities, abilities, difficulties and steps together. Raises NotSettled."""
    held = priors or Priors()
    abilities, raters, indicators = ratings.counts
    ability, middle = np.zeros(abilities), np.concatenate([np.zeros(raters + indicators), steps])
    precision = np.repeat([held.severity**-2, held.difficulty**-2, held.steps**-2], [raters, indicators, len(steps)])
    rest = middle.copy()
    for _ in range(MOST_TURNS):
        slopes = slopes_at(ratings, ability, rest)
        weight = 1 / (slopes.ability_information + held.ability**-2)
        across = slopes.across.multiply(weight[:, None]).tocsr()
        schur = slopes.rest_information + np.diag(precision) - (slopes.across.T @ across).toarray()
        factor = cho_factor(schur)
        towards_ability = slopes.ability - ability * held.ability**-2
        rest_step = cho_solve(factor, slopes.rest - (rest - middle) * precision - across.T @ towards_ability)
        ability_step = weight * (towards_ability - slopes.across @ rest_step)
        longest = max(float(np.abs(ability_step).max()), float(np.abs(rest_step).max()))
        shrink = min(1.0, LONGEST_STEP / max(longest, SMALL))
        ability, rest = ability + shrink * ability_step, rest + shrink * rest_step
        if longest < SETTLED:
            return _summary(ratings, ability, rest, np.diag(cho_solve(factor, np.eye(len(rest)))))
    raise NotSettled


@dataclass(frozen=True, slots=True)
class Expected:
    """What the model expects of every rating: chances of the levels, their mean and variance."""

    probabilities: Numbers
    mean: Numbers
    variance: Numbers


def expected(ratings: Ratings, ability: Numbers, rest: Numbers) -> Expected:
    """The expectation at some values; `rest` holds severities, difficulties and steps, in this order."""
    _, raters, indicators = ratings.counts
    severity, difficulty, steps = np.split(rest, [raters, raters + indicators])
    position = ability[ratings.abilities] - severity[ratings.raters] - difficulty[ratings.indicators]
    probabilities = level_probabilities(position, tuple(steps))
    levels = np.arange(probabilities.shape[1])
    mean = probabilities @ levels
    return Expected(probabilities, mean, probabilities @ levels**2 - mean**2)


@dataclass(frozen=True, slots=True)
class Slopes:
    """First derivatives of the log likelihood and its information, abilities apart from the rest."""

    ability: Numbers
    rest: Numbers
    ability_information: Numbers
    rest_information: Numbers
    across: csr_array


def slopes_at(ratings: Ratings, ability: Numbers, rest: Numbers) -> Slopes:
    """The slopes at some values. Every rating touches one ability, rater and indicator, and every step."""
    persons, raters, indicators = ratings.counts
    model = expected(ratings, ability, rest)
    residual = ratings.levels - model.mean
    levels = np.arange(model.probabilities.shape[1])
    # The chance of level k or more, and how it goes together with the level.
    above = _from_the_top(model.probabilities)
    together = _from_the_top(model.probabilities * levels) - above * model.mean[:, None]
    reached = (ratings.levels[:, None] >= levels[1:]).astype(np.float64)
    sums = [_by(ratings.raters, residual, raters), _by(ratings.indicators, residual, indicators)]
    return Slopes(
        ability=_by(ratings.abilities, residual, persons),
        rest=-np.concatenate([*sums, (reached - above).sum(axis=0)]),
        ability_information=_by(ratings.abilities, model.variance, persons),
        rest_information=_information(ratings, model.variance, above, together),
        across=_across(ratings, model.variance, together),
    )


def _from_the_top(shares: Numbers) -> Numbers:
    """Sums over level k and all above it, for every k but the first."""
    return np.asarray(shares[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:])


def _by(codes: Codes, values: Numbers, count: int) -> Numbers:
    """Sums of values by code."""
    return np.bincount(codes, values, count).astype(np.float64)


def _information(ratings: Ratings, variance: Numbers, above: Numbers, together: Numbers) -> Numbers:
    """The information on severities, difficulties and steps, and between them."""
    _, raters, indicators = ratings.counts
    first, steps = raters + indicators, above.shape[1]
    found = np.zeros((first + steps, first + steps))
    pairs = _by(ratings.raters * indicators + ratings.indicators, variance, raters * indicators)
    found[:raters, raters:first] = pairs.reshape(raters, indicators)
    for number in range(steps):
        found[:raters, first + number] = _by(ratings.raters, together[:, number], raters)
        found[raters:first, first + number] = _by(ratings.indicators, together[:, number], indicators)
        for other in range(number + 1, steps):
            found[first + number, first + other] = (above[:, other] * (1 - above[:, number])).sum()
    found += found.T
    own = [_by(ratings.raters, variance, raters), _by(ratings.indicators, variance, indicators)]
    found[np.diag_indices_from(found)] = np.concatenate([*own, (above * (1 - above)).sum(axis=0)])
    return found


def _across(ratings: Ratings, variance: Numbers, together: Numbers) -> csr_array:
    """The information between abilities (rows) and the rest (columns); every column lowers what an ability raises."""
    persons, raters, indicators = ratings.counts
    first, steps, count = raters + indicators, together.shape[1], len(variance)
    columns = [ratings.raters, raters + ratings.indicators, *(np.full(count, first + one) for one in range(steps))]
    values = [variance, variance, *(together[:, one] for one in range(steps))]
    places = (np.tile(ratings.abilities, 2 + steps), np.concatenate(columns))
    return csr_array(coo_array((-np.concatenate(values), places), shape=(persons, first + steps)))


def _summary(ratings: Ratings, ability: Numbers, rest: Numbers, variances: Numbers) -> Fit:
    """The estimates, how far severities are known, and how well each rater fits."""
    _, raters, indicators = ratings.counts
    severity, difficulty, steps = np.split(rest, [raters, raters + indicators])
    model = expected(ratings, ability, rest)
    squared = (ratings.levels - model.mean) ** 2
    information = np.maximum(_by(ratings.raters, model.variance, raters), SMALL)
    number = np.maximum(np.bincount(ratings.raters, minlength=raters), 1)
    return Fit(
        abilities=ability,
        severities=severity,
        severity_sd=np.sqrt(variances[:raters]),
        difficulties=difficulty,
        steps=steps,
        infit=_by(ratings.raters, squared, raters) / information,
        outfit=_by(ratings.raters, squared / model.variance, raters) / number,
    )
