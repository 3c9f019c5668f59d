"""Where the parts of a level line stand: five segments of a fifth each, segment k for level k. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from kamacademy.competency.certainty import Certainty, certainty
from kamacademy.competency.estimation import Estimate
from kamacademy.competency.words import chance_words, range_words, standing_words

SEGMENT_PERCENT = 20
INSET_PERCENT = 2


@dataclass(frozen=True, slots=True)
class LevelLine:
    """A level line in percent of its width: no bar and dot below three visits, no flag without a target."""

    label: str
    kind: Certainty
    low: int | None
    width: int | None
    at: int | None
    target: int | None


def level_line(estimate: Estimate, level_names: Sequence[str]) -> LevelLine:
    """Bar over the levels of the 80 % range, dot within the level's segment, flag where the target's begins."""
    low = width = at = None
    if estimate.level is not None and estimate.low is not None and estimate.high is not None:
        low = (estimate.low - 1) * SEGMENT_PERCENT + INSET_PERCENT
        width = (estimate.high - estimate.low + 1) * SEGMENT_PERCENT - 2 * INSET_PERCENT
        at = (estimate.level - 1) * SEGMENT_PERCENT + SEGMENT_PERCENT // 2
    target = None if estimate.target is None else (estimate.target - 1) * SEGMENT_PERCENT
    return LevelLine(label(estimate, level_names), certainty(estimate), low, width, at, target)


def label(estimate: Estimate, level_names: Sequence[str]) -> str:
    """The line in words, for those who do not see it."""
    chance = chance_words(estimate)
    parts = [f"{standing_words(estimate, level_names)}{f' ({chance})' if chance else ''}"]
    parts.append(range_words(estimate, level_names))
    parts.append(f"Target {level_names[estimate.target - 1]}" if estimate.target else "No target for the job role")
    return f"{'. '.join(part for part in parts if part)}."
