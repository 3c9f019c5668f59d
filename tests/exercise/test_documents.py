"""Mistakes in rubrics and exercises, each found at its place and explained; what is right has no problem."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from kamacademy import create_app
from kamacademy.config import PROJECT
from kamacademy.content.documents import DocumentType, read_all
from kamacademy.content.files import files_under
from kamacademy.content.queries import document_types
from kamacademy.content.reading import place
from tests.conftest import settings
from tests.content.broken import HERE
from tests.exercise.work import EXERCISE, EXERCISE_PATH, RUBRIC, RUBRIC_PATH

ACTION = "    anchors: {0: No action., 3: A role and a date.}"
RUBRICS = [
    ("accepted_from: 4", "▶accepted_from: 10", "`accepted_from` is more than the 9 points of all lines"),
    ("      0: No insight.\n", "", "`anchors` needs a sentence for 0 points"),
    ("  - id: action\n", "  - ▶id: insight\n", "line `insight` stands here twice"),
    (ACTION, f"{ACTION[:-1]}, ▶4: More.}}", "4 is more than the 3 points of this line"),
    ("levels: {2: 1, 3: 2}", "levels: {2: 2, ▶3: 1}", "3 points may not show a lower level than 2 points"),
    ("levels: {2: 1, 3: 2}", "levels: {2: 1, ▶3: 6}", "`levels` should be at most 5, found 6"),
    ("    least: 1\n", "    ▶least: 3\n", "`least` is more than the 2 points of this line"),
    ("indicator: C13b", "▶indicator: C99a", "there is no indicator `C99a`"),
    ("fail: Again., ", "", "`grades` needs a sentence for fail too, or none at all"),
    ("fail: Again.", "▶failed: Again.", ""),
]
MIN = "a required table needs `min` of at least 1; or write `required: false`"
UNIT = "kind: number, label: Hours freed, unit"
EXERCISES = [
    ("rubric: five-facts", "▶rubric: six-facts", "there is no rubric `six-facts`"),
    ("account: either", "▶account: own", "`case` stands with `account: case` or `account: either`, and only there"),
    ("{id: wrong-if,", "{▶id: insight,", "field `insight` stands in this exercise twice"),
    ("rows: {min: 2, max: 4}", "rows: {min: 2, ▶max: 1}", "`max` is below `min`"),
    (
        "rows: {min: 2, max: 4}",
        "rows: {▶min: 0, max: 4}",
        "a required table needs `min` of at least 1; or write `required: false`",
    ),
    ("        rows: {min: 2, max: 4}\n", "", "a table field needs `columns` and `rows: {min, max}`"),
    ("{id: day, kind: date", "{id: day, ▶kind: choices, options: [A, B]", "a column cannot be of kind choices"),
    ("{id: sort, kind", "{▶id: fact, kind", "column `fact` stands here twice"),
    ("words_max: 30}", "▶words_max: 601}", "`words_max` of long_text is at most 600"),
    (
        "kind: number, label: Hours freed, unit",
        "kind: text, label: Hours freed, ▶unit",
        "`unit` is for number, not for text",
    ),
    ("min: 0, max: 80}", "min: 90, ▶max: 80}", "`max` is below `min`"),
    ("options: [A visit, A report, Nothing]", "▶options: [A visit]", "a choices field needs at least two `options`"),
    ("options: [A visit, A report, Nothing]", "▶options: [A, A]", "the same option stands here twice"),
    ("minutes: 30", "▶minutes: 3", "`minutes` should be at least 5, found 3"),
]


@pytest.fixture(scope="module")
def types() -> list[DocumentType]:
    """Every kind of document."""
    with create_app(settings("sqlite://", Path("unused"))).app_context():
        return document_types()


@pytest.fixture(scope="module")
def whole() -> Mapping[str, str]:
    """The shipped files with the exercise and its rubric."""
    shipped, unreadable = files_under(PROJECT)
    assert not unreadable
    return {**shipped, RUBRIC_PATH: RUBRIC, EXERCISE_PATH: EXERCISE}


def found_in(types: list[DocumentType], files: Mapping[str, str], path: str) -> list[str]:
    """What is wrong with one file."""
    _, problems = read_all(types, files)
    return [str(one) for one in problems if one.path == path]


def marked(text: str, old: str, new: str) -> tuple[str, str]:
    """The changed text, and the line and column that ▶ marks; nowhere without it."""
    assert old in text, old
    changed = text.replace(old, new, 1)
    where = ":".join(map(str, place(changed, HERE))) if HERE in changed else ""
    return changed.replace(HERE, ""), where


def test_what_is_right_has_no_problem(types: list[DocumentType], whole: Mapping[str, str]) -> None:
    assert found_in(types, whole, RUBRIC_PATH) == found_in(types, whole, EXERCISE_PATH) == []


@pytest.mark.parametrize(
    ("path", "text", "old", "new", "message"),
    [
        *((RUBRIC_PATH, RUBRIC, *one) for one in RUBRICS),
        *((EXERCISE_PATH, EXERCISE, *one) for one in EXERCISES),
    ],
)
def test_a_mistake_is_found_at_its_place(
    types: list[DocumentType], whole: Mapping[str, str], path: str, text: str, old: str, new: str, message: str
) -> None:
    changed, where = marked(text, old, new)
    found = found_in(types, {**whole, path: changed}, path)
    assert any(one.startswith(f"{path}:{where}") and one.endswith(message) for one in found), found


def test_an_open_question_names_a_rubric_that_exists(types: list[DocumentType], whole: Mapping[str, str]) -> None:
    path = "assessments/items/own.yaml"
    item = """\
title: Own
items:
  - id: own-01
    kind: open
    indicator: C01a
    level: 1
    stem: What would you ask?
    rubric: five-facts
    words_max: 60
    model_answer: A question.
    rationale: A question opens.
    source: Own
    review_by: 2028-01-01
"""
    assert found_in(types, {**whole, path: item}, path) == []
    wrong = item.replace("rubric: five-facts", "rubric: six-facts")
    assert found_in(types, {**whole, path: wrong}, path) == [f"{path}:8:5: there is no rubric `six-facts`"]
