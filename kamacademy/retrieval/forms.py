"""The form of a question that comes back."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from kamacademy.assessment.paper import position_of
from kamacademy.retrieval.stack import Place


class PracticeForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """An answer, and to which question."""

    place = HiddenField("Question", [InputRequired("This question is not one of today's.")])
    choice = RadioField(
        "Your answer", [InputRequired("Choose an answer first. A guess is fine.")], choices=(), validate_choice=False
    )

    @property
    def asked(self) -> Place | None:
        """The question that the form names; None for what is no question."""
        parts = (self.place.data or "").split("/")
        return Place(*parts) if len(parts) == 3 else None

    @property
    def position(self) -> int:
        """The option chosen; -1 for what is none."""
        return position_of(self.choice.data)
