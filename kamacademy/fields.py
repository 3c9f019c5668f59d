"""Parts of forms that several features use."""

from flask_wtf import FlaskForm
from wtforms import DateField, DecimalField
from wtforms.validators import Length

LONGEST_TEXT = 2000
NO_NUMBER = "Write a number in digits, such as 13 or 8.5."


def most(length: int, what: str) -> Length:
    """At most so many characters."""
    return Length(max=length, message=f"Keep {what} below {length:,} characters.")


class Day(DateField):
    """A day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say what one looks like."""
        try:
            super().process_formdata(valuelist)
        except ValueError as unreadable:
            raise ValueError("Choose a whole date, such as 12 Mar 2026.") from unreadable


class DayOrNone(Day):
    """A day that may be left out."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it where something was written."""
        if any(valuelist):
            super().process_formdata(valuelist)


class Figure(DecimalField):
    """A figure that may have a decimal point."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say what one looks like."""
        try:
            super().process_formdata(valuelist)
        except ValueError as unreadable:
            raise ValueError(NO_NUMBER) from unreadable
        if self.data is not None and not self.data.is_finite():
            self.data = None
            raise ValueError(NO_NUMBER)


class RuleForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """A form whose answer may break a rule of the academy."""

    def say(self, words: str) -> None:
        """Put a broken rule at the top of the form."""
        self.form_errors.append(words)

    def words(self, name: str) -> str:
        """A text field without the space around it."""
        return (self[name].data or "").strip()


class EmptyForm(RuleForm):
    """A button with its token."""
