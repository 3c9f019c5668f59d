"""Two roles side by side: how targets change, and how one level stands against each."""

from collections import Counter
from dataclasses import replace

import pytest

from kamacademy.competency.documents import Competency, Framework
from kamacademy.content.documents import Drafts
from kamacademy.people.job_roles import JobRole
from kamacademy.transition.side_by_side import Direction, against, direction, steps_words, target_steps
from tests.competency.known import CLEAR_3, LEANING_3, UNSEEN, known


@pytest.fixture(scope="module")
def framework(drafts: Drafts) -> Framework:
    found = drafts.of("framework")[0].content
    assert isinstance(found, Framework)
    return found


@pytest.fixture(scope="module")
def competencies(drafts: Drafts) -> dict[str, Competency]:
    return {one.code: one for _, one in drafts.contents("competency", Competency)}


@pytest.mark.parametrize(
    ("now", "then", "found"),
    [
        (2, 3, Direction.RISES),
        (3, 3, Direction.STAYS),
        (4, 2, Direction.FALLS),
        (None, 2, Direction.BEGINS),
        (2, None, Direction.ENDS),
        (None, None, Direction.NONE),
    ],
)
def test_a_target_rises_stays_falls_begins_or_ends(now: int | None, then: int | None, found: Direction) -> None:
    assert direction(now, then) is found


def test_from_sales_representative_to_small_k_every_target_rises_by_one(
    framework: Framework, competencies: dict[str, Competency]
) -> None:
    steps = target_steps(framework, competencies, JobRole.REP, JobRole.SK)
    assert len(steps) == 13
    assert steps_words(steps) == "13 targets rise."
    by_code = {one.competency.code: one for one in steps}
    assert (by_code["C07"].now, by_code["C07"].then) == ("Developing", "Proficient")
    assert by_code["C12"].is_gate
    # REP: C01 C03 C12; SK: C03 C07 C09 C10 (the framework's own rows).
    assert [one.competency.code for one in steps if one.is_priority_now] == ["C01", "C03", "C12"]
    assert [one.competency.code for one in steps if one.is_priority_then] == ["C03", "C07", "C09", "C10"]


def test_from_big_k_to_nurse_navigator_a_target_ends_and_others_fall(
    framework: Framework, competencies: dict[str, Competency]
) -> None:
    steps = target_steps(framework, competencies, JobRole.BK, JobRole.NAV)
    found = Counter(one.direction for one in steps)
    # BK against NAV: C04 and C12 stay at 4, C08 ends, the other ten fall.
    assert found == {Direction.STAYS: 2, Direction.FALLS: 10, Direction.ENDS: 1}
    assert steps_words(steps) == "2 targets stay, 10 fall and 1 ends."


def test_one_level_is_told_against_each_target() -> None:
    assert against(UNSEEN).words == "Not known yet"
    at_target = against(known(CLEAR_3, held=3, target=3))
    assert (at_target.words, at_target.is_at_target, at_target.is_gap) == ("At target", True, False)
    assert against(known(LEANING_3, target=3)).words == "Reached, not yet secure"
    below = against(known(CLEAR_3, held=3, target=4))
    assert (below.words, below.is_gap) == ("1 level to go", True)
    assert against(replace(known(CLEAR_3, held=3), target=5)).words == "2 levels to go"
    assert against(known(CLEAR_3, target=None)).words == "No target"
