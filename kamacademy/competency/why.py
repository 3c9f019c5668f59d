"""Why a level is what it is: every occasion behind it, newest first, and how far it moves the level, in words. Pure.

How far is said roughly, and as of an average observer: what one is corrected by is nobody's to read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kamacademy.competency.documents import Competency
from kamacademy.competency.estimation import VISITS_NEEDED, Estimate
from kamacademy.competency.evidence import View
from kamacademy.competency.ledger import LedgerEntry
from kamacademy.competency.level_line import LevelLine, level_line
from kamacademy.competency.occasions import Occasion
from kamacademy.competency.words import (
    attested_check_words,
    basis_words,
    chance_words,
    knowledge_words,
    range_words,
    standing_words,
    target_words,
)
from kamacademy.wording import ago, day, listed

# In levels: below a tenth nothing is said, and below a quarter, where half a level begins, no more than a little.
SAID_FROM = 0.1
AMOUNTS = (
    "a little",
    "by about half a level",
    "by about a level",
    "by about a level and a half",
    "by two levels or more",
)


class Direction(StrEnum):
    """Which way an occasion moves the level; the value is the icon beside the words."""

    UP = "arrow-up"
    DOWN = "arrow-down"
    HARDLY = "dot"


@dataclass(frozen=True, slots=True)
class OccasionLine:
    """One occasion as the page prints it. `link` is the entry whose source the reader may open, or None."""

    happened_on: date
    what: str
    who: str
    levels: str
    age: str
    direction: Direction
    effect: str
    level_after: str
    is_attested: bool
    link: LedgerEntry | None


def direction(moves: float) -> Direction:
    """Up, down, or hardly either; `moves` is in levels."""
    if abs(moves) < SAID_FROM:
        return Direction.HARDLY
    return Direction.UP if moves > 0 else Direction.DOWN


def effect_words(moves: float) -> str:
    """How far an occasion moves the level: a little, or to the nearest half level."""
    amount = AMOUNTS[min(int(abs(moves) * 2 + 0.5), len(AMOUNTS) - 1)]
    match direction(moves):
        case Direction.UP:
            return f"Holds the level up {amount}"
        case Direction.DOWN:
            return f"Pulls the level down {amount}"
        case _:
            return "Hardly moves the level"


def levels_after(
    occasions: Iterable[Occasion], middles: Iterable[tuple[date, int]], level_names: Sequence[str]
) -> dict[date, str]:
    """After each day the level of the middle of what was known; days by which there were too few visits are left out.

    `middles` are the days with their levels, 1 to 5.
    """
    seen = list(occasions)
    return {
        on: level_names[level - 1]
        for on, level in middles
        if len({one.visit for one in seen if one.day <= on}) >= VISITS_NEEDED
    }


def occasion_lines(
    moved: Iterable[tuple[Occasion, float]],
    after: Mapping[date, str],
    entries: Iterable[LedgerEntry],
    competency: Competency,
    level_names: Sequence[str],
    today: date,
) -> tuple[OccasionLine, ...]:
    """The occasions given, each with the levels that it moves, in the order of `entries`, which are the ledger's.

    By the keys of raters, the order of one round's colleagues would tell who they are; the ledger's is mixed. `after`
    gives the level known at the end of a day; without one, there were too few visits.
    """
    by_row: dict[tuple[str, int | None], list[LedgerEntry]] = {}
    for entry in entries:
        by_row.setdefault((entry.row.visit, entry.rater_id), []).append(entry)
    places = {key: place for place, key in enumerate(by_row)}
    names = {indicator.id: indicator.name for indicator in competency.indicators}
    return tuple(
        occasion_line(one, levels, by_row[one.visit, one.rater_id], after.get(one.day), names, level_names, today)
        for one, levels in sorted(moved, key=lambda pair: places[pair[0].visit, pair[0].rater_id])
    )


def occasion_line(
    occasion: Occasion,
    moves: float,
    entries: Sequence[LedgerEntry],
    after: str | None,
    names: Mapping[str, str],
    level_names: Sequence[str],
    today: date,
) -> OccasionLine:
    """One occasion, from its rows in the ledger."""
    first = entries[0]
    return OccasionLine(
        happened_on=occasion.day,
        what=f"{first.kind_words}: {first.title}",
        who=first.seen_by,
        levels=levels_words(occasion, names, level_names),
        age=ago(occasion.day, today),
        direction=direction(moves),
        effect=effect_words(moves),
        level_after=f"After it: {after}" if after else "After it: no level yet",
        is_attested=any(one.is_attested for one in entries),
        link=next((one for one in entries if one.is_open and one.observation_id), None),
    )


def levels_words(occasion: Occasion, names: Mapping[str, str], level_names: Sequence[str]) -> str:
    """The levels given, each with what it was given for."""
    given: dict[str, list[str]] = {}
    for indicator, level in occasion.levels:
        given.setdefault(level_names[level - 1], []).extend([f"“{names[indicator]}”"] if indicator in names else [])
    return listed([f"{level} for {listed(about)}" if about else level for level, about in given.items()])


def run_words(run_on: date | None) -> str:
    """Which comparison of observers was used."""
    if run_on is None:
        return "observers not yet compared with each other, so each is taken as an average one, with room for error"
    return f"observers as compared on {day(run_on)}"


@dataclass(frozen=True, slots=True)
class Why:
    """A level in one view with everything behind it; `lines` are newest first."""

    is_attested: bool
    line: LevelLine
    standing_words: str
    chance_words: str
    range_words: str
    basis_words: str
    target_words: str
    knowledge_words: str
    lines: tuple[OccasionLine, ...]
    run_words: str
    rule: str


def why(
    estimate: Estimate, view: View, lines: tuple[OccasionLine, ...], level_names: Sequence[str], run_on: date | None
) -> Why:
    """The page's words from an estimate and the occasions of its view."""
    is_attested = view is View.ATTESTED
    return Why(
        is_attested=is_attested,
        line=level_line(estimate, level_names),
        standing_words=standing_words(estimate, level_names),
        chance_words=chance_words(estimate),
        range_words=range_words(estimate, level_names),
        basis_words=basis_words(estimate, "occasion" if is_attested else "visit"),
        target_words=target_words(estimate, level_names),
        # What the attested view knows of knowledge comes from passed checks alone, so that it says no more.
        knowledge_words=(attested_check_words if is_attested else knowledge_words)(estimate),
        lines=lines,
        run_words=run_words(run_on),
        rule=estimate.rule,
    )
