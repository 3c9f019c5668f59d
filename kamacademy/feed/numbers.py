"""Numbers as people and programs write them: 1,234.5 and 1.234,5 are the same one. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Decimals(StrEnum):
    """The sign before the decimals."""

    POINT = "point"
    COMMA = "comma"


DECIMALS_WORDS = {Decimals.POINT: "a point: 1,234.5", Decimals.COMMA: "a comma: 1.234,5"}
OTHER = {Decimals.POINT: Decimals.COMMA, Decimals.COMMA: Decimals.POINT}

# Blanks of all widths and the Swiss apostrophe group digits and mean nothing.
IDLE = str.maketrans("", "", " \u00a0\u2007\u2009\u202f'\u2019")
MINUS = str.maketrans("\u2212\u2013", "--")
BY_POINT = re.compile(r"[+-]?(?:\d+|[1-9]\d{0,2}(?:,\d{3})+)?(?:\.\d+)?", re.ASCII)
BY_COMMA = re.compile(r"[+-]?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)?(?:,\d+)?", re.ASCII)
# 1.234 may be a thousand or one and a bit; 0.123 and 1234.567 cannot be grouped.
EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)


@dataclass(slots=True)
class Evidence:
    """What the numbers of a file say about their decimals: how many speak for each, and one that could be either."""

    point: int = 0
    comma: int = 0
    doubtful: str | None = None

    def see(self, cells: Iterable[str]) -> None:
        """Take some cells in."""
        for cell in cells:
            if cell.isdigit() or not cell:
                continue
            text = plain(cell)
            if EITHER.fullmatch(text):
                self.doubtful = self.doubtful or cell
            elif "." in text or "," in text:
                self.point += is_number(text, BY_POINT)
                self.comma += is_number(text, BY_COMMA)

    @property
    def decimals(self) -> Decimals | None:
        """What most say; a point where nothing says anything; None where it cannot be told and must be asked."""
        if self.point != self.comma:
            return Decimals.POINT if self.point > self.comma else Decimals.COMMA
        return Decimals.POINT if self.doubtful is None and not self.point else None


def plain(cell: str) -> str:
    """A number without what means nothing."""
    return cell.strip().translate(IDLE).translate(MINUS)


def is_number(text: str, form: "re.Pattern[str]") -> bool:
    """Whether a text is a number of a form, and has a digit."""
    return form.fullmatch(text) is not None and any(sign.isdigit() for sign in text)


def number(cell: str, decimals: Decimals) -> float | None:
    """The number in a cell; None where it is none, or is written the other way."""
    if cell.isascii() and cell.isdigit():
        return float(cell)
    text = plain(cell)
    if not is_number(text, BY_POINT if decimals is Decimals.POINT else BY_COMMA):
        return None
    if decimals is Decimals.POINT:
        return float(text.replace(",", ""))
    return float(text.replace(".", "").replace(",", "."))


def why_none(cell: str, decimals: Decimals) -> str:
    """How to put a cell right that holds no number."""
    if "%" in cell:
        return "Write it without the % sign; a share is how many and out of how many, in two columns."
    other = number(cell, OTHER[decimals])
    if other is not None:
        here = "point" if decimals is Decimals.POINT else "comma"
        right = f"{other:.10g}" if decimals is Decimals.POINT else f"{other:.10g}".replace(".", ",")
        return f"This file's decimals begin with a {here}, and this number is written the other way. Write {right}."
    return f"Write a number in digits, such as 13 or {'8.5' if decimals is Decimals.POINT else '8,5'}."
