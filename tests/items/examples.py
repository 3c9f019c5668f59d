"""A bank with every kind of question once, and a case with a table."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from kamacademy.competency.documents import DOCUMENT_TYPES as COMPETENCY_TYPES
from kamacademy.config import PROJECT
from kamacademy.content.documents import Drafts, read_all
from kamacademy.content.problems import Problem
from kamacademy.items.documents import DOCUMENT_TYPES, Bank, Case, DataTable, Item
from kamacademy.items.item import Given, Mark
from kamacademy.items.variant import Variant

HERE = Path(__file__).parent
BANK, TABLE = "assessments/items/every-kind.yaml", "assessments/data/two-sites.csv"


@cache
def files() -> Mapping[str, str]:
    """The example's files and the framework they point at."""
    framework = {
        place.relative_to(PROJECT).as_posix(): place.read_text(encoding="utf-8")
        for place in sorted((PROJECT / "curricula/framework").glob("*.yaml"))
    }
    own = {BANK: (HERE / "every-kind.yaml").read_text(), TABLE: (HERE / "two-sites.csv").read_text()}
    return framework | own


def read(changed: Mapping[str, str]) -> tuple[Drafts, list[Problem]]:
    """The example with some files changed: the documents and every problem in its own files.

    The framework points at papers, which are not here, and those are none of its problems.
    """
    drafts, problems = read_all([*COMPETENCY_TYPES, *DOCUMENT_TYPES], {**files(), **changed})
    return drafts, [one for one in problems if one.path.startswith("assessments/")]


@cache
def bank() -> Bank:
    """The bank, which has no problem."""
    drafts, problems = read({})
    assert not problems
    return {draft.path: one for draft, one in drafts.contents("bank", Bank)}[BANK]


@cache
def tables() -> Mapping[str, DataTable]:
    """The tables by name."""
    drafts, _ = read({})
    return {draft.slug: one for draft, one in drafts.contents("data", DataTable)}


def case() -> Case:
    """The case with its table."""
    return bank().cases[0]


def item(item_id: str, **changed: object) -> Item:
    """A question of the example, with some keys changed."""
    found = next(one for one in bank().all_items if one.id == item_id)
    return found.model_copy(update=changed) if changed else found


def marked(asked: Item, given: Given | None, variant: Variant | None = None) -> Mark:
    """The mark of an answer, by the key of the variant."""
    at = variant if variant is not None else asked.variant(7)
    return asked.mark(given, at, asked.key(at))
