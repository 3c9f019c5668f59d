"""A small scenario whose every number can be worked by hand, and playing it."""

from collections.abc import Iterable
from pathlib import Path

from flask import current_app

from kamacademy.content.documents import Draft, Drafts, read_file
from kamacademy.content.problems import Problem
from kamacademy.content.queries import library
from kamacademy.people.models import Person
from kamacademy.scenario.checks import DOCUMENT_TYPES, check_scenarios
from kamacademy.scenario.course import Course, Taken, fold
from kamacademy.scenario.documents import Scenario
from kamacademy.scenario.models import ScenarioRun
from kamacademy.scenario.operations import begin_run, decide
from tests.world import NOW, World

SLUG = "small-talk"
PATH = f"assessments/scenarios/{SLUG}.yaml"
SMALL = Path(__file__).with_name("small-talk.yaml").read_text(encoding="utf-8")
# Positions in the file, in order. The first passes; the second ends well and knows too little.
BEST = (0, 0, 1, 0, 0, 0)
UNINFORMED = (0, 1, 0, 0, 0)
STOPPED = (2,)


def read(text: str = SMALL, path: str = PATH) -> tuple[Draft | None, list[str]]:
    """A scenario's file as a draft, or what is wrong with its shape."""
    draft, problems = read_file(DOCUMENT_TYPES[0], path, text)
    return draft, [str(one) for one in problems]


def small(text: str = SMALL) -> Scenario:
    """The scenario, typed."""
    draft, problems = read(text)
    assert draft is not None, problems
    assert isinstance(draft.content, Scenario)
    return draft.content


def checked(drafts: Drafts, text: str, path: str = PATH) -> list[Problem]:
    """What the check over the whole set says, with this scenario among the shipped files."""
    draft, problems = read(text, path)
    assert draft is not None, problems
    return [one for one in check_scenarios(Drafts([*drafts, draft])) if one.path == path]


def course(*choices: int) -> Course:
    """The course of these choices."""
    scenario = small()
    steps: list[Taken] = []
    for choice in choices:
        node = fold(scenario, steps).node
        assert node is not None
        steps.append(Taken(len(steps) + 1, node.id, choice))
    return fold(scenario, steps)


def published(world: World, drafts: Drafts, text: str = SMALL) -> int:
    """Publish the shipped files with this scenario; the release's key."""
    current_app.extensions["libraries"].clear()
    draft, problems = read(text)
    assert draft is not None, problems
    return world.publish(Drafts([*drafts, draft]), at=NOW).id


def begun(learner: Person, return_to: str | None = None) -> ScenarioRun:
    """A run of the small scenario in the newest release."""
    return begin_run(learner, SLUG, release_id=library().release_id, at=NOW, return_to=return_to)


def played(learner: Person, choices: Iterable[int] = BEST, return_to: str | None = None) -> ScenarioRun:
    """A run played as far as the choices go."""
    run = begun(learner, return_to)
    for number, choice in enumerate(choices, 1):
        decide(run, number, choice, at=NOW)
    return run
