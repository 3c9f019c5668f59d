"""The form of an exercise, made from its document: one WTForms field for each thing to fill in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from kamacademy.exercise.answers import LONGEST_ALIAS, Answers, Row, cell_name, is_blank
from kamacademy.exercise.documents import Column, Exercise, FormField

ROWS_OF_WORDS = {True: 5, False: 3}
LONG_ANSWER_WORDS = 60


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row of a table in the form: the names of its cells, and its first words for when it is folded away."""

    names: list[str]
    words: str
    is_open: bool


class ChoicesField(SelectMultipleField):
    """Any number of boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ExerciseForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """What every exercise asks for, and what ties the form to one open page and one saving."""

    account_kind = RadioField("Which account do you work on?", id="a_account_kind", validate_choice=False)
    account_alias = StringField(
        "Alias of the account", id="a_account_alias", render_kw={"maxlength": LONGEST_ALIAS, "autocomplete": "off"}
    )
    page = HiddenField()
    number = HiddenField()
    # Each table's rows, and what is wrong with a table as a whole.
    rows_of: dict[str, list[RowShown]]
    table_problems: Mapping[str, str]

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Tie each problem to its field, or to the table it is about."""
        self.table_problems = {name: words for name, words in problems.items() if name in self.rows_of}
        for name, words in problems.items():
            if name not in self.rows_of:
                self[name].errors = [words]
        for table, rows in self.rows_of.items():
            self.rows_of[table] = [
                replace(row, is_open=row.is_open or any(name in problems for name in row.names)) for row in rows
            ]

    @property
    def problem_count(self) -> int:
        """How many fields need another look."""
        return len(self.errors) + len(self.table_problems)


def exercise_form(exercise: Exercise, answers: Answers, *, page: str, number: int) -> ExerciseForm:
    """The form with everything typed so far. It only shows: what is sent is read by `answers.read`."""
    fields: dict[str, Field] = {}
    values: dict[str, object] = {
        "account_kind": answers.account, "account_alias": answers.alias, "page": page, "number": str(number)
    }  # fmt: skip
    rows_of: dict[str, list[RowShown]] = {}
    for one in exercise.fields:
        if one.kind == "table":
            filled = rows_filled(one, answers)
            rows_of[one.id] = rows_shown(one, filled)
            for row, cells in enumerate(filled):
                for column in one.columns:
                    name = cell_name(one.id, row, column.id)
                    fields[name], values[name] = cell_field(column, name), cells.get(column.id, "")
        elif one.kind == "choices":
            fields[one.id] = ChoicesField(one.label, id=id_of(one.id), choices=plain(one), validate_choice=False)
            values[one.id] = list(answers.choices.get(one.id, ()))
        else:
            fields[one.id], values[one.id] = own_field(one), answers.texts.get(one.id, "")
    made: ExerciseForm = type("FormOfExercise", (ExerciseForm,), fields)(formdata=None, data=values)
    made.account_kind.choices = account_choices(exercise)
    made.table_problems, made.rows_of = {}, rows_of
    mark_required(made, exercise)
    return made


def rows_filled(table: FormField, answers: Answers) -> list[Row]:
    """The rows of a table as the form shows them: at least as many as are needed, and one to begin with."""
    assert table.rows is not None
    rows = [*answers.tables.get(table.id, ())]
    blank: Row = {}
    return [*rows, *[blank] * (max(table.rows.min, 1) - len(rows))]


def rows_shown(table: FormField, rows: Sequence[Row]) -> list[RowShown]:
    """How the rows stand on the page: folded, but for the first empty one, where writing goes on."""
    first_blank = next((number for number, row in enumerate(rows) if is_blank(row)), None)
    return [
        RowShown(
            names=[cell_name(table.id, number, column.id) for column in table.columns],
            words=" ".join(row.get(table.columns[0].id, "").split()),
            is_open=number == first_blank,
        )
        for number, row in enumerate(rows)
    ]


def id_of(name: str) -> str:
    """The id of a field on the page; marked, since authors name fields and pages have ids of their own."""
    return f"a_{name}"


def own_field(column: Column) -> Field:
    """A field that stands alone."""
    if column.kind == "choice":
        return RadioField(column.label, id=id_of(column.id), choices=plain(column), validate_choice=False)
    return words_field(column, column.id)


def cell_field(column: Column, name: str) -> Field:
    """A field inside a table: choices fold away."""
    if column.kind == "choice":
        choices = [SelectChoice("", "Choose"), *plain(column)]
        return SelectField(column.label, id=id_of(name), choices=choices, validate_choice=False)
    return words_field(column, name)


def words_field(column: Column, name: str) -> Field:
    """A field that holds what was typed, whatever it is."""
    match column.kind:
        case "long_text":
            rows = ROWS_OF_WORDS[(column.words_max or LONG_ANSWER_WORDS) >= LONG_ANSWER_WORDS]
            return TextAreaField(column.label, id=id_of(name), render_kw={"rows": rows})
        case "date":
            return StringField(column.label, id=id_of(name), widget=DateInput())
        case "number":
            return StringField(column.label, id=id_of(name), render_kw={"inputmode": "decimal", "autocomplete": "off"})
    return StringField(column.label, id=id_of(name), render_kw={"autocomplete": "off"})


def plain(column: Column) -> list[SelectChoice]:
    """The author's options."""
    return [SelectChoice(option, option) for option in column.options]


def account_choices(exercise: Exercise) -> list[SelectChoice]:
    """The learner's own account or the case."""
    case = exercise.case.name if exercise.case else ""
    return [SelectChoice("own", "One of my own accounts"), SelectChoice("case", f"{case}, which is made up")]


def mark_required(form: ExerciseForm, exercise: Exercise) -> None:
    """Say beside each field that may stay empty that it may; nothing stops a draft from being incomplete."""
    form.account_kind.flags.required = form.account_alias.flags.required = True
    needed = {one.id for one in exercise.fields if one.required}
    in_tables = {(one.id, column.id) for one in exercise.fields for column in one.columns if column.required}
    for field in form:
        table, _, rest = field.name.partition("_")
        column = rest.partition("_")[2]
        field.flags.required = field.flags.required or (table in needed and not rest) or (table, column) in in_tables
