"""What a learner answers to a note, and what its coach may change in it."""

from collections.abc import Mapping, Sequence

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from kamacademy.competency.documents import Indicator
from kamacademy.conversation.pulse import SCALE, SPECIFIC, USEFUL
from kamacademy.conversation.said import THE_WORDS
from kamacademy.conversation.versions import Body, RatedPart
from kamacademy.guide.choices import choice_of, level_choices, level_of
from kamacademy.wording import trimmed

LONGEST_LINE, LONGEST_WORDS, LONGEST_MESSAGE = 400, 1000, 2000
PULSE_CHOICES = [SelectChoice(str(number), words) for number, words in enumerate(SCALE, start=1)]


class ViewForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """The learner's own view: a level on each indicator, and own words."""

    words = TextAreaField(
        "Your own words",
        [Length(max=LONGEST_MESSAGE, message="Keep it below 2,000 characters.")],
        filters=[trimmed],
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


class MessageForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """An answer or a reply, in words."""

    words = TextAreaField(
        "In your words",
        [
            DataRequired("Write a sentence or two."),
            Length(max=LONGEST_MESSAGE, message="Keep it below 2,000 characters."),
        ],
        filters=[trimmed],
    )


class DisputeForm(MessageForm):
    """What the learner sees differently, and why."""

    about = SelectMultipleField("What do you see differently?")

    def offer(self, names: Mapping[str, str]) -> None:
        """Offer the note's indicators by their names, and its words."""
        self.about.choices = [
            *(SelectChoice(key, name) for key, name in names.items()),
            SelectChoice(THE_WORDS, "The words: strength or thing to improve"),
        ]


class PulseForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Two questions about the coaching."""

    was_specific = RadioField(SPECIFIC, [InputRequired("Choose one of the five.")], choices=PULSE_CHOICES)
    can_use = RadioField(USEFUL, [InputRequired("Choose one of the five.")], choices=PULSE_CHOICES)


class ChangeForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Levels, lines and words of a shared note. `edition` is the one that the change began from."""

    edition = HiddenField()
    strength = TextAreaField(
        "One strength", [Length(max=LONGEST_WORDS, message="Keep it below 1,000 characters.")], filters=[trimmed]
    )
    improve = TextAreaField(
        "One thing to improve",
        [Length(max=LONGEST_WORDS, message="Keep it below 1,000 characters.")],
        filters=[trimmed],
    )

    @property
    def edition_begun_from(self) -> int:
        """The edition as a number; 0, which no note has, for anything else."""
        written = self.edition.data or ""
        return int(written) if written.isascii() and written.isdigit() else 0

    def show(self, body: Body, edition: int) -> None:
        """Fill in the note as it stands."""
        self.edition.data, self.strength.data, self.improve.data = str(edition), body.strength, body.improve
        for one in body.ratings:
            self[f"level_{one.indicator}"].data = choice_of(one.level)
            self[f"line_{one.indicator}"].data = one.evidence_line

    def body(self, indicators: Sequence[str]) -> Body:
        """The note as it is wanted. Only for a valid form."""
        rated = tuple(
            RatedPart(one, level_of(self[f"level_{one}"].data), self[f"line_{one}"].data or None) for one in indicators
        )
        return Body(rated, self.strength.data or None, self.improve.data or None)


def change_form(indicators: Sequence[Indicator]) -> ChangeForm:
    """The form with a line and a level for each indicator of the note."""
    fields: dict[str, object] = {}
    for one in indicators:
        fields[f"line_{one.id}"] = TextAreaField(
            "What was said or done?",
            [Length(max=LONGEST_LINE, message="Keep it below 400 characters.")],
            filters=[trimmed],
        )
        fields[f"level_{one.id}"] = RadioField(
            one.name,
            [InputRequired("Choose the sentence closest to what you saw, or “not observed”.")],
            choices=[SelectChoice(*choice) for choice in level_choices(one)],
        )
    return type("ChangeFormOfNote", (ChangeForm,), fields)()  # type: ignore[no-any-return]  # made as WTForms asks for it
