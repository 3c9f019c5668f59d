"""The rater model: published data, known severities, connected subsets and fit."""

import json
from pathlib import Path

import numpy as np
import pytest

from kamacademy.rater.rating_scale import Numbers, level_probabilities
from kamacademy.rater.severity import Priors, Ratings, fit, subsets

ESSAYS = json.loads((Path(__file__).parent / "vectors" / "essays.json").read_text(encoding="utf-8"))
FLAT = Priors(ability=1e4, severity=1e4, difficulty=1e-4, steps=1e4)


def essays() -> Ratings:
    """The essays that did not get the lowest or the highest points from everybody."""
    points = np.array([[np.nan if one is None else one for one in row] for row in ESSAYS["ratings"]])
    most = 3 * (~np.isnan(points)).sum(axis=1)
    points = points[(np.nansum(points, axis=1) > 0) & (np.nansum(points, axis=1) < most)]
    whose, rater = np.nonzero(~np.isnan(points))
    return Ratings(whose, rater, np.zeros_like(whose), points[whose, rater].astype(np.int64))


def made(chance: np.random.Generator, severities: Numbers, people: int = 300, each: int = 4) -> Ratings:
    """Ratings by raters of known severity, each person by some of them on two indicators."""
    ability = chance.normal(0, 1.4, people)
    whose = np.arange(people).repeat(each * 2)
    rater = np.concatenate([chance.choice(len(severities), each, replace=False).repeat(2) for _ in range(people)])
    indicator = np.tile([0, 1], people * each)
    shares = level_probabilities(ability[whose] - severities[rater] - np.array([-0.3, 0.3])[indicator])
    level = (shares.cumsum(axis=1) < chance.random((len(whose), 1))).sum(axis=1)
    return Ratings(whose, rater, indicator, level)


def test_flat_priors_give_the_published_severities_steps_and_fit() -> None:
    found = fit(essays(), FLAT, (-2.0, 0.0, 2.0))
    expected = ESSAYS["expected"]
    assert found.severities - found.severities.mean() == pytest.approx(expected["severity_centred"], abs=0.002)
    assert found.steps - found.steps.mean() == pytest.approx(expected["steps"], abs=0.002)
    assert found.infit == pytest.approx(expected["infit"], abs=0.005)
    assert found.outfit == pytest.approx(expected["outfit"], abs=0.005)


def test_known_severities_are_found_as_well_as_the_model_says() -> None:
    chance = np.random.default_rng(7)
    severities = chance.normal(0, 0.6, 40)
    found = fit(made(chance, severities))
    assert np.corrcoef(found.severities, severities)[0, 1] > 0.85
    off = (found.severities - severities) / found.severity_sd
    assert 0.7 < off.std() < 1.3
    assert found.difficulties[1] - found.difficulties[0] == pytest.approx(0.6, abs=0.15)


def test_a_rater_of_few_ratings_is_drawn_to_the_average() -> None:
    one = Ratings(np.array([0, 1]), np.array([0, 1]), np.array([0, 0]), np.array([0, 2]))
    found = fit(one)
    assert 0 < found.severities[0] < 0.6
    assert found.severity_sd[0] > 0.5


def test_a_rater_who_gives_levels_by_lot_fits_badly_and_one_who_gives_the_middle_too_well() -> None:
    chance = np.random.default_rng(5)
    given = made(chance, np.zeros(12))
    levels = given.levels.copy()
    levels[given.raters == 0] = chance.integers(0, 5, int((given.raters == 0).sum()))
    levels[given.raters == 1] = 2
    found = fit(Ratings(given.abilities, given.raters, given.indicators, levels))
    assert found.infit[0] > 1.3
    assert found.infit[1] < 0.6
    assert found.infit[2:].min() > found.infit[1]
    assert found.infit[2:].max() < 1.0


def test_raters_without_a_person_in_common_are_told_apart() -> None:
    # p1 A, p2 A, p3 B, p4 B, p4 C, p5 C, p6 D
    pairs = [(0, 0), (1, 0), (2, 1), (3, 1), (3, 2), (4, 2), (5, 3)]
    whose, rater = np.array(pairs).T
    zeros = np.zeros_like(whose)
    found = subsets(Ratings(whose, rater, zeros, zeros))
    assert found[1] == found[2]
    assert len(set(found.tolist())) == 3
