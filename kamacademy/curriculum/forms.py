"""Forms of the lesson player and the end of a module."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from kamacademy.assessment.paper import position_of
from kamacademy.curriculum.reactions import USABLE

LONGEST_NOTE, LONGEST_REACTION = 4000, 2000


class RecallForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """The answer to one of a lesson's questions. Whether they exist is asked where the answer is kept."""

    question = HiddenField("Question", [InputRequired("This lesson does not ask that question.")])
    choice = RadioField("Your answer", [InputRequired("Choose one of the answers first.")], validate_choice=False)

    @property
    def position(self) -> int:
        """The option's position in the file, or -1."""
        return position_of(self.choice.data)


class NoteForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """A note to self beside a lesson."""

    words = TextAreaField(
        "Note to self", [Length(max=LONGEST_NOTE, message=f"Keep the note below {LONGEST_NOTE:,} characters.")]
    )


class ReactionForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """The two questions at the end of a module."""

    usable = RadioField(
        "I could use this in an account within a month",
        [InputRequired("Choose the answer closest to your view.")],
        choices=[SelectChoice(str(value), words) for value, words in USABLE.items()],
    )
    better = TextAreaField(
        "What would make it more useful?",
        [Length(max=LONGEST_REACTION, message=f"Keep it below {LONGEST_REACTION:,} characters.")],
    )
