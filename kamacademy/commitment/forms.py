"""Forms of commitments: three lines, the answers to a question, and an action of the plan."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import FloatField, Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError

from kamacademy.commitment.asking import KEPT_WORDS, Kept
from kamacademy.commitment.lines import FEWEST_HOURS, KIND_WORDS, LONGEST_LINE, MOST_HOURS, Kind, Line, is_half
from kamacademy.commitment.models import LONGEST_REMARK, Commitment, Pledge
from kamacademy.competency.documents import Competency
from kamacademy.development.details import LONGEST_PLACE, LONGEST_TITLE, Details
from kamacademy.fields import LONGEST_TEXT, Day, most


def in_one_line(words: str | None) -> str | None:
    """What is typed, with single spaces and none around it."""
    return " ".join(words.split()) if words else words


class Hours(FloatField):
    """Hours a month, in halves; a comma serves as the point."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read them, or say what they look like."""
        try:
            super().process_formdata([one.strip().replace(",", ".") for one in valuelist if one.strip()])
        except ValueError as unreadable:
            raise ValueError("Give hours as a figure, such as 4 or 2.5.") from unreadable

    def pre_validate(self, form: object) -> None:
        """Halves are as exact as anybody knows; a figure without end is none."""
        if self.data is not None and not (abs(self.data) <= MOST_HOURS and is_half(self.data)):
            raise ValidationError(f"Give at most {MOST_HOURS:g} hours, in whole or half hours.")


class LinesForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """What somebody will stop, start and continue: at least one line."""

    stop = StringField("I will stop", [most(LONGEST_LINE, "the line")], filters=[in_one_line])
    hours = Hours(
        "Hours a month this releases",
        [
            Optional(),
            NumberRange(FEWEST_HOURS, MOST_HOURS, f"Give {FEWEST_HOURS:g} to {MOST_HOURS:g} hours, or leave it empty."),
        ],
    )
    start = StringField("I will start", [most(LONGEST_LINE, "the line")], filters=[in_one_line])
    # Named so in the form; the word alone is Python's own.
    go_on = StringField("I will continue", [most(LONGEST_LINE, "the line")], name="continue", filters=[in_one_line])

    @property
    def fields_by_kind(self) -> Mapping[Kind, StringField]:
        """The field of each line."""
        return {Kind.STOP: self.stop, Kind.START: self.start, Kind.CONTINUE: self.go_on}

    def validate_hours(self, field: Hours) -> None:
        """Hours belong to something that is stopped."""
        if field.data is not None and not self.stop.data:
            raise ValidationError("Write what you will stop, or leave the hours empty.")

    def lines(self) -> list[Line]:
        """What was written; only for a form that is valid."""
        return [
            Line(kind, field.data, self.hours.data if kind is Kind.STOP else None)
            for kind, field in self.fields_by_kind.items()
            if field.data
        ]

    def take(self, pledge: Pledge) -> None:
        """Fill in what was written before."""
        for one in pledge.commitments:
            self.fields_by_kind[one.sort].data = one.words
            if one.sort is Kind.STOP:
                self.hours.data = one.hours


class AnswersForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """How each commitment was kept."""

    def kept_of(self, commitment: Commitment) -> Kept:
        """The answer to one; only for a form that is valid."""
        return Kept(self[f"kept_{commitment.id}"].data)

    def hours_of(self, commitment: Commitment) -> float | None:
        """The hours released, where they were asked for and given."""
        name = f"hours_{commitment.id}"
        found: float | None = self[name].data if name in self else None
        return found

    def words_of(self, commitment: Commitment) -> str | None:
        """The line that was written, if one was."""
        return self[f"words_{commitment.id}"].data or None


def refuse_hours_without_keeping(form: Form, field: Hours) -> None:
    """What was not kept has released nothing."""
    if field.data and form[field.name.replace("hours", "kept")].data == Kept.NOT.value:
        raise ValidationError("Not kept means that no hours were released. Leave it empty, or choose “partly”.")


def answers_form(commitments: Sequence[Commitment]) -> AnswersForm:
    """The form with two or three fields for each commitment."""
    fields: dict[str, Any] = {}  # Any: WTForms' unbound fields have no type of their own
    for one in commitments:
        fields[f"kept_{one.id}"] = RadioField(
            f"{KIND_WORDS[one.sort]} {one.words}",
            [InputRequired("Choose the answer that comes closest.")],
            choices=[SelectChoice(kept.value, words) for kept, words in KEPT_WORDS.items()],
        )
        if one.sort is Kind.STOP:
            within = NumberRange(0, MOST_HOURS, f"Give 0 to {MOST_HOURS:g} hours, or leave it empty.")
            checks = [Optional(), within, refuse_hours_without_keeping]
            fields[f"hours_{one.id}"] = Hours("Hours a month really released", checks)
        fields[f"words_{one.id}"] = StringField(
            "In a line, what helped or got in the way", [most(LONGEST_REMARK, "the line")], filters=[in_one_line]
        )
    return type("AnswersFormOfPledge", (AnswersForm,), fields)()  # type: ignore[no-any-return]  # made as WTForms asks


class IntoPlanForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """A commitment as an action of the plan."""

    title = StringField(
        "What you will do",
        [DataRequired("Say what you will do, beginning with a verb."), most(LONGEST_TITLE, "it")],
        filters=[in_one_line],
    )
    indicator = SelectField("What it builds", [InputRequired("Choose the behaviour it builds.")])
    where_tried = StringField("Where it will be tried", [most(LONGEST_PLACE, "the place")], filters=[in_one_line])
    due_on = Day("Due", [InputRequired("Choose the day by which it is done.")])
    evidence_expected = TextAreaField("Evidence expected", [most(LONGEST_TEXT, "it")])

    def offer_indicators(self, competencies: Mapping[str, Competency], *, first: Sequence[str]) -> None:
        """Every indicator under its competency, those that the module builds first.

        What the module's own edition built may have left the framework since.
        """
        order = [
            *(code for code in first if code in competencies),
            *(code for code in competencies if code not in first),
        ]
        self.indicator.choices = [
            SelectChoice(one.id, one.name, optgroup=competencies[code].name)
            for code in order
            for one in competencies[code].indicators
        ]

    def details(self, kpi: str | None) -> Details:
        """The action as development takes it; only for a form that is valid."""
        assert self.title.data is not None
        assert self.due_on.data is not None
        return Details(
            title=self.title.data,
            indicator=self.indicator.data,
            due_on=self.due_on.data,
            kpi=kpi,
            where_tried=self.where_tried.data or None,
            evidence_expected=(self.evidence_expected.data or "").strip() or None,
        )
