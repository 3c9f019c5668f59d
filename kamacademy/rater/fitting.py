"""From ratings to what a run of the rater model finds, of everybody together and of each rater. Pure."""

from collections.abc import Hashable, Sequence
from datetime import date
from typing import TypeVar

import numpy as np

from kamacademy.rater.figures import LEVELS, NOTHING_FOUND, Quarter, RaterFound, RunFound, Signs
from kamacademy.rater.rating_scale import Numbers
from kamacademy.rater.ratings import Rated
from kamacademy.rater.severity import Codes, Expected, Fit, Priors, Ratings, expected, fit, subsets

Name = TypeVar("Name", bound=Hashable)

# The steps are pinned: the scale, 1.6 logits to a level, is part of the rule, and no run may move what a level is.
PRIORS = Priors(steps=0.01)
# Visits whose levels all come out as expected differ by nothing, and yet a mean of theirs is never known for certain.
LEAST_VISIT_SD = 0.1


def found(rated: Sequence[Rated]) -> RunFound:
    """What the model finds in ratings, of which each is given once. Raises NotSettled."""
    if not rated:
        return NOTHING_FOUND
    raters, rater = coded([one.rater for one in rated])
    indicators, indicator = coded([one.indicator for one in rated])
    _, whose = coded([one.whose for one in rated])
    _, visit = coded([(one.rater, one.visit) for one in rated])
    ratings = Ratings(whose, rater, indicator, np.array([one.level - 1 for one in rated], dtype=np.int64))
    fitted, linked = fit(ratings, PRIORS), subsets(ratings)
    model = expectation(ratings, fitted)
    signs = signs_of(ratings, model, visit, [quarter_start(one.on) for one in rated])
    given, observers = np.bincount(rater), {one.rater for one in rated if not one.is_peer}
    visits = np.bincount(rater[first_of_each(visit)])
    return RunFound(
        raters={
            key: RaterFound(
                float(fitted.severities[number]), float(fitted.severity_sd[number]), float(fitted.infit[number]),
                float(fitted.outfit[number]), int(given[number]), int(visits[number]), int(linked[number]),
                key in observers, signs[number],
            )
            for number, key in enumerate(raters)
        },
        difficulties=dict(zip(indicators, map(float, fitted.difficulties), strict=True)),
        ratings=len(rated),
        subsets=int(linked.max()) + 1,
        design_effect=design_effect(standardised(ratings, model), visit),
    )  # fmt: skip


def coded(names: Sequence[Name]) -> tuple[list[Name], Codes]:
    """The different names in the order in which they first come, and the number of each."""
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return list(numbers), np.array([numbers[name] for name in names], dtype=np.int64)


def first_of_each(codes: Codes) -> Codes:
    """Where each code, 0 on, comes for the first time."""
    return np.unique(codes, return_index=True)[1].astype(np.int64)


def quarter_start(day: date) -> date:
    """The first day of a day's quarter."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def expectation(ratings: Ratings, fitted: Fit) -> Expected:
    """What the fitted model expects of every rating."""
    rest = np.concatenate([fitted.severities, fitted.difficulties, fitted.steps])
    return expected(ratings, fitted.abilities, rest)


def standardised(ratings: Ratings, model: Expected) -> Numbers:
    """Each rating less what is expected, in standard deviations."""
    return np.asarray((ratings.levels - model.mean) / np.sqrt(model.variance))


def design_effect(residuals: Numbers, visit: Codes) -> float:
    """How many times larger the variance of a visit's sum is than that of independent ratings; 1 at least.

    Kish (1965), Survey Sampling, section 5.4, over all visits at once. Ratings of one visit share its luck.
    """
    sums = np.bincount(visit, residuals)
    return max(1.0, float((sums**2).sum() / max((residuals**2).sum(), 1e-12)))


def signs_of(ratings: Ratings, model: Expected, visit: Codes, quarters: Sequence[date]) -> list[Signs]:
    """How each rater uses the scale. `visit` numbers occasions, each of one rater."""
    raters = ratings.raters
    count = int(raters.max()) + 1
    levels = np.bincount(raters * LEVELS + ratings.levels, minlength=count * LEVELS).reshape(count, LEVELS)
    squares, freedom = spreads(ratings, visit)
    infit_sd = infit_errors(ratings, model, visit)
    by_quarter = quarters_of(ratings, standardised(ratings, model), visit, quarters)
    rows = zip(levels.tolist(), squares.tolist(), freedom.tolist(), infit_sd.tolist(), by_quarter, strict=True)
    return [Signs(tuple(own), *figures) for own, *figures in rows]


def spreads(ratings: Ratings, visit: Codes) -> tuple[Numbers, Codes]:
    """Each rater's squared distances from the mean of each visit, and their degrees of freedom."""
    sizes = np.bincount(visit)
    means = np.bincount(visit, ratings.levels) / sizes
    squares = np.bincount(ratings.raters, (ratings.levels - means[visit]) ** 2).astype(np.float64)
    return squares, np.bincount(ratings.raters[first_of_each(visit)], sizes - 1).astype(np.int64)


def infit_errors(ratings: Ratings, model: Expected, visit: Codes) -> Numbers:
    """The standard error of each rater's infit, a ratio of sums over visits, by linearisation.

    Cochran (1977), Sampling Techniques, section 6.4: visits are what is drawn, not ratings.
    """
    raters, squared = ratings.raters, (ratings.levels - model.mean) ** 2
    information = np.bincount(raters, model.variance)
    infit = np.bincount(raters, squared) / information
    off = np.bincount(visit, squared - infit[raters] * model.variance)
    return np.asarray(np.sqrt(np.bincount(raters[first_of_each(visit)], off**2)) / information)


def quarters_of(
    ratings: Ratings, residuals: Numbers, visit: Codes, quarters: Sequence[date]
) -> list[tuple[Quarter, ...]]:
    """Each rater's quarters in order, a visit counting once however much was rated on it.

    How far a quarter's mean is known comes from how much visits of one rater and quarter differ, over all raters.
    """
    firsts = first_of_each(visit)
    means = np.bincount(visit, residuals) / np.bincount(visit)
    rater = ratings.raters[firsts]
    keys, cell = coded([(int(rater[one]), quarters[place]) for one, place in enumerate(firsts)])
    visits = np.bincount(cell)
    mean = np.bincount(cell, means) / visits
    freedom = int((visits - 1).sum())
    sd = max(LEAST_VISIT_SD, float(np.sqrt(((means - mean[cell]) ** 2).sum() / freedom))) if freedom else 1.0
    found: list[list[Quarter]] = [[] for _ in range(int(rater.max()) + 1)]
    for number in sorted(range(len(keys)), key=lambda one: keys[one]):
        whose, start = keys[number]
        held = int(visits[number])
        found[whose].append(Quarter(start, float(mean[number]), sd / held**0.5, held))
    return [tuple(one) for one in found]
