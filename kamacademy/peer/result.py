"""What a round says: medians, spread and examples, never below three answers; and the levels that it shows. Pure.

No means: the middle answer is the lower median, so that it is one that somebody gave.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kamacademy.competency.estimation import lower_median
from kamacademy.kpi.calculated import Counted
from kamacademy.peer.documents import PeerForm, PeerItem
from kamacademy.peer.families import Family, are_across
from kamacademy.peer.lot import mixed
from kamacademy.wording import counted

FEWEST_ANSWERS = 3
# K19 counts colleagues who gave 4 or 5 to at least four of the six statements, and says nothing below five answers.
GOOD_CHOICE, GOOD_STATEMENTS, FEWEST_FOR_KPI = 4, 4, 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """One colleague's answers: choices 1 to 5 or None for "cannot say", and examples, by statement."""

    key: int
    family: Family
    choices: Mapping[str, int | None]
    examples: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One statement. `median`, `low` and `high` are 1 to 5, and None where fewer than three could say."""

    item: PeerItem
    n: int
    median: int | None
    low: int | None
    high: int | None
    examples: tuple[str, ...]

    @property
    def sentence(self) -> str | None:
        """The sentence of the middle answer."""
        return None if self.median is None else self.item.choices[self.median - 1].words

    @property
    def words(self) -> str:
        """The figures as a sentence."""
        if self.median is None:
            return "Fewer than three could say, so nothing is shown."
        spread = f"all alike at {self.low}" if self.low == self.high else f"from {self.low} to {self.high}"
        return f"Middle answer {self.median}, {spread}; {counted(self.n, 'answer')}."


@dataclass(frozen=True, slots=True)
class ShownLevel:
    """The level of one indicator that one colleague's answers show."""

    key: int
    indicator: str
    level: int


def is_enough(sheets: Sequence[Sheet]) -> bool:
    """Whether anything may be shown: three answers, from two functions."""
    return len(sheets) >= FEWEST_ANSWERS and are_across(one.family for one in sheets)


def results(form: PeerForm, sheets: Sequence[Sheet], seed: int) -> list[ItemResult]:
    """Every statement in order, examples mixed anew for each; nothing where the answers are not enough."""
    if not is_enough(sheets):
        return []
    return [item_result(item, sheets, seed) for item in form.items]


def item_result(item: PeerItem, sheets: Sequence[Sheet], seed: int) -> ItemResult:
    """One statement's figures and examples."""
    said = [(one, choice) for one in sheets if (choice := one.choices.get(item.id)) is not None]
    if len(said) < FEWEST_ANSWERS:
        return ItemResult(item, len(said), None, None, None, ())
    choices = [choice for _, choice in said]
    order = mixed([one for one, _ in said], seed, lambda one: one.key, item.id)
    examples = tuple(one.examples[item.id] for one in order if item.id in one.examples)
    return ItemResult(item, len(said), lower_median(choices), min(choices), max(choices), examples)


def levels(form: PeerForm, sheets: Sequence[Sheet], seed: int) -> list[ShownLevel]:
    """One level for each colleague and indicator, the lower median of what the chosen sentences show.

    Only indicators about which three colleagues could say something; the order tells nothing about who answered.
    """
    if not is_enough(sheets):
        return []
    by_indicator: dict[str, list[ShownLevel]] = defaultdict(list)
    for sheet in mixed(sheets, seed, lambda one: one.key, "ledger"):
        shown: dict[str, list[int]] = defaultdict(list)
        for item in form.items:
            choice = sheet.choices.get(item.id)
            if choice is not None:
                shown[item.indicator].append(item.choices[choice - 1].level)
        for indicator, found in shown.items():
            by_indicator[indicator].append(ShownLevel(sheet.key, indicator, lower_median(found)))
    return [one for _, rows in sorted(by_indicator.items()) if len(rows) >= FEWEST_ANSWERS for one in rows]


def kpi_words(sheets: Sequence[Sheet]) -> str | None:
    """The figures of K19 in words; None below its five answers."""
    if len(sheets) < FEWEST_FOR_KPI or not is_enough(sheets):
        return None
    good = good_colleagues(sheets)
    return f"{good} of {counted(len(sheets), 'colleague')} gave 4 or 5 to at least four of the six statements."


def good_statements(sheet: Sheet) -> int:
    """How many statements a colleague gave 4 or 5."""
    return sum(1 for choice in sheet.choices.values() if choice is not None and choice >= GOOD_CHOICE)


def good_colleagues(sheets: Sequence[Sheet]) -> int:
    """How many colleagues gave 4 or 5 to at least four statements."""
    return sum(1 for one in sheets if good_statements(one) >= GOOD_STATEMENTS)


def counted_for_kpi(form: PeerForm, sheets: Sequence[Sheet], seed: int) -> Counted | None:
    """The figures of K19, with the middle answer of each statement; None below its five answers from two functions."""
    if len(sheets) < FEWEST_FOR_KPI or not is_enough(sheets):
        return None
    middle = ", ".join("too few" if one.median is None else str(one.median) for one in results(form, sheets, seed))
    return Counted(good_colleagues(sheets), len(sheets), f"the middle answers to the statements in order: {middle}.")
