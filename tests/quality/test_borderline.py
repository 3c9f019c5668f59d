"""Borderline regression: a worked case, its errors, its refusals and its uneven grades."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import linregress

from kamacademy.quality.borderline import (
    HIGHER_GRADES_APART,
    LOWER_GRADES_APART,
    PLACED,
    cut,
    draws,
    error_at,
    line,
)
from kamacademy.quality.responses import Reason, Refused
from kamacademy.quality.standards import BorderlineCut, Grading, Shortfall
from tests.quality.cases import vector

CASE = vector("borderline")
GRADE, SCORE = np.array(CASE["global_rating"], dtype=float), np.array(CASE["checklist"], dtype=float)


def gradings(people: int = 120, spread: float = 6.0, rise: float = 12.0, grades: int = 5) -> list[Grading]:
    """Candidates whose score rises with the grade."""
    chance = np.random.default_rng(5)
    grade = chance.integers(1, grades + 1, people)
    score = 40 + rise * (grade - 2) + chance.normal(0, spread, people)
    return [Grading(number, float(grade[number]), float(score[number])) for number in range(people)]


def found(given: list[Grading], **more: object) -> BorderlineCut:
    """The cut of gradings that allow one."""
    one = cut(given, borderline=2, seed=1, **more)  # type: ignore[arg-type]  # positions alone
    assert isinstance(one, BorderlineCut)
    return one


def test_line_cut_and_error_are_the_worked_ones() -> None:
    expected = CASE["expected"]
    intercept, slope = line(GRADE, SCORE)
    assert (intercept, slope) == pytest.approx(
        (expected["intercept"], expected["slope_inter_grade_discrimination"]), abs=1e-6
    )
    assert intercept + slope * CASE["borderline_value"] == pytest.approx(expected["cut"], abs=1e-6)
    assert error_at(GRADE, SCORE, CASE["borderline_value"]) == pytest.approx(expected["se_cut"], abs=1e-6)


def test_a_cut_rests_on_the_line_of_all_candidates() -> None:
    given = gradings()
    one = found(given)
    reference = linregress([it.grade for it in given], [it.score_percent for it in given])
    assert one.cut_percent == pytest.approx(reference.intercept + 2 * reference.slope)
    assert one.slope == pytest.approx(reference.slope)
    assert one.explained == pytest.approx(reference.rvalue**2)
    assert one.interval_percent.low < one.cut_percent < one.interval_percent.high
    assert one.shortfalls == ()


def test_both_errors_agree_where_the_line_holds() -> None:
    one = found(gradings(people=400))
    assert one.bootstrap_error_percent == pytest.approx(one.error_percent, rel=0.15)
    assert one.interval_percent.high - one.interval_percent.low == pytest.approx(3.92 * one.error_percent, rel=0.2)


def test_the_same_seed_draws_the_same_candidates_whatever_their_order() -> None:
    given = gradings()
    assert found(given) == found(given[::-1])
    assert cut(given, borderline=2, seed=2) != found(given)


def test_draws_of_one_grade_alone_are_left_out() -> None:
    drawn = draws(np.array([1.0, 1.0, 2.0]), np.array([10.0, 12.0, 20.0]), 1.5, seed=1)
    # Two draws in seven or so hold one grade: 8 / 27 for the first, 1 / 27 for the other.
    assert 1200 < len(drawn) < 1500
    assert np.isfinite(drawn).all()


def test_below_fifty_candidates_there_is_no_cut() -> None:
    assert cut(gradings(49), borderline=2, seed=1) == Refused(Reason.TOO_FEW_CANDIDATES, 49, 50)
    assert isinstance(cut(gradings(50), borderline=2, seed=1), BorderlineCut)


def test_two_grades_or_a_falling_line_give_no_cut() -> None:
    assert cut(gradings(grades=2), borderline=2, seed=1) == Refused(Reason.TOO_FEW_GRADES, 2, 3)
    assert cut(gradings(rise=-12), borderline=2, seed=1) == Refused(Reason.NOT_RISING, 0, 1)


def test_what_a_cut_lacks_is_said() -> None:
    assert found(gradings(spread=40)).shortfalls == (Shortfall.WEAK_LINE,)
    nobody = [replace(one, grade=3.0) if one.grade == 2 else one for one in gradings()]
    assert Shortfall.BORDERLINE_UNUSED in found(nobody).shortfalls
    high = [replace(one, grade=one.grade + 4) for one in gradings()]
    assert found(high).shortfalls == (Shortfall.BORDERLINE_UNUSED, Shortfall.OUTSIDE)


def test_uneven_grades_move_the_cut_and_even_ones_do_not() -> None:
    # On the line 10, 20, 30, 40, 50 the second of five grades stands at 20. With steps 1, 4/3, 5/3, 2 the positions are
    # 0, 1, 7/3, 4, 6; with the steps turned round 0, 2, 11/3, 5, 6. The lines through these five points give the cuts.
    given = [Grading(number, 1.0 + number % 5, 10.0 * (1 + number % 5)) for number in range(50)]
    shifts = {one.name: one.cut_percent for one in found(given).shifts}
    scores = np.arange(10.0, 60.0, 10.0)
    for name, places in ((HIGHER_GRADES_APART, [0, 1, 7 / 3, 4, 6]), (LOWER_GRADES_APART, [0, 2, 11 / 3, 5, 6])):
        reference = linregress(places, scores)
        assert shifts[name] == pytest.approx(reference.intercept + reference.slope * places[1])
    even = {float(grade): 10.0 * grade for grade in range(1, 6)}
    placed = {one.name: one.cut_percent for one in found(given, positions=even).shifts}
    assert placed[PLACED] == pytest.approx(20)


def test_every_grade_needs_its_position() -> None:
    with pytest.raises(ValueError, match="position"):
        found(gradings(), positions={1.0: 1.0, 2.0: 2.0})
