"""From ratings to figures: severities found, each rating once, signs of each rater counted by hand."""

import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamacademy.rater.figures import NOTHING_FOUND, Quarter, Signs, restored
from kamacademy.rater.fitting import LEAST_VISIT_SD, PRIORS, design_effect, found, quarter_start
from kamacademy.rater.rating_scale import STEPS
from kamacademy.rater.ratings import Rated, each_once
from kamacademy.rater.severity import Ratings, fit
from tests.rater.made import ratings

DAY = date(2026, 5, 4)


def test_known_severities_come_out_by_raters_key() -> None:
    known = {rater: 1.2 * ((rater % 5) / 2 - 1) for rater in range(100, 120)}
    model = found(ratings(known))
    assert set(model.raters) == set(known)
    given_, truth = [[of[key] for key in known] for of in ({k: v.severity for k, v in model.raters.items()}, known)]
    assert np.corrcoef(given_, truth)[0, 1] > 0.95
    assert model.subsets == 1
    assert model.ratings == sum(one.ratings for one in model.raters.values())


def test_ranges_widened_by_the_design_effect_hold_the_truth_about_as_often_as_they_say() -> None:
    held = []
    for seed in range(8):
        chance = np.random.default_rng(seed)
        known = {rater: float(chance.normal(0, 0.6)) for rater in range(20)}
        model = found(ratings(known, seed=seed, learners=6, visits=4))
        middle = np.mean([one.severity for one in model.raters.values()]) - np.mean(list(known.values()))
        for key, one in model.raters.items():
            off = one.severity - known[key] - middle
            held.append(abs(off) <= 1.2816 * one.sd * model.design_effect**0.5)
        assert 1.0 < model.design_effect < 2.0
    assert 0.72 < np.mean(held) < 0.97


def test_the_order_of_ratings_does_not_matter() -> None:
    rated = ratings({1: 0.4, 2: -0.4, 3: 0.0}, learners=2, visits=2)
    there, back = found(each_once(rated)), found(each_once(reversed(rated)))
    assert there == back


def test_the_scale_stays_where_it_is_however_people_rate() -> None:
    rated = [one._replace(level=3 if one.level in (2, 4) else one.level) for one in ratings({1: 0.0, 2: 0.0})]
    codes = {name: number for number, name in enumerate(dict.fromkeys(one.whose for one in rated))}
    given_ = Ratings(
        np.array([codes[one.whose] for one in rated]),
        np.array([one.rater - 1 for one in rated]),
        np.zeros(len(rated), dtype=np.int64),
        np.array([one.level - 1 for one in rated]),
    )
    assert fit(given_, PRIORS).steps == pytest.approx(STEPS, abs=0.05)
    assert np.abs(fit(given_).steps - STEPS).max() > 0.3


def test_without_a_person_or_case_in_common_there_are_two_groups() -> None:
    apart = [*ratings({1: 0.0, 2: 0.5}), *(one._replace(whose=f"far {one.whose}") for one in ratings({7: 0.0}))]
    model = found(apart)
    assert model.subsets == 2
    assert model.raters[1].subset == model.raters[2].subset != model.raters[7].subset


def test_levels_visits_and_spread_are_counted() -> None:
    rows = [("v1", "C01a", 3), ("v1", "C01b", 5), ("v2", "C01a", 2), ("v3", "C01a", 2), ("v3", "C02a", 2)]
    other = [("v1", "C01a", 4), ("v9", "C01b", 1)]
    rated = [Rated(f"p {i[:3]}", 5, i, level, v, DAY) for v, i, level in rows]
    rated += [Rated(f"p {i[:3]}", 6, i, level, v, DAY) for v, i, level in other]
    model = found(rated)
    mine = model.raters[5]
    assert (mine.ratings, mine.visits) == (5, 3)
    assert mine.signs.levels == (0, 3, 1, 0, 1)
    assert (mine.signs.spread_squares, mine.signs.spread_freedom) == (pytest.approx(2.0), 2)
    assert model.raters[6].signs.spread_freedom == 0
    assert model.raters[6].visits == 2


def test_quarters_count_visits_and_begin_in_january_april_july_and_october() -> None:
    begins = [quarter_start(date(2026, month, 28)) for month in range(1, 13)]
    assert begins == [date(2026, month, 1) for month in (1, 4, 7, 10) for _ in range(3)]
    days = [date(2026, 1, 5), date(2026, 3, 31), date(2026, 4, 1)]
    rated = [Rated("p C01", 1, i, 3, f"v{n}", day) for n, day in enumerate(days) for i in ("C01a", "C01b")]
    quarters = found(rated).raters[1].signs.quarters
    assert [(one.start, one.visits) for one in quarters] == [(date(2026, 1, 1), 2), (date(2026, 4, 1), 1)]


def test_a_rater_who_becomes_lenient_shows_in_the_quarters() -> None:
    rated = ratings(dict.fromkeys(range(12), 0.0), learners=10)
    moved = [
        one._replace(level=min(5, one.level + 1)) if one.rater == 4 and one.on >= date(2025, 12, 1) else one
        for one in rated
    ]
    quarters = found(moved).raters[4].signs.quarters
    assert np.mean([one.mean for one in quarters[:4]]) < -0.2
    assert np.mean([one.mean for one in quarters[-3:]]) > 0.2


def test_a_colleague_who_only_answered_for_feedback_is_no_observer() -> None:
    rated = [
        Rated("p C01", 1, "C01a", 3, "v1", DAY, False),
        Rated("p C01", 1, "C01b", 3, "peer-1", DAY, True),
        Rated("p C01", 2, "C01a", 4, "peer-1", DAY, True),
    ]
    model = found(rated)
    assert model.raters[1].observes
    assert not model.raters[2].observes


def test_infit_varies_between_raters_who_rate_alike_about_as_much_as_its_error_says() -> None:
    model = found(ratings(dict.fromkeys(range(100), 0.0), learners=8, visits=4))
    said = float(np.mean([one.signs.infit_sd for one in model.raters.values()]))
    assert 0.7 < said / np.std([one.infit for one in model.raters.values()]) < 1.2


def test_independent_ratings_have_a_design_effect_of_one_and_equal_ones_as_many_as_they_are() -> None:
    chance = np.random.default_rng(2)
    visits = np.repeat(np.arange(4000), 3)
    assert design_effect(chance.normal(0, 1, 12_000), visits) == pytest.approx(1.0, abs=0.06)
    assert design_effect(np.repeat(chance.normal(0, 1, 4000), 3), visits) == pytest.approx(3.0)


def test_of_the_same_rating_given_twice_the_later_row_counts() -> None:
    first = Rated("1 C01", 7, "C01a", 2, "observation-1", DAY)
    again = first._replace(level=4)
    other = first._replace(indicator="C01b")
    assert each_once([first, other, again]) == [again, other]


def test_nothing_rated_is_nothing_found() -> None:
    assert found([]) is NOTHING_FOUND


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.integers(0, 400), min_size=5, max_size=5),
    st.floats(0, 1e4),
    st.integers(0, 9999),
    st.lists(st.tuples(st.dates(), st.floats(-4, 4), st.floats(0, 3), st.integers(1, 90)), max_size=9),
)
def test_signs_come_back_from_the_database_as_they_went(
    levels: list[int], squares: float, freedom: int, quarters: list[tuple[date, float, float, int]]
) -> None:
    signs = Signs(tuple(levels), squares, freedom, 0.25, tuple(Quarter(*one) for one in quarters))
    assert restored(json.loads(json.dumps(signs.kept()))) == signs
    assert restored({}) == Signs()


def test_a_mean_is_never_known_for_certain_though_all_comes_out_as_expected() -> None:
    """One coach alone who gives everybody level 3: no residual at all, and yet quarters that can be weighed."""
    rated = [
        Rated(f"{learner} C01", 1, indicator, 3, f"{month}-{learner}", date(2026, month, 4))
        for month in (2, 5, 8)
        for learner in "pqrst"
        for indicator in ("C01a", "C01b")
    ]
    (one,) = found(rated).raters.values()
    assert [each.mean for each in one.signs.quarters] == pytest.approx([0.0] * 3)
    assert [each.sd for each in one.signs.quarters] == pytest.approx([LEAST_VISIT_SD / 5**0.5] * 3)
