"""Forms around a sitting: which page an answer comes from, extra time, corrections."""

from collections.abc import Iterable
from datetime import UTC, datetime

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from kamacademy.assessment.correction import ACT_WORDS
from kamacademy.assessment.page_load import PageLoad
from kamacademy.assessment.paper import position_of
from kamacademy.assessment.time_limit import REASON_WORDS

LATEST_MOMENT = 32_503_680_000  # the year 3000, in seconds


class AnswerForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """What a question's page sends beside the answer: its own mark, when it was shown, the saves it knows of."""

    page = HiddenField()
    page_shown = HiddenField()
    saves = HiddenField()

    def page_load(self, earliest: datetime, at: datetime) -> PageLoad | None:
        """The page the answer comes from; None where a form does not say. A moment that cannot be is left out."""
        mark = (self.page.data or "")[:16]
        if not mark:
            return None
        return PageLoad(mark, moment_in(self.page_shown.data, earliest, at), max(position_of(self.saves.data), 0))


def moment_in(words: str | None, earliest: datetime, latest: datetime) -> datetime | None:
    """A moment from its seconds since 1970, if it lies between two others."""
    if not words or not words.isascii() or not words.isdigit() or int(words[:12]) > LATEST_MOMENT:
        return None
    found = datetime.fromtimestamp(int(words[:12]), UTC)
    return found if earliest <= found <= latest else None


class AllowanceForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Extra time for a person."""

    percent_extra = IntegerField(
        "Extra time in percent",
        [InputRequired("Say how many percent, such as 25."), NumberRange(1, 200, "Between 1 and 200 percent.")],
    )
    reason = SelectField(
        "Reason",
        [InputRequired("Choose a reason.")],
        choices=[SelectChoice(reason.value, words) for reason, words in REASON_WORDS.items()],
    )
    starts_on = DateField("From", [InputRequired("Choose the first day.")])
    ends_on = DateField("Until", [Optional()])

    def validate_ends_on(self, field: DateField) -> None:
        """The last day does not come before the first."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("The last day must not come before the first.")


class CorrectionForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """What to do about a question that was used with a fault."""

    revision = RadioField("Edition that was used", [InputRequired("Choose the edition with the fault.")])
    act = RadioField(
        "What to do",
        [InputRequired("Choose what to do.")],
        choices=[SelectChoice(act.value, words) for act, words in ACT_WORDS.items()],
    )

    def offer(self, editions: Iterable[tuple[str, str]]) -> None:
        """The editions to choose from: what is sent, and words."""
        self.revision.choices = [SelectChoice(value, words) for value, words in editions]


class ReasonForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Why a correction is made; the people concerned read it."""

    reason = TextAreaField(
        "Reason, as the people concerned will read it",
        [InputRequired("Say why, in a sentence."), Length(10, 500, "Between 10 and 500 characters.")],
    )
