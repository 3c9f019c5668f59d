"""What estimates cost: 36,000 person-competencies of eight visits, and a rater model on 96,000 ratings; CPU seconds.

Run by `python -m bench.raters`.
"""

import sys
from time import process_time

import numpy as np

from kamacademy.competency.fusion import Severity, Visit, filtered
from kamacademy.rater.rating_scale import level_probabilities
from kamacademy.rater.severity import Ratings, fit

HISTORIES, VISITS = 36_000, 8
ABILITIES, RATERS, INDICATORS, RATINGS = 3_000, 1_000, 8, 96_000
MOST_FOR_ESTIMATES, MOST_FOR_RATERS = 15.0, 5.0
TODAY = 730


def estimates(chance: np.random.Generator) -> float:
    """Seconds for every estimate; each person is seen by two raters of a thousand."""
    known = {rater: Severity(float(mean), 0.3) for rater, mean in enumerate(chance.normal(0, 0.6, RATERS))}
    days = np.sort(chance.integers(0, TODAY, (HISTORIES, VISITS)), axis=1).tolist()
    raters = chance.integers(0, RATERS, (HISTORIES, 2)).tolist()
    levels = chance.integers(1, 4, (HISTORIES, VISITS, 2)).tolist()
    histories = [
        [Visit(day, pair[turn % 3 == 2], tuple(seen)) for turn, (day, seen) in enumerate(zip(own, given, strict=True))]
        for own, pair, given in zip(days, raters, levels, strict=True)
    ]
    began = process_time()
    filtered(histories, known, TODAY)
    return process_time() - began


def severities(chance: np.random.Generator) -> tuple[float, float]:
    """Seconds for the rater model, and how its severities go with the true ones."""
    ability, severity = chance.normal(0, 1.4, ABILITIES), chance.normal(0, 0.6, RATERS)
    difficulty, visits = chance.normal(0, 0.3, INDICATORS), RATINGS // INDICATORS
    whose = chance.integers(0, ABILITIES, visits).repeat(INDICATORS)
    rater = chance.integers(0, RATERS, visits).repeat(INDICATORS)
    indicator = np.tile(np.arange(INDICATORS), visits)
    shares = level_probabilities(ability[whose] - severity[rater] - difficulty[indicator])
    levels = (shares.cumsum(axis=1) < chance.random((RATINGS, 1))).sum(axis=1)
    began = process_time()
    found = fit(Ratings(whose, rater, indicator, levels))
    return process_time() - began, float(np.corrcoef(found.severities, severity)[0, 1])


def main() -> None:
    """Print both; fail where a limit is passed."""
    for_estimates = estimates(np.random.default_rng(1))
    print(f"{HISTORIES:,} estimates of {VISITS} visits  {for_estimates:6.2f} s CPU of {MOST_FOR_ESTIMATES:.0f}")
    for_raters, r = severities(np.random.default_rng(3))
    print(
        f"{RATINGS:,} ratings, {RATERS:,} raters  {for_raters:6.2f} s CPU of {MOST_FOR_RATERS:.0f}  r(severity) {r:.3f}"
    )
    if for_estimates > MOST_FOR_ESTIMATES or for_raters > MOST_FOR_RATERS:
        sys.exit("over the limit")


if __name__ == "__main__":
    main()
