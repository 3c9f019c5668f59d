"""The estimator on people whose abilities are known: what the issue of a level rests on."""

from pathlib import Path
from statistics import fmean

import numpy as np
import pytest

from kamacademy.competency.simulation import World, simulate, visits
from tests.commands import Command

MOST_FALSE = 0.08


@pytest.mark.parametrize("target", [3, 4])
def test_the_likely_range_holds_the_truth_and_few_are_wrongly_said_to_be_at_target(
    target: int,
) -> None:
    found = [simulate(seed, target=target) for seed in (1, 2, 3)]
    assert 0.75 <= fmean(one.covered for one in found) <= 0.85
    assert fmean(one.false_at_target for one in found) <= MOST_FALSE
    assert fmean(one.raw_false for one in found) > 2 * fmean(one.false_at_target for one in found)
    assert all(one.ability_r > one.raw_r for one in found)
    assert all(one.severity_r > 0.8 for one in found)


def test_a_seed_makes_the_same_academy_again() -> None:
    small = World(people=20, raters=5)
    assert simulate(4, small) == simulate(4, small)
    assert simulate(4, small) != simulate(5, small)


def test_every_rater_rates_every_case() -> None:
    made = visits(np.random.default_rng(1), World(people=10, raters=4, visits=3, cases=6))
    cases = made.ratings.abilities >= 10
    assert int(cases.sum()) == 6 * 4 * 2
    assert len(made.histories) == 10
    assert all(len(one) == 3 for one in made.histories)
    assert int((~cases).sum()) == 10 * 3 * 2


def test_the_command_prints_its_figures(tmp_path: Path) -> None:
    run = Command(tmp_path)
    done = run("simulate", "--rounds", "1", "--people", "40", "--raters", "8")
    assert done.code == 0, done.err
    assert "1 academy from seed 1: 40 people, 8 raters, 6 visits each, target level 3" in done.out
    assert "the likely range (80 %) holds the truth" in done.out
    refused = run("simulate", "--people", "0")
    assert refused.code == 2
    assert "give a whole number from 1 on" in refused.err
