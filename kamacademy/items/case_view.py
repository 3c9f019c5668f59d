"""A case as the person sees it: its paragraphs and lists, its table and chart, and the table to download."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from kamacademy.items.case import Case, CaseData
from kamacademy.items.data_chart import DataChart, data_chart
from kamacademy.items.data_table import FORMULA, NUMBER, Column, DataTable
from kamacademy.items.variant import Variant, fill

# Figures in such columns are names rather than amounts: no commas in them.
COUNTED_NAMES = ("year", "week", "code")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or the lines of a list."""

    text: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a column."""

    words: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class TableShown:
    """A table with its caption; cells are words as they are printed."""

    caption: str
    headers: tuple[Header, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class CaseShown:
    """The situation of a case, without its questions."""

    case_id: str
    title: str
    blocks: tuple[Block, ...]
    table: TableShown | None = None
    chart: DataChart | None = None


def case_shown(case: Case, variant: Variant, tables: Mapping[str, DataTable]) -> CaseShown:
    """A case with the figures of a variant. `tables` are those of the release by name."""
    table = case.table(variant.values, tables)
    if table is None or case.data is None:
        return CaseShown(case.id, fill(case.title, variant.values), blocks(fill(case.stem, variant.values)))
    caption = fill(case.data.caption, variant.values)
    chart = None
    if case.data.chart is not None:
        y_label = label(case.data, case.data.chart.y, variant)
        chart = data_chart(case.data.chart, table, name=case.id, title=caption, y_label=y_label)
    return CaseShown(
        case.id,
        fill(case.title, variant.values),
        blocks(fill(case.stem, variant.values)),
        TableShown(caption, headers(case.data, table, variant), tuple(words(table.columns, row) for row in table.rows)),
        chart,
    )


def blocks(text: str) -> tuple[Block, ...]:
    """Paragraphs and lists: an empty line parts them, lines that begin with `- ` make a list."""
    found: list[Block] = []
    for part in text.strip().split("\n\n"):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        said = [line for line in lines if not line.startswith("- ")]
        listed = [line.removeprefix("- ") for line in lines if line.startswith("- ")]
        if said:
            found.append(Block(text=" ".join(said)))
        if listed:
            found.append(Block(lines=tuple(listed)))
    return tuple(found)


def headers(data: CaseData, table: DataTable, variant: Variant) -> tuple[Header, ...]:
    """The heads of the columns."""
    return tuple(Header(label(data, one.name, variant), one.kind == "number") for one in table.columns)


def label(data: CaseData, name: str, variant: Variant) -> str:
    """What a column is called on the page: its label, or its name as words."""
    given = data.labels.get(name)
    return fill(given, variant.values) if given is not None else name.replace("_", " ").capitalize()


def words(columns: Sequence[Column], row: Sequence[str]) -> tuple[str, ...]:
    """The cells as they are printed: amounts with commas between thousands."""
    return tuple(cell_words(column, cell) for column, cell in zip(columns, row, strict=True))


def cell_words(column: Column, cell: str) -> str:
    """One cell as it is printed."""
    if column.kind != "number" or column.name.endswith(COUNTED_NAMES):
        return cell
    whole, point, rest = cell.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole not in ("-0", "") else cell


def csv_of(case: Case, variant: Variant, tables: Mapping[str, DataTable]) -> str:
    """The table of a variant as CSV for a spreadsheet, with the heads that the page shows; empty without a table.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    table = case.table(variant.values, tables)
    if table is None or case.data is None:
        return ""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([escaped(one.words) for one in headers(case.data, table, variant)])
    for row in table.rows:
        writer.writerow([escaped(cell) for cell in row])
    return out.getvalue()


def escaped(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{cell}" if cell.startswith(FORMULA) and not NUMBER.fullmatch(cell) else cell
