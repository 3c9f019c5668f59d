"""What an event says: each coach beside the reference, each indicator over all, and how far coaches agree. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamacademy.calibration.comparison import Comparison, Pair, Span, by_indicator, compare
from kamacademy.calibration.discussion import complete_table

# Two raters are needed to agree, and two items to tell agreement from chance.
FEWEST_RATERS, FEWEST_ITEMS = 2, 2


@dataclass(frozen=True, slots=True)
class Together:
    """How far the coaches agree among themselves, over the `items` to which all of `raters` gave a level.

    `alpha` is Krippendorff's for ordinal levels, `agreement` the ICC(A,1) and `consistency` the ICC(C,1), which leaves
    out how severe each coach is. None where nothing differs.
    """

    raters: int
    items: int
    alpha: Span | None
    agreement: Span | None
    consistency: Span | None


@dataclass(frozen=True, slots=True)
class EventReport:
    """The report for whoever leads the event. `together` is None for fewer than two coaches."""

    by_person: dict[int, Comparison]
    by_indicator: dict[str, Comparison]
    together: Together | None


def event_report(pairs: Mapping[int, Sequence[Pair]], seed: int) -> EventReport:
    """The report on the pairs of each person who finished; `seed` makes the intervals the same each time."""
    return EventReport(
        by_person={person: compare(some) for person, some in pairs.items()},
        by_indicator=by_indicator(one for some in pairs.values() for one in some),
        together=together(list(pairs.values()), seed),
    )


def together(pairs: Sequence[Sequence[Pair]], seed: int) -> Together | None:
    """How far coaches agree among themselves."""
    table = complete_table(pairs)
    if len(pairs) < FEWEST_RATERS or len(table) < FEWEST_ITEMS:
        return None
    # Needs numpy and scipy, which only this page loads.
    from kamacademy.calibration.reliability import icc_agreement, icc_consistency, krippendorff_span

    return Together(
        len(pairs), len(table), krippendorff_span(table, seed), icc_agreement(table), icc_consistency(table)
    )
