"""Forms about one action."""

from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired

from kamacademy.development.details import LONGEST_REASON
from kamacademy.fields import Day, RuleForm, most


class RedateForm(RuleForm):
    """Another due date."""

    due_on = Day("New date", [InputRequired("Choose the new date.")])
    reason = StringField(
        "Reason", [DataRequired("Say why, in a few words. The first date stays visible."), most(LONGEST_REASON, "it")]
    )


class DropForm(RuleForm):
    """Give an action up."""

    reason = StringField(
        "Reason", [DataRequired("Say why, in a few words. It stays in the history."), most(LONGEST_REASON, "it")]
    )
