"""From readings to a table of figures by month that a comparison can use, and what had to be left out and why. Pure."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kamacademy.kpi.periods import MONTHS_IN, add_months, period_from

# A month counts where so many of the teams have a figure, and then every team must have one.
FEWEST_SHARE_OF_TEAMS = 0.8


class LeftOut(StrEnum):
    """Why a reading was not used, in the order in which that is asked."""

    NO_TEAM = "no-team"
    NO_PART = "no-part"
    ODD_PERIOD = "odd-period"
    SINGLE = "single"
    THIN_MONTH = "thin-month"
    GAP = "gap"
    BEGUN_BEFORE = "begun-before"


class Row(NamedTuple):
    """A current reading: whose (a person's or a team's key), of which team now, its period, its figure and counts."""

    unit: int
    team: int | None
    start: date
    end: date
    measure: float
    numerator: float | None
    denominator: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """Figures by unit and period. `starts` are places of the period in which a team begins, None where it does not.

    `rows` are those used, `before` the figures of everybody with a team in the periods before anybody began, by unit.
    """

    periods: tuple[date, ...]
    units: tuple[int, ...]
    team_of: Mapping[int, int]
    starts: Mapping[int, int | None]
    rows: tuple[Row, ...]
    left_out: Mapping[LeftOut, int]
    before: Mapping[int, tuple[float, ...]]

    @property
    def teams(self) -> list[int]:
        """The teams in order of key."""
        return sorted(self.starts)


def place_of(month: date, first: date, cadence: str) -> int:
    """How many periods of a cadence lie between the first and that of a month."""
    return ((month.year - first.year) * 12 + month.month - first.month) // MONTHS_IN[cadence]


def is_regular(row: Row, cadence: str) -> bool:
    """Whether a reading covers one period of the calendar."""
    months = MONTHS_IN[cadence]
    whole = period_from(cadence, row.start)
    return row.start.day == 1 and (row.start.month - 1) % months == 0 and whole.end == row.end


def table(rows: Iterable[Row], begins: Mapping[int, date | None], cadence: str) -> Table:
    """The table that a comparison can use. `begins` are the months in which the teams that take part begin, or None."""
    left: Counter[LeftOut] = Counter()
    regular = sift(rows, begins, cadence, left)
    everybody = [one for one in regular if one.team is not None]
    taking_part = [one for one in everybody if one.team in begins]
    left[LeftOut.NO_PART] += len(everybody) - len(taking_part)
    some = without_singles(taking_part, left)
    periods = longest_run(some, cadence)
    if not periods:
        return Table((), (), {}, {}, (), {}, {})
    inside = set(periods)
    kept = [one for one in some if one.start in inside]
    left[LeftOut.THIN_MONTH] += len(some) - len(kept)
    starts = {team: start_of(begins[team], periods, cadence) for team in {one.team for one in kept if one.team}}
    whole = only(kept, complete_teams(kept, len(periods)), LeftOut.GAP, left)
    used = only(whole, {team for team, start in starts.items() if start != 0}, LeftOut.BEGUN_BEFORE, left)
    teams = {one.unit: one.team for one in used if one.team is not None}
    found = {team: starts[team] for team in sorted(set(teams.values()))}
    return Table(
        periods=tuple(periods), units=tuple(sorted(teams)), team_of=teams, starts=found, rows=tuple(used),
        left_out={why: count for why, count in left.items() if count},
        before=figures_before(everybody, periods, found),
    )  # fmt: skip


def sift(rows: Iterable[Row], begins: Mapping[int, date | None], cadence: str, left: Counter[LeftOut]) -> list[Row]:
    """The readings of people with a team that cover one period; the others are counted."""
    found = []
    for one in rows:
        if one.team is None:
            left[LeftOut.NO_TEAM] += 1
        elif not is_regular(one, cadence):
            left[LeftOut.ODD_PERIOD] += 1
        else:
            found.append(one)
    return found


def without_singles(rows: Sequence[Row], left: Counter[LeftOut]) -> list[Row]:
    """The readings of all who have two or more: one alone shows no change."""
    counts = Counter(one.unit for one in rows)
    found = [one for one in rows if counts[one.unit] > 1]
    left[LeftOut.SINGLE] += len(rows) - len(found)
    return found


def longest_run(rows: Sequence[Row], cadence: str) -> list[date]:
    """The longest run of periods in each of which most teams have a figure; of two the later."""
    by_period: dict[date, set[int | None]] = defaultdict(set)
    for one in rows:
        by_period[one.start].add(one.team)
    most = len({one.team for one in rows})
    best: list[date] = []
    run: list[date] = []
    for period in sorted(by_period):
        if len(by_period[period]) < FEWEST_SHARE_OF_TEAMS * most:
            continue
        follows = bool(run) and add_months(run[-1], MONTHS_IN[cadence]) == period
        run = [*run, period] if follows else [period]
        if len(run) >= len(best):
            best = run
    return best


def complete_teams(rows: Sequence[Row], periods: int) -> set[int]:
    """The teams of which somebody has a figure in every period."""
    known: dict[int, set[date]] = defaultdict(set)
    for one in rows:
        if one.team is not None:
            known[one.team].add(one.start)
    return {team for team, own in known.items() if len(own) == periods}


def only(rows: Sequence[Row], teams: Collection[int], why: LeftOut, left: Counter[LeftOut]) -> list[Row]:
    """The readings of some teams; the others are counted."""
    found = [one for one in rows if one.team in teams]
    left[why] += len(rows) - len(found)
    return found


def start_of(begins: date | None, periods: Sequence[date], cadence: str) -> int | None:
    """The place of the period in which a team begins: 0 for the first or before, None after the last or never."""
    if begins is None:
        return None
    place = max(place_of(begins, periods[0], cadence), 0)
    return place if place < len(periods) else None


def figures_before(
    rows: Sequence[Row], periods: Sequence[date], starts: Mapping[int, int | None]
) -> dict[int, tuple[float, ...]]:
    """The figures of everybody in the periods before any team began, by unit and in order of period."""
    first = min((start for start in starts.values() if start is not None), default=0)
    early = {one: place for place, one in enumerate(periods[:first])}
    found: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for one in rows:
        if one.start in early:
            found[one.unit].append((early[one.start], one.measure))
    return {unit: tuple(figure for _, figure in sorted(own)) for unit, own in found.items()}


def fingerprint(rows: Iterable[Row], begins: Mapping[int, date | None], blocks: Mapping[int, int]) -> str:
    """The SHA-256 of what a study rests on, in hexadecimal: the same for the same figures, teams and months."""
    kept = [
        [one.unit, one.team, one.start.isoformat(), one.end.isoformat(), one.measure, one.numerator, one.denominator]
        for one in sorted(rows, key=lambda one: (one.unit, one.start, one.end))
    ]
    months = [[team, begins[team].isoformat() if begins[team] else None] for team in sorted(begins)]  # type: ignore[union-attr]  # asked just before
    return hashlib.sha256(json.dumps([kept, months, sorted(blocks.items())]).encode()).hexdigest()
