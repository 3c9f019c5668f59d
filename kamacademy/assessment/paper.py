"""A paper as it lies before one person: its questions in order, their options shuffled, what was chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from kamacademy.assessment.documents import Bank, Item, Paper


@dataclass(frozen=True, slots=True)
class OptionShown:
    """An option where the person sees it. `position` is its place in the author's file, from 0."""

    position: int
    text: str
    rationale: str
    is_right: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question at its place, from 1. `choice` is None while unanswered."""

    place: int
    item: Item
    options: tuple[OptionShown, ...]
    choice: int | None

    @property
    def is_answered(self) -> bool:
        """True once an option was chosen."""
        return self.choice is not None

    @property
    def is_right(self) -> bool:
        """True where the right option was chosen."""
        return self.choice == self.item.right


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole paper of one sitting."""

    paper: Paper
    questions: tuple[Question, ...]

    @property
    def open_places(self) -> tuple[int, ...]:
        """The places not yet answered."""
        return tuple(one.place for one in self.questions if not one.is_answered)

    @property
    def answered(self) -> int:
        """How many questions are answered."""
        return len(self.questions) - len(self.open_places)

    @property
    def next_open(self) -> int | None:
        """The first place not yet answered."""
        return next(iter(self.open_places), None)

    @property
    def needed(self) -> int:
        """How many right answers pass."""
        return points_needed(len(self.questions), self.paper.pass_percent)


def points_needed(points_max: int, pass_percent: int) -> int:
    """The least whole number of points that reaches the pass mark."""
    return -(-points_max * pass_percent // 100)


def items_of(paper: Paper, banks: Iterable[Bank]) -> tuple[Item, ...]:
    """The paper's questions in its order."""
    by_id = {item.id: item for bank in banks for item in bank.items}
    return tuple(by_id[item_id] for item_id in paper.items)


def option_order(seed: int, item_id: str, options: int) -> tuple[int, ...]:
    """An order of positions that looks random and is the same for one seed and question, on every machine.

    By SHA-256 of seed, question and position: the standard library's shuffle may differ between Python versions.
    """
    return tuple(sorted(range(options), key=lambda position: sha256(f"{seed}:{item_id}:{position}".encode()).digest()))


def sheet(paper: Paper, items: Iterable[Item], *, seed: int, choices: Mapping[str, int]) -> Sheet:
    """The paper of one sitting. `choices` are positions in the file by question."""
    return Sheet(
        paper,
        tuple(
            question(place, item, seed=seed if paper.shuffle_options else None, choice=choices.get(item.id))
            for place, item in enumerate(items, 1)
        ),
    )


def question(place: int, item: Item, *, seed: int | None, choice: int | None) -> Question:
    """One question; without a seed its options stand as in the file."""
    count = len(item.options)
    order = tuple(range(count)) if seed is None else option_order(seed, item.id, count)
    options = tuple(
        OptionShown(
            position=position,
            text=item.options[position].text,
            rationale=item.options[position].rationale,
            is_right=position == item.right,
            is_chosen=position == choice,
        )
        for position in order
    )
    return Question(place, item, options, choice)


def open_from(paper: Paper, last_failed_at: datetime | None) -> datetime | None:
    """From when the paper may be tried again; None where no waiting time holds."""
    if last_failed_at is None or paper.wait_hours == 0:
        return None
    return last_failed_at + timedelta(hours=paper.wait_hours)


def position_of(chosen: str | None) -> int:
    """The option's position in what a form sent; -1 for what is no position, which no question has."""
    words = chosen or ""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 4 else -1
