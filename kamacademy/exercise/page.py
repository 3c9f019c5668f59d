"""Answers as they are read: by their author before submitting, by whoever marks them, on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.exercise.answers import Answers, Row, cell_name, is_blank, is_day
from kamacademy.exercise.documents import Column, Exercise, FormField
from kamacademy.wording import day


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One field with what was answered: words, a list, or the cells of a table's rows. All empty: no answer."""

    id: str
    label: str
    words: str
    chosen: Sequence[str]
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def is_answered(self) -> bool:
        """True where anything stands in it."""
        return bool(self.words or self.chosen or self.rows)


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section with its answers."""

    title: str
    fields: Sequence[FieldShown]


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that needs something before the work can be handed in: its name in the form, and what to do."""

    name: str
    label: str
    words: str


def missing_shown(exercise: Exercise, problems: Mapping[str, str]) -> list[Missing]:
    """The problems with the labels of their fields, in the order of the form."""
    labels = {"account_kind": "The account", "account_alias": "Alias of the account"}
    for one in exercise.fields:
        labels[one.id] = one.label
        for row in range(one.rows.max if one.rows else 0):
            for column in one.columns:
                labels[cell_name(one.id, row, column.id)] = f"{one.label}, row {row + 1}, {column.label.lower()}"
    return [Missing(name, label, problems[name]) for name, label in labels.items() if name in problems]


def shown(exercise: Exercise, answers: Answers) -> tuple[SectionShown, ...]:
    """Every section with its answers, in the order of the form."""
    return tuple(
        SectionShown(section.title, tuple(field_shown(one, answers) for one in section.fields))
        for section in exercise.sections
    )


def field_shown(field: FormField, answers: Answers) -> FieldShown:
    """One field with its answer."""
    rows = [row for row in answers.tables.get(field.id, ()) if not is_blank(row)]
    return FieldShown(
        id=field.id,
        label=field.label,
        words=value_words(field, answers.texts.get(field.id, "")),
        chosen=answers.choices.get(field.id, ()),
        heads=tuple(column.label for column in field.columns) if rows else (),
        rows=tuple(cells(field, row) for row in rows),
    )


def cells(table: FormField, row: Row) -> tuple[str, ...]:
    """One row of a table in words."""
    return tuple(value_words(column, row.get(column.id, "")) for column in table.columns)


def value_words(column: Column, value: str) -> str:
    """One value in words: a day as we write it, a number with its unit."""
    given = value.strip()
    if column.kind == "date" and is_day(given):
        return day(date.fromisoformat(given))
    if column.kind == "number" and given and column.unit:
        return f"{given} {column.unit}"
    return given
