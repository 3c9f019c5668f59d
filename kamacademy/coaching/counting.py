"""What observations say for the KPIs of whoever was observed: K12 Proposition fit, K13 Discovery quality. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from kamacademy.kpi.calculated import Counted, levels_words
from kamacademy.kpi.subjects import Subject
from kamacademy.wording import counted

COMPLEX = "complex"


def fits(seen: Iterable[tuple[int, bool, str]]) -> dict[Subject, Counted]:
    """K12 from (learner, whether the proposition matched the stated goal, complexity) of each conversation observed."""
    by_learner: dict[int, list[tuple[bool, str]]] = defaultdict(list)
    for learner, matched, complexity in seen:
        by_learner[learner].append((matched, complexity))
    return {
        Subject(learner_id=learner): Counted(
            sum(matched for matched, _ in some), len(some), complex_words([one for _, one in some])
        )
        for learner, some in by_learner.items()
    }


def complex_words(complexities: list[str]) -> str:
    """How many of the conversations were complex, since easy ones are easily matched."""
    return f"{complexities.count(COMPLEX)} of {counted(len(complexities), 'conversation')} were complex."


def discoveries(rated: Iterable[tuple[int, int]], targets: Mapping[int, int]) -> dict[Subject, Counted]:
    """K13 from (learner, level of discovery) of each occasion, against the level each learner's job role aims for."""
    by_learner: dict[int, Counter[int]] = defaultdict(Counter)
    for learner, level in rated:
        by_learner[learner][level] += 1
    return {
        Subject(learner_id=learner): Counted(
            sum(times for level, times in levels.items() if level >= targets[learner]),
            levels.total(),
            f"target level {targets[learner]}; {levels_words(levels)}",
        )
        for learner, levels in by_learner.items()
    }
