"""Rows that each get one of several choices: what matching and categorising have in common."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kamacademy.content.reading import Location
from kamacademy.items.item import (
    AnyItem,
    Choice,
    Form,
    Given,
    Key,
    Line,
    LineState,
    Mark,
    NotAnAnswer,
    Row,
    first,
    letter,
    read_alike,
    wholes,
    words_of,
)
from kamacademy.items.variant import Variant
from kamacademy.wording import counted


@dataclass(frozen=True, slots=True)
class Part:
    """One row as its author wrote it: its text, the position of the choice that belongs to it, and why."""

    text: str
    right: int
    rationale: str


class Grouping(AnyItem):
    """An answer holds `choices`: for each row of the file the position of its choice, or None while it is open.

    Each row counts the same; a row without a choice counts nothing.
    """

    @abstractmethod
    def parts_in_file(self) -> Sequence[Part]:
        """The rows in the author's order."""

    @abstractmethod
    def choices_in_file(self) -> Sequence[str]:
        """The choices in the author's order."""

    @property
    @abstractmethod
    def field(self) -> str:
        """How the fields of the rows begin."""

    @property
    @abstractmethod
    def row_word(self) -> str:
        """What a row is called."""

    def fields(self, variant: Variant) -> tuple[str, ...]:
        """The names of the rows' fields in the author's order."""
        return tuple(f"{self.field}-{code}" for code in self.codes(variant, "row", len(self.parts_in_file())))

    def key(self, variant: Variant) -> Key:
        """`right`, for each row the position of its choice."""
        return {"right": [part.right for part in self.parts_in_file()]}

    def read(self, form: Form, variant: Variant) -> Given:
        """The choice of each row. Raises NotAnAnswer."""
        codes = self.codes(variant, "choice", len(self.choices_in_file()))
        names, chosen = self.fields(variant), list[int | None]()
        for name in names:
            sent = first(form, name)
            if sent and sent not in codes:
                raise NotAnAnswer(name, "This question has no such answer. Choose one of those shown.")
            chosen.append(codes.index(sent) if sent else None)
        if all(one is None for one in chosen):
            raise NotAnAnswer(self.field, f"Choose an answer for at least one {self.row_word} first.")
        return {"choices": chosen}

    def form(self, given: Given, variant: Variant) -> dict[str, list[str]]:
        """The code of each row's choice."""
        codes = self.codes(variant, "choice", len(self.choices_in_file()))
        chosen = zip(self.fields(variant), wholes(given.get("choices")), strict=True)
        return {name: [codes[place]] for name, place in chosen if place is not None}

    def missing(self, given: Given) -> str | None:
        """How many rows are open."""
        lacking = wholes(given.get("choices")).count(None)
        return f"{counted(lacking, self.row_word)} without an answer." if lacking else None

    def marked(self, given: Given, variant: Variant, key: Key) -> Mark:
        """The share of rows with the right choice."""
        chosen, right = wholes(given.get("choices")), wholes(key.get("right"))
        parts = tuple(one is not None and one == wanted for one, wanted in zip(chosen, right, strict=True))
        return Mark(sum(parts) / len(parts), all(parts), "".join(map(letter, chosen)), parts)

    def rows(self, variant: Variant, given: Given | None, seed: int) -> tuple[Row, ...]:
        """The rows in the order shown, with the codes chosen so far."""
        parts, names = self.parts_in_file(), self.fields(variant)
        codes = self.codes(variant, "choice", len(self.choices_in_file()))
        chosen = wholes((given or {}).get("choices")) or [None] * len(parts)
        return tuple(
            Row(names[place], words_of(variant, parts[place].text), "" if at is None else codes[at])
            for place in self.order(seed, len(parts), "row")
            for at in (chosen[place],)
        )

    def shown_choices(self, variant: Variant, seed: int | None) -> tuple[Choice, ...]:
        """The choices in the order shown; without a seed as in the file."""
        choices = self.choices_in_file()
        codes = self.codes(variant, "choice", len(choices))
        order = self.order(seed, len(choices), "choice")
        return tuple(Choice(codes[place], words_of(variant, choices[place])) for place in order)

    def lines(self, variant: Variant, given: Given | None) -> tuple[Line, ...]:
        """Every row explained, in the author's order."""
        choices = [words_of(variant, one) for one in self.choices_in_file()]
        chosen = wholes((given or {}).get("choices")) or [None] * len(self.parts_in_file())
        found = []
        for part, at in zip(self.parts_in_file(), chosen, strict=True):
            state, verdict = LineState.RIGHT, "Right"
            if at is None:
                state, verdict = LineState.OPEN, "No answer"
            elif at != part.right:
                state, verdict = LineState.WRONG, f"You chose: {choices[at]}"
            text, rationale = words_of(variant, part.text), words_of(variant, part.rationale)
            found.append(Line(text, rationale, state, verdict, choices[part.right]))
        return tuple(found)

    def note(self, mark: Mark) -> str:
        """How many rows are right."""
        return f"{sum(mark.parts)} of {len(mark.parts)} right." if mark.parts else ""

    def repeated(
        self, variant: Variant, texts: Sequence[tuple[Location, str]], word: str
    ) -> Iterator[tuple[Location, str]]:
        """Texts that read like an earlier one."""
        for place in read_alike([words_of(variant, text) for _, text in texts]):
            yield texts[place][0], f"question `{self.id}` has the same {word} twice"
