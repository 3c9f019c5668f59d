"""Figures drawn towards their team, against published values."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kamacademy.kpi.shrinkage import drawn, drawn_shares, spread

# Any: figures and tables as the file has them.
VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "vectors" / "series.json").read_text(encoding="utf-8"))
BASEBALL, SCHOOLS = VECTORS["shrinkage_baseball"], VECTORS["meta_eight_schools"]
SCHOOL_VARIANCES = [error**2 for error in SCHOOLS["data"]["se"]]


def test_batting_averages_are_those_of_efron_and_morris() -> None:
    expected = BASEBALL["expected"]
    found = drawn_shares([(hits, BASEBALL["data"]["at_bats"]) for hits in BASEBALL["data"]["hits"]])
    assert found is not None
    assert [one.estimate for one in found] == pytest.approx(expected["estimates"], abs=BASEBALL["tolerance"])
    assert 1 - found[0].taken == pytest.approx(expected["shrink_factor_c"], abs=BASEBALL["tolerance"])


def test_they_lie_nearer_to_the_rest_of_the_season_than_the_averages_themselves() -> None:
    hits, n, later = (BASEBALL["data"][key] for key in ("hits", "at_bats", "remaining_average"))
    found = drawn_shares([(one, n) for one in hits])
    assert found is not None
    far = sum((one.estimate - true) ** 2 for one, true in zip(found, later, strict=True))
    assert far < sum((one / n - true) ** 2 for one, true in zip(hits, later, strict=True)) / 3
    assert sum(one.low <= true <= one.high for one, true in zip(found, later, strict=True)) >= 17


def test_eight_schools_do_not_differ_beyond_chance_and_yet_keep_something_of_their_own() -> None:
    figures = SCHOOLS["data"]["y"]
    found = spread(figures, SCHOOL_VARIANCES)
    assert found.centre == pytest.approx(SCHOOLS["expected"]["fixed_mean"], abs=SCHOOLS["tolerance"])
    assert found.between == SCHOOLS["expected"]["tau2"]
    people = drawn(figures, SCHOOL_VARIANCES)
    assert people is not None
    assert all(one.taken == pytest.approx(5 / 7) for one in people)


def test_who_has_fewer_cases_is_drawn_further() -> None:
    found = drawn_shares([(4, 4), (20, 20), (10, 20), (2, 20), (9, 20), (1, 20)])
    assert found is not None
    assert found[0].taken > found[1].taken
    assert found[0].estimate < found[1].estimate
    assert found[1].high == 1.0


def test_four_people_are_too_few_and_so_is_nothing_that_differs() -> None:
    assert drawn([1, 2, 3, 4], [1, 1, 1, 1]) is None
    assert drawn_shares([(3, 5)] * 4) is None
    assert drawn_shares([(5, 5)] * 6) is None
    assert drawn_shares([(0, 5)] * 6) is None


@given(some.lists(some.tuples(some.floats(-50, 50), some.floats(0.1, 20)), min_size=5, max_size=20))
def test_a_figure_is_drawn_towards_the_centre_and_never_beyond(people: list[tuple[float, float]]) -> None:
    figures, variances = [one for one, _ in people], [one for _, one in people]
    found, centre = drawn(figures, variances), spread(figures, variances).centre
    assert found is not None
    for figure, one in zip(figures, found, strict=True):
        assert min(figure, centre) - 1e-9 <= one.estimate <= max(figure, centre) + 1e-9
        assert 0 < one.taken <= (len(people) - 3) / (len(people) - 1) + 1e-12
        assert one.low <= one.estimate <= one.high
