"""What a study found, as it is kept as JSON and read by pages, papers and whoever reckons on. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kamacademy.impact.rows import LeftOut

CHANGED, WENT_ALONG, NOTHING_LARGE, CANNOT_TELL = "changed", "went-along", "nothing-large", "cannot-tell"


@dataclass(frozen=True, slots=True)
class Point:
    """The effect so many periods after the start (negative: before), its 95 % interval, and the people compared."""

    since: int
    value: float
    low: float
    high: float
    begun: int
    others: int


@dataclass(frozen=True, slots=True)
class Before:
    """The months before: how often chance makes as large a drift, and a jump; the largest of each."""

    p_drift: float
    drift: float
    p_jump: float
    jump: float
    is_alike: bool


@dataclass(frozen=True, slots=True)
class Gain:
    """Before and after alone: the mean change with its range, what of it was to be expected anyway, and the rest."""

    people: int
    value: float
    low: float
    high: float
    expected: float | None
    likeness: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a study says. `value`, `low` and `high` are the effect, None where none could be estimated.

    `answer` and `missing` are codes. `groups` are the months in which teams began (ISO, None: not in these months)
    with how many teams and people. `mark` is the newest reading there was, by which later ones are told.
    """

    answer: str
    words: str
    unit: str
    method: str | None = None
    missing: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    teams: int = 0
    people: int = 0
    months: int = 0
    readings: int = 0
    first: str | None = None
    last: str | None = None
    is_by_lot: bool = False
    chance: float | None = None
    points: Sequence[Point] = ()
    points_hidden: int = 0
    before: Before | None = None
    gain: Gain | None = None
    resemblance: float | None = None
    groups: Sequence[tuple[str | None, int, int]] = ()
    left_out: Mapping[str, int] | None = None
    mark: int = 0

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self)

    @property
    def is_estimated(self) -> bool:
        """Whether there is an effect with its range."""
        return self.value is not None and self.low is not None and self.high is not None

    def left(self) -> list[tuple[LeftOut, int]]:
        """Readings left out by why, in the order in which that is asked."""
        given = self.left_out or {}
        return [(why, given[why.value]) for why in LeftOut if given.get(why.value)]


def found_in(result: Mapping[str, Any]) -> Found:
    """What was kept."""
    kept = dict(result)
    kept["points"] = [Point(**one) for one in kept["points"]]
    kept["before"] = Before(**kept["before"]) if kept["before"] else None
    kept["gain"] = Gain(**kept["gain"]) if kept["gain"] else None
    kept["groups"] = [(month, teams, people) for month, teams, people in kept["groups"]]
    return Found(**kept)
