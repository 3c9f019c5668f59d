"""The form that signs a plan."""

from wtforms import HiddenField

from kamacademy.people.confirmation import SigningForm


class SignForm(SigningForm):
    """A plan to sign, with the mark of what was read."""

    read = HiddenField()

    def say(self, words: str) -> None:
        """Put a broken rule at the top of the form."""
        self.form_errors.append(words)
