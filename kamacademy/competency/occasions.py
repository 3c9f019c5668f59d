"""From ledger rows to a history: what others saw a person do, occasion by occasion, and what was answered. Pure.

An occasion is one visit as one rater saw it, and each indicator counts once within it, the newest row winning: a note
that was copied for a decision is the same visit still. Its day is the latest of its rows. Answers are the scores of
knowledge checks and of practice. Passing a paper begins them anew: who failed, learned and passed is not held to what
was not known before. Earlier passes stay, since a short paper passed is no reason to forget a long one. A scenario
shows decisions and not what somebody knows: its score counts strong choices where a merely sound one is no mistake, so
no standard of right answers can be read off it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kamacademy.competency.evidence import DOES, KNOWS, Kind, Row, View


class Occasion(NamedTuple):
    """One visit as one rater saw it: levels 1 to 5 by indicator; rows about the competency at large are under "".

    What a colleague answered as a peer is no observation, whatever certificate the colleague holds.
    """

    day: date
    visit: str
    rater_id: int
    levels: tuple[tuple[str, int], ...]
    is_by_peer: bool = False


class Answers(NamedTuple):
    """Answers of one moment: so many points of so many, by the key of their row."""

    day: date
    key: int
    score: float
    score_max: float


# A paper's newest last day, or None where a pass does not run out.
Passes = Mapping[str, date | None]


@dataclass(frozen=True, slots=True)
class History:
    """One competency of one person in one view, in order of day; `knows_on` is the day of the newest row of Knows."""

    occasions: tuple[Occasion, ...]
    answers: tuple[Answers, ...]
    passes: Passes
    knows_on: date | None


def history(rows: Iterable[Row], learner_id: int, view: View, until: date | None = None) -> History:
    """The history that rows of one competency make in a view, of all days or up to and with one.

    Whatever the order of the rows, the history is the same.
    """
    seen = [row for row in rows if (until is None or row.happened_on <= until) and row.is_seen_in(view)]
    knows = [row for row in seen if row.kind in KNOWS]
    return History(
        occasions_of(rated_by_others(seen, learner_id)), answers_of(knows), passes_of(knows),
        max((row.happened_on for row in knows), default=None),
    )  # fmt: skip


def rated_by_others(rows: Iterable[Row], learner_id: int) -> list[Row]:
    """The rows on which somebody else gave a level to what the learner did."""
    return [
        row
        for row in rows
        if row.level is not None and row.kind in DOES and row.rater_id is not None and row.rater_id != learner_id
    ]


def occasions_of(rows: Iterable[Row]) -> tuple[Occasion, ...]:
    """The occasions of rated rows, by day; those of one day by visit and rater."""
    grouped: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        assert row.rater_id is not None
        grouped[row.visit, row.rater_id].append(row)
    return tuple(sorted(occasion(visit, rater_id, found) for (visit, rater_id), found in grouped.items()))


def occasion(visit: str, rater_id: int, rows: list[Row]) -> Occasion:
    """The occasion of rows of one visit by one rater."""
    if len(rows) > 1:
        rows.sort(key=lambda row: row.key)
    levels = {row.indicator or "": row.level for row in rows if row.level is not None}
    is_by_peer = any(row.kind is Kind.PEER for row in rows)
    return Occasion(max(row.happened_on for row in rows), visit, rater_id, tuple(sorted(levels.items())), is_by_peer)


def answers_of(rows: Iterable[Row]) -> tuple[Answers, ...]:
    """The scores of knowledge by day, from the newest passed paper on; those of earlier passes stay."""
    found, passes = list[Answers](), set[int]()
    newest_pass = (date.min, 0)
    for row in rows:
        if row.kind is Kind.KNOWLEDGE and row.score is not None and row.score_max:
            found.append(Answers(row.happened_on, row.key, row.score, row.score_max))
            if row.passed:
                newest_pass = max(newest_pass, (row.happened_on, row.key))
                passes.add(row.key)
    return tuple(sorted(one for one in found if (one.day, one.key) >= newest_pass or one.key in passes))


def passes_of(rows: Iterable[Row]) -> Passes:
    """Each paper that was passed, and the last day on which a pass of it counts."""
    found: dict[str, date | None] = {}
    for row in rows:
        if row.passed and row.source_ref is not None:
            last = found.get(row.source_ref, date.min)
            found[row.source_ref] = None if last is None or row.valid_until is None else max(last, row.valid_until)
    return dict(sorted(found.items()))
