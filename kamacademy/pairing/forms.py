"""The forms of two ratings of one visit."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from kamacademy.competency.documents import Indicator
from kamacademy.db import key
from kamacademy.guide.choices import level_choices, level_of
from kamacademy.pairing.colleagues import Colleague, choice_words
from kamacademy.pairing.given import Given
from kamacademy.pairing.rules import LONGEST_LINE
from kamacademy.people.job_roles import NAMES
from kamacademy.wording import trimmed

TOO_LONG = Length(max=LONGEST_LINE, message=f"Keep it below {LONGEST_LINE} characters.")


def picked(value: object) -> int | None:
    """The key of a picked person; None for nobody."""
    return None if value in (None, "") else key(str(value))


class ChooseForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Who comes along."""

    second = SelectField("Who comes along?", [InputRequired("Choose a colleague.")], coerce=picked)

    def offer(self, colleagues: Sequence[Colleague]) -> None:
        """Offer these colleagues."""
        named = [SelectChoice(str(one.id), choice_words(one, NAMES[one.job_role])) for one in colleagues]
        self.second.choices = [SelectChoice("", "Choose a colleague"), *named]


class RatingForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """What the second observer saw: for each indicator a line and a level."""

    def given(self, indicators: Sequence[str]) -> list[Given]:
        """What was given, in this order. Only for a valid form."""
        return [Given(one, level_of(self[f"level_{one}"].data), self[f"line_{one}"].data or None) for one in indicators]

    def lines(self) -> list[str]:
        """Every line that is written."""
        return [one.data for one in self if one.type == TextAreaField.__name__ and one.data]


def rating_form(indicators: Sequence[Indicator]) -> RatingForm:
    """The form with one question for each indicator in focus."""
    fields: dict[str, Field] = {}
    for one in indicators:
        fields[f"line_{one.id}"] = TextAreaField("What did you see or hear?", [TOO_LONG], filters=[trimmed])
        fields[f"level_{one.id}"] = RadioField(
            one.name,
            [InputRequired("Choose the sentence closest to what you saw, or “not observed”.")],
            choices=[SelectChoice(*choice) for choice in level_choices(one)],
        )
    return type("RatingFormOfVisit", (RatingForm,), fields)()  # type: ignore[no-any-return]  # made as WTForms asks


class TalkForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """What one of the two saw differently, and whether they have talked about it."""

    words = TextAreaField(
        "What did you see differently?",
        [InputRequired("Write one line: what you saw or heard that led you to your level."), TOO_LONG],
        filters=[trimmed],
    )
    is_talked = BooleanField("We have talked about it")
