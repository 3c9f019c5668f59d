"""Tables as CSV and as XLSX; no cell is ever a formula. Pure."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

Cell = str | int | float | date | None

# What spreadsheets take for a formula, and the two signs by which one hides behind white space.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
# By it Excel knows UTF-8.
MARK = "\ufeff"
WIDEST_COLUMN, NARROWEST_COLUMN = 60, 10


@dataclass(frozen=True, slots=True)
class Table:
    """What a paper says in rows. `title` names the sheet."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def safe(cell: Cell) -> Cell:
    """A cell that no spreadsheet runs: words that begin like a formula get an apostrophe (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" \n").startswith(DANGEROUS) else cell


def as_csv(table: Table) -> bytes:
    """RFC 4180, in UTF-8 with the mark by which Excel knows it; days as 2026-11-22."""
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(table.columns)
    writer.writerows([[safe(cell) for cell in row] for row in table.rows])
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """One sheet with a head that stays, widths by content; days are days, words are words."""
    from xlsxwriter import Workbook

    written = BytesIO()
    book = Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": table.title, "author": "KAM Academy"})
    sheet = book.add_worksheet(sheet_name(table.title))
    head, words = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    days = book.add_format({"num_format": "d mmm yyyy", "valign": "top", "align": "left"})
    sheet.write_row(0, 0, table.columns, head)
    for place, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(place, column, cell, days)
            else:
                sheet.write(place, column, safe(cell), words)
    for column, width in enumerate(widths(table)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    book.close()
    return written.getvalue()


def widths(table: Table) -> Sequence[int]:
    """A width for each column, in characters."""
    lengths = [
        max(len(str(cell)) for cell in (name, *(row[place] or "" for row in table.rows)))
        for place, name in enumerate(table.columns)
    ]
    return [min(max(length + 2, NARROWEST_COLUMN), WIDEST_COLUMN) for length in lengths]


def sheet_name(title: str) -> str:
    """A name that Excel takes: at most 31 characters, none of []:*?/\\ and no apostrophe at the ends."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\")[:31].strip("'") or "Sheet"
