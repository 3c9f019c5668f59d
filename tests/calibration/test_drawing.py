"""Which cases are drawn, in which order they are rated, and quarters of a year."""

from datetime import date, timedelta

import pytest

from kamacademy.calibration.documents import CASE, LEVELS, CalibrationCase
from kamacademy.calibration.drawing import (
    competencies_shown,
    drawn,
    indicators_in_order,
    levels_shown,
    own_order,
    own_seed,
    quarter_cases,
    refuse_narrow,
    times_given,
)
from kamacademy.calibration.quarter import quarter_of
from kamacademy.calibration.rules import FEWEST_CASES, FEWEST_COMPETENCIES, TooFewCases
from kamacademy.content.documents import Drafts

TODAY = date(2026, 11, 20)


@pytest.fixture
def cases(drafts: Drafts) -> dict[str, CalibrationCase]:
    """The shipped cases by name."""
    return {draft.slug: case for draft, case in drafts.contents(CASE, CalibrationCase)}


@pytest.mark.parametrize("seed", range(30))
def test_six_cases_drawn_show_every_level_and_many_competencies(cases: dict[str, CalibrationCase], seed: int) -> None:
    found = drawn(cases, FEWEST_CASES, seed)
    chosen = [cases[one] for one in found]
    assert len(set(found)) == FEWEST_CASES
    assert levels_shown(chosen) == set(LEVELS)
    assert len(competencies_shown(chosen)) >= FEWEST_COMPETENCIES
    refuse_narrow(chosen)


def test_seeds_draw_differently_and_each_always_the_same(cases: dict[str, CalibrationCase]) -> None:
    assert drawn(cases, 8, 5) == drawn(cases, 8, 5)
    assert len({tuple(drawn(cases, 8, seed)) for seed in range(20)}) > 5


def test_what_the_coaches_know_least_is_drawn_first(cases: dict[str, CalibrationCase]) -> None:
    known = dict.fromkeys(list(cases)[:4], 3)
    for seed in range(20):
        assert len(set(drawn(cases, 10, seed, known)) & set(known)) <= 2


def test_more_than_there_are_is_all_there_are(cases: dict[str, CalibrationCase]) -> None:
    assert drawn(cases, 99, 1) == sorted(cases)


def test_narrow_choices_are_refused(cases: dict[str, CalibrationCase]) -> None:
    some = list(cases.values())
    with pytest.raises(TooFewCases, match="at least 6"):
        refuse_narrow(some[:5])
    without_five = [one for one in some if 5 not in levels_shown([one])]
    with pytest.raises(TooFewCases, match="level 5"):
        refuse_narrow(without_five)
    same = [one.model_copy(update={"ratings": some[2].ratings + some[0].ratings[1:2]}) for one in some[:6]]
    with pytest.raises(TooFewCases, match="level 3"):
        refuse_narrow(same)
    first, *_ = some[2].ratings
    narrow = [
        one.model_copy(update={"ratings": (*some[2].ratings, first.model_copy(update={"reference": level}))})
        for level, one in zip([1, 3, 1, 3, 1, 3], some, strict=False)
    ]
    with pytest.raises(TooFewCases, match="fewer than 4 competencies"):
        refuse_narrow(narrow)


def test_each_person_has_an_order_of_their_own(cases: dict[str, CalibrationCase]) -> None:
    orders = {tuple(own_order(cases, own_seed(11, person))) for person in range(1, 9)}
    assert len(orders) == 8
    assert {tuple(sorted(one)) for one in orders} == {tuple(sorted(cases))}
    case = cases[next(iter(cases))]
    assert len({tuple(indicators_in_order(case, "v01", seed)) for seed in range(40)}) == 6
    assert all(0 <= own_seed(seed, 7) < 2**31 for seed in range(50))


def test_a_quarter_takes_what_was_not_given_within_the_year(cases: dict[str, CalibrationCase]) -> None:
    slugs = sorted(cases)
    given = dict.fromkeys(slugs[:-3], TODAY - timedelta(days=100)) | {slugs[-3]: TODAY - timedelta(days=365)}
    for seed in range(10):
        found = quarter_cases(cases, given, [], seed=seed, today=TODAY)
        assert len(found) == 2
        assert set(found) <= set(slugs[-3:])


def test_where_all_are_known_a_quarter_takes_what_was_longest_ago(cases: dict[str, CalibrationCase]) -> None:
    slugs = sorted(cases)
    given = {slug: TODAY - timedelta(days=10 + place) for place, slug in enumerate(slugs)}
    assert set(quarter_cases(cases, given, [], seed=1, today=TODAY)) == set(slugs[-2:])


def test_a_quarter_leaves_out_what_is_under_way(cases: dict[str, CalibrationCase]) -> None:
    slugs = sorted(cases)
    assert set(quarter_cases(cases, {}, slugs[2:], seed=1, today=TODAY)) == set(slugs[:2])
    assert quarter_cases(cases, {}, slugs[1:], seed=1, today=TODAY) == []


def test_only_what_was_given_within_the_year_counts_as_known() -> None:
    recent, old = TODAY - timedelta(days=364), TODAY - timedelta(days=365)
    assert times_given([{"a": recent, "b": old}, {"a": TODAY}], TODAY) == {"a": 2}


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 11, 20), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, first: date, last: date) -> None:
    found = quarter_of(day)
    assert (found.first, found.last) == (first, last)
    assert quarter_of(date(2026, 11, 20)).title == "Two cases, Oct to Dec 2026"
