"""Turns, the second marker's share, the order of a queue, differences, and what a mark needs."""

from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given as for_all
from hypothesis import strategies as st

from kamacademy.exercise.documents import Rubric
from kamacademy.marking.given import Given, problems, read
from kamacademy.marking.opinion import (
    LineMark,
    Opinion,
    anchor,
    differences,
    line_marks,
    points_words,
    words_to_learner,
)
from kamacademy.marking.queue import Marker, Progress, Waiting, queue
from kamacademy.marking.turn import Decision, Turn, WorkKind, is_drawn_for_second, next_turn, place_in_queue
from tests.exercise.work import rubric as shipped_rubric
from tests.marking.work import given
from tests.world import NOW


@pytest.fixture(scope="module")
def rubric(sqlite_app: Flask) -> Rubric:
    """The rubric of the exercise."""
    with sqlite_app.app_context():
        return shipped_rubric()


def opinion(*points: int | None, decision: Decision = Decision.ACCEPT, most: int = 4) -> Opinion:
    """A mark with some points."""
    lines = (LineMark(f"l{at}", f"Line {at}", one, most, "", "") for at, one in enumerate(points))
    return Opinion(decision, tuple(lines))


def test_the_first_mark_then_the_second_then_a_look_where_they_differ() -> None:
    assert next_turn(0, is_disputed=False) is Turn.FIRST
    assert next_turn(1, is_disputed=False) is Turn.SECOND
    assert next_turn(2, is_disputed=True) is Turn.THIRD


def test_about_a_fifth_of_the_works_goes_to_a_second_marker_and_always_the_same_ones() -> None:
    drawn = [key for key in range(5000) if is_drawn_for_second(WorkKind.EXERCISE, key, 20)]
    assert 920 < len(drawn) < 1080  # 1000, three standard errors of 28 either way
    # SHA-256 of "second exercise 1" begins c6dd, which is 0.777 of the whole.
    assert is_drawn_for_second(WorkKind.EXERCISE, 1, 78)
    assert not is_drawn_for_second(WorkKind.EXERCISE, 1, 77)
    assert not any(is_drawn_for_second(WorkKind.ANSWER, key, 0) for key in range(200))
    assert all(is_drawn_for_second(WorkKind.ANSWER, key, 100) for key in range(200))


def test_each_marker_has_an_order_of_their_own_that_stays() -> None:
    def order(marker_id: int) -> list[int]:
        return sorted(range(40), key=lambda key: place_in_queue(marker_id, WorkKind.ANSWER, key))

    assert order(1) == order(1)
    assert order(1) != order(2)
    assert order(1) != list(range(40))


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (opinion(3, 3, 3), opinion(3, 3, 3), False),
        (opinion(3, 3, 3), opinion(2, 2, 3), False),  # 2 of 12 apart
        (opinion(4, 4, 4), opinion(3, 3, 3), True),  # 3 of 12 apart is more than a fifth
        (opinion(4, 3, 3, 3, 3), opinion(2, 3, 3, 3, 3), True),  # one line 2 apart
        (opinion(4, 4, 4, 4, 4), opinion(3, 3, 3, 3, 4), False),  # exactly a fifth
        (opinion(3, 3), opinion(3, 3, decision=Decision.RETURN), True),
        (opinion(None, 3), opinion(3, 3), True),
        (opinion(None, 3), opinion(None, 3), False),
    ],
)
def test_marks_differ_by_decision_total_line_or_what_could_be_told(one: Opinion, other: Opinion, differs: bool) -> None:
    assert bool(differences(one, other)) is differs
    assert bool(differences(other, one)) is differs


def test_differences_are_said_in_words() -> None:
    assert differences(opinion(4, 4, 4), opinion(2, 4, 4, decision=Decision.RETURN)) == (
        "One mark accepts, the other returns.",
        "“Line 0”: 2 points apart.",
    )
    assert differences(opinion(4, 4, 4), opinion(3, 3, 3)) == ("The totals are 3 points of 12 apart.",)
    assert differences(opinion(4, None), opinion(4, 0)) == ("“Line 1”: one could tell, the other could not.",)


@for_all(st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=1, max_size=8))
def test_what_could_not_be_told_never_counts_as_nothing(points: list[int | None]) -> None:
    found = opinion(*points)
    known = [one for one in points if one is not None]
    assert found.share == (sum(known) / (4 * len(known)) if known else 0)
    assert differences(found, found) == ()


def test_lines_are_copied_with_their_anchors(rubric: Rubric) -> None:
    lines = line_marks(rubric, {"insight": 3, "action": None, "rules": 0}, {"insight": "Good."})
    assert [line.anchor for line in lines] == [
        "Between 2 and 4.", "The marker could not tell from this work.", "Offers something in return.",
    ]  # fmt: skip
    assert anchor(rubric.lines[0], 2) == "Joins two facts."
    assert points_words(Opinion(Decision.POINTS, lines)) == "3 of 6 points, 1 line left out"


def test_a_mark_is_read_from_its_form_and_strange_points_are_not_taken(rubric: Rubric) -> None:
    form = {"p_insight": ["4"], "p_action": ["unknown"], "p_rules": ["3"], "c_rules": [" So. "], "grade": ["top"]}
    found = read(rubric, form)
    assert found.points == {"insight": 4, "action": None}
    assert (found.comments["rules"], found.grade) == ("So.", "")


def test_a_mark_needs_every_line_a_grade_and_words_for_the_learner(rubric: Rubric) -> None:
    assert set(problems(rubric, Given(), Decision.RETURN, Turn.FIRST)) == {
        "p_insight", "p_action", "p_rules", "strength", "improve", "grade", "reason",
    }  # fmt: skip
    assert "strength" not in problems(rubric, Given(), Decision.POINTS, Turn.FIRST)
    assert problems(rubric, given(), Decision.ACCEPT, Turn.FIRST) == {}
    assert set(problems(rubric, replace(given(), reason=""), Decision.ACCEPT, Turn.CORRECTION)) == {"reason"}
    long = problems(rubric, given(note="x" * 2001), Decision.ACCEPT, Turn.FIRST)
    assert long == {"note": "Keep this below 2,000 characters."}


def test_acceptance_needs_points_everywhere_and_enough_of_them(rubric: Rubric) -> None:
    unknown = problems(rubric, given({"insight": None, "action": 3, "rules": 2}), Decision.ACCEPT, Turn.FIRST)
    assert set(unknown) == {"p_insight"}
    low = problems(rubric, given({"insight": 1, "action": 0, "rules": 1}), Decision.ACCEPT, Turn.FIRST)
    assert low["act"] == "The rubric does not accept this work. Acceptance needs 4 points of 9; these are 2."
    assert problems(rubric, given({"insight": 1, "action": 0, "rules": 1}), Decision.RETURN, Turn.FIRST) == {}
    nothing = problems(rubric, given(dict.fromkeys(("insight", "action", "rules"))), Decision.POINTS, Turn.FIRST)
    assert set(nothing) == {"act"}


def test_the_learner_reads_why_first_then_a_strength_an_improvement_and_comments() -> None:
    lines = (LineMark("a", "The insight", 3, 4, "", "Joins three."), LineMark("b", "The action", 1, 4, "", ""))
    words = words_to_learner(lines, decision=Decision.RETURN, reason="No date.", strength="Facts.", improve="Role.")
    assert words == "No date.\n\nWhat is strong: Facts.\n\nTo improve: Role.\n\nThe insight: Joins three."
    accepted = words_to_learner(lines, decision=Decision.ACCEPT, reason="No date.", strength="Facts.", improve="")
    assert accepted == "What is strong: Facts.\n\nThe insight: Joins three."


def test_a_queue_leaves_out_own_work_marked_work_and_work_in_other_hands() -> None:
    works = [Waiting(WorkKind.EXERCISE, key, 100 + key, "T", NOW) for key in range(1, 8)]
    progress = {
        (WorkKind.EXERCISE, 2): Progress(2, frozenset({9}), is_disputed=False, held_by_id=None, held_until=None),
        (WorkKind.EXERCISE, 3): Progress(
            3, frozenset(), is_disputed=False, held_by_id=5, held_until=NOW.replace(hour=23)
        ),
        (WorkKind.EXERCISE, 4): Progress(
            4, frozenset(), is_disputed=False, held_by_id=9, held_until=NOW.replace(hour=23)
        ),
        (WorkKind.EXERCISE, 5): Progress(5, frozenset({7, 8}), is_disputed=True, held_by_id=None, held_until=None),
        (WorkKind.EXERCISE, 6): Progress(6, frozenset(), is_disputed=False, held_by_id=5, held_until=NOW),
    }
    team = queue(Marker(9, frozenset(), is_learning_team=True, is_only_one=False), works, progress, NOW)
    assert {one.work.key for one in team.open} == {1, 6, 7}
    assert [one.work.key for one in team.mine] == [4]
    assert [one.work.key for one in team.disputed] == [5]
    assert (team.held, team.for_another, team.size) == (1, 1, 5)
    coach = queue(Marker(11, frozenset({101, 105}), is_learning_team=False, is_only_one=False), works, progress, NOW)
    assert [one.work.key for one in coach.open] == [1]
    assert not coach.disputed
    own = queue(Marker(107, frozenset(), is_learning_team=True, is_only_one=False), works, {}, NOW)
    assert 7 not in {one.work.key for one in own.open}
