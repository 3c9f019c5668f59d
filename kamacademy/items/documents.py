"""Banks of questions and tables of cases as content, and what is checked over all of them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Self

from pydantic import model_validator

from kamacademy.competency.documents import indicator_ids
from kamacademy.content.documents import Closed, DocumentType, Draft, Drafts, Words, overdue
from kamacademy.content.problems import BrokenRule, Problem
from kamacademy.content.reading import Location, read_yaml
from kamacademy.items import checks
from kamacademy.items.case import Case
from kamacademy.items.data_table import DataTable, read_csv
from kamacademy.items.kinds import Item

__all__ = ["DOCUMENT_TYPES", "Bank", "Case", "DataTable", "Entry", "Item"]

# What a paper names or draws: a question, or a case with all its questions.
Entry = Item | Case


class Bank(Closed):
    """Questions and cases kept in one file."""

    title: Words
    items: tuple[Item, ...] = ()
    cases: tuple[Case, ...] = ()

    @model_validator(mode="after")
    def not_empty(self) -> Self:
        """At least one question or case."""
        if not self.items and not self.cases:
            raise BrokenRule("a bank needs `items` or `cases`")
        return self

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What can be drawn: questions that stand alone, then cases."""
        return (*self.items, *self.cases)

    def placed_items(self) -> Iterator[tuple[Location, Item, Case | None]]:
        """Every question with its place in the file, those of cases with their case."""
        for number, item in enumerate(self.items):
            yield ("items", number), item, None
        for place, case in enumerate(self.cases):
            for number, item in enumerate(case.items):
                yield ("cases", place, "items", number), item, case

    @property
    def all_items(self) -> tuple[Item, ...]:
        """Every question, those of cases too."""
        return tuple(item for _, item, _ in self.placed_items())


def check_banks(drafts: Drafts) -> Iterable[Problem]:
    """Ids are unique over all banks, indicators and tables exist, and every variant tried is sound."""
    indicators, seen = indicator_ids(drafts), dict[str, str]()
    tables = {draft.slug: table for draft, table in drafts.contents("data", DataTable)}
    for draft, bank in drafts.contents("bank", Bank):
        for at, entry_id in placed_ids(bank):
            if entry_id in seen:
                yield draft.problem((*at, "id"), f"question `{entry_id}` is already in {seen[entry_id]}")
            seen.setdefault(entry_id, draft.path)
        for at, item, _ in bank.placed_items():
            if item.indicator not in indicators:
                yield draft.problem((*at, "indicator"), f"there is no indicator `{item.indicator}`")
        yield from variant_problems(draft, bank, tables)


def placed_ids(bank: Bank) -> Iterator[tuple[Location, str]]:
    """Every id of a bank with the place of what has it: questions and cases share one space of names."""
    for at, item, _ in bank.placed_items():
        yield at, item.id
    for place, case in enumerate(bank.cases):
        yield ("cases", place), case.id


def variant_problems(draft: Draft, bank: Bank, tables: Mapping[str, DataTable]) -> Iterator[Problem]:
    """What is wrong with questions and cases, and with their variants."""
    for number, item in enumerate(bank.items):
        for at, message in checks.item_faults(item):
            yield draft.problem(("items", number, *at), message)
    for number, case in enumerate(bank.cases):
        for at, message in checks.case_faults(case, tables):
            yield draft.problem(("cases", number, *at), message)


def items_due(drafts: Drafts, today: date) -> Iterable[Problem]:
    """Warnings for questions whose review date has passed."""
    for draft, bank in drafts.contents("bank", Bank):
        for at, item, _ in bank.placed_items():
            if item.review_by < today:
                yield overdue(draft, (*at, "review_by"), f"question `{item.id}`", item.review_by)


DOCUMENT_TYPES = (
    DocumentType(
        "bank", Bank, r"assessments/items/(?P<name>[a-z0-9-]+)\.yaml", "{name}", read_yaml, check_banks, items_due
    ),
    DocumentType("data", DataTable, r"assessments/data/(?P<name>[a-z0-9-]+)\.csv", "{name}", read_csv),
)
