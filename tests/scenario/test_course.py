"""Folding steps into a course: numbers worked by hand, and what holds of every course."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamacademy.scenario.course import Course, State, Taken, fold, order_of, position_of
from kamacademy.scenario.scoring import Shown, shown_by_competency
from tests.scenario.small import BEST, STOPPED, UNINFORMED, course, small

SCENARIO = small()


def test_before_the_first_step_it_stands_at_the_beginning() -> None:
    begun = course()
    assert (begun.state, begun.next_number, begun.last, begun.passed) == (State(3, 0, 3), 1, None, None)
    assert begun.node is not None
    assert begun.node.id == "door"


def test_each_choice_moves_the_measures_and_stops_at_their_bounds() -> None:
    states = [move.after for move in course(*BEST).moves]
    assert states == [State(4, 0, 3), State(4, 2, 3), State(4, 2, 4), State(4, 2, 5), State(4, 2, 5), State(4, 2, 5)]


def test_the_best_way_passes() -> None:
    done = course(*BEST)
    assert done.ending is not None
    assert (done.node, done.ending.id, done.passed) == (None, "well", True)


@pytest.mark.parametrize(
    ("choices", "ending"),
    [
        (UNINFORMED, "well"),
        ((0, 0, 2, 0, 0, 0), "well"),
        ((0, 0, 1, 0, 0, 2), "badly"),
        (STOPPED, "halt"),
    ],
    ids=["too little known", "a checklist skipped", "a poor ending", "a hard stop"],
)
def test_what_falls_short_does_not_pass(choices: tuple[int, ...], ending: str) -> None:
    done = course(*choices)
    assert done.ending is not None
    assert (done.ending.id, done.passed) == (ending, False)


def test_one_weak_choice_may_still_pass() -> None:
    assert course(1, 0, 0, 1, 0, 0, 1).passed is True


def test_the_same_steps_always_fold_to_the_same_course() -> None:
    assert course(*BEST) == course(*BEST)


def test_a_step_that_does_not_follow_is_not_folded() -> None:
    with pytest.raises(AssertionError):
        fold(SCENARIO, [Taken(1, "hub", 0)])
    with pytest.raises(AssertionError):
        fold(SCENARIO, [Taken(2, "door", 0)])
    with pytest.raises(AssertionError):
        fold(SCENARIO, [Taken(1, "door", 2), Taken(2, "door", 0)])


def test_choices_stand_in_an_order_of_the_run() -> None:
    node = SCENARIO.nodes[0]
    assert order_of(node, 7) == order_of(node, 7)
    assert sorted(order_of(node, 7)) == [0, 1, 2]
    orders = [order_of(node, run_id) for run_id in range(1, 61)]
    assert {order[0] for order in orders} == {0, 1, 2}
    # `printf 1:door:0 | sha256sum` begins with 3f, that of 1:door:1 with c9, that of 1:door:2 with 3a.
    assert order_of(node, 1) == (2, 0, 1)


def test_what_a_form_sends_is_a_position_or_none() -> None:
    assert [position_of(sent) for sent in ("0", "12", "-1", "x", "", None, "9" * 30, "²")] == [0, 12] + [-1] * 6


def test_strong_choices_count_for_their_own_competency_and_not_against_another() -> None:
    assert shown_by_competency(course(*BEST).moves) == {"C12": Shown(4, 4), "C03": Shown(1, 1)}


def test_a_choice_that_is_not_strong_counts_for_all_that_was_offered() -> None:
    assert shown_by_competency(course(0, 2, 1, 1, 1).moves) == {"C12": Shown(1, 5), "C03": Shown(0, 1)}


def test_walking_in_a_circle_gains_nothing() -> None:
    once, often = course(0, 0, 1, 0, 0, 0), course(0, 0, 0, 0, 0, 1, 0, 0, 0)
    assert shown_by_competency(once.moves) == shown_by_competency(often.moves)


def test_a_hard_stop_at_once_shows_nothing_of_what_was_asked() -> None:
    assert shown_by_competency(course(*STOPPED).moves) == {"C12": Shown(0, 1)}


def walk(picks: list[int]) -> Course:
    """A course of any choices, each taken among those that there are, until they are used up or the run has ended."""
    found = fold(SCENARIO, [])
    steps: list[Taken] = []
    for pick in picks:
        if found.node is None:
            break
        steps.append(Taken(len(steps) + 1, found.node.id, pick % len(found.node.choices)))
        found = fold(SCENARIO, steps)
    return found


@given(st.lists(st.integers(0, 11), max_size=30))
def test_measures_stay_inside_their_bounds_and_stops_never_pass(picks: list[int]) -> None:
    found = walk(picks)
    for state in (found.state, *(move.after for move in found.moves)):
        assert 0 <= state.trust <= 4
        assert 0 <= state.information <= 4
        assert 0 <= state.compliance <= 5
    assert (found.node is None) != (found.ending is None)
    if any(move.choice.hard_stop for move in found.moves):
        assert found.ending is not None
        assert found.passed is False


@given(st.lists(st.integers(0, 11), max_size=30), st.integers(0, 30))
def test_a_course_begins_as_each_shorter_part_of_it(picks: list[int], length: int) -> None:
    whole, part = walk(picks), walk(picks[:length])
    assert whole.moves[: len(part.moves)] == part.moves


@given(st.lists(st.integers(0, 11), max_size=30))
def test_more_is_never_shown_than_was_offered(picks: list[int]) -> None:
    found = walk(picks)
    shown = shown_by_competency(found.moves)
    assert all(0 <= one.strong <= one.offered for one in shown.values())
    assert sum(one.strong for one in shown.values()) <= len({move.node.id for move in found.moves})
