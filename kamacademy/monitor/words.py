"""What is said of a rater and of raters whom nothing links: quiet sentences, no decimals, no order. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.monitor.drift import Point
from kamacademy.monitor.figures import (
    FEWEST_LINKED,
    FEWEST_RATINGS,
    Measured,
    Severity,
    commonest,
    drift,
    halo_ratio,
    has_drifted,
    has_halo,
    is_muted,
    is_noisy,
    uses_one_level,
)
from kamacademy.rater.levels import amount, side
from kamacademy.wording import counted, listed

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign in words; `asks` says that it is worth a talk."""

    title: str
    words: str
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """Raters linked with each other: the teams that are wholly among them, and how many there are."""

    teams: tuple[str, ...]
    raters: int


def difference(levels: float) -> str:
    """A quarter of a level stricter; no difference."""
    if not amount(levels):
        return "no difference"
    return f"{amount(levels)} {side(levels)}"


def severity_words(one: Severity) -> str:
    """How severe, with the range of 80 %."""
    if not one.is_apart:
        if not amount(one.low) and not amount(one.high):
            return "Neither stricter nor more lenient than the others."
        return f"In line with the others as far as can be said: likely between {between(one.low, one.high)}."
    nearer, further = sorted((one.low, one.high), key=abs)
    main = f"About {amount(one.levels)} {side(one.levels)}" if amount(one.levels) else f"A little {side(one.levels)}"
    if amount(nearer) == amount(further):
        return f"{main} than the others, and this is well known."
    return f"{main} than the others, likely between {amount(nearer) or 'hardly anything'} and {amount(further)}."


def between(low: float, high: float) -> str:
    """Both ends of a range that holds no difference."""
    return f"{difference(low)} and {difference(high)}"


def unknown_severity_words(linked: int) -> str:
    """Why nothing is said of somebody's severity."""
    if linked < 2:
        return (
            "Nobody else has rated the same people or the same cases, so that strict and lenient cannot be told from "
            "weak and strong. A calibration event or a second observer links the ratings."
        )
    return (
        f"Only {counted(linked - 1, 'other rater')} rated the same people or cases. Among fewer than {FEWEST_LINKED} a "
        "comparison would tell about single people, so that none is made."
    )


def too_few_words(ratings: int) -> str:
    """Why nothing is said yet."""
    return f"{counted(ratings, 'rating')} in 24 months; from {FEWEST_RATINGS} on there is something to say."


def signs(one: Measured) -> list[Sign]:
    """Consistency, use of the levels, halo and drift in words, in this order."""
    return [
        Sign("Consistency", consistency_words(one), is_noisy(one) or is_muted(one)),
        Sign("Use of the levels", use_words(one.signs.levels), uses_one_level(one.signs.levels)),
        Sign("Within one visit", halo_words(one), has_halo(one)),
        Sign("Over time", drift_words(one), has_drifted(one)),
    ]


def consistency_words(one: Measured) -> str:
    """What the infit says."""
    if is_noisy(one):
        return "Levels vary more than people, indicators and chance explain: the same behaviour gets different levels."
    if is_muted(one):
        return "Levels vary less than people do: different behaviour gets much the same level."
    return "Levels vary about as much as people, indicators and chance explain."


def use_words(levels: Sequence[int]) -> str:
    """Which level is given most often, and which never."""
    level, times = commonest(levels)
    never = [str(number) for number, count in enumerate(levels, 1) if not count]
    words = f"Level {level} most often: {times:,} of {sum(levels):,} ratings."
    return f"{words} Never {'level' if len(never) == 1 else 'levels'} {listed(never, 'or')}." if never else words


def halo_words(one: Measured) -> str:
    """What the spread within visits says."""
    if halo_ratio(one) is None:
        return "Too few visits with several ratings to say."
    if has_halo(one):
        return "The levels of one visit lie much nearer together than with others: one impression may colour them all."
    return "The levels of one visit differ about as much as with others."


def drift_words(one: Measured) -> str:
    """What the moving average of the quarters says."""
    points = drift(one)
    if not points:
        return "Too few quarters to say."
    if not has_drifted(one):
        return f"Steady over {counted(len(one.signs.quarters), 'quarter')}."
    since = one.signs.quarters[first_of_the_run(points) - len(points)].start
    way = "higher" if points[-1].average > points[-1].centre else "lower"
    return f"Levels have come out {way} than before, beyond chance, since {quarter_words(since)}."


def first_of_the_run(points: Sequence[Point]) -> int:
    """Where the averages that lie beyond their limits until now begin."""
    within = [place for place, point in enumerate(points) if not point.is_beyond]
    return within[-1] + 1 if within else 0


def quarter_words(start: date) -> str:
    """Q3 2026."""
    return f"Q{(start.month + 2) // 3} {start.year}"


def unlinked_words(groups: Sequence[Linked]) -> str | None:
    """One sentence where there are groups of raters whom nothing links; None where all are linked."""
    if len(groups) < 2:
        return None
    largest = max(groups, key=lambda one: one.raters)
    others = [one for one in groups if one is not largest]
    if len(others) > MOST_NAMED:
        return (
            f"{len(groups)} groups of raters share no rated person and no calibration case, so that levels from "
            "different groups are not comparable. A calibration event links them."
        )
    names = listed([*map(group_words, others), "the rest"])
    return (
        f"{names[:1].upper()}{names[1:]} share no rated person and no calibration case, so that their levels are not "
        "comparable. A calibration event links them."
    )


def group_words(group: Linked) -> str:
    """The teams of a group, or how many raters it has."""
    if not group.teams or len(group.teams) > MOST_NAMED:
        return f"a group of {counted(group.raters, 'rater')}"
    return listed([name if name.lower().startswith("team") else f"Team {name}" for name in group.teams])
