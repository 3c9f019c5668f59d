"""Points on a rubric: enough or not, and which levels they show."""

from kamacademy.content.reading import read_yaml
from kamacademy.exercise.documents import Rubric
from kamacademy.exercise.prose import Block, blocks
from kamacademy.exercise.rubric import Shown, levels_shown, shortfalls, total, unfit
from tests.exercise.work import MARKS, RUBRIC

FORM = Rubric.model_validate(read_yaml("x.yaml", RUBRIC).values)


def test_points_are_wanted_on_every_line_and_no_other() -> None:
    assert unfit(FORM, MARKS) == []
    assert unfit(FORM, {"insight": 5, "action": 3, "rules": -1}) == ["insight", "rules"]
    assert unfit(FORM, {"insight": 4, "action": 3, "manners": 1}) == ["rules", "manners"]


def test_the_bar_is_the_sum_and_the_least_of_each_line() -> None:
    assert FORM.points == 9
    assert total(FORM, MARKS) == 7
    assert list(shortfalls(FORM, MARKS)) == []
    assert list(shortfalls(FORM, {"insight": 2, "action": 1, "rules": 1})) == []
    assert list(shortfalls(FORM, {"insight": 4, "action": 3, "rules": 0})) == [
        "“Within the rules” needs at least 1, and has 0."
    ]
    assert list(shortfalls(FORM, {"insight": 1, "action": 1, "rules": 1})) == [
        "Acceptance needs 4 points of 9; these are 3."
    ]


def test_points_show_the_levels_that_the_line_names() -> None:
    assert levels_shown(FORM, {"insight": 4, "action": 2, "rules": 2}) == [
        Shown("insight", "C13b", 3),
        Shown("action", "C01b", 1),
    ]


def test_points_without_a_level_show_nothing() -> None:
    assert levels_shown(FORM, {"insight": 0, "action": 1, "rules": 2}) == []


def test_prose_has_paragraphs_and_lists() -> None:
    assert blocks("One\ntwo\n\nThree:\n- a\n  more\n- b\n1. c\n\n- d") == (
        Block("p", ("One two",)),
        Block("p", ("Three:",)),
        Block("ul", ("a more", "b")),
        Block("ol", ("c",)),
        Block("ul", ("d",)),
    )
    assert blocks("<b>-5 degrees</b>") == (Block("p", ("<b>-5 degrees</b>",)),)
