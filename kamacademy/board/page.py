"""All plans of a team as one page shows them: what needs attention first, and what to show of them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from kamacademy.board.attention import Attention, by_weight
from kamacademy.board.care import InCare
from kamacademy.board.reason import LABELS, Kind

QUIET = "quiet"
QUIET_WORDS = "All quiet"


@dataclass(frozen=True, slots=True)
class Chip:
    """A way to show some of the plans; `key` is None for all of them. A person may be counted under several."""

    key: str | None
    words: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The people whose plans are shown, what else may be shown, and how many need attention."""

    people: Sequence[InCare]
    chips: Sequence[Chip]
    asking: int


def is_shown(one: Attention, show: str | None) -> bool:
    """Whether a person is shown: all, those with a reason of a kind, or those where all is quiet."""
    if show is None:
        return True
    return not one.reasons if show == QUIET else any(reason.kind.value == show for reason in one.reasons)


def board_of(care: Sequence[InCare], show: str | None) -> Board:
    """A team's plans, heaviest first. Anything else than a kind or `quiet` shows all; so does a kind nobody has."""
    found = {one.id: one for one in care}
    order = by_weight(one.attention for one in care)
    words = {kind.value: LABELS[kind] for kind in Kind} | {QUIET: QUIET_WORDS}
    counts = {key: sum(1 for one in order if is_shown(one, key)) for key in words}
    chosen = show if show is not None and counts.get(show) else None
    chips = [Chip(key, words[key], count, key == chosen) for key, count in counts.items() if count]
    return Board(
        people=[found[one.person_id] for one in order if is_shown(one, chosen)],
        chips=[Chip(None, "All", len(order), chosen is None), *chips],
        asking=sum(1 for one in order if one.reasons),
    )
