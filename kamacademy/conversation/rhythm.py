"""What coaches' contacts and their learners' pulse say for K20 Coaching rhythm and quality. Pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from kamacademy.kpi.calculated import Counted
from kamacademy.kpi.subjects import Subject

# The pulse is told from five learners on, so that nobody's answer can be made out.
FEWEST_LEARNERS = 5
GOOD = 4


def rhythm(planned: Iterable[tuple[int, bool]], pulse: Iterable[tuple[int, int, int, int]]) -> dict[Subject, Counted]:
    """K20 of each coach from (coach, whether held) of the visits planned in a month.

    Read with it: the pulse of the three months up to its end, as (coach, learner, answer, answer).
    """
    held, all_planned = Counter[int](), Counter[int]()
    for coach, was_held in planned:
        all_planned[coach] += 1
        held[coach] += was_held
    said: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for coach, *answers in pulse:
        said[coach].append((answers[0], answers[1], answers[2]))
    return {
        Subject(learner_id=coach): Counted(held[coach], planned_by, pulse_words(said[coach]))
        for coach, planned_by in all_planned.items()
    }


def pulse_words(said: Collection[tuple[int, int, int]]) -> str:
    """How many answers were 4 or 5 to both questions; not below five learners."""
    if len({learner for learner, *_ in said}) < FEWEST_LEARNERS:
        return "the pulse is told once five learners have answered in three months."
    good = sum(1 for _, first, second in said if min(first, second) >= GOOD)
    return f"in three months {good} of {len(said)} answers of learners were 4 or 5 to both questions of the pulse."
