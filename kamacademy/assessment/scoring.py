"""The score of a sitting, as a whole and by competency."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kamacademy.assessment.documents import Item
from kamacademy.assessment.paper import points_needed


@dataclass(frozen=True, slots=True)
class Points:
    """Right answers out of questions asked."""

    points: int
    points_max: int


@dataclass(frozen=True, slots=True)
class Score:
    """Right answers, whether they pass, and how they spread over the competencies tested, in the paper's order."""

    points: int
    points_max: int
    passed: bool
    by_competency: Mapping[str, Points]


@dataclass(frozen=True, slots=True)
class Result:
    """A sitting as progress sees it; `submitted_at` and `passed` are None while it runs."""

    sitting_id: int
    learner_id: int
    paper: str
    release_id: int
    started_at: datetime
    submitted_at: datetime | None
    points: int | None
    points_max: int | None
    passed: bool | None


def score(items: Sequence[Item], choices: Mapping[str, int], *, pass_percent: int) -> Score:
    """One point a right answer; no answer is no point. `choices` are positions in the file by question."""
    asked = Counter(item.competency for item in items)
    right = Counter(item.competency for item in items if choices.get(item.id) == item.right)
    return Score(
        points=right.total(),
        points_max=len(items),
        passed=right.total() >= points_needed(len(items), pass_percent),
        by_competency={code: Points(right[code], asked[code]) for code in asked},
    )


def best(results: Iterable[Result]) -> dict[str, Result]:
    """The best finished sitting of each paper: a passed one before another, then the newest."""
    found: dict[str, Result] = {}
    for one in sorted(results, key=lambda one: (bool(one.passed), one.started_at, one.sitting_id)):
        if one.submitted_at is not None:
            found[one.paper] = one
    return found
