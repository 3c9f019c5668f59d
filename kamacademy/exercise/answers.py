"""What a person has filled into an exercise: kept as it was typed, and looked over before it is submitted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from kamacademy.exercise.documents import Column, Exercise, FormField
from kamacademy.wording import counted, number

AccountKind = Literal["own", "case", ""]
Row = Mapping[str, str]
NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
LONGEST_ALIAS = 80
# What is asked for where nothing was given.
ASKED = {
    "text": "Fill this in.",
    "long_text": "Write your answer here.",
    "choice": "Choose one of these.",
    "choices": "Tick at least one of these.",
    "number": "Enter a number.",
    "date": "Enter a day.",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything typed or chosen so far, complete or not, by field; a table is its rows, empty ones too."""

    account: AccountKind = ""
    alias: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many characters were typed, about."""
        cells = [words for rows in self.tables.values() for row in rows for words in row.values()]
        return sum(len(words) for words in (*self.texts.values(), *cells, self.alias))

    def account_name(self, exercise: Exercise) -> str:
        """The account worked on: the case, or the learner's own by its alias."""
        if self.account == "case" and exercise.case is not None:
            return exercise.case.name
        return self.alias


def cell_name(table: str, row: int, column: str) -> str:
    """The name of one cell in the form. Ids hold no underscore, so that no two fields share a name."""
    return f"{table}_{row}_{column}"


def is_blank(row: Row) -> bool:
    """True where nothing stands in a row."""
    return not any(words.strip() for words in row.values())


def read(exercise: Exercise, form: Mapping[str, Sequence[str]]) -> Answers:
    """What a form sent, as it was typed. Options that the exercise does not offer are left out."""
    kinds: dict[str, AccountKind] = {"own": "own", "case": "case"} if exercise.account == "either" else {}
    fixed: AccountKind = exercise.account if exercise.account != "either" else ""
    return Answers(
        account=kinds.get(first(form, "account_kind"), fixed),
        alias=" ".join(first(form, "account_alias").split())[:LONGEST_ALIAS],
        texts={one.id: cell(one, first(form, one.id)) for one in exercise.fields if one.kind not in GROUPS},
        choices={
            one.id: [option for option in one.options if option in form.get(one.id, ())]
            for one in exercise.fields
            if one.kind == "choices"
        },
        tables={one.id: rows_sent(one, form) for one in exercise.fields if one.kind == "table"},
    )


GROUPS = ("choices", "table")


def first(form: Mapping[str, Sequence[str]], name: str) -> str:
    """The first value sent under a name; nothing where none was."""
    return next(iter(form.get(name, ())), "").replace("\r\n", "\n")


def cell(column: Column, words: str) -> str:
    """One value as it is kept."""
    if column.kind == "choice":
        return words if words in column.options else ""
    return words


def rows_sent(table: FormField, form: Mapping[str, Sequence[str]]) -> list[Row]:
    """The rows of a table that a form sent, as many as the table may have."""
    assert table.rows is not None
    found: list[Row] = []
    for number_ in range(table.rows.max):
        names = {column.id: cell_name(table.id, number_, column.id) for column in table.columns}
        if not any(name in form for name in names.values()):
            break
        found.append({one.id: cell(one, first(form, names[one.id])) for one in table.columns})
    return found


def with_row_added(exercise: Exercise, answers: Answers, table_id: str) -> Answers:
    """The answers with one more empty row in a table that may still grow."""
    table = next((one for one in exercise.fields if one.id == table_id and one.rows is not None), None)
    if table is None or table.rows is None:
        return answers
    rows = [*answers.tables.get(table_id, ())]
    blank = {column.id: "" for column in table.columns}
    rows += [blank] * (max(table.rows.min, len(rows) + 1) - len(rows))
    tables = {**answers.tables, table_id: rows[: table.rows.max]}
    return Answers(answers.account, answers.alias, answers.texts, answers.choices, tables)


def without_blank_rows(answers: Answers) -> Answers:
    """The answers as they are submitted."""
    tables = {name: [row for row in rows if not is_blank(row)] for name, rows in answers.tables.items()}
    return Answers(answers.account, answers.alias, answers.texts, answers.choices, tables)


def problems(exercise: Exercise, answers: Answers) -> dict[str, str]:
    """Everything that keeps the answers from being submitted, by name in the form: what to do about it."""
    found: dict[str, str] = {}
    if not answers.account:
        found["account_kind"] = "Choose which account you work on."
    elif answers.account == "own" and not answers.alias:
        found["account_alias"] = "Give the account an alias, such as “North river hospital”."
    for one in exercise.fields:
        if one.kind == "table":
            found |= dict(table_problems(one, answers.tables.get(one.id, ())))
        elif one.kind == "choices":
            if one.required and not answers.choices.get(one.id):
                found[one.id] = ASKED[one.kind]
        elif problem := value_problem(one, answers.texts.get(one.id, "")):
            found[one.id] = problem
    return found


def table_problems(table: FormField, rows: Sequence[Row]) -> Iterator[tuple[str, str]]:
    """What is missing in a table: rows that are too few, and cells of rows that were begun."""
    assert table.rows is not None
    filled = sum(1 for row in rows if not is_blank(row))
    if filled < table.rows.min and (table.required or filled):
        yield table.id, f"Fill at least {counted(table.rows.min, 'row')}; {filled or 'none'} so far."
    for number_, row in enumerate(rows):
        if is_blank(row):
            continue
        for column in table.columns:
            if problem := value_problem(column, row.get(column.id, "")):
                yield cell_name(table.id, number_, column.id), problem


def value_problem(column: Column, words: str) -> str | None:
    """What is wrong with one value, or None."""
    given = words.strip()
    if not given:
        return ASKED[column.kind] if column.required else None
    if column.words_max is not None and len(given.split()) > column.words_max:
        return f"This has {counted(len(given.split()), 'word')}; keep it to {column.words_max}."
    if column.kind == "number":
        return number_problem(column, given)
    if column.kind == "date" and not is_day(given):
        return "Enter a day such as 2026-11-04."
    return None


def number_problem(column: Column, given: str) -> str | None:
    """What is wrong with a number, or None."""
    if NUMBER.fullmatch(given) is None:
        return "Enter a number such as 12, 12.5 or 1,200."
    value = float(given.replace(",", ""))
    if column.min is not None and value < column.min:
        return f"Enter {number(column.min, 6)} or more."
    if column.max is not None and value > column.max:
        return f"Enter {number(column.max, 6)} or less."
    return None


def is_day(given: str) -> bool:
    """Whether words are a day as browsers send it."""
    try:
        return len(given) == len("2026-11-04") and date.fromisoformat(given).year >= 1900
    except ValueError:
        return False
