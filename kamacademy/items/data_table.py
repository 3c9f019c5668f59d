"""A small table of figures that a case shows, as a checked CSV file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from keyword import iskeyword
from typing import Annotated, Literal

from pydantic import Field

from kamacademy.content.documents import Closed
from kamacademy.content.problems import Problem, UnreadableFile
from kamacademy.content.reading import Places, Reading
from kamacademy.items.expression import FUNCTIONS, TABLE_FUNCTIONS, Function, NoResult, Value, rounded
from kamacademy.items.variant import Name

MOST_ROWS = 200
MOST_COLUMNS = 12
MOST_BYTES = 40_000
LONGEST_CELL = 80
CELL = re.compile(r'(?:"((?:[^"]|"")*)"|([^",]*))(,|$)')
NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)
HEADER = re.compile(r"[a-z][a-z0-9_]{0,29}")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Names of columns that only a table about single patients would have.
ABOUT_PATIENTS = re.compile(
    r"(^|_)(patient(_?(id|name|no|number|initials))?|first_name|last_name|surname|dob|birth\w*|date_of_birth|mrn"
    r"|ssn|nhs_number|medical_record\w*|initials|postcode|zip\w*)$"
)
Kind = Literal["number", "date", "text"]
KINDS: tuple[Kind, ...] = ("number", "date", "text")
Row = tuple[str, ...]


class Column(Closed):
    """One column: its name in expressions and what its cells are."""

    name: Name
    kind: Kind


class DataTable(Closed):
    """Rows of cells as they stand in the file. Figures are plain: 1204.5."""

    columns: Annotated[tuple[Column, ...], Field(min_length=2, max_length=MOST_COLUMNS)]
    rows: Annotated[tuple[Row, ...], Field(min_length=1, max_length=MOST_ROWS)]

    def place(self, name: str) -> int:
        """The place of a column. Raises NoResult."""
        for place, column in enumerate(self.columns):
            if column.name == name:
                return place
        raise NoResult(f"the table has no column `{name}`")

    def cell(self, row: Row, name: str) -> str:
        """A row's cell in a column. Raises NoResult."""
        return row[self.place(name)]

    def rows_where(self, where: Mapping[str, Value]) -> Iterator[Row]:
        """The rows whose cells equal all that is asked for; figures are compared as figures. Raises NoResult."""
        wanted = [(self.place(name), value) for name, value in where.items()]
        for row in self.rows:
            if all(equals(row[place], value) for place, value in wanted):
                yield row

    def figures(self, name: str, where: Mapping[str, Value]) -> list[float]:
        """The figures of a column in some rows. Raises NoResult."""
        place = self.place(name)
        if self.columns[place].kind != "number":
            raise NoResult(f"the column `{name}` holds no figures")
        return [float(row[place]) for row in self.rows_where(where)]

    def functions(self) -> Mapping[str, Function]:
        """What `computed` of a case may ask the table: each takes a column and filters by other columns."""
        return {
            "total": lambda column, **where: sum(self.figures(str(column), where)),
            "count": lambda **where: sum(1 for _ in self.rows_where(where)),
            "mean": lambda column, **where: mean(self.some(column, where)),
            "least": lambda column, **where: min(self.some(column, where)),
            "most": lambda column, **where: max(self.some(column, where)),
            "value": lambda column, **where: self.only(str(column), where),
        }

    def some(self, column: Value, where: Mapping[str, Value]) -> list[float]:
        """At least one figure. Raises NoResult."""
        found = self.figures(str(column), where)
        if not found:
            raise NoResult(f"no row of the table is {words(where)}")
        return found

    def only(self, name: str, where: Mapping[str, Value]) -> Value:
        """The cell of the one row. Raises NoResult."""
        place, found = self.place(name), list(self.rows_where(where))
        if len(found) != 1:
            raise NoResult(f"{len(found)} rows of the table are {words(where)}; value() needs exactly one")
        cell = found[0][place]
        return float(cell) if self.columns[place].kind == "number" else cell


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean; at least one value."""
    return sum(values) / len(values)


def words(where: Mapping[str, Value]) -> str:
    """What rows were asked for."""
    return " and ".join(f"{name} {value}" for name, value in where.items()) or "there"


def equals(cell: str, value: Value) -> bool:
    """Whether a cell is what is asked for."""
    if isinstance(value, str):
        return cell == value
    return NUMBER.fullmatch(cell) is not None and float(cell) == float(value)


def read_csv(path: str, text: str) -> Reading:
    """Read a table. Raises UnreadableFile with everything that is wrong with it."""
    problems: list[Problem] = []
    if len(text.encode()) > MOST_BYTES:
        raise UnreadableFile(Problem(path, 1, 1, f"is larger than {MOST_BYTES // 1000} kB; a table of a case is small"))
    lines = [cells(path, number, line, problems) for number, line in enumerate(text.split("\n"), 1) if line]
    if len(lines) < 2:
        raise UnreadableFile(Problem(path, 1, 1, "needs a header and at least one row"))
    header, rows = lines[0], lines[1:]
    problems.extend(header_problems(path, header))
    problems.extend(row_problems(path, header, rows))
    columns = [column(path, place, header, rows, problems) for place in range(len(header))]
    if problems:
        raise UnreadableFile(*problems)
    values = {"columns": tuple(columns), "rows": tuple(tuple(cell.text for cell in row) for row in rows)}
    return Reading(values, Places(path))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell and the column of the file where it begins, from 1."""

    text: str
    at: int


def cells(path: str, line: int, words: str, problems: list[Problem]) -> list[Cell]:
    """A line of the file cut at its commas; quoted cells may hold commas and doubled quotes."""
    found: list[Cell] = []
    at = 0
    while True:
        match = CELL.match(words, at)
        if match is None:
            problems.append(Problem(path, line, at + 1, "has a quote that is not closed or stands inside a cell"))
            return found
        quoted, bare, end = match.groups()
        text = quoted.replace('""', '"') if quoted is not None else bare
        found.append(Cell(text.strip(), at + 1))
        at = match.end()
        if not end:
            return found


def header_problems(path: str, header: Sequence[Cell]) -> Iterator[Problem]:
    """What is wrong with the names of columns."""
    seen: set[str] = set()
    if not 2 <= len(header) <= MOST_COLUMNS:
        yield Problem(path, 1, 1, f"has {len(header)} columns, expected 2 to {MOST_COLUMNS}")
    for cell in header:
        if not HEADER.fullmatch(cell.text) or is_reserved(cell.text):
            message = (
                f"`{cell.text}` is no name for a column; write lower-case words joined by `_`, such as `visit_count`"
            )
            yield Problem(path, 1, cell.at, message)
        elif cell.text in seen:
            yield Problem(path, 1, cell.at, f"the column `{cell.text}` stands here twice")
        elif ABOUT_PATIENTS.search(cell.text):
            message = f"`{cell.text}` looks like data about single patients; a table holds invented totals only"
            yield Problem(path, 1, cell.at, message)
        seen.add(cell.text)


def row_problems(path: str, header: Sequence[Cell], rows: Sequence[Sequence[Cell]]) -> Iterator[Problem]:
    """What is wrong with the number of rows and cells, and with single cells."""
    if len(rows) > MOST_ROWS:
        yield Problem(path, MOST_ROWS + 2, 1, f"has {len(rows)} rows, expected at most {MOST_ROWS}")
    for line, row in enumerate(rows, 2):
        if len(row) != len(header):
            yield Problem(path, line, 1, f"has {len(row)} cells, expected {len(header)} as in the header")
        for cell in row:
            if not cell.text:
                yield Problem(path, line, cell.at, "is an empty cell; write 0 or take the row out")
            elif len(cell.text) > LONGEST_CELL:
                yield Problem(path, line, cell.at, f"is a cell of more than {LONGEST_CELL} characters")
            elif cell.text.startswith(FORMULA) and not NUMBER.fullmatch(cell.text):
                yield Problem(
                    path, line, cell.at, f"begins with {cell.text[0]}, which a spreadsheet takes for a formula"
                )


def column(
    path: str, place: int, header: Sequence[Cell], rows: Sequence[Sequence[Cell]], problems: list[Problem]
) -> dict[str, str]:
    """A column's name and what its cells are; one kind for all of them."""
    placed = [(line, row[place]) for line, row in enumerate(rows, 2) if place < len(row) and row[place].text]
    kinds = [kind_of(cell.text) for _, cell in placed]
    kind = max(KINDS, key=kinds.count)
    for (line, cell), found in zip(placed, kinds, strict=True):
        if found != kind:
            message = f"`{cell.text}` is a {found}, and the column `{header[place].text}` holds {kind}s"
            problems.append(Problem(path, line, cell.at, message))
    return {"name": header[place].text, "kind": kind}


def kind_of(text: str) -> Kind:
    """What a cell is by its form."""
    if NUMBER.fullmatch(text):
        return "number"
    try:
        date.fromisoformat(text)
    except ValueError:
        return "text"
    return "date"


def is_reserved(name: str) -> bool:
    """Whether expressions could not use the name."""
    return iskeyword(name) or name in (*FUNCTIONS, *TABLE_FUNCTIONS)


def multiplied(
    table: DataTable, columns: Sequence[str], factor: float, decimals: int, where: Mapping[str, Value]
) -> DataTable:
    """The table with some columns' figures times a factor in the rows that `where` names. Raises NoResult."""
    places = [table.place(name) for name in columns]
    wanted = set(table.rows_where(where))

    def changed(row: Row) -> Row:
        if row not in wanted:
            return row
        return tuple(
            f"{rounded(float(cell) * factor, decimals):.{decimals}f}" if place in places else cell
            for place, cell in enumerate(row)
        )

    return DataTable(columns=table.columns, rows=tuple(changed(row) for row in table.rows))
