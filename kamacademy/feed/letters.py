"""Which letters a file is written in, and by which sign its cells are parted. Pure."""

import codecs
import csv
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT_BYTES = 4096


class Letters(StrEnum):
    """How letters are written as bytes; each value is the name that Python knows it by."""

    UTF_8 = "utf-8-sig"
    UTF_16 = "utf-16"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    WINDOWS = "cp1252"


LETTERS_WORDS = {
    Letters.UTF_8: "UTF-8",
    Letters.UTF_16: "UTF-16",
    Letters.UTF_16_LE: "UTF-16, low byte first",
    Letters.UTF_16_BE: "UTF-16, high byte first",
    Letters.WINDOWS: "Windows-1252 (older Excel, Western Europe)",
}


@dataclass(frozen=True, slots=True)
class Told:
    """The letters of a file, and whether it says so itself; a guess is asked about."""

    letters: Letters
    is_sure: bool


def letters_of(chunks: Iterable[bytes]) -> Told:
    """The letters of a file, told by all of it.

    A mark at the beginning or idle bytes say UTF-16. What is UTF-8 throughout is UTF-8; where it breaks off after
    some that was, it is UTF-8 with broken rows, which the check names. Anything else is taken for Windows-1252, and
    asked about.
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    first, has_some = True, False
    for chunk in chunks:
        if first:
            wide = wide_letters(chunk[:LOOKED_AT_BYTES])
            if wide is not None:
                return Told(wide, is_sure=True)
            first = False
        try:
            has_some = not decoder.decode(chunk).isascii() or has_some
        except UnicodeDecodeError as broken:
            has_some = has_some or not broken.object[: broken.start].isascii()
            return Told(Letters.UTF_8, is_sure=True) if has_some else Told(Letters.WINDOWS, is_sure=False)
    return Told(Letters.UTF_8, is_sure=True)


def wide_letters(start: bytes) -> Letters | None:
    """UTF-16, where the first bytes of a file say so; None otherwise."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Letters.UTF_16
    half = len(start) // 2
    if half and start[1::2].count(0) > half / 2:
        return Letters.UTF_16_LE
    if half and start[0::2].count(0) > half / 2:
        return Letters.UTF_16_BE
    return None


def errors_of(letters: Letters) -> str:
    """How bytes that are no letters are kept, so that their row can be named."""
    return "replace" if letters.startswith("utf-16") else "surrogateescape"


def is_broken(cell: str) -> bool:
    """Whether a cell holds bytes that are no letters, or the one sign that no database column takes."""
    return "\0" in cell or (
        not cell.isascii() and any(sign == "\ufffd" or "\udc80" <= sign <= "\udcff" for sign in cell)
    )


def shown(cell: str) -> str:
    """A cell as it can be printed and kept."""
    return "".join("\ufffd" if sign == "\0" or "\ud800" <= sign <= "\udfff" else sign for sign in cell)


def delimiter_of(heading: str) -> str:
    """The sign that parts most cells of the heading row; a comma for a single column."""
    counts = {sign: len(next(csv.reader([heading], delimiter=sign), [])) for sign in DELIMITERS}
    return max(DELIMITERS, key=lambda sign: counts[sign])
