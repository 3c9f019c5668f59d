"""Every kind of mistake in an authored file is found at its place and explained."""

from collections.abc import Mapping
from datetime import date

import pytest

from kamacademy.content.documents import DocumentType, read_all
from kamacademy.content.problems import Severity
from tests.content.broken import (
    BANK,
    COMPETENCY,
    DRAWING,
    FACTS,
    GLOSSARY,
    KPI,
    LESSON,
    MODULE,
    PAPER,
    PROGRAMME,
    Broken,
)
from tests.content.mistakes import ONE_FILE


@pytest.mark.parametrize("broken", ONE_FILE, ids=lambda one: one.what)
def test_a_mistake_is_found_at_its_place_and_explained(
    broken: Broken, shipped: Mapping[str, str], types: list[DocumentType]
) -> None:
    _, problems = read_all(types, broken.files(shipped))
    assert broken.line(shipped) in [str(problem) for problem in problems]
    assert {problem.path for problem in problems} <= {broken.path, *blamed_too(broken)}


def blamed_too(broken: Broken) -> set[str]:
    """Files that the same mistake leaves with a reference to nothing."""
    return {
        "duplicate question id": {"assessments/papers/m01-check.yaml"},
        "duplicate fact id": {"assessments/items/m03.yaml", f"{MODULE}/lessons/who-bears-the-risk.md"},
        "duplicate term id": {f"{MODULE}/lessons/who-decides.md"},
        "code against file name": {"assessments/scorecards.yaml"},
    }.get(broken.what, set())


def test_a_file_in_the_wrong_place_is_named(shipped: Mapping[str, str], types: list[DocumentType]) -> None:
    _, problems = read_all(types, {**shipped, "assessments/kpi/k26.yaml": shipped[KPI]})
    assert [str(one) for one in problems] == [
        "assessments/kpi/k26.yaml:1:1: does not belong here: no kind of document has this place or name"
    ]


def test_an_empty_file_and_a_list_are_no_documents(shipped: Mapping[str, str], types: list[DocumentType]) -> None:
    _, problems = read_all(types, {**shipped, KPI: "", PAPER: "- m03-01\n"})
    assert {str(one) for one in problems} >= {
        f"{KPI}:1:1: is empty or not a mapping; expected `key: value` lines",
        f"{PAPER}:1:1: is empty or not a mapping; expected `key: value` lines",
    }


def test_a_drawing_needs_its_words(shipped: Mapping[str, str], types: list[DocumentType]) -> None:
    text = shipped[DRAWING]
    without = text[: text.index("<desc")] + text[text.index("</desc>") + len("</desc>") :]
    _, problems = read_all(types, {**shipped, DRAWING: without})
    assert [str(one) for one in problems] == [f"{DRAWING}:1:1: needs a <desc> inside <svg>: the drawing in words"]


def test_two_files_may_not_have_one_name(shipped: Mapping[str, str], types: list[DocumentType]) -> None:
    again = PROGRAMME.replace("mindset", "again")
    twin = MODULE.replace("mindset", "again") + "/module.yaml"
    _, problems = read_all(types, {**shipped, again: shipped[PROGRAMME], twin: shipped[f"{MODULE}/module.yaml"]})
    message = f"the name `m03-providers-and-risk` is already used by {twin}"
    assert f"{MODULE}/module.yaml:1:1: {message}" in map(str, problems)


def test_all_mistakes_of_all_files_come_in_one_run(shipped: Mapping[str, str], types: list[DocumentType]) -> None:
    wanted = {
        "unknown key",
        "two correct options",
        "unknown fact in a lesson",
        "drawing with a script",
        "unknown paper",
    }
    chosen = [one for one in ONE_FILE if one.what in wanted]
    files = dict(shipped)
    for one in chosen:
        files[one.path] = one.files(shipped)[one.path]
    _, problems = read_all(types, files)
    assert {one.line(shipped) for one in chosen} <= {str(problem) for problem in problems}
    assert problems == sorted(problems)


def test_all_mistakes_of_one_file_come_in_one_run(shipped: Mapping[str, str], types: list[DocumentType]) -> None:
    # Without its kind a question cannot be read further, so the two mistakes stand in two questions.
    text = shipped[BANK].replace("    level: 2\n", "    level: 9\n", 1).replace("    kind: single\n", "", 1)
    drawing = shipped[DRAWING].replace('<rect class="d-box"', '<rect fill="red" onload="x" class="box"', 1)
    lesson = shipped[LESSON].replace("::fact ", "::card ").replace("## ", "# ", 1)
    _, problems = read_all(types, {**shipped, BANK: text, DRAWING: drawing, LESSON: lesson})
    by_path = [problem.path for problem in problems]
    assert by_path.count(BANK) == 2
    assert by_path.count(DRAWING) == 3
    assert by_path.count(LESSON) == shipped[LESSON].count("::fact ") + 1


def test_a_file_that_cannot_be_read_is_not_also_called_missing(
    shipped: Mapping[str, str], types: list[DocumentType]
) -> None:
    broken = [COMPETENCY, FACTS, GLOSSARY, BANK, PAPER, KPI, f"{MODULE}/module.yaml", DRAWING]
    _, problems = read_all(types, {**shipped, **dict.fromkeys(broken, "\tbroken")})
    assert sorted({problem.path for problem in problems}) == sorted(broken)
    assert len(problems) == len(broken)


def test_what_is_truly_missing_is_told_even_beside_a_broken_file(
    shipped: Mapping[str, str], types: list[DocumentType]
) -> None:
    lost = next(one for one in ONE_FILE if one.what == "unknown KPI")
    _, problems = read_all(types, {**lost.files(shipped), "assessments/kpis/k02.yaml": "\tbroken"})
    assert lost.line(shipped) in map(str, problems)


def test_an_overdue_fact_is_a_warning_that_stops_nothing(shipped: Mapping[str, str], types: list[DocumentType]) -> None:
    drafts, problems = read_all(types, shipped)
    assert not problems
    late = [one for kind in types for one in kind.due(drafts, date(2027, 2, 1)) if "mssp-2026" in one.message]
    line = shipped[FACTS][: shipped[FACTS].index("review_by: 2027-01-31")].count("\n") + 1
    assert str(late[0]) == (
        f"{FACTS}:{line}:5: warning: fact `mssp-2026` was due for review by 2027-01-31: "
        "check its source, then update or withdraw it"
    )
    assert late[0].severity is Severity.WARNING
    assert not [one for kind in types for one in kind.due(drafts, date(2026, 11, 21))]


def test_a_short_lesson_is_a_warning(shipped: Mapping[str, str], types: list[DocumentType]) -> None:
    head, _, _ = shipped[LESSON].partition('"On day 31')
    _, problems = read_all(types, {**shipped, LESSON: f"{head}Short.\n\n::question q1\n\n::question q2\n"})
    assert [(one.severity, one.message) for one in problems] == [
        (Severity.WARNING, "the text has 5 words; a lesson has 400 to 900")
    ]
