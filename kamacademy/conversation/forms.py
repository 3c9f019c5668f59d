"""What a learner answers to a note."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from kamacademy.competency.documents import Indicator
from kamacademy.guide.choices import level_choices


def trimmed(words: str | None) -> str | None:
    """Words without blanks around them."""
    return words.strip() if words else words


class ViewForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """The learner's own view: a level on each indicator, and own words."""

    words = TextAreaField(
        "Your own words", [Length(max=2000, message="Keep it below 2,000 characters.")], filters=[trimmed]
    )


def view_form(indicators: Sequence[Indicator]) -> ViewForm:
    """The form with one question for each indicator that was in focus."""
    fields = {
        f"level_{one.id}": RadioField(
            one.name,
            [InputRequired("Choose the sentence closest to your own view, or “not observed”.")],
            choices=[SelectChoice(*choice) for choice in level_choices(one)],
        )
        for one in indicators
    }
    return type("ViewFormOfNote", (ViewForm,), fields)()  # type: ignore[no-any-return]  # made as WTForms asks for it
