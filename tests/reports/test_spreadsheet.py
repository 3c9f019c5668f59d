"""CSV and XLSX: what was said arrives, and nothing that was said runs."""

import csv
from datetime import date
from io import BytesIO, StringIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from kamacademy.spreadsheet import Table, as_csv, as_xlsx, safe, sheet_name, widths

TABLE = Table(
    "Development plan",
    ("Person", "Words", "Due", "Level"),
    (("Mira Halvorsen", '=HYPERLINK("http://x")', date(2026, 12, 4), 3), ("Søren, “S”", "Line\nbreak", None, None)),
)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1"])
def test_words_that_a_spreadsheet_would_run_are_held_back(words: str) -> None:
    assert safe(words) == f"'{words}"


@pytest.mark.parametrize("cell", ["Plan", "a-b", "a=b", "", -3, 2.5, None, date(2026, 1, 1)])
def test_other_cells_stay_as_they_are(cell: str | int | float | date | None) -> None:
    assert safe(cell) == cell


def test_a_csv_reads_back() -> None:
    written = as_csv(TABLE)
    assert written.startswith(b"\xef\xbb\xbf")
    head, first, second = csv.reader(StringIO(written.decode("utf-8-sig"), newline=""))
    assert head == ["Person", "Words", "Due", "Level"]
    assert first == ["Mira Halvorsen", '\'=HYPERLINK("http://x")', "2026-12-04", "3"]
    assert second == ["Søren, “S”", "Line\nbreak", "", ""]


def test_an_xlsx_holds_words_days_and_numbers_and_no_formula() -> None:
    with ZipFile(BytesIO(as_xlsx(TABLE))) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    assert not list(sheet.iter(f"{MAIN}f"))
    words = ["".join(one.itertext()) for one in strings.iter(f"{MAIN}si")]
    assert '\'=HYPERLINK("http://x")' in words
    cells = {str(one.get("r")): one for one in sheet.iter(f"{MAIN}c")}
    # Days are counted from 30 Dec 1899: 4 Dec 2026 is day 46,360.
    assert [cells["C2"].findtext(f"{MAIN}v"), cells["D2"].findtext(f"{MAIN}v")] == ["46360", "3"]
    assert cells["B2"].get("t") == "s"


def test_columns_are_as_wide_as_their_words_within_reason() -> None:
    assert widths(Table("T", ("A", "B"), (("x" * 200, "four"),))) == [60, 10]


def test_a_sheet_has_a_name_that_excel_takes() -> None:
    assert sheet_name("Plan: [a/b]") == "Plan ab"
    assert sheet_name("x" * 40) == "x" * 31
    assert sheet_name("'") == "Sheet"
