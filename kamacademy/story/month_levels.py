"""Levels at the ends of months, worked out of the ledger's rows up to each, and what changed between. Pure.

Each is what the profile would have said on that day of the visits up to then, with what is known of the raters today.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from kamacademy.competency.estimation import Estimate, nothing_seen
from kamacademy.competency.evidence import Row
from kamacademy.competency.occasions import Occasion, occasions_of, rated_by_others
from kamacademy.competency.words import standing_words

if TYPE_CHECKING:
    from kamacademy.competency.reckoning import Raters

# The day and the code of a competency.
Wanted = tuple[date, str]
# The code of a competency, and how many rows of its ledger had come by a day.
Reached = tuple[str, int]


@dataclass(frozen=True, slots=True)
class LevelChange:
    """A level that is worded otherwise at the end of a month than at the end of the one before.

    `before` is empty where there was no level yet. `is_by_time` where nothing new was seen in between.
    """

    on: date
    competency: str
    now: str
    before: str
    is_by_time: bool


def estimates_at(
    wanted: Iterable[Wanted],
    rows: Mapping[str, Sequence[Row]],
    learner_id: int,
    raters: "Raters",
    targets: Mapping[str, int | None],
) -> dict[Wanted, Estimate]:
    """The development view's estimates of some days and competencies, from all rows by competency.

    Which levels are held, and the checks, are not looked at: they say how a level stands to its target, which is the
    profile's to tell.
    """
    reached, occasions = histories_at(wanted, rows, learner_id)
    chances = chances_at(reached, occasions, raters)
    return {
        (on, code): estimate_of(code, occasions[place], chances[on, code], targets.get(code), on)
        if occasions[place]
        else nothing_seen(code, target=targets.get(code), on=on, check_passed=None)
        for (on, code), place in reached.items()
    }


def histories_at(
    wanted: Iterable[Wanted], rows: Mapping[str, Sequence[Row]], learner_id: int
) -> tuple[dict[Wanted, Reached], dict[Reached, tuple[Occasion, ...]]]:
    """How far the ledger had come on each day, and the occasions of each: most months add nothing to most."""
    rated = {code: rated_by_others(some, learner_id) for code, some in rows.items()}
    reached: dict[Wanted, Reached] = {}
    occasions: dict[Reached, tuple[Occasion, ...]] = {}
    for on, code in wanted:
        until = [row for row in rated.get(code, ()) if row.happened_on <= on]
        place = reached[on, code] = code, len(until)
        if place not in occasions:
            occasions[place] = occasions_of(until)
    return reached, occasions


def chances_at(
    reached: Mapping[Wanted, Reached], occasions: Mapping[Reached, tuple[Occasion, ...]], raters: "Raters"
) -> dict[Wanted, tuple[float, ...]]:
    """The chances of levels 1 to 5 on each day on which something had been seen; each history is gone through once."""
    different = {place: number for number, place in enumerate(place for place, some in occasions.items() if some)}
    if not different:
        return {}
    from kamacademy.competency.fusion import walked
    from kamacademy.competency.reckoning import level_chances

    known = walked([[raters.visit(one) for one in occasions[place]] for place in different], raters.severities).known
    seen = {wanted: place for wanted, place in reached.items() if place in different}
    days = [(on - occasions[place][-1].day).days for (on, _), place in seen.items()]
    numbers = [different[place] for place in seen.values()]
    return dict(zip(seen, level_chances(known[numbers], days), strict=True))


def estimate_of(
    competency: str, occasions: Sequence[Occasion], chances: tuple[float, ...], target: int | None, on: date
) -> Estimate:
    """What is known after some occasions, on a day."""
    return Estimate(
        competency, target, chances, None, len({one.visit for one in occasions}),
        len({one.rater_id for one in occasions}), 0, occasions[-1].day, on, None, None,
    )  # fmt: skip


def level_changes(
    days: Sequence[date], estimates: Mapping[Wanted, Estimate], competencies: Iterable[str], level_names: Sequence[str]
) -> list[LevelChange]:
    """What changed from each day to the next, days oldest first; a level that is not known yet is no change."""
    codes = list(competencies)
    found = []
    for before, now in pairwise(days):
        for code in codes:
            earlier, later = estimates[before, code], estimates[now, code]
            was = "" if earlier.level is None else standing_words(earlier, level_names)
            words = standing_words(later, level_names)
            if later.level is not None and words != was:
                found.append(LevelChange(now, code, words, was, earlier.latest == later.latest))
    return found
