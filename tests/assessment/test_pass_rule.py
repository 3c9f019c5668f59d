"""When a sitting passes: by the whole, by every topic, and never past a hard stop."""

from hypothesis import given
from hypothesis import strategies as st

from kamacademy.assessment.pass_rule import Marked, PassRule, Points, Terms, points_needed, score

WHOLE = Terms(PassRule.COMPENSATORY, 80)
EACH = Terms(PassRule.EACH_COMPETENCY, 70, each_percent=60)


def marks(*shares: float | None, competency: str = "C01", points: float = 1) -> list[Marked]:
    return [Marked(competency, points, share) for share in shares]


def test_the_pass_mark_is_whole_where_points_are_whole_and_exact_elsewhere() -> None:
    assert points_needed(18, 80, is_whole=True) == 15  # 14.4
    assert points_needed(15, 80, is_whole=True) == 12  # exactly 12
    assert points_needed(3, 1, is_whole=True) == 1
    assert points_needed(7, 100, is_whole=True) == 7
    assert points_needed(18, 80, is_whole=False) == 14.4


def test_a_percentage_is_reached_exactly() -> None:
    assert score(marks(1, 1, 1, 1, 0), WHOLE, is_whole=True).passed is True
    assert score(marks(1, 1, 1, 0.99, 0), WHOLE, is_whole=False).passed is False
    assert score(marks(*[0.8] * 5), WHOLE, is_whole=False).passed is True  # 0.8 five times is not 4 in floats


def test_points_weigh_and_a_total_below_nothing_is_nothing() -> None:
    found = score([Marked("C01", 3, 1.0), Marked("C02", 1, -1.0), Marked("C02", 1, 0.5)], WHOLE, is_whole=False)
    assert (found.points, found.points_max) == (2.5, 5)
    assert found.by_competency == {"C01": Points(3, 3), "C02": Points(0, 2)}
    assert score(marks(-1, -1), WHOLE, is_whole=False).points == 0


def test_every_topic_must_reach_its_own_mark() -> None:
    strong, weak = marks(1, 1, 1, 1, 1, 1), marks(1, 0, competency="C02")
    assert score(strong + weak, Terms(PassRule.COMPENSATORY, 70), is_whole=True).passed is True
    found = score(strong + weak, EACH, is_whole=True)
    assert (found.passed, found.below) == (False, ("C02",))
    assert score(strong + marks(0.7, 0.5, competency="C02"), EACH, is_whole=False).passed is True


def test_a_hard_stop_stops_whatever_the_points() -> None:
    stop = [Marked("C13", 1, 0.99, is_hard_stop=True)]
    found = score(marks(*[1] * 30) + stop, WHOLE, is_whole=False)
    assert (found.passed, found.stopped) == (False, 1)
    met = Marked("C13", 1, 1.0, is_hard_stop=True)
    assert score([*marks(1, 1, 1), met], WHOLE, is_whole=True).passed is True


def test_a_voided_question_counts_nowhere() -> None:
    void = Marked("C02", 1, 0.0, is_hard_stop=True, is_voided=True)
    found = score([*marks(1, 1, 1, 1, 0), void], WHOLE, is_whole=True)
    assert (found.points, found.points_max, found.passed, found.stopped) == (4, 5, True, 0)
    assert found.by_competency["C02"] == Points(0, 0)


def test_a_mark_that_is_waited_for_leaves_it_open() -> None:
    assert score(marks(1, None), WHOLE, is_whole=False).passed is None
    assert score([*marks(1), Marked("C01", 1, None, is_voided=True)], WHOLE, is_whole=False).passed is True


@given(st.lists(st.floats(-1, 1, allow_nan=False), min_size=1, max_size=12), st.integers(0, 11), st.floats(0, 1))
def test_more_right_never_turns_a_pass_into_a_fail(shares: list[float], at: int, better: float) -> None:
    improved = list(shares)
    place = at % len(shares)
    improved[place] = max(shares[place], better)
    before, after = (score(marks(*one), EACH, is_whole=False) for one in (shares, improved))
    assert after.points >= before.points
    assert after.passed or not before.passed
