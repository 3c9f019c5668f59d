"""What can be wrong with a row, each kind with a name and each case with a sentence that says what to do. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kamacademy.feed.columns import FIELD_WORDS, Field
from kamacademy.feed.letters import shown
from kamacademy.spreadsheet import safe

SHOWN, LONGEST_GIVEN, LONGEST_WORDS = 200, 80, 400
HEADINGS = ("Row", "Column", "What it says", "How to put it right")


class Kind(StrEnum):
    """Kinds of problems, as the summary counts them."""

    LETTERS = "letters that cannot be read"
    SHAPE = "rows of another shape"
    WHOM = "unknown people, teams or programmes"
    CLOSED = "closed accounts"
    KPI = "unknown KPIs"
    ROLE = "KPIs that may not be kept for whom they are given"
    PERIOD = "periods that cannot be read"
    CADENCE = "periods that are none of the KPI's"
    FUTURE = "periods that are not over"
    NUMBER = "numbers that cannot be read"
    FIGURE = "figures that cannot be"
    TWICE = "rows given twice"
    THERE = "periods that are taken"
    NOTE = "notes that do not fit"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a row of a file (the heading is row 1), in which column (None for the whole row)."""

    row: int
    field: Field | None
    kind: Kind
    given: str
    words: str

    @property
    def column(self) -> str:
        """The column in words."""
        return FIELD_WORDS[self.field] if self.field else "Whole row"

    @property
    def given_shown(self) -> str:
        """What the cell says, as far as it is shown."""
        text = " ".join(shown(self.given).split())
        return text if len(text) <= LONGEST_GIVEN else f"{text[: LONGEST_GIVEN - 1]}…"


def as_rows(problems: Iterable[Problem]) -> list[tuple[object, ...]]:
    """Problems as rows of a CSV file, none of whose cells a spreadsheet runs."""
    return [(one.row, one.column, safe(one.given_shown), safe(one.words)) for one in problems]
