"""The modified Angoff method: a worked panel, its rounds, judges and items."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t as t_distribution

from kamacademy.quality.angoff import cut, student
from kamacademy.quality.responses import Reason, Refused
from kamacademy.quality.standards import AngoffCut, Estimate, Shortfall
from tests.quality.cases import vector

PANEL = vector("angoff")["judges_by_items"]


def estimates(panel: list[list[float]], round: int = 1) -> list[Estimate]:
    """A panel's estimates, judges J1, J2 ... by items a, b ..."""
    return [
        Estimate(f"J{judge}", "abcdefgh"[item], round, one)
        for judge, row in enumerate(panel, 1)
        for item, one in enumerate(row)
    ]


def found(given_: list[Estimate]) -> AngoffCut:
    """The cut of estimates that allow one."""
    one = cut(given_)
    assert isinstance(one, AngoffCut)
    return one


def test_the_cut_its_error_and_the_judges_are_worked_by_hand() -> None:
    expected = vector("angoff")["expected"]
    one = found(estimates(PANEL))
    assert one.last.cut_points == pytest.approx(expected["cut_raw"])
    assert one.last.cut_percent == pytest.approx(expected["cut_percent"], abs=1e-4)
    assert one.last.error_points == pytest.approx(expected["se_judges"], abs=1e-6)
    cuts = {it.judge: it.cut_percent * 6 / 100 for it in one.judges}
    assert [cuts[f"J{number}"] for number in range(1, 6)] == pytest.approx(expected["judge_cuts"])
    by_item = {it.item: it for it in one.items}
    assert [by_item[name].mean for name in "abcdef"] == pytest.approx(expected["item_means"])
    assert [by_item[name].sd for name in "abcdef"] == pytest.approx(expected["item_sd"], abs=1e-6)


def test_the_interval_is_students() -> None:
    # Four degrees of freedom: 2.776 standard errors of .037417 / 6 of the paper.
    last = found(estimates(PANEL)).last
    half = 2.776 * 100 * 0.037417 / 6
    assert last.interval_percent.low == pytest.approx(last.cut_percent - half, abs=1e-3)
    assert last.interval_percent.high == pytest.approx(last.cut_percent + half, abs=1e-3)


def test_students_t_is_right_to_three_decimals() -> None:
    for freedom in (*range(1, 31), 60, 200):
        assert student(freedom) == pytest.approx(t_distribution.ppf(0.975, freedom), abs=6e-4)


def test_judges_come_from_the_strictest_and_items_from_the_widest_spread() -> None:
    one = found(estimates(PANEL))
    assert [it.judge for it in one.judges] == ["J2", "J3", "J1", "J4", "J5"]
    assert [it.item for it in one.items] == ["a", "b", "c", "d", "f", "e"]
    assert sum(it.from_mean_percent for it in one.judges) == pytest.approx(0)
    assert one.judges[0].from_mean_percent == pytest.approx(100 * (4.05 - 3.98) / 6)


def test_a_second_round_counts_and_shows_who_moved() -> None:
    nearer = [[(one + 0.65) / 2 for one in row] for row in PANEL]
    one = found(estimates(PANEL) + estimates(nearer, 2))
    assert [it.number for it in one.rounds] == [1, 2]
    assert one.last.spread == pytest.approx(one.rounds[0].spread / 2)
    assert one.last.cut_percent == pytest.approx((one.rounds[0].cut_percent + 65) / 2)
    moved = {it.judge: it.moved_percent for it in one.judges}
    assert moved["J2"] == pytest.approx((65 - 100 * 4.05 / 6) / 2)


def test_what_a_panel_lacks_is_said() -> None:
    assert found(estimates(PANEL)).shortfalls == (Shortfall.FEW_JUDGES, Shortfall.ONE_ROUND)
    six = [*PANEL, PANEL[0]]
    assert found(estimates(six) + estimates(six, 2)).shortfalls == ()


def test_a_judge_who_left_an_item_out_does_not_count() -> None:
    given_ = [one for one in estimates(PANEL) if (one.judge, one.item) != ("J5", "c")]
    one = found(given_)
    assert (one.last.judges, one.left_out) == (4, ("J5",))
    assert Shortfall.JUDGE_INCOMPLETE in one.shortfalls
    assert one.last.cut_points == pytest.approx((4.0 + 4.05 + 4.05 + 3.95) / 4)


def test_one_judge_gives_no_cut() -> None:
    assert cut(estimates(PANEL[:1])) == Refused(Reason.TOO_FEW_JUDGES, 1, 2)
    assert cut([]) == Refused(Reason.TOO_FEW_JUDGES, 0, 2)


def test_a_last_round_that_only_one_judge_finished_gives_no_cut() -> None:
    assert cut(estimates(PANEL) + estimates(PANEL[:1], 2)) == Refused(Reason.TOO_FEW_JUDGES, 1, 2)


def test_an_estimate_in_percent_is_refused() -> None:
    with pytest.raises(ValueError, match="0 to 1"):
        cut(estimates([[70, 60], [50, 40]]))


def test_a_judge_has_one_view_of_an_item_in_a_round() -> None:
    with pytest.raises(ValueError, match="twice"):
        cut([*estimates(PANEL), Estimate("J1", "a", 1, 0.9)])


PANELS = st.lists(st.lists(st.floats(0, 1), min_size=4, max_size=4), min_size=2, max_size=6)


@settings(max_examples=40, deadline=None)
@given(PANELS, st.data())
def test_order_does_not_matter_and_the_cut_stays_in_range(panel: list[list[float]], data: st.DataObject) -> None:
    given_ = estimates(panel)
    one = found(given_)
    assert cut(data.draw(st.permutations(given_))) == one
    assert -1e-9 <= one.last.interval_percent.low <= one.last.cut_percent + 1e-9
    assert one.last.cut_percent - 1e-9 <= one.last.interval_percent.high <= 100 + 1e-9


@settings(max_examples=60, deadline=None)
@given(PANELS)
def test_a_stricter_judge_never_lowers_the_cut(panel: list[list[float]]) -> None:
    stricter = [[min(one + 0.1, 1.0) for one in panel[0]], *panel[1:]]
    assert found(estimates(stricter)).last.cut_points >= found(estimates(panel)).last.cut_points - 1e-12
