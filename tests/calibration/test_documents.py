"""Cases and the guide as files: what ships serves, and what is wrong is said with its place."""

import re
from collections.abc import Mapping, Sequence

import pytest

from kamacademy.calibration.documents import (
    CASE,
    CASES_WANTED,
    COMPETENCIES_WANTED,
    GUIDE,
    LEVELS,
    CalibrationCase,
    FacilitatorGuide,
)
from kamacademy.content.documents import DocumentType, Drafts, read_all
from kamacademy.content.problems import Problem, Severity

FOLDER = "assessments/calibration"


def problems(
    shipped: Mapping[str, str], types: Sequence[DocumentType], name: str, *changes: tuple[str, str]
) -> list[Problem]:
    """The problems of a file after changes."""
    path = next(one for one in shipped if one.startswith(f"{FOLDER}/{name}"))
    # What the experts gave may change; here they agree.
    text = re.sub(r"reference: (\d)\n( +)experts: \[.*\]", r"reference: \1\n\2experts: [\1, \1, \1]", shipped[path])
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    _, found = read_all(types, {**shipped, path: text})
    return found


def test_the_shipped_cases_serve_events_and_quarters(drafts: Drafts) -> None:
    cases = [case for _, case in drafts.contents(CASE, CalibrationCase)]
    references = [one for case in cases for one in case.ratings]
    assert len(cases) >= CASES_WANTED
    assert len({one.indicator[:3] for one in references}) >= COMPETENCIES_WANTED
    assert {one.reference for one in references} == set(LEVELS)
    assert [guide.minutes for _, guide in drafts.contents(GUIDE, FacilitatorGuide)] == [120]


def test_most_cases_do_not_give_one_level_to_everything(drafts: Drafts) -> None:
    cases = [case for _, case in drafts.contents(CASE, CalibrationCase)]
    mixed = [case for case in cases if len({one.reference for one in case.ratings}) > 1]
    assert len(mixed) > len(cases) / 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("activity: discovery-meeting", "activity: fishing"), "there is no activity `fishing`"),
        (("activity: discovery-meeting", "activity: coaching-session"), "is not among what the activity"),
        (("indicator: C03a", "indicator: C44a"), "there is no indicator `C44a`"),
        (("indicator: C12b", "indicator: C03a"), "indicator `C03a` stands here twice"),
        (("reference: 1", "reference: 2"), "the experts' median is 1, not 2"),
        (("experts: [1, 1, 1]", "experts: [1, 1]"), "expected at least 3"),
        (("experts: [1, 1, 1]", "experts: [1, 1, 3]"), "an expert gave 3 where the reference is 1"),
        (("context: usual", "context: hard"), "`context` should be one of"),
        (("activity: discovery-meeting", "activity: discovery-meeting\nlevel: 3"), "`level` is not a known key"),
        (
            ("context: usual", "context: usual\nvideo: {title: The case, address: 'http://x.example', minutes: 4}"),
            "begins with https://",
        ),
    ],
)
def test_what_is_wrong_with_a_case_is_said(
    shipped: Mapping[str, str], types: Sequence[DocumentType], change: tuple[str, str], words: str
) -> None:
    found = problems(shipped, types, "cases/v01", change)
    assert [one for one in found if words in one.message], [one.message for one in found]


def test_experts_may_differ_by_a_level_and_a_case_may_have_a_video(
    shipped: Mapping[str, str], types: Sequence[DocumentType]
) -> None:
    video = "context: usual\nvideo: {title: The case, address: 'https://x.example/1', minutes: 4}"
    assert problems(shipped, types, "cases/v01", ("[1, 1, 1]", "[1, 1, 2]"), ("context: usual", video)) == []


def test_the_parts_of_the_agenda_fill_its_minutes(shipped: Mapping[str, str], types: Sequence[DocumentType]) -> None:
    found = problems(shipped, types, "facilitator-guide", ("minutes: 120", "minutes: 90"))
    assert ["take 120 minutes together, not 90" in one.message for one in found] == [True]


def test_too_few_cases_are_a_warning_and_no_problem(shipped: Mapping[str, str], types: Sequence[DocumentType]) -> None:
    kept = sorted(one for one in shipped if one.startswith(f"{FOLDER}/cases/"))[2:]
    few = {path: text for path, text in shipped.items() if path not in kept}
    _, found = read_all(types, few)
    assert {one.severity for one in found} == {Severity.WARNING}
    said = " ".join(one.message for one in found)
    assert "there are 2 calibration cases" in said
    assert "show 4 competencies" in said
    assert "no calibration case shows level 5" in said
