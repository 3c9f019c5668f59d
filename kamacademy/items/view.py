"""A question as it is shown, before and after it is answered; the kind's template prints it."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose, where the person sees it. `code` is what the form sends."""

    code: str
    text: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A part to be given an answer of its own. `name` is the field's name, `code` what was chosen, or empty."""

    name: str
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as the person sees it; the kind's template knows which parts it has."""

    item_id: str
    kind: str
    stem: str
    help: str = ""
    choices: tuple[Choice, ...] = ()
    confidence: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = ()
    words: str = ""
    unit: str = ""
    words_max: int = 0

    @property
    def shown(self) -> str:
        """The codes of the rows in the order shown, which a form sends back."""
        return "".join(row.name.rpartition("-")[2] for row in self.rows)


class LineState(StrEnum):
    """How a line of the explanation stands.

    Right; right and not chosen; wrong; a row left without an answer; or neither right nor chosen.
    """

    RIGHT = "right"
    MISSED = "missed"
    WRONG = "wrong"
    OPEN = "open"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Line:
    """One part of the question explained. `answer` is what belongs to it, `verdict` says how the person did."""

    text: str
    rationale: str
    state: LineState
    verdict: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """A question explained afterwards. `given` and `right` are answers in words where there are no lines to mark."""

    item_id: str
    kind: str
    stem: str
    is_right: bool | None
    share: float | None
    source: str
    lines: tuple[Line, ...] = ()
    given: str = ""
    right: str = ""
    note: str = ""
    rationale: str = ""
