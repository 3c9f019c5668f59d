"""The parts of a story's picture: places across in percent, heights in pixels. Pure."""

from dataclasses import dataclass

from kamacademy.plot import Tick


@dataclass(frozen=True, slots=True)
class Band:
    """The level of one month: its range, and the height of the level itself."""

    x: float
    width: float
    y: float
    height: float
    level_y: float
    words: str


@dataclass(frozen=True, slots=True)
class VisitMark:
    """A visit on its day."""

    x: float
    is_attested: bool
    words: str


@dataclass(frozen=True, slots=True)
class ActionBar:
    """An action from its first day to its last, or as far as is known, with its number in the key."""

    x: float
    width: float
    y: float
    number: int
    is_running: bool
    words: str


@dataclass(frozen=True, slots=True)
class ReadingMark:
    """A reading in the middle of its period. `is_few` marks a share that rests on too few cases for a percentage."""

    x: float
    y: float
    is_few: bool
    words: str


@dataclass(frozen=True, slots=True)
class KpiPart:
    """The KPI under the levels; the target is a line, or a band where it has two ends."""

    code: str
    top: float
    bottom: float
    ticks: tuple[Tick, ...]
    points: tuple[ReadingMark, ...]
    lines: tuple[str, ...]
    target: float | None
    band: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Strip:
    """The picture. `actions_at` is the middle of the first lane of actions; None without actions."""

    title: str
    desc: str
    height: float
    levels: tuple[Tick, ...]
    months: tuple[Tick, ...]
    bands: tuple[Band, ...]
    target: float | None
    visits_at: float
    visits: tuple[VisitMark, ...]
    actions_at: float | None
    actions: tuple[ActionBar, ...]
    kpi: KpiPart | None
