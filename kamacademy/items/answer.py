"""Answers as forms send them and as they are kept, and what they are worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

JSON = None | bool | int | float | str | Sequence["JSON"] | Mapping[str, "JSON"]
# What a form sent: every value of every field.
Form = Mapping[str, Sequence[str]]
# An answer as it is kept; each kind says in its docstring what it holds.
Given = Mapping[str, JSON]
# What would be right, as it is kept with a sitting.
Key = Mapping[str, JSON]
LETTERS = "abcdefghijklmnop"
LONGEST_TEXT = 20_000


class NotAnAnswer(Exception):
    """A form holds no answer to the question. `message` says how to put it right.

    `field` is the name of the form's field, and `kept` what was given, so that it can be shown again by `ask`.
    """

    def __init__(self, field: str, message: str, kept: Given | None = None) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
        self.kept = kept or {}


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer is worth, as a share of the question's points.

    `share` runs from 0 to 1 (from -1 for a statement marked by the quadratic rule) and is None where a person must
    mark. `choice` is a short code of what was chosen, for statistics: letters are places in the author's file.
    `parts` says for each part, in the author's order, whether it is right.
    """

    share: float | None
    is_right: bool | None
    choice: str | None
    parts: tuple[bool, ...] = ()


def first(form: Form, name: str) -> str:
    """The first value of a field, without spaces around it; empty where the form has none."""
    return next(iter(form.get(name, ())), "")[:LONGEST_TEXT].strip()


def whole(value: JSON) -> int | None:
    """A position in a kept answer or key, or None."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def wholes(value: JSON) -> list[int | None]:
    """Positions in a kept answer or key; None for a part that is open."""
    return [whole(one) for one in value] if isinstance(value, Sequence) and not isinstance(value, str) else []


def positions(value: JSON) -> list[int]:
    """Positions in a kept answer or key, without open parts."""
    return [one for one in wholes(value) if one is not None]


def text_of(value: JSON) -> str:
    """Words in a kept answer or key."""
    return value if isinstance(value, str) else ""


def figure_of(value: JSON) -> float | None:
    """A figure in a kept answer or key."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def letter(position: int | None) -> str:
    """The letter of a place in the author's file; a dash for an open part."""
    return "-" if position is None else LETTERS[position]
