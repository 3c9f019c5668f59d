"""Ratings by raters of known severity, as the rater model is given them."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from kamacademy.rater.rating_scale import level_probabilities
from kamacademy.rater.ratings import Rated

BEGIN = date(2024, 12, 1)
INDICATORS = ("C01a", "C01b", "C02a", "C02b")


def ratings(
    severities: Mapping[int, float], *, seed: int = 1, learners: int = 12, visits: int = 6, shared: int = 6
) -> list[Rated]:
    """Each rater sees learners of their own, and all rate the same cases; two years, luck shared by a visit."""
    chance = np.random.default_rng(seed)
    rated = []
    for rater, severity in severities.items():
        for learner in range(learners):
            ability = chance.normal(0, 1.4)
            for visit in range(visits):
                on = BEGIN + timedelta(days=int(chance.integers(0, 700)))
                at = ability + chance.normal(0, 0.7) - severity
                name = f"visit-{rater}-{learner}-{visit}"
                rated += seen(chance, f"{rater}-{learner}", rater, at, name, on)
    for case, ability in enumerate(np.linspace(-2.4, 2.4, shared)):
        for rater, severity in severities.items():
            rated += seen(chance, f"case {case}", rater, ability - severity, f"case-{case}", BEGIN)
    return rated


def seen(
    chance: np.random.Generator, whose: str, rater: int, at: float, visit: str, on: date, is_peer: bool = False
) -> list[Rated]:
    """The levels of one occasion: two competencies, two indicators each, of an ability less severity."""
    shares = level_probabilities(np.full(len(INDICATORS), at))
    levels = (shares.cumsum(axis=1) < chance.random((len(INDICATORS), 1))).sum(axis=1) + 1
    return [
        Rated(f"{whose} {indicator[:3]}", rater, indicator, int(level), visit, on, is_peer)
        for indicator, level in zip(INDICATORS, levels, strict=True)
    ]
