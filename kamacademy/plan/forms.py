"""The form of a check-in."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired

from kamacademy.fields import LONGEST_TEXT, RuleForm, most


class CheckInForm(RuleForm):
    """How it is going."""

    remark = TextAreaField(
        "How is it going?", [DataRequired("Write a word or two about how it is going."), most(LONGEST_TEXT, "it")]
    )
