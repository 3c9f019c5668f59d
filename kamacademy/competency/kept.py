"""An estimate out of what is kept: read off the stored chances, with no arithmetic on the way of a page. Pure."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kamacademy.competency.estimation import Estimate
from kamacademy.competency.evidence import DOES, KNOWS, Kind, View


class Panel(StrEnum):
    """What evidence speaks of. Results, the third of Miller's panels, stand beside and are never mixed in."""

    KNOWS = "knows"
    DOES = "does"


# Learner, competency, view: what one estimate is of.
Key = tuple[int, str, View]


class Kept(NamedTuple):
    """One panel of an estimate. `chances` are those of the levels, or the one of holding the standard of knowledge.

    `passes` maps each paper passed to the last day on which it counts, as ISO text, or None.
    """

    last_on: date
    as_of: date
    chances: tuple[float, ...]
    held: int | None
    visits: int
    raters: int
    certified: int
    passes: Mapping[str, str | None]


def panel_of(kind: Kind) -> Panel | None:
    """The panel that a kind of evidence speaks to; None for what never counts, such as one's own view."""
    if kind in DOES:
        return Panel.DOES
    return Panel.KNOWS if kind in KNOWS else None


def estimate_from(
    competency: str, kept: Mapping[Panel, Kept], *, target: int | None, check: str | None, on: date
) -> Estimate:
    """The estimate of a competency on a day, out of the panels kept as of that day."""
    does, knows = kept.get(Panel.DOES), kept.get(Panel.KNOWS)
    check_passed = None if check is None else has_passed(knows, check, on)
    standard = knows.chances[0] if knows is not None and knows.visits else None
    if does is None:
        return Estimate(competency, target, None, None, 0, 0, 0, None, on, check_passed, standard)
    return Estimate(
        competency, target, does.chances, does.held, does.visits, does.raters, does.certified, does.last_on, on,
        check_passed, standard,
    )  # fmt: skip


def has_passed(knows: Kept | None, check: str, on: date) -> bool:
    """Whether a paper named as a check has been passed, and the pass has not run out."""
    if knows is None or check not in knows.passes:
        return False
    last = knows.passes[check]
    return last is None or on <= date.fromisoformat(last)
