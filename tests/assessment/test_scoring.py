"""Scores, worked by hand."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from kamacademy.assessment.scoring import Points, Result, best, score
from tests.assessment.test_paper import item

ITEMS = [item("a"), item("b", right=1), item("c", right=2, competency="C02"), item("d", competency="C13"), item("e")]


def test_one_point_for_each_right_answer_and_none_for_no_answer() -> None:
    found = score(ITEMS, {"a": 0, "b": 0, "c": 2, "e": 0}, pass_percent=60)
    assert (found.points, found.points_max, found.passed) == (3, 5, True)
    assert found.by_competency == {"C01": Points(2, 3), "C02": Points(1, 1), "C13": Points(0, 1)}


def test_just_under_the_pass_mark_does_not_pass() -> None:
    assert not score(ITEMS, {"a": 0, "c": 2, "e": 0}, pass_percent=61).passed


def test_answers_to_questions_not_asked_count_nothing() -> None:
    assert score(ITEMS, {"z": 0}, pass_percent=1).points == 0


@given(st.dictionaries(st.sampled_from("abcde"), st.integers(0, 3)), st.sampled_from("abcde"), st.integers(1, 100))
def test_one_more_right_answer_never_scores_less(choices: dict[str, int], extra: str, percent: int) -> None:
    right = next(one.right for one in ITEMS if one.id == extra)
    before = score(ITEMS, choices, pass_percent=percent)
    after = score(ITEMS, choices | {extra: right}, pass_percent=percent)
    assert after.points >= before.points
    assert after.passed >= before.passed


def test_the_best_sitting_is_a_passed_one_then_the_newest() -> None:
    def result(number: int, day: int, passed: bool | None) -> Result:
        at = datetime(2026, 11, day, tzinfo=UTC)
        return Result(number, 5, "check", 1, at, None if passed is None else at, None, None, passed)

    assert best([result(1, 1, False), result(2, 2, False)])["check"].sitting_id == 2
    assert best([result(1, 1, True), result(2, 2, False)])["check"].sitting_id == 1
    assert best([result(1, 1, True), result(2, 2, True), result(3, 3, None)])["check"].sitting_id == 2
    assert best([result(3, 3, None)]) == {}
