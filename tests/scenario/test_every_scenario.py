"""Every shipped scenario can be played to its best end and to its worst, step by step as runs are."""

from collections.abc import Iterator
from functools import cache

import pytest

from kamacademy.config import PROJECT
from kamacademy.content.documents import Drafts, read_all
from kamacademy.scenario.checks import DOCUMENT_TYPES
from kamacademy.scenario.course import Course, State, Taken, fold, has_passed, moved, start_of
from kamacademy.scenario.documents import Scenario
from kamacademy.scenario.scoring import shown_by_competency

WORST_FIRST = ("stopped", "poor", "mixed", "good")


@cache
def drafts() -> Drafts:
    """The shipped scenarios. The indicators that they name are checked elsewhere."""
    places = sorted((PROJECT / "assessments/scenarios").glob("*.yaml"))
    found, _ = read_all(
        DOCUMENT_TYPES, {one.relative_to(PROJECT).as_posix(): one.read_text(encoding="utf-8") for one in places}
    )
    return found


@cache
def shipped() -> dict[str, Scenario]:
    """Every scenario by its name."""
    return {draft.slug: scenario for draft, scenario in drafts().contents("scenario", Scenario)}


@cache
def ways_to_ends(name: str) -> dict[tuple[str, bool], Course]:
    """For every ending, passed and not passed, a shortest course that comes out there, played through."""
    scenario = shipped()[name]
    first = (scenario.nodes[0].id, start_of(scenario.state))
    waiting: list[tuple[tuple[str, State], tuple[Taken, ...]]] = [(first, ())]
    seen, found = {first}, dict[tuple[str, bool], Course]()
    for (place, state), steps in waiting:
        node = scenario.find_node(place)
        if node is None:
            found.setdefault((place, has_passed(scenario, place, state)), fold(scenario, steps))
            continue
        for position, choice in enumerate(node.choices):
            following = (choice.to, moved(state, choice.effects, scenario.state))
            if following not in seen:
                seen.add(following)
                waiting.append((following, (*steps, Taken(len(steps) + 1, place, position))))
    return found


def played(name: str, kind: str) -> Iterator[Course]:
    """The courses that come out at an ending of this kind."""
    return (one for one in ways_to_ends(name).values() if one.ending is not None and one.ending.kind == kind)


def test_every_file_is_read() -> None:
    assert set(shipped()) == {one.stem for one in (PROJECT / "assessments/scenarios").glob("*.yaml")}
    assert len(shipped()) >= 6


@pytest.mark.parametrize("name", shipped())
def test_a_way_leads_to_the_best_end_and_passes(name: str) -> None:
    best = [one for one in played(name, "good") if one.passed]
    assert best, "no way ends well and passes"
    for course in best:
        assert not any(move.choice.hard_stop for move in course.moves)
        assert any(shown.strong for shown in shown_by_competency(course.moves).values())


@pytest.mark.parametrize("name", shipped())
def test_a_way_leads_to_the_worst_end_and_does_not_pass(name: str) -> None:
    scenario = shipped()[name]
    kind = next(one for one in WORST_FIRST if any(ending.kind == one for ending in scenario.endings))
    assert kind in ("stopped", "poor"), "nothing can go wrong in it"
    worst = list(played(name, kind))
    assert {one.ending.id for one in worst if one.ending} == {one.id for one in scenario.endings if one.kind == kind}
    for course in worst:
        assert course.passed is False
        assert (kind == "stopped") == any(move.choice.hard_stop for move in course.moves)


@pytest.mark.parametrize("name", shipped())
def test_every_ending_is_reached(name: str) -> None:
    assert {ending for ending, _ in ways_to_ends(name)} == {one.id for one in shipped()[name].endings}


@pytest.mark.parametrize("name", shipped())
def test_who_always_takes_a_strong_choice_passes_at_a_good_end(name: str) -> None:
    scenario = shipped()[name]
    steps: list[Taken] = []
    course = fold(scenario, steps)
    while course.node is not None:
        position = next(place for place, one in enumerate(course.node.choices) if one.shows == "strong")
        steps.append(Taken(len(steps) + 1, course.node.id, position))
        assert len(steps) <= len(scenario.nodes) * 2, "the strong way runs in a circle"
        course = fold(scenario, steps)
    assert course.ending is not None
    assert (course.ending.kind, course.passed) == ("good", True)
