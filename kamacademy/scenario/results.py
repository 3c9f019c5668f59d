"""A run as progress sees it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RunResult:
    """One run; `finished_at`, `ending` and `passed` are None while it goes on. A practice run adds no evidence."""

    run_id: int
    learner_id: int
    scenario: str
    release_id: int
    started_at: datetime
    finished_at: datetime | None
    ending: str | None
    passed: bool | None
    is_practice: bool


def unfinished(results: Iterable[RunResult], scenario: str, release_id: int) -> RunResult | None:
    """The run of a scenario and release that still goes on."""
    return next(
        (
            one
            for one in results
            if (one.scenario, one.release_id) == (scenario, release_id) and one.finished_at is None
        ),
        None,
    )


def of_scenario(results: Iterable[RunResult], scenario: str) -> list[RunResult]:
    """The runs of one scenario, in their order."""
    return [one for one in results if one.scenario == scenario]
