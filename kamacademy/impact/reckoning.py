"""Working a study out: which comparison the figures allow, and what it says. Pure; asked by the background alone.

With teams that had not begun yet, those are the comparison. A single team is compared with what its own months before
led to expect. Else only before and after are left, which answer nothing, and are told with what comes by itself.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np

from kamacademy.effect.answer import Answer, Missing, Study, answer, answer_words, missing_words, range_words
from kamacademy.effect.before_after import Everyone, before_after, before_after_words, likeness
from kamacademy.effect.before_start import before_start
from kamacademy.effect.estimate import Estimate
from kamacademy.effect.interrupted import FEWEST_FOR_SEASONS, CannotSay, Interrupted, Series, interrupted
from kamacademy.effect.lot import chance_of
from kamacademy.effect.regression import Kind, NotSettled
from kamacademy.effect.rollout import FEWEST_TEAMS
from kamacademy.effect.staggered import (
    NEVER,
    Cell,
    Numbers,
    Panel,
    after_start,
    by_months_since,
    cells,
    estimate,
    overall,
)
from kamacademy.effect.team_means import team_means
from kamacademy.impact import found as kept
from kamacademy.impact.found import Before, Found, Gain, Point
from kamacademy.impact.rows import Row, Table
from kamacademy.impact.states import Method
from kamacademy.small_groups import SMALLEST_GROUP
from kamacademy.wording import number

CODES = {
    Answer.CHANGED: kept.CHANGED,
    Answer.WENT_ALONG: kept.WENT_ALONG,
    Answer.NOTHING_LARGE: kept.NOTHING_LARGE,
    Answer.CANNOT_TELL: kept.CANNOT_TELL,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The question: what may have worked ("the module ..."), the unit, the smallest effect worth while, the cadence.

    `blocks` are those of the lot by team, empty where no lot drew the order; `seed` makes the redrawing repeatable.
    """

    what: str
    unit: str
    worth: float
    cadence: str
    of_people: bool
    is_share: bool
    blocks: dict[int, int]
    seed: int


def reckon(asked: Asked, given: Table) -> Found:
    """What the figures say."""
    bare = bare_of(asked, given)
    if not given.units or not any(start is not None for start in given.starts.values()):
        return refused(asked, bare, "nobody", nobody_words(given))
    if asked.of_people and len(given.units) < SMALLEST_GROUP:
        few = "Fewer than five people have figures that can be used, and so few are never told of."
        return refused(asked, replace(bare, people=0, groups=()), "few-people", few)
    if len(given.starts) == 1:
        return one_team(asked, given, bare)
    panel = panel_of(given)
    some = cells(panel)
    if not after_start(some):
        return alone(asked, given, panel, bare, Missing.NO_CONTROLS)
    if len(given.starts) < FEWEST_TEAMS:
        return alone(asked, given, panel, bare, Missing.FEW_TEAMS)
    return compared(asked, given, panel, some, bare)


def nobody_words(given: Table) -> str:
    """Why there is nothing to compare."""
    if not given.units:
        return "No team that takes part has figures of this measure in every month, before its start and after."
    return "No team has begun in the months for which there are figures."


def refused(asked: Asked, bare: Found, missing: str, words: str) -> Found:
    """An answer that is none, and why."""
    said = f"The data cannot tell what {asked.what} did. {words}"
    return replace(bare, answer=kept.CANNOT_TELL, missing=missing, words=said)


def bare_of(asked: Asked, given: Table) -> Found:
    """What is known before anything is reckoned."""
    by_start: dict[int | None, set[int]] = defaultdict(set)
    people: dict[int | None, int] = defaultdict(int)
    for unit in given.units:
        start = given.starts[given.team_of[unit]]
        by_start[start].add(given.team_of[unit])
        people[start] += 1
    order = sorted(by_start, key=lambda one: (one is None, one or 0))
    return Found(
        answer=kept.CANNOT_TELL,
        words="",
        unit=asked.unit,
        teams=len(given.starts),
        people=len(given.units) if asked.of_people else 0,
        months=len(given.periods),
        readings=len(given.rows),
        first=given.periods[0].isoformat() if given.periods else None,
        last=given.periods[-1].isoformat() if given.periods else None,
        groups=[
            (None if one is None else given.periods[one].isoformat(), len(by_start[one]), people[one]) for one in order
        ],
        left_out={why.value: count for why, count in given.left_out.items()},
    )


def panel_of(given: Table) -> Panel:
    """The table as arrays; not a number where somebody has no figure."""
    places = {one: place for place, one in enumerate(given.periods)}
    rows = {unit: place for place, unit in enumerate(given.units)}
    numbers = {team: place for place, team in enumerate(given.teams)}
    figures = np.full((len(rows), len(places)), np.nan)
    for one in given.rows:
        figures[rows[one.unit], places[one.start]] = one.measure
    starts = [given.starts[given.team_of[unit]] for unit in given.units]
    return Panel(
        figures,
        np.array([NEVER if one is None else one for one in starts], dtype=np.int64),
        np.array([numbers[given.team_of[unit]] for unit in given.units], dtype=np.int64),
    )


def compared(asked: Asked, given: Table, panel: Panel, some: list[Cell], bare: Found) -> Found:
    """Teams that had begun beside those that had not yet."""
    effect, before = estimate(panel, overall(panel, some)), before_start(panel, some)
    chance = None
    if asked.blocks:
        blocks = np.array([asked.blocks.get(team, 0) for team in given.teams], dtype=np.int64)
        chance = chance_of(team_means(panel), blocks, np.random.default_rng(asked.seed))
    study = Study(effect, before, bare.teams, chance, asked.worth)
    said, points = answer(study), points_of(panel, some)
    shown = [one for one in points if not asked.of_people or min(one.begun, one.others) >= SMALLEST_GROUP]
    return replace(
        with_effect(bare, effect),
        method=Method.STAGGERED.value,
        answer=CODES[said.answer],
        missing=None if said.missing is None else said.missing.name.lower().replace("_", "-"),
        words=answer_words(study, asked.what, asked.unit),
        is_by_lot=chance is not None,
        chance=chance,
        points=shown,
        points_hidden=len(points) - len(shown),
        before=None
        if before is None
        else Before(before.p_drift, before.drift, before.p_jump, before.jump, before.is_alike),
    )


def with_effect(bare: Found, effect: Estimate) -> Found:
    """With the effect and its range, where they are numbers."""
    ends = (effect.value, effect.low, effect.high)
    return replace(bare, value=ends[0], low=ends[1], high=ends[2]) if all(map(isfinite, ends)) else bare


def points_of(panel: Panel, some: list[Cell]) -> list[Point]:
    """The effect by months since the start, with how many people were compared."""
    found = []
    for since, one in by_months_since(panel, some):
        own = [cell for cell in some if cell.since == since]
        effect = estimate(panel, one)
        found.append(
            Point(
                since, effect.value, effect.low, effect.high, sum(cell.treated for cell in own),
                min(cell.controls for cell in own),
            )
        )  # fmt: skip
    return found


def alone(asked: Asked, given: Table, panel: Panel, bare: Found, missing: Missing) -> Found:
    """Before and after, since there is nobody, or hardly anybody, to compare with."""
    study = Study(None, None, bare.teams, None, asked.worth)
    said = refused(asked, bare, missing.name.lower().replace("_", "-"), missing_words(study, missing, asked.unit))
    gain = gain_of(asked, given, panel)
    if gain is None:
        return said
    return replace(said, method=Method.BEFORE_AFTER.value, gain=gain, words=f"{said.words} {gain.words}")


def gain_of(asked: Asked, given: Table, panel: Panel) -> Gain | None:
    """How people's own figures after the start differ from before, and what was to be expected; None below five."""
    begun = panel.starts != NEVER
    after = np.arange(panel.months) >= panel.starts[:, None]
    means = [mean_where(panel.figures, side & begun[:, None]) for side in (~after, after)]
    both = np.isfinite(means[0]) & np.isfinite(means[1])
    earlier, later = means[0][both].tolist(), means[1][both].tolist()
    everyone = everyone_of(given)
    found = before_after(earlier, later, everyone or Everyone(0.0, 1.0, 1.0))
    if found is None or not asked.of_people:
        return None
    words = before_after_words(found, asked.unit)
    if everyone is None:
        lead = f"{found.people} people moved by {number(found.gain.value)} {asked.unit} on average."
        words = f"{lead} What of it comes by itself cannot be said. Before and after only: other causes are possible."
    return Gain(
        found.people, found.gain.value, found.gain.low, found.gain.high,
        None if everyone is None else found.expected, None if everyone is None else everyone.likeness, words,
    )  # fmt: skip


def mean_where(figures: Numbers, where: Numbers) -> Numbers:
    """The mean of each row over some places; not a number where there is none."""
    known = np.isfinite(figures) & where.astype(bool)
    counts = known.sum(axis=1)
    sums: Numbers = np.where(known, figures, 0.0).sum(axis=1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def everyone_of(given: Table) -> Everyone | None:
    """All with a team before anybody began: mean, spread and how alike two measurements are; None where too few.

    The likeness of the two halves of the months before, brought to their whole length (Spearman 1910 and Brown 1910,
    British J. Psychology 3:271-295 and 296-322): halves vary more than what is compared.
    """
    whole = [own for own in given.before.values() if len(own) >= 2]
    halves = [(float(np.mean(own[: len(own) // 2])), float(np.mean(own[len(own) // 2 :]))) for own in whole]
    half = likeness([one for one, _ in halves], [other for _, other in halves])
    if half is None:
        return None
    means = [float(np.mean(own)) for own in whole]
    return Everyone(float(np.mean(means)), float(np.std(means, ddof=1)), 2 * half / (1 + half))


def one_team(asked: Asked, given: Table, bare: Found) -> Found:
    """One team's months beside what its own months before led to expect."""
    begins = next(iter(given.starts.values()))
    assert begins is not None
    found = interrupted_or_why(series_of(asked, given, begins))
    if isinstance(found, Interrupted):
        return told_of(asked, bare, found)
    said = refused(asked, bare, "one-team", f"One team alone would have to show it by its own months: {found}.")
    gain = gain_of(asked, given, panel_of(given))
    if gain is None:
        return said
    return replace(said, method=Method.BEFORE_AFTER.value, gain=gain, words=f"{said.words} {gain.words}")


def interrupted_or_why(series: Series) -> Interrupted | str:
    """What changed at the start, or why that cannot be said."""
    try:
        found = interrupted(series)
    except NotSettled:
        return "the regression found no end"
    return found.value if isinstance(found, CannotSay) else found


def series_of(asked: Asked, given: Table, begins: int) -> Series:
    """One team's figures by period: shares of all cases together, else the mean of its people."""
    by_period: dict[int, list[Row]] = defaultdict(list)
    places = {one: place for place, one in enumerate(given.periods)}
    for one in given.rows:
        by_period[places[one.start]].append(one)
    own = [by_period[place] for place in range(len(given.periods))]
    if asked.is_share:
        cases = [float(sum(one.denominator or 0 for one in rows)) for rows in own]
        figures = [sum(one.numerator or 0 for one in rows) / n for rows, n in zip(own, cases, strict=True)]
    else:
        cases, figures = [1.0] * len(own), [float(np.mean([one.measure for one in rows])) for rows in own]
    return Series(
        Kind.SHARE if asked.is_share else Kind.VALUE,
        np.array(figures),
        np.array(cases),
        np.array([float(one.month) for one in given.periods]),
        begins,
        has_seasons=asked.cadence == "monthly" and len(own) >= FEWEST_FOR_SEASONS,
    )


def told_of(asked: Asked, bare: Found, found: Interrupted) -> Found:
    """An interrupted series in words: never more than that the two went together."""
    scale = 100.0 if asked.is_share else 1.0
    gained = Estimate(found.gained.value * scale, found.gained.error * scale, found.gained.freedom)
    span = range_words(gained, asked.unit)
    if gained.is_apart:
        up = "above" if gained.value > 0 else "below"
        code, words = kept.WENT_ALONG, (
            f"After {asked.what} had begun, the measure lay {number(abs(gained.value))} {asked.unit} {up} what this "
            f"team's own months before led to expect, {span}. The two are associated: whatever else happened at the "
            "same time is in it."
        )  # fmt: skip
    elif max(abs(gained.low), abs(gained.high)) < asked.worth:
        code, words = kept.NOTHING_LARGE, (
            f"Any effect of {asked.what} is smaller than the {number(asked.worth)} {asked.unit} that would be worth "
            f"while: it is {span}."
        )  # fmt: skip
    else:
        code, words = kept.CANNOT_TELL, (
            f"The data cannot tell what {asked.what} did. The effect is {span}: that holds both nothing at all and the "
            f"{number(asked.worth)} {asked.unit} that would be worth while."
        )  # fmt: skip
    missing = "wide" if code == kept.CANNOT_TELL else None
    return replace(
        with_effect(bare, gained), method=Method.INTERRUPTED.value, answer=code, missing=missing, words=words,
        resemblance=found.resemblance,
    )  # fmt: skip
