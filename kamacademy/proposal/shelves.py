"""The action library as the page that adds an action shows it: known gaps first. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kamacademy.competency.documents import Competency
from kamacademy.development.action_library import KIND_WORDS, Entry
from kamacademy.development.gaps import Gap
from kamacademy.development.words import why_words
from kamacademy.kpi.documents import Kpi


@dataclass(frozen=True, slots=True)
class LibraryCard:
    """One library action on its shelf. `kpi_words` is None where the job role may not carry the KPI."""

    id: str
    title: str
    how: str
    kind_words: str
    indicator_name: str
    kpi_words: str | None
    days: int
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """The library actions of one competency."""

    competency: str
    name: str
    is_gap: bool
    words: str
    actions: tuple[LibraryCard, ...]


def shelves(
    gaps: Sequence[Gap],
    entries: Mapping[str, Sequence[Entry]],
    *,
    competencies: Mapping[str, Competency],
    carried: Mapping[str, Kpi],
    running: Collection[str | None],
) -> list[Shelf]:
    """The library by competency, known gaps first, then in the framework's order.

    `carried` are the KPIs that the job role may carry; `running` the library actions that the plan works on.
    """
    why = {gap.competency: why_words(gap) for gap in gaps}
    return [
        Shelf(
            competency=code,
            name=competencies[code].name,
            is_gap=code in why,
            words=why.get(code, ""),
            actions=tuple(library_card(one, competencies[code], carried, running) for one in entries.get(code, ())),
        )
        for code in [*why, *(code for code in competencies if code not in why)]
    ]


def library_card(
    entry: Entry, competency: Competency, carried: Mapping[str, Kpi], running: Collection[str | None]
) -> LibraryCard:
    """One library action with its codes in words."""
    action = entry.action
    kpi = carried.get(action.kpi)
    return LibraryCard(
        id=action.id,
        title=action.title,
        how=action.how,
        kind_words=KIND_WORDS[action.kind],
        indicator_name=competency.indicator(action.indicator).name,
        kpi_words=f"{kpi.code} {kpi.name}" if kpi else None,
        days=action.days,
        is_taken=action.id in running,
    )
