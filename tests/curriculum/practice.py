"""The first module with everything a module may have: a scenario, a form, an exemption test, a check that runs out."""

from collections.abc import Iterable, Mapping

from kamacademy.content.documents import Drafts
from kamacademy.curriculum.models import ModuleAttempt
from kamacademy.curriculum.operations import begin_scenario
from kamacademy.people.models import Person
from kamacademy.scenario.models import ScenarioRun
from kamacademy.scenario.operations import decide
from kamacademy.scenario.queries import course_of
from tests.curriculum.study import M01, PROGRAMME, complete
from tests.exercise.work import EXERCISE, EXERCISE_PATH, RUBRIC, RUBRIC_PATH, with_files
from tests.scenario import small
from tests.world import NOW, World

MODULE_PATH = f"curricula/{PROGRAMME}/{M01}/module.yaml"
PROGRAMME_PATH = f"curricula/{PROGRAMME}/programme.yaml"
CHECK_PATH = "assessments/papers/m01-check.yaml"
EXEMPTION_PATH = "assessments/papers/m01-exemption.yaml"
EXEMPTION = """\
title: "Exemption test: from products to accounts"
purpose: Show that you know this already.
items: [m01-01, m01-02]
pass_percent: 100
minutes: 5
wait_hours: 24
"""


def text_of(drafts: Drafts, path: str) -> str:
    """A shipped file's text."""
    return next(draft.text for draft in drafts if draft.path == path)


def plain_module(drafts: Drafts) -> str:
    """The first module with lessons, a check and a task in words alone."""
    lines = text_of(drafts, MODULE_PATH).splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(("  form:", "scenarios:", "exemption:")))


def publish_plain(world: World, drafts: Drafts) -> None:
    """A release whose programme is the plain first module alone."""
    programme = text_of(drafts, PROGRAMME_PATH)
    first = f"  - module: {M01}\n"
    alone = programme[: programme.index(first)] + first
    world.publish(with_files(drafts, {MODULE_PATH: plain_module(drafts), PROGRAMME_PATH: alone}), at=NOW)


def files(drafts: Drafts) -> Mapping[str, str]:
    """The files that make the first module whole."""
    check = text_of(drafts, CHECK_PATH)
    module = plain_module(drafts).replace(
        "check: m01-check\nexercise:\n",
        "check: m01-check\nscenarios: [small-talk]\nexemption: m01-exemption\nexercise:\n  form: five-facts\n",
    )
    assert "form: five-facts" in module
    return {
        MODULE_PATH: module,
        CHECK_PATH: f"{check}valid_days: 365\n",
        EXEMPTION_PATH: EXEMPTION,
        small.PATH: small.SMALL,
        RUBRIC_PATH: RUBRIC,
        EXERCISE_PATH: EXERCISE,
    }


def publish_whole(world: World, drafts: Drafts, changed: Mapping[str, str] | None = None) -> int:
    """A release in which the first module has everything, some files changed; its key."""
    return world.publish(with_files(drafts, {**files(drafts), **(changed or {})}), at=NOW).id


def play(attempt: ModuleAttempt, choices: Iterable[int] = small.BEST) -> ScenarioRun:
    """A run of the scenario with these choices, or on with the one that is not finished."""
    run = begin_scenario(attempt, small.SLUG, at=NOW)
    for number, choice in enumerate(choices, course_of(run).next_number):
        decide(run, number, choice, at=NOW)
    return run


def complete_whole(learner: Person) -> ModuleAttempt:
    """Lessons, check and scenario."""
    attempt = complete(learner)
    play(attempt)
    return attempt
