"""The chain from learning to behaviour in counts that point at nobody. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.curriculum.documents import Module
from kamacademy.small_groups import Step, counted_steps


@dataclass(frozen=True, slots=True)
class Academy:
    """Counts over the whole academy."""

    learners: int
    chain: list[Step]
    rhythm: list[Step]
    modules: list[tuple[str, str, Step, Step]]
    release_number: int


@dataclass(frozen=True, slots=True)
class Learner:
    """How far one person has come after the modules, and how the coaching of that person keeps its rhythm."""

    id: int
    is_observed: bool
    has_agreed_plan: bool
    has_action_done: bool
    is_in_rhythm: bool
    had_visit_planned: bool
    had_visit_held: bool


def academy(
    learners: Sequence[Learner],
    begun: Mapping[int, Mapping[str, date | None]],
    modules: Mapping[str, Module],
    *,
    days: int,
    release_number: int,
) -> Academy:
    """The page's counts. `begun` are the modules that each learner began, with the day of completion or None."""
    completed = [{slug for slug, day in own.items() if day is not None} for own in begun.values()]
    chain = [
        ("learners in the academy", len(learners)),
        ("have begun a module", sum(1 for own in begun.values() if own)),
        ("have completed a module", sum(1 for own in completed if own)),
        (f"observed by a coach in the last {days} days", sum(one.is_observed for one in learners)),
        ("have a plan agreed by both", sum(one.has_agreed_plan for one in learners)),
        ("have completed a plan action with evidence", sum(one.has_action_done for one in learners)),
    ]
    rhythm = [
        ("observed within the longest time their rhythm allows", sum(one.is_in_rhythm for one in learners)),
        (f"had a visit planned in the last {days} days", sum(one.had_visit_planned for one in learners)),
        ("had one of these held, with a note shared", sum(one.had_visit_held for one in learners)),
    ]
    by_module = [
        (f"{module.code} {words}", sum(1 for own in people if slug in own))
        for slug, module in modules.items()
        for words, people in (("begun", begun.values()), ("completed", completed))
    ]
    steps = counted_steps([*chain, *rhythm, *by_module], len(learners))
    pairs = steps[len(chain) + len(rhythm) :]
    return Academy(
        learners=len(learners),
        chain=steps[: len(chain)],
        rhythm=steps[len(chain) : len(chain) + len(rhythm)],
        modules=[
            (module.code, module.title, pairs[2 * place], pairs[2 * place + 1])
            for place, module in enumerate(modules.values())
        ],
        release_number=release_number,
    )
