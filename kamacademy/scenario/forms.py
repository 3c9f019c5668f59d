"""The form of a moment: which step, and what is chosen."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from kamacademy.scenario.course import position_of


class DecisionForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """One step. Whether the run has it, and the node the choice, is asked where the step is kept."""

    number = HiddenField()
    choice = RadioField("What do you do?", [InputRequired("Choose what you do or say first.")], validate_choice=False)

    @property
    def step(self) -> int:
        """The step's number, or -1."""
        return position_of(self.number.data)

    @property
    def position(self) -> int:
        """The choice's position in the file, or -1."""
        return position_of(self.choice.data)
