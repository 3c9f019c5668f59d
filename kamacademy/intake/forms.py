"""How a learner saw a planned visit."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from kamacademy.coaching.entry import LONGEST_OWN_WORDS
from kamacademy.competency.documents import Indicator
from kamacademy.guide.choices import level_choices, level_of


class OwnViewForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """A level on each indicator that was agreed beforehand, and own words."""

    words = TextAreaField(
        "Your own words",
        [Length(max=LONGEST_OWN_WORDS, message="Keep it below 2,000 characters.")],
        filters=[lambda words: words.strip() if words else words],
    )

    def levels_of(self, indicators: Sequence[str]) -> dict[str, int | None]:
        """The levels chosen, by indicator; None for not observed. Only for a valid form."""
        return {one: level_of(self[f"level_{one}"].data) for one in indicators}


def own_view_form(indicators: Sequence[Indicator]) -> OwnViewForm:
    """The form with one question for each indicator in focus."""
    fields = {
        f"level_{one.id}": RadioField(
            one.name,
            [InputRequired("Choose the sentence closest to your own view, or “not observed”.")],
            choices=[SelectChoice(*choice) for choice in level_choices(one)],
        )
        for one in indicators
    }
    return type("OwnViewFormOfVisit", (OwnViewForm,), fields)()  # type: ignore[no-any-return]  # as WTForms asks for it
