"""Opening a panel, inviting judges, and signing a pass mark."""

import re

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from kamacademy.people.account import is_address
from kamacademy.people.confirmation import SigningForm

MOST_JUDGES = 60
PORTRAIT_HINT = (
    "In a few sentences: what can somebody do who has only just earned the pass, and what not yet? Judges read it "
    "before every estimate."
)


def addresses_in(text: str | None) -> list[str]:
    """The words of a text that commas, semicolons, spaces or lines part; each once, in order."""
    return list(dict.fromkeys(word.lower() for word in re.split(r"[\s,;]+", text or "") if word))


class InviteForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Judges by their e-mail addresses."""

    judges = TextAreaField("E-mail addresses of judges", [DataRequired("Write at least one address.")])

    def validate_judges(self, field: TextAreaField) -> None:
        """Every word is an address, and there are not too many."""
        found = addresses_in(field.data)
        wrong = [one for one in found if not is_address(one)]
        if wrong:
            raise ValidationError(f"“{wrong[0][:60]}” is no e-mail address.")
        if len(found) > MOST_JUDGES:
            raise ValidationError(f"Invite at most {MOST_JUDGES} people.")

    @property
    def addresses(self) -> list[str]:
        """The addresses, each once."""
        return addresses_in(self.judges.data)


class PanelForm(InviteForm):
    """A new panel."""

    portrait = TextAreaField(
        "Who is barely competent?",
        [
            DataRequired("Describe the person that judges have in mind; without it, everybody judges another one."),
            Length(min=40, max=2000, message="Write between 40 and 2,000 characters."),
        ],
    )


class CutForm(SigningForm):
    """A pass mark to sign, with the sentence that was read."""

    meaning = HiddenField()
