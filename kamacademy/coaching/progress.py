"""How far a draft has come, what is missing before it can be shared, and what to ask once before it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

STEPS = 5
HIGHEST_WITHOUT_EVIDENCE = 3
SAME_FROM = 3


@dataclass(frozen=True, slots=True)
class Rated:
    """One indicator in focus as the rules see it. `level` None with `is_rated` is "not observed"."""

    indicator: str
    is_rated: bool
    level: int | None
    has_evidence: bool


class Step(StrEnum):
    """Where the form goes on; the value is the last part of the page's address."""

    FOCUS = "focus"
    RATING = "ratings"
    WORDS = "words"
    AGREEMENT = "agreement"
    REVIEW = "review"


class Caution(StrEnum):
    """What a coach is asked once before sharing. A question, never a wall."""

    HIGH_WITHOUT_EVIDENCE = "high without evidence"
    ALL_THE_SAME = "all the same"


def unrated(ratings: Sequence[Rated]) -> list[str]:
    """The indicators that have neither a level nor "not observed"."""
    return [one.indicator for one in ratings if not one.is_rated]


def where_next(ratings: Sequence[Rated], *, has_words: bool, has_action: bool) -> Step:
    """The first step of a draft that is still open."""
    if not ratings:
        return Step.FOCUS
    if unrated(ratings):
        return Step.RATING
    if not has_words:
        return Step.WORDS
    return Step.REVIEW if has_action else Step.AGREEMENT


def high_without_evidence(ratings: Sequence[Rated]) -> list[str]:
    """The indicators rated above 3 with no line that says what was seen."""
    return [
        one.indicator
        for one in ratings
        if one.level is not None and one.level > HIGHEST_WITHOUT_EVIDENCE and not one.has_evidence
    ]


def cautions(ratings: Sequence[Rated]) -> list[Caution]:
    """What to ask once: high levels without an evidence line, and three or more indicators all rated alike."""
    found = []
    if high_without_evidence(ratings):
        found.append(Caution.HIGH_WITHOUT_EVIDENCE)
    levels = [one.level for one in ratings]
    if len(levels) >= SAME_FROM and len(set(levels)) == 1:
        found.append(Caution.ALL_THE_SAME)
    return found
