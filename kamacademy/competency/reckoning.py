"""From histories to what is kept of them by the rule `grid-1`: one way for one person and for everybody. Pure.

What is known is dated to a day last of all, out of what was known on the day of the newest evidence. Whoever dates it,
and however often it was dated before, finds the same numbers.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np

from kamacademy.competency.belief import chances_from
from kamacademy.competency.estimation import held_after
from kamacademy.competency.fusion import Severity, Visit, filtered, walked
from kamacademy.competency.grid import POINTS, Days, drifted, shares_from
from kamacademy.competency.kept import Kept, Key, Panel
from kamacademy.competency.knowledge import Answered, known_after, logit
from kamacademy.competency.occasions import History, Occasion, Passes
from kamacademy.rater.rating_scale import Numbers, level_cuts


@dataclass(frozen=True, slots=True)
class Raters:
    """What is known of raters by key: severities, first and last days of certificates; and difficulties by indicator.

    `run_id` names the run of the rater model that found them; None before the first.
    """

    run_id: int | None = None
    severities: Mapping[int, Severity] = field(default_factory=dict)
    difficulties: Mapping[str, float] = field(default_factory=dict)
    certified: Mapping[int, Sequence[tuple[date, date]]] = field(default_factory=dict)

    def is_certified(self, rater_id: int, day: date) -> bool:
        """Whether a rater was certified on a day."""
        return any(first <= day <= last for first, last in self.certified.get(rater_id, ()))

    def visit(self, occasion: Occasion) -> Visit:
        """An occasion as the filter sees it."""
        difficulties = tuple(self.difficulties.get(indicator, 0.0) for indicator, _ in occasion.levels)
        levels = tuple(level - 1 for _, level in occasion.levels)
        return Visit(occasion.day.toordinal(), occasion.rater_id, levels, difficulties)


class Seen(NamedTuple):
    """By whom and when something was seen; two raters of one visit are two, with one visit's name."""

    day: int
    visit: str
    rater: int
    is_certified: bool


class Counts(NamedTuple):
    """The highest level held after some occasions, and how many visits, raters and certified raters they were."""

    held: int | None
    visits: int
    raters: int
    certified: int


class Reckoned(NamedTuple):
    """What is kept of one history in one panel, with what is known on the day of its newest evidence."""

    key: Key
    panel: Panel
    known: Numbers
    kept: Kept


def reckoned(
    histories: Mapping[Key, History], raters: Raters, standard: float, today: date, panels: Collection[Panel]
) -> list[Reckoned]:
    """What is kept of histories, dated to `today`, or to the newest evidence where that is later."""
    found = []
    if Panel.DOES in panels:
        found += does({key: one for key, one in histories.items() if one.occasions}, raters, today)
    if Panel.KNOWS in panels:
        found += knows({key: one for key, one in histories.items() if one.knows_on is not None}, standard, today)
    return found


def does(histories: Mapping[Key, History], raters: Raters, today: date) -> list[Reckoned]:
    """What is kept of each history's occasions, of which there is one at least."""
    visits = [[raters.visit(one) for one in history.occasions] for history in histories.values()]
    found = walked(visits, raters.severities, cuts=level_cuts())
    counts = [
        counted(shares.tolist(), seen_of(history, raters))
        for history, shares in zip(histories.values(), found.shares, strict=True)
    ]
    last = [history.occasions[-1].day for history in histories.values()]
    chances = level_chances(found.known, [(today - one).days for one in last])
    return [
        Reckoned(key, Panel.DOES, known, Kept(on, max(on, today), chance, *count, {}))
        for key, known, on, chance, count in zip(histories, found.known, last, chances, counts, strict=True)
    ]


def knows(histories: Mapping[Key, History], standard: float, today: date) -> list[Reckoned]:
    """What is kept of each history's answers and passes, of which there is one at least."""
    answers = [[Answered(one.day.toordinal(), one.score, one.score_max) for one in history.answers]
               for history in histories.values()]  # fmt: skip
    known = known_after(answers).known
    # A pass without points, or a scenario, may be newer than the newest answer: what is known is that of its day.
    last = [history.knows_on or today for history in histories.values()]
    known = drifted(known, [(on - history.answers[-1].day).days if history.answers else 0
                            for on, history in zip(last, histories.values(), strict=True)])  # fmt: skip
    chances = standard_chances(known, [(today - on).days for on in last], standard)
    return [
        Reckoned(
            key, Panel.KNOWS, weights,
            Kept(on, max(on, today), chance, None, len(history.answers), 0, 0, in_text(history.passes)),
        )
        for (key, history), weights, on, chance in zip(histories.items(), known, last, chances, strict=True)
    ]  # fmt: skip


def in_text(passes: Passes) -> dict[str, str | None]:
    """The last days of passes as ISO text."""
    return {paper: None if last is None else last.isoformat() for paper, last in passes.items()}


def seen_of(history: History, raters: Raters) -> list[Seen]:
    """The occasions as the rule counts them."""
    return [
        Seen(
            one.day.toordinal(),
            one.visit,
            one.rater_id,
            not one.is_by_peer and raters.is_certified(one.rater_id, one.day),
        )
        for one in history.occasions
    ]


def counted(shares: Sequence[Sequence[float]], seen: Sequence[Seen]) -> Counts:
    """What is held at the end, by the rule at the end of each day on which something was seen."""
    held: int | None = None
    visits, raters, certified = set[str](), set[int](), set[int]()
    for number, one in enumerate(seen):
        visits.add(one.visit)
        raters.add(one.rater)
        if one.is_certified:
            certified.add(one.rater)
        if number + 1 == len(seen) or seen[number + 1].day > one.day:
            held = held_after(held, shares[number], len(visits), len(raters), len(certified))
    return Counts(held, len(visits), len(raters), len(certified))


def level_chances(known: Numbers, days: Days) -> list[tuple[float, ...]]:
    """The chances of levels 1 to 5, for each row of weights after so many days."""
    return [chances_from(row) for row in shares_from(drifted(known, days), level_cuts()).tolist()]


def standard_chances(known: Numbers, days: Days, standard: float) -> list[tuple[float, ...]]:
    """The chance of holding the standard of knowledge, for each row of weights after so many days."""
    return [(row[0],) for row in shares_from(drifted(known, days), (logit(standard),)).tolist()]


def dated(
    kept: Sequence[bytes], panels: Sequence[Panel], days: Sequence[int], standard: float
) -> list[tuple[float, ...]]:
    """The chances of what is kept after so many days, by the panel of each."""
    known, passed = unpacked(kept), np.array(days)
    found: list[tuple[float, ...]] = [()] * len(kept)
    for panel in Panel:
        rows = [row for row, one in enumerate(panels) if one is panel]
        if panel is Panel.DOES:
            chances = level_chances(known[rows], passed[rows])
        else:
            chances = standard_chances(known[rows], passed[rows], standard)
        for row, chance in zip(rows, chances, strict=True):
            found[row] = chance
    return found


def known_on(history: History, raters: Raters, today: date) -> Numbers:
    """What is known of the ability behind one history on a day, as weights over the grid."""
    visits = [raters.visit(one) for one in history.occasions]
    return np.asarray(filtered([visits], raters.severities, today.toordinal())[0])


def packed(known: Numbers) -> bytes:
    """Weights over the grid, for keeping."""
    return known.astype("<f8").tobytes()


def unpacked(kept: Sequence[bytes]) -> Numbers:
    """The weights that were kept, a row for each."""
    return np.frombuffer(b"".join(kept), dtype="<f8").reshape(len(kept), POINTS)
