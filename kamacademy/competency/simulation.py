"""People with known abilities, raters with known severity, and visits: what the estimates would say of them. Pure.

It answers the two questions that real data cannot: how often the likely range holds the true level, and how often
somebody is said to be at target who is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from kamacademy.competency.belief import NINETENTH, TENTH, chances, quantile
from kamacademy.competency.estimation import Estimate, Standing
from kamacademy.competency.fusion import OCCASION_SD, Severity, Visit, walked
from kamacademy.competency.grid import DRIFT_DAYS, DRIFT_SD, GRID, drifted
from kamacademy.competency.reckoning import Counts, Seen, counted
from kamacademy.rater.rating_scale import Numbers, level_cuts, level_probabilities
from kamacademy.rater.severity import Fit, Priors, Ratings, fit

ABILITY_SD, SEVERITY_SD = 1.4, 0.6
DIFFICULTIES = (-0.2, 0.2)
DAYS = 700
TODAY = 730
SHARE_OF_OWN_COACH = 0.7


@dataclass(frozen=True, slots=True)
class World:
    """How large the simulated academy is."""

    people: int = 400
    raters: int = 80
    visits: int = 6
    cases: int = 6


@dataclass(frozen=True, slots=True)
class Visits:
    """Simulated visits: the truth, each person's history, and all ratings with those of calibration cases."""

    abilities: Numbers
    severities: Numbers
    histories: tuple[tuple[Visit, ...], ...]
    ratings: Ratings


@dataclass(frozen=True, slots=True)
class Findings:
    """What a simulation shows. Shares from 0 to 1; every rater is certified.

    `false_at_target` is the share of those said to be at target who are not; `raw_false` the same where the rounded
    mean of the levels decides. `found` is the share of those at target who are said to be.
    """

    people: int
    covered: float
    false_at_target: float
    raw_false: float
    found: float
    severity_r: float
    ability_r: float
    raw_r: float


def simulate(seed: int, world: World | None = None, target: int = 3) -> Findings:
    """Make an academy from a seed and let the estimator loose on it; `target` is the level, 1 to 5, to be reached."""
    made = visits(np.random.default_rng(seed), world or World())
    model = fit(made.ratings, Priors(ability=ABILITY_SD, severity=SEVERITY_SD))
    return judged(made, model, target)


def visits(chance: np.random.Generator, world: World) -> Visits:
    """Abilities that drift from visit to visit, each seen mostly by the own coach; and cases that all raters rate."""
    begun, severities = chance.normal(0, ABILITY_SD, world.people), chance.normal(0, SEVERITY_SD, world.raters)
    coaches = chance.integers(0, world.raters, (world.people, 2))
    rows: list[tuple[int, int, int, int]] = []
    histories, abilities = [], []
    for person in range(world.people):
        days = np.sort(chance.integers(0, DAYS, world.visits))
        walk = begun[person] + np.concatenate([[0.0], np.cumsum(_steps(chance, [0, *days, TODAY]))])
        history = []
        for day, ability in zip(days, walk[1:-1], strict=True):
            rater = int(coaches[person, int(chance.random() >= SHARE_OF_OWN_COACH)])
            seen = _rated(chance, ability + chance.normal(0, OCCASION_SD) - severities[rater])
            history.append(Visit(int(day), rater, seen, DIFFICULTIES))
            rows += [(person, rater, indicator, level) for indicator, level in enumerate(seen)]
        histories.append(tuple(history))
        abilities.append(walk[-1])
    for case, ability in enumerate(np.linspace(-2.4, 2.4, world.cases)):
        for rater in range(world.raters):
            seen = _rated(chance, ability - severities[rater])
            rows += [(world.people + case, rater, indicator, level) for indicator, level in enumerate(seen)]
    columns = np.array(rows, dtype=np.int64).T
    return Visits(np.array(abilities), severities, tuple(histories), Ratings(*columns))


def _steps(chance: np.random.Generator, days: list[int]) -> Numbers:
    """How far an ability drifts between these days."""
    gaps = np.array([after - before for before, after in pairwise(days)])
    return chance.normal(0, 1, len(gaps)) * DRIFT_SD * np.sqrt(gaps / DRIFT_DAYS)


def _rated(chance: np.random.Generator, position: float) -> tuple[int, ...]:
    """The levels, 0 to 4, that the indicators of one visit get."""
    shares = level_probabilities(position - np.array(DIFFICULTIES))
    return tuple(int(chance.choice(len(one), p=one)) for one in shares)


def seen_of(history: Sequence[Visit]) -> list[Seen]:
    """A simulated history as the rule counts it."""
    return [Seen(visit.day, f"{number}", visit.rater, is_certified=True) for number, visit in enumerate(history)]


def said(target: int, shares: tuple[float, ...], found: Counts, latest: int) -> bool:
    """Whether the product's own rule says that somebody is at target."""
    made = Estimate(
        "C01", target, shares, found.held, found.visits, found.raters, found.certified, date.fromordinal(latest + 1),
        date.fromordinal(TODAY + 1), None, None,
    )  # fmt: skip
    return made.standing is Standing.AT_TARGET


def judged(made: Visits, model: Fit, target: int) -> Findings:
    """The estimates beside the truth."""
    known = {
        number: Severity(float(mean), float(sd))
        for number, (mean, sd) in enumerate(zip(model.severities, model.severity_sd, strict=True))
    }
    found = walked(made.histories, known, cuts=level_cuts())
    weights = drifted(found.known, [TODAY - history[-1].day for history in made.histories])
    truth = made.abilities
    low = np.array([quantile(one, TENTH) for one in weights])
    high = np.array([quantile(one, NINETENTH) for one in weights])
    says = np.array(
        [
            said(target, tuple(chances(one)), counted(shares.tolist(), seen_of(history)), history[-1].day)
            for one, history, shares in zip(weights, made.histories, found.shares, strict=True)
        ]
    )
    raw = np.array([np.mean([level for visit in history for level in visit.levels]) for history in made.histories]) + 1
    is_there, raw_says = truth >= level_cuts()[target - 2], np.rint(raw) >= target
    return Findings(
        people=len(truth),
        covered=float(((truth >= low) & (truth <= high)).mean()),
        false_at_target=float((says & ~is_there).sum() / max(says.sum(), 1)),
        raw_false=float((raw_says & ~is_there).sum() / max(raw_says.sum(), 1)),
        found=float((says & is_there).sum() / max(is_there.sum(), 1)),
        severity_r=float(np.corrcoef(model.severities, made.severities)[0, 1]),
        ability_r=float(np.corrcoef(weights @ GRID, truth)[0, 1]),
        raw_r=float(np.corrcoef(raw, truth)[0, 1]),
    )
