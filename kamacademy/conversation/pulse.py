"""Two questions about the coaching itself, and when a coach may see what came of them: never by visit."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

SMALLEST_GROUP = 5
FEWEST_PEOPLE = 3
# Older answers describe the coach of another year.
MOST_COUNTED = 25
SPECIFIC, USEFUL = "The coaching was specific.", "I can use it in my work."
SCALE = ("Not at all", "A little", "Partly", "Mostly", "Fully")


@dataclass(frozen=True, slots=True)
class Given:
    """One learner's two answers, each 1 to 5."""

    learner_id: int
    was_specific: int
    can_use: int


@dataclass(frozen=True, slots=True)
class Medians:
    """What a coach reads: the lower median of each question, 1 to 5, of how many answers by at least three people."""

    answers: int
    was_specific: int
    can_use: int


def counted(given: Sequence[Given]) -> Sequence[Given]:
    """The answers that count, from all of them oldest first: whole groups of five, the latest 25.

    A single new answer therefore never moves what is shown, so that nobody can tell what it said.
    """
    whole = given[: len(given) - len(given) % SMALLEST_GROUP]
    return whole[-MOST_COUNTED:]


def medians(given: Sequence[Given]) -> Medians | None:
    """The medians of a coach's answers, oldest first; None below five answers or three people."""
    shown = counted(given)
    if len(shown) < SMALLEST_GROUP or len({one.learner_id for one in shown}) < FEWEST_PEOPLE:
        return None
    return Medians(len(shown), median_low(one.was_specific for one in shown), median_low(one.can_use for one in shown))
