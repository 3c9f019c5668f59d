"""What coach and learner can agree to try: library actions for the indicators in focus, and days to do it by."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kamacademy.content.library import Library
from kamacademy.development.action_library import KIND_WORDS, entries_by_competency

DAYS_OFFERED = (30, 60, 90)


@dataclass(frozen=True, slots=True)
class Offer:
    """A library action as a choice."""

    id: str
    title: str
    indicator: str
    words: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """One action to try: what, about which indicator, by when, and the library action it was taken from, if any."""

    title: str
    indicator: str
    due_on: date
    library_id: str | None = None


def offers(release: Library, focus: Sequence[str], taken: Collection[str | None] = ()) -> list[Offer]:
    """The library's actions for the indicators in focus, in their order, without those already under way."""
    entries = entries_by_competency(release)
    return [
        Offer(entry.action.id, entry.action.title, indicator, KIND_WORDS[entry.action.kind])
        for indicator in focus
        for entry in entries.get(indicator[:3], ())
        if entry.action.indicator == indicator and entry.action.id not in taken
    ]


def days_offered(today: date) -> list[tuple[date, int]]:
    """The days to choose from, each with how many days ahead it is."""
    return [(today + timedelta(days=days), days) for days in DAYS_OFFERED]
