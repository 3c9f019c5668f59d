"""Readings on their way in, and what is wrong with them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kamacademy.kpi.figures import Figure
from kamacademy.kpi.subjects import Subject


class Collected(StrEnum):
    """How a reading came in."""

    FORM = "form"
    IMPORT = "import"
    CALCULATED = "calculated"


@dataclass(frozen=True, slots=True)
class Given:
    """A reading as it comes in. `beside` is what must be read with the figure, in words; `note` what was seen.

    `seen_on` and `seen_by` say when that was seen, and by whom; None where the day of entering and whoever entered
    it are meant.
    """

    subject: Subject
    kpi: str
    figure: Figure
    source: str
    note: str | None = None
    seen_on: date | None = None
    seen_by: str | None = None
    beside: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """What is wrong with the reading at a place in what was given (0 for the first), and which part it is about."""

    place: int
    field: str
    words: str


@dataclass(frozen=True, slots=True)
class There:
    """A current reading that is there already."""

    id: int
    subject: Subject
    kpi: str
    figure: Figure
    beside: str | None
    collected: str


@dataclass(frozen=True, slots=True)
class Taken:
    """How many readings were new, took the place of another, or said what was known already."""

    new: int
    corrected: int
    unchanged: int


def is_same(given: Given, there: There) -> bool:
    """Whether a reading says what is known already, to the two or three decimals that are kept."""
    one, other = given.figure, there.figure
    return (
        _kept(one.numerator, 2) == _kept(other.numerator, 2)
        and one.denominator == other.denominator
        and _kept(one.value, 3) == _kept(other.value, 3)
        and one.cases == other.cases
        and given.beside == there.beside
    )


def _kept(figure: float | None, places: int) -> float | None:
    """A figure as a column keeps it."""
    return None if figure is None else round(figure, places)


def overlapping_places(given: Sequence[Given]) -> list[int]:
    """The places of readings that share a day with an earlier period of the same subject and KPI among those given."""
    by_series: dict[tuple[Subject, str], list[int]] = {}
    for place, one in enumerate(given):
        by_series.setdefault((one.subject, one.kpi), []).append(place)
    found = []
    for places in by_series.values():
        places.sort(key=lambda place: (given[place].figure.start, place))
        latest: date | None = None
        for place in places:
            figure = given[place].figure
            if latest is not None and figure.start <= latest:
                found.append(place)
            latest = figure.end if latest is None else max(latest, figure.end)
    return sorted(found)


def replaced(given: Given, there: Mapping[tuple[Subject, str], Sequence[There]]) -> tuple[There | None, There | None]:
    """The current reading of the same period, and one that shares only a part of it; None for either that is not."""
    same, partly = None, None
    for one in there.get((given.subject, given.kpi), ()):
        if one.figure.period == given.figure.period:
            same = one
        elif one.figure.period.overlaps(given.figure.period):
            partly = one
    return same, partly
