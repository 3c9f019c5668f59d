"""Figures to JSON and back, as the database keeps them."""

import json

import pytest

from kamacademy.quality.analysis import bank_figures, exercise_figures, firsts, paper_figures
from kamacademy.quality.coverage import coverage
from kamacademy.quality.figures import Calibration, Coefficient, ItemParameters, Reliability
from kamacademy.quality.responses import Refused
from kamacademy.quality.snapshot import ExerciseSnapshot, ItemSnapshot, PaperSnapshot, kept, restored
from kamacademy.quality.standards import BorderlineCut, Grading
from tests.quality.cases import response

# 80 people on four questions of rising difficulty, so that parameters and reliability exist.
ANSWERS = [
    response(sitting, f"q{item}", float((sitting * 7 + item * 13) % 80 < 70 - 15 * item + sitting // 8 * 2))
    for sitting in range(80)
    for item in range(4)
]
COVERS = coverage({"C01": 3, "C02": 1}, {"C01": 300, "C03": 20})


def there_and_back(snapshot: object) -> object:
    """A snapshot through JSON text."""
    return restored(type(snapshot), json.loads(json.dumps(kept(snapshot))))


def test_every_snapshot_comes_back_as_it_was() -> None:
    items = bank_figures(ANSWERS)
    assert [one.figures.item for one in items] == ["q0", "q1", "q2", "q3"]
    assert all(isinstance(one.parameters, ItemParameters) for one in items)
    assert [there_and_back(one) for one in items] == items
    few = bank_figures(ANSWERS[:40])
    assert all(isinstance(one.parameters, Refused) for one in few)
    assert [there_and_back(one) for one in few] == few
    form = frozenset((f"q{item}", 1) for item in range(4))
    paper = paper_figures(firsts(("p", one) for one in ANSWERS), form, 60.0, COVERS)
    assert isinstance(paper.reliability, Reliability)
    assert paper.reliability.coefficient is Coefficient.KR20
    assert there_and_back(paper) == paper
    graded = exercise_figures("x", [Grading(n, 1.0 + n % 5, 40.0 + 10 * (n % 5) + n % 7) for n in range(60)])
    assert isinstance(graded.borderline, BorderlineCut)
    assert there_and_back(graded) == graded


def test_choices_come_back_as_choices() -> None:
    refused = there_and_back(ExerciseSnapshot(exercise_figures("x", []).borderline))
    assert isinstance(refused, ExerciseSnapshot)
    assert isinstance(refused.borderline, Refused)
    assert type(refused.borderline.reason).__name__ == "Reason"


def test_another_kind_of_snapshot_is_not_taken_for_it() -> None:
    with pytest.raises(AssertionError):
        restored(PaperSnapshot, kept(bank_figures(ANSWERS)[0]))


def test_no_abilities_of_people_are_kept() -> None:
    form = frozenset((f"q{item}", 1) for item in range(4))
    paper = paper_figures(firsts(("p", one) for one in ANSWERS), form, 60.0, COVERS)
    assert isinstance(paper.calibration, Calibration)
    assert paper.calibration.abilities == ()


def test_only_the_first_sitting_of_each_person_and_paper_counts() -> None:
    from dataclasses import replace
    from datetime import timedelta

    first = response(1, "q0", 0.0)
    again = replace(first, sitting=2, score=1.0, at=first.at + timedelta(days=1))
    other = replace(first, sitting=3, at=first.at + timedelta(days=2))
    found = firsts([("p", again), ("p", first), ("elsewhere", other)])
    assert {one.sitting for one in found.responses} == {1, 3}
    assert found.again == 1


def test_sittings_with_a_question_that_reads_otherwise_today_are_left_out_and_counted() -> None:
    form = frozenset((f"q{item}", 1) for item in range(3)) | {("q3", 2)}
    paper = paper_figures(firsts(("p", one) for one in ANSWERS), form, 60.0, COVERS)
    assert (paper.sittings, paper.earlier) == (80, 80)
    assert isinstance(paper.reliability, Refused)
    assert paper.consistency is None


def test_a_bank_without_answers_has_no_figures() -> None:
    assert bank_figures([]) == []
    assert [type(one) for one in bank_figures(ANSWERS[:4])] == [ItemSnapshot] * 4
