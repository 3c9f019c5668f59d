"""Results of sittings as progress sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Result:
    """A sitting as progress sees it; `submitted_at` is None while it runs, `passed` until it is marked.

    `valid_until` is the last day a pass counts, None where it does not run out.
    """

    sitting_id: int
    learner_id: int
    paper: str
    release_id: int
    started_at: datetime
    submitted_at: datetime | None
    points: float | None
    points_max: float | None
    passed: bool | None
    valid_until: date | None = None

    @property
    def is_waiting(self) -> bool:
        """True while answers wait for a person's mark."""
        return self.submitted_at is not None and self.passed is None


def best(results: Iterable[Result]) -> dict[str, Result]:
    """The best submitted sitting of each paper: a passed one before another, then the newest."""
    found: dict[str, Result] = {}
    for one in sorted(results, key=lambda one: (bool(one.passed), one.started_at, one.sitting_id)):
        if one.submitted_at is not None:
            found[one.paper] = one
    return found
