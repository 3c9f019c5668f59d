"""The forms of attesting: a certificate, an announcement, a signature, and the question to copy a note."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from kamacademy.people.confirmation import SigningForm
from kamacademy.people.models import Person
from kamacademy.visit.focus import FocusOption
from kamacademy.wording import trimmed

LONGEST_WORDS = 250
TOO_LONG = "Keep it below 250 characters."
MOST_DIGITS = 9
AGREE, DECLINE = "agree", "decline"


class CertificateForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Who may attest, from when to when, and what that rests on."""

    person = SelectField("Coach", [InputRequired("Choose a coach.")])
    valid_from = DateField("First day", [InputRequired("Choose the first day.")])
    valid_until = DateField("Last day", [InputRequired("Choose the last day.")])
    basis = StringField(
        "What it rests on",
        [
            InputRequired("Write what it rests on, such as a calibration and its date."),
            Length(max=LONGEST_WORDS, message=TOO_LONG),
        ],
        filters=[trimmed],
    )

    def offer(self, coaches: Sequence[Person]) -> None:
        """Offer the active coaches."""
        people = [SelectChoice(str(one.id), f"{one.name}, {one.job_role_name}") for one in coaches]
        self.person.choices = [SelectChoice("", "Choose"), *people]


class AnnounceForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """When, on which account by its alias, and on which indicators."""

    planned_on = DateField("Day", [InputRequired("Choose the day of the visit.")])
    begins = TimeField("Begins at", [Optional()])
    account_alias = StringField(
        "Account alias",
        [Length(max=80, message="Keep it below 80 characters: an alias is enough.")],
        filters=[trimmed],
    )
    focus = SelectMultipleField("Indicators to attest")

    def offer(self, options: Sequence[FocusOption]) -> None:
        """Offer the indicators that this activity shows and the rater may rate."""
        self.focus.choices = [SelectChoice(one.id, one.name) for one in options]


class AttestForm(SigningForm):
    """An attestation to sign, with the edition of the draft that was read."""

    edition = HiddenField()

    @property
    def edition_read(self) -> int | None:
        """The edition as a number; None for what is no number."""
        read = self.edition.data or ""
        return int(read) if read.isdecimal() and len(read) <= MOST_DIGITS else None


class AskForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """What a copy of a note is wanted for; the learner reads it."""

    reason = TextAreaField(
        "What for?",
        [
            InputRequired("Write what it is for; the learner decides by it."),
            Length(max=LONGEST_WORDS, message=TOO_LONG),
        ],
        filters=[trimmed],
    )


class AnswerForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """The learner's answer."""

    answer = RadioField(
        "Your answer",
        [InputRequired("Choose yes or no. There is no hurry: the question waits.")],
        choices=[
            SelectChoice(AGREE, "Yes, these ratings may count as attested"),
            SelectChoice(DECLINE, "No, it stays a coaching note"),
        ],
    )
