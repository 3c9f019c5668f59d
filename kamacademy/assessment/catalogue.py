"""The questions of a release, found by id, and the units that papers name or draw."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kamacademy.assessment.draw import Unit
from kamacademy.content.library import Library
from kamacademy.items.case import Case
from kamacademy.items.data_table import DataTable
from kamacademy.items.documents import Bank
from kamacademy.items.item import AnyItem
from kamacademy.items.variant import Variant

CATALOGUES_KEPT = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of a release: the case it stands in, if any, and the bank that holds it."""

    item: AnyItem
    case: Case | None
    bank: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every question by its id, every unit by its own, and the tables of cases by name."""

    entries: Mapping[str, Entry]
    units: Mapping[str, Unit]
    tables: Mapping[str, DataTable]

    def variant(self, item_id: str, seed: int) -> Variant:
        """The figures of one question for a seed, with those of its case."""
        entry = self.entries[item_id]
        case = entry.case.variant(seed, self.tables) if entry.case is not None else None
        return entry.item.variant(seed, case)


@lru_cache(maxsize=CATALOGUES_KEPT)
def catalogue(release: Library) -> Catalogue:
    """The questions of a release. Kept, since a release never changes."""
    return catalogue_of(release.all(Bank, "bank"), release.all(DataTable, "data"))


def catalogue_of(banks: Mapping[str, Bank], tables: Mapping[str, DataTable]) -> Catalogue:
    """The questions of some banks by name."""
    entries = {
        item.id: Entry(item, case, slug) for slug, bank in banks.items() for _, item, case in bank.placed_items()
    }
    units = {unit.id: unit for slug, bank in banks.items() for unit in units_of(slug, bank)}
    return Catalogue(entries, units, tables)


def units_of(slug: str, bank: Bank) -> Iterator[Unit]:
    """What can be drawn from one bank: questions that stand alone, then cases."""
    for item in bank.items:
        yield unit(item.id, item.kind, slug, (item,))
    for case in bank.cases:
        yield unit(case.id, "case", slug, case.items)


def unit(unit_id: str, kind: str, bank: str, items: tuple[AnyItem, ...]) -> Unit:
    """A unit with what all its questions share."""
    return Unit(
        id=unit_id,
        kind=kind,
        bank=bank,
        competencies=frozenset.intersection(*(frozenset({one.competency}) for one in items)),
        levels=frozenset.intersection(*(frozenset({one.level}) for one in items)),
        tags=frozenset.intersection(*(frozenset(one.tags) for one in items)),
        item_ids=tuple(one.id for one in items),
    )


def gives_whole_points(item: AnyItem) -> bool:
    """Whether nothing between wrong and right can come out of a question."""
    if item.hard_stop:
        return True
    return item.kind in {"single", "numeric"} or getattr(item, "rule", None) in {
        "all_or_nothing", "right_only", "exact",
    }  # fmt: skip
