"""Where a panel stands, what keeps a round open, what judges see, and what they may send."""

import pytest

from kamacademy.quality.angoff import cut
from kamacademy.quality.panel import Seat, Stage, estimates, obstacles, sheet, stage_of, still_open, views
from kamacademy.quality.setting import of_panel
from kamacademy.quality.standards import AngoffCut
from tests.world import NOW

SIX = [Seat(f"Judge {number}", has_handed_in=True) for number in range(6)]


def test_a_panel_goes_through_its_stages() -> None:
    assert stage_of(None, None, None, None) is Stage.ROUND_ONE
    assert stage_of(NOW, None, None, None) is Stage.ROUND_TWO
    assert stage_of(NOW, NOW, None, None) is Stage.TO_SIGN
    assert stage_of(NOW, NOW, NOW, None) is Stage.SET
    assert stage_of(NOW, None, None, NOW) is Stage.ENDED
    assert [one.round for one in Stage] == [1, 2, None, None, None]


def test_six_who_have_handed_in_may_go_on() -> None:
    assert obstacles(SIX) == []


def test_five_are_too_few_and_it_says_why() -> None:
    (words,) = obstacles(SIX[:5])
    assert "at least 6 judges; this panel has 5" in words


def test_who_has_not_handed_in_is_named() -> None:
    (words,) = obstacles([*SIX, Seat("Ada", has_handed_in=False), Seat("Bo", has_handed_in=False)])
    assert words.startswith("Not handed in yet: Ada and Bo.")


def test_views_hold_all_judges_and_ones_own() -> None:
    found = views([(1, "a", 40), (2, "a", 70), (3, "a", 55), (1, "b", 10)], judge=2)
    a, b = found["a"], found["b"]
    assert (a.own, a.mean, a.low, a.high, a.judges) == (70, 55, 40, 70, 3)
    assert (b.own, b.judges) == (None, 1)


@pytest.mark.parametrize("words", ["101", "-1", "a", "5.5", "1e2", "٣", "1000"])
def test_what_is_no_number_of_people_is_a_fault(words: str) -> None:
    found = sheet({"a": words, "b": "30"}, ["a", "b"])
    assert set(found.faults) == {"a"}
    assert found.given == {"b": 30}


def test_numbers_are_read_and_empty_fields_left_out() -> None:
    found = sheet({"a": " 40 ", "b": "100 %", "c": "", "elsewhere": "3"}, ["a", "b", "c", "d"])
    assert (found.given, found.faults) == ({"a": 40, "b": 100}, {})
    assert still_open(["a", "b", "c", "d"], found.given) == (
        "2 estimates still open: question 3 and question 4. What you gave is kept."
    )
    assert still_open(["a", "b"], found.given) is None
    assert "and 5 more" in (still_open([str(one) for one in range(10)], {}) or "")


def panel(weights: dict[str, float] | None = None) -> AngoffCut:
    """Six judges on two questions in two rounds: 40 to 65 on one, 80 on the other."""
    given = [(judge, "a", round_, 40 + 5 * judge) for judge in range(6) for round_ in (1, 2)]
    given += [(judge, "b", round_, 80) for judge in range(6) for round_ in (1, 2)]
    found = cut(estimates(given), weights)
    assert isinstance(found, AngoffCut)
    return found


def test_points_weigh_in_the_cut() -> None:
    # Judges' cuts are 40 to 65 on a, mean 52.5, and 80 on b; with 3 points on a and 1 on b: (3 x 52.5 + 80) / 4.
    assert panel().last.cut_percent == pytest.approx((52.5 + 80) / 2)
    weighted = panel({"a": 3.0, "b": 1.0})
    assert weighted.last.cut_percent == pytest.approx((3 * 52.5 + 80) / 4)
    assert weighted.last.cut_points == pytest.approx(3 * 0.525 + 0.8)
    # The standard deviation of 40, 45 ... 65 is 9.354; over the root of 6, times 3 of 4 points.
    assert weighted.last.error_percent == pytest.approx(0.75 * 9.3541 / 6**0.5, abs=1e-3)
    assert weighted.judges[0].cut_percent == pytest.approx((3 * 65 + 80) / 4)
    assert weighted.judges[0].moved_percent == pytest.approx(0)
    with pytest.raises(ValueError, match="above 0"):
        panel({"a": 0.0, "b": 1.0})


def test_the_sentence_that_is_signed_says_the_figure_its_error_and_who() -> None:
    proposed = of_panel(panel(), "First steps", 4)
    assert (proposed.percent, proposed.standard_error) == (66.2, 1.9)
    assert proposed.meaning == (
        "I set the pass mark of “First steps” at 66.2 % (standard error 1.9) for sittings begun from release 4 on. "
        "It is what 6 judges expect of a barely competent person, by the modified Angoff method in 2 rounds."
    )
