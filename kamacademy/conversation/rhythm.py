"""What coaches' contacts and their learners' pulse say for K20 Coaching rhythm and quality. Pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from kamacademy.kpi.calculated import Counted
from kamacademy.kpi.figures import FEWEST_TOGETHER
from kamacademy.kpi.periods import Period
from kamacademy.kpi.subjects import Subject

GOOD = 4


def rhythm(
    planned: Iterable[tuple[int, bool]], pulse: Iterable[tuple[int, int, int, int]], quarter: Period
) -> dict[Subject, Counted]:
    """K20 of each coach from (coach, whether held) of the visits planned in a month.

    Read with it: the pulse of a whole quarter, as (coach, learner, answer, answer). Quarters share no answer, so that
    none can be found by taking one from another.
    """
    held, all_planned = Counter[int](), Counter[int]()
    for coach, was_held in planned:
        all_planned[coach] += 1
        held[coach] += was_held
    said: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for coach, *answers in pulse:
        said[coach].append((answers[0], answers[1], answers[2]))
    return {
        Subject(learner_id=coach): Counted(held[coach], planned_by, pulse_words(said[coach], quarter))
        for coach, planned_by in all_planned.items()
    }


def pulse_words(said: Collection[tuple[int, int, int]], quarter: Period) -> str:
    """How many answers were 4 or 5 to both questions; not below five learners."""
    if len({learner for learner, *_ in said}) < FEWEST_TOGETHER:
        return f"the pulse of {quarter.words} is not told: fewer than five learners answered."
    good = sum(1 for _, first, second in said if min(first, second) >= GOOD)
    return f"in {quarter.words} {good} of {len(said)} answers of learners were 4 or 5 to both questions of the pulse."
