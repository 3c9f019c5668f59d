"""Forms for readings."""

from collections.abc import Sequence
from typing import TypedDict

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from kamacademy.fields import DayOrNone, Figure
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.models import Reading
from kamacademy.kpi.periods import Period
from kamacademy.wording import day


def key_of(period: Period) -> str:
    """A period as the form names it."""
    return f"{period.start}_{period.end}"


class Figures(TypedDict, total=False):
    """A share, or a value and the cases it rests on."""

    numerator: float
    denominator: int | None
    value: float
    n: int | None


class Whole(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say what one looks like."""
        try:
            super().process_formdata(valuelist)
        except ValueError as unreadable:
            raise ValueError("Write a whole number in digits, such as 17.") from unreadable


class ReadingForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """One reading: a share has a numerator and a denominator, another unit a value and n."""

    period = SelectField("Period", [InputRequired("Choose the period.")])
    numerator = Figure("How many", [InputRequired("Enter how many, 0 or more.")], places=None)
    denominator = Whole("Out of how many", [InputRequired("Enter out of how many, at least 1.")])
    value = Figure("Figure", [InputRequired("Enter the figure.")], places=None)
    n = Whole("How many cases it rests on", [InputRequired("Enter how many cases the figure rests on.")])
    source = StringField(
        "Source",
        [
            DataRequired("Say where the figure was read, so that someone else can find it."),
            Length(max=200, message="Keep the source below 200 characters."),
        ],
    )
    note = TextAreaField("What was seen", [Length(max=2000, message="Keep the note below 2,000 characters.")])
    seen_on = DayOrNone("Seen on")
    seen_by = StringField("Seen by", [Length(max=120, message="Keep the name below 120 characters.")])
    reason = StringField(
        "Why the earlier reading was wrong",
        [
            DataRequired("Say what was wrong: the earlier reading stays in the table with your reason."),
            Length(max=300, message="Keep the reason below 300 characters."),
        ],
    )

    def suit(self, kpi: Kpi, periods: Sequence[Period], *, corrects: bool) -> None:
        """Keep the fields that the KPI's unit needs and offer the periods."""
        for name in ("value", "n") if kpi.is_share else ("numerator", "denominator"):
            del self[name]
        if not corrects:
            del self.reason
        self.period.choices = [
            SelectChoice(key_of(one), f"{one.words}, {day(one.start)} to {day(one.end)}") for one in periods
        ]

    def say(self, words: str, field: str | None) -> None:
        """Put a broken rule beside the field it is about, or at the top."""
        if field in self:
            self[field].errors = [*self[field].errors, words]
        else:
            self.form_errors.append(words)

    def take(self, reading: Reading) -> None:
        """Fill in what the reading to be corrected says."""
        self.period.data = key_of(reading.figure.period)
        for name in ("numerator", "denominator", "value", "n", "source", "note", "seen_on", "seen_by"):
            if name in self:
                said = getattr(reading, name)
                # 13 rather than the 13.0 that some databases give back.
                self[name].data = int(said) if isinstance(said, float) and said.is_integer() else said

    def period_chosen(self, periods: Sequence[Period]) -> Period:
        """The period that was chosen; only for a form that is valid."""
        return next(one for one in periods if key_of(one) == self.period.data)

    def figures(self) -> Figures:
        """The figure as the operations take it; only for a form that is valid."""
        given: Figures = {}
        if "numerator" in self:
            given["numerator"], given["denominator"] = float(self.numerator.data or 0), self.denominator.data
        if "value" in self:
            given["value"], given["n"] = float(self.value.data or 0), self.n.data
        return given

    def words(self, name: str) -> str:
        """A text field without the space around it."""
        return (self[name].data or "").strip()
