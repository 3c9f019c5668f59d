"""Question banks and papers as content."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Literal, Protocol, Self

from pydantic import Field, model_validator

from kamacademy.competency.documents import indicator_ids
from kamacademy.content.documents import (
    Closed,
    DocumentType,
    Drafts,
    IndicatorId,
    LevelNumber,
    Slug,
    Words,
    overdue,
)
from kamacademy.content.problems import BrokenRule, Problem
from kamacademy.content.reading import read_yaml


class ItemOption(Closed):
    """One answer to choose, with the reason why it is right or wrong."""

    text: Words
    correct: bool = False
    rationale: Words


class MayBeCorrect(Protocol):
    """An option of a question, here or in a lesson."""

    @property
    def correct(self) -> bool:
        """Whether it is the right one."""


def refuse_other_than_one(options: Sequence[MayBeCorrect]) -> None:
    """A question has one right option. Raises BrokenRule, which points at the second right one."""
    right = [number for number, option in enumerate(options) if option.correct]
    if not right:
        raise BrokenRule("no option is `correct: true`; mark exactly one", "options")
    if len(right) > 1:
        message = f"{len(right)} options are `correct: true`; mark exactly one"
        raise BrokenRule(message, "options", right[1], "correct")


class Item(Closed):
    """A question with one right answer."""

    id: Slug
    kind: Literal["single"]
    indicator: IndicatorId
    level: LevelNumber
    stem: Words
    options: Annotated[tuple[ItemOption, ...], Field(min_length=3, max_length=5)]
    source: Words
    facts: tuple[Slug, ...] = ()
    lesson: Slug | None = None
    review_by: date
    tags: tuple[Slug, ...] = ()

    @model_validator(mode="after")
    def one_right(self) -> Self:
        """Exactly one option is correct."""
        refuse_other_than_one(self.options)
        return self

    @property
    def competency(self) -> str:
        """The code of the competency that the indicator belongs to."""
        return self.indicator[:3]

    @property
    def right(self) -> int:
        """The position of the right option, from 0."""
        return next(n for n, option in enumerate(self.options) if option.correct)


class Bank(Closed):
    """Questions kept in one file."""

    title: Words
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


class Paper(Closed):
    """Which questions make a check, and when it is passed."""

    title: Words
    purpose: Words
    items: Annotated[tuple[Slug, ...], Field(min_length=1)]
    pass_percent: Annotated[int, Field(ge=1, le=100)]
    minutes: Annotated[int, Field(ge=1, le=240)]
    shuffle_options: bool = True
    wait_hours: Annotated[int, Field(ge=0, le=720)] = 0


def check_banks(drafts: Drafts) -> Iterable[Problem]:
    """Question ids are unique over all banks, and indicators exist."""
    indicators, seen = indicator_ids(drafts), dict[str, str]()
    for draft, bank in drafts.contents("bank", Bank):
        for number, item in enumerate(bank.items):
            if item.id in seen:
                yield draft.problem(("items", number, "id"), f"question `{item.id}` is already in {seen[item.id]}")
            seen.setdefault(item.id, draft.path)
            if item.indicator not in indicators:
                yield draft.problem(("items", number, "indicator"), f"there is no indicator `{item.indicator}`")
            texts = [option.text for option in item.options]
            if len(set(texts)) != len(texts):
                yield draft.problem(("items", number, "options"), f"question `{item.id}` has the same option twice")


def check_papers(drafts: Drafts) -> Iterable[Problem]:
    """A paper names questions that exist, each once."""
    known = {item.id for _, bank in drafts.contents("bank", Bank) for item in bank.items}
    for draft, paper in drafts.contents("paper", Paper):
        for number, item_id in enumerate(paper.items):
            if item_id not in known:
                yield draft.problem(("items", number), f"there is no question `{item_id}` in any bank")
            elif item_id in paper.items[:number]:
                yield draft.problem(("items", number), f"question `{item_id}` is in this paper twice")


def items_due(drafts: Drafts, today: date) -> Iterable[Problem]:
    """Warnings for questions whose review date has passed."""
    for draft, bank in drafts.contents("bank", Bank):
        for number, item in enumerate(bank.items):
            if item.review_by < today:
                yield overdue(draft, ("items", number, "review_by"), f"question `{item.id}`", item.review_by)


DOCUMENT_TYPES = (
    DocumentType(
        "bank", Bank, r"assessments/items/(?P<name>[a-z0-9-]+)\.yaml", "{name}", read_yaml, check_banks, items_due
    ),
    DocumentType("paper", Paper, r"assessments/papers/(?P<name>[a-z0-9-]+)\.yaml", "{name}", read_yaml, check_papers),
)
