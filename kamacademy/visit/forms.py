"""The forms of a planned visit."""

from collections.abc import Sequence
from datetime import date, time
from typing import TypedDict

from flask_wtf import FlaskForm
from wtforms import DateField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from kamacademy.visit.focus import FocusOption
from kamacademy.visit.models import PlannedVisit
from kamacademy.wording import trimmed

LONGEST_ALIAS, LONGEST_REASON = 80, 250


class Agreed(TypedDict):
    """What the form says of a visit, as the operations take it."""

    planned_on: date
    begins: str | None
    account_alias: str | None
    focus: list[str]


class VisitForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """When, on which account by its alias, and on what focus."""

    planned_on = DateField("Day", [InputRequired("Choose the day of the visit.")])
    begins = TimeField("Begins at", [Optional()])
    account_alias = StringField(
        "Account alias",
        [Length(max=LONGEST_ALIAS, message="Keep it below 80 characters: an alias is enough.")],
        filters=[trimmed],
    )
    focus = SelectMultipleField("What to look at")

    def offer(self, options: Sequence[FocusOption]) -> None:
        """Offer the indicators that this activity shows."""
        self.focus.choices = [SelectChoice(one.id, one.name) for one in options]

    def show(self, visit: PlannedVisit) -> None:
        """Fill in what is planned; an indicator that the activity does not show is left out."""
        offered = {str(one.data) for one in self.focus}
        self.planned_on.data, self.account_alias.data = visit.planned_on, visit.account_alias
        self.begins.data = time.fromisoformat(visit.begins) if visit.begins else None
        self.focus.data = [one for one in visit.focus if one in offered]

    @property
    def agreed(self) -> Agreed:
        """What is agreed. Only for a valid form."""
        assert self.planned_on.data is not None
        begins = None if self.begins.data is None else f"{self.begins.data:%H:%M}"
        return Agreed(
            planned_on=self.planned_on.data,
            begins=begins,
            account_alias=self.account_alias.data,
            focus=self.focus.data or [],
        )


class CancelForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Why a visit is called off; the other reads it."""

    reason = TextAreaField(
        "Why?",
        [
            InputRequired("Write in a few words why; the other will read it."),
            Length(max=LONGEST_REASON, message="Keep it below 250 characters."),
        ],
        filters=[trimmed],
    )
