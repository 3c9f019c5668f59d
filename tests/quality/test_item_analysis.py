"""Item and option figures against published ones, and the laws they keep."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamacademy.quality.figures import ItemFigures
from kamacademy.quality.item_analysis import items, items_of_frame
from kamacademy.quality.responses import Interval, Response
from tests.quality.cases import frame, lsat6, response, vector

ANSWERS = st.lists(
    st.builds(
        response,
        st.integers(1, 6),
        st.sampled_from("abcde"),
        st.sampled_from([0.0, 0.5, 1.0, None]),
        option=st.sampled_from("xyz"),
    ),
    min_size=1,
    max_size=40,
    unique_by=lambda one: (one.sitting, one.item),
)


def test_difficulty_and_item_rest_correlation_of_lsat6_are_the_published_ones() -> None:
    expected = vector("lsat6")["classical"]
    found = items_of_frame(frame(lsat6()))
    assert [one.difficulty for one in found] == pytest.approx(expected["difficulty"], abs=1e-6)
    assert [one.discrimination for one in found] == pytest.approx(expected["r_item_rest"], abs=1e-6)
    assert {one.discrimination_n for one in found} == {1000}


def test_item_rest_correlation_of_ratings_is_the_published_one() -> None:
    case = vector("attitude")
    found = items_of_frame(frame(np.array(case["rows"]) / 100))
    assert [one.discrimination for one in found] == pytest.approx(case["expected"]["r_item_rest"], abs=1e-6)


def test_options_of_the_iq_items_are_used_as_published() -> None:
    case = vector("iqitems")
    raw = np.array(case["raw"])
    found = items_of_frame(frame((raw == np.array(case["key"])).astype(float), raw))
    assert [one.difficulty for one in found] == pytest.approx(case["expected"]["difficulty"], abs=1e-6)
    assert [one.discrimination for one in found] == pytest.approx(case["expected"]["r_item_rest"], abs=1e-6)
    for number, expected in case["expected"]["options_by_item"].items():
        options = {one.option: one for one in found[int(number)].options}
        assert set(options) == set(expected)
        for name, figures in expected.items():
            assert options[name].n == figures["n"]
            assert options[name].share == pytest.approx(figures["prop"], abs=1e-6)
            assert options[name].discrimination == pytest.approx(figures["pbis_rest"], abs=1e-6)
        assert [name for name, one in options.items() if one.is_key] == [str(case["key"][int(number)])]


def test_intervals_are_those_worked_by_hand() -> None:
    # Wilson (1927) for 2 of 4: 0.5 -+ z / (1 + z^2/4) * sqrt(1/16 + z^2/64), z = 1.96.
    scores = np.array([[1, 1, 0, 1], [1, 0, 0, 0], [0, 1, 1, 1], [0, 0, 1, 0]], dtype=float)
    first = items_of_frame(frame(scores))[0]
    assert (first.difficulty_interval.low, first.difficulty_interval.high) == pytest.approx(
        (0.15004, 0.84996), abs=1e-5
    )
    # Fisher for r = .112833 among 1000: tanh(atanh(r) -+ 1.96 / sqrt(997)).
    found = items_of_frame(frame(lsat6()))[0].discrimination_interval
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.05120, 0.17361), abs=1e-5)


def test_an_interval_of_a_correlation_needs_four_pairs() -> None:
    found = items_of_frame(frame(np.array([[1, 1], [0, 0], [1, 0]], dtype=float)))[0]
    assert found.discrimination is not None
    assert found.discrimination_interval is None


def test_an_omission_scores_nothing_and_an_item_not_reached_is_not_counted() -> None:
    given = [
        response(1, "a", 1.0, option="x", seconds=10),
        response(2, "a", 0.0, option="y", seconds=20),
        response(3, "a", 0.0, omitted=True),
        response(4, "a", None),
    ]
    (found,) = items(given)
    assert (found.n, found.not_reached, found.difficulty) == (3, 1, pytest.approx(1 / 3))
    assert found.omitted_share == pytest.approx(1 / 3)
    assert [(one.option, one.n) for one in found.options] == [("x", 1), ("y", 1), (None, 1)]
    assert found.seconds is not None
    assert (found.seconds.low, found.seconds.median, found.seconds.high) == (12.5, 15, 17.5)


def test_an_item_without_options_has_none_even_if_it_was_left_out() -> None:
    (found,) = items([response(1, "a", 1.0), response(2, "a", 0.0, omitted=True)])
    assert found.options == ()
    assert found.seconds is None


def test_a_lone_item_has_no_discrimination() -> None:
    (found,) = items([response(1, "a", 1.0), response(2, "a", 0.0)])
    assert (found.discrimination, found.discrimination_interval, found.discrimination_n) == (None, None, 0)


def test_an_item_all_have_right_has_no_discrimination() -> None:
    found = items(
        [response(sitting, item, 1.0 if item == "a" else sitting % 2) for sitting in range(9) for item in "ab"]
    )
    assert [one.discrimination for one in found] == [None, None]


def test_each_revision_of_an_item_stands_for_itself() -> None:
    found = items([response(1, "a", 1.0), response(2, "a", 0.0, revision=2), response(3, "a", 0.0, revision=2)])
    assert [(one.item, one.revision, one.n, one.difficulty) for one in found] == [("a", 1, 1, 1.0), ("a", 2, 2, 0.0)]


def test_the_key_can_be_told_where_nobody_found_it() -> None:
    given = [response(sitting, "a", 0.0, option="x") for sitting in range(3)]
    assert not items(given)[0].options[0].is_key
    assert items(given, {("a", 1): "x"})[0].options[0].is_key
    assert not items(given, {("a", 1): "y"})[0].options[0].is_key


def test_a_hard_draw_does_not_look_like_a_weak_learner() -> None:
    # Learners 1-4 drew two hard items, 5-8 two easy ones, all had "a": known by 1, 2, 5 and 6, who are the better half
    # of their draw. By plain sums the hard draw would spoil the correlation; less the items' means it does not.
    given = []
    for sitting in range(1, 9):
        is_hard, is_able = sitting < 5, sitting in (1, 2, 5, 6)
        given.append(response(sitting, "a", float(is_able)))
        draw = "hg" if is_hard else "ef"
        given.append(response(sitting, draw[0], float(is_able or not is_hard)))
        given.append(response(sitting, draw[1], float(is_able and not is_hard)))
    found = {one.item: one for one in items(given)}
    assert found["h"].difficulty < found["e"].difficulty
    assert found["a"].discrimination == pytest.approx(1.0)


def test_a_score_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match="0 to 1"):
        items([response(1, "a", 1.5)])


def test_no_answers_give_no_items() -> None:
    assert items([]) == ()
    assert items([response(1, "a", None)]) == ()


@settings(max_examples=40, deadline=None)
@given(ANSWERS, st.data())
def test_the_order_of_answers_does_not_matter(given_: list[Response], data: st.DataObject) -> None:
    again = data.draw(st.permutations(given_))
    for one, other in zip(items(given_), items(again), strict=True):
        assert (one.item, one.n, _used(one)) == (other.item, other.n, _used(other))
        assert one.difficulty == pytest.approx(other.difficulty)
        assert _r(one) == pytest.approx(_r(other), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(ANSWERS)
def test_more_right_never_makes_an_item_look_harder_and_figures_stay_in_range(given_: list[Response]) -> None:
    first, *others = given_
    better = [first if first.score is None else replace(first, score=1.0), *others]
    for before, after in zip(items(given_), items(better), strict=True):
        assert after.difficulty >= before.difficulty
        assert _is_within(before.difficulty_interval, before.difficulty)
        assert -1 <= _r(before) <= 1
        assert sum(one.share for one in before.options) == pytest.approx(1)


def _r(item: ItemFigures) -> float:
    return 0.0 if item.discrimination is None else item.discrimination


def _used(item: ItemFigures) -> list[tuple[str | None, int, bool]]:
    return [(one.option, one.n, one.is_key) for one in item.options]


def _is_within(interval: Interval, figure: float) -> bool:
    return 0 <= interval.low <= figure + 1e-12 and figure - 1e-12 <= interval.high <= 1


def test_rows_and_tables_give_the_same() -> None:
    scores = lsat6()[::40]
    rows = [
        Response(person, person + 1000, f"i{number:02d}", 1, None, float(score), False, None, response(1, "a", 1).at)
        for person, one in enumerate(scores)
        for number, score in enumerate(one)
    ]
    assert items(rows) == items_of_frame(frame(scores))
