"""Forms of a sitting."""

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import InputRequired

from kamacademy.assessment.paper import position_of


class AnswerForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """One chosen option. Whether the question has it is asked where the answer is kept."""

    choice = RadioField("Your answer", [InputRequired("Choose one of the answers first.")], validate_choice=False)

    @property
    def position(self) -> int:
        """The option's position in the file, or -1."""
        return position_of(self.choice.data)
