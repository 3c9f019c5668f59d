"""Forms of a review."""

from wtforms import DateField, Form, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, ValidationError

from kamacademy.development.details import LONGEST_REASON
from kamacademy.fields import DayOrNone, RuleForm, most
from kamacademy.reviewing.models import PlanReview
from kamacademy.reviewing.review import LONGEST_SENTENCE, VERDICT_WORDS, Said, Verdict


class ConfirmForm(RuleForm):
    """The other's word that a review was held, with the edition that was read."""

    edition = HiddenField()

    @property
    def edition_read(self) -> int:
        """The edition as a number; 0 for what is no number."""
        read = self.edition.data or ""
        return int(read) if read.isdecimal() and len(read) <= 9 else 0


class VerdictForm(Form):
    """What a review says of one action."""

    verdict = RadioField(
        "What becomes of it",
        [InputRequired("Choose one.")],
        choices=[SelectChoice(one.value, words) for one, words in VERDICT_WORDS.items()],
    )
    due_on = DayOrNone("New date")
    reason = StringField(
        "Why",
        [DataRequired("Say why, in a sentence."), most(LONGEST_REASON, "it")],
    )

    def validate_due_on(self, field: DateField) -> None:
        """A changed action has another day."""
        if self.verdict.data == Verdict.CHANGED and field.data is None and not field.errors:
            raise ValidationError("Choose the new date.")

    def said(self) -> Said:
        """The verdict; only for a form that is valid."""
        verdict = Verdict(self.verdict.data)
        return Said(verdict, (self.reason.data or "").strip(), self.due_on.data if verdict is Verdict.CHANGED else None)


class ReviewForm(RuleForm):
    """The two sentences of a review; its verdicts stand in forms of their own."""

    moved = StringField(
        "What moved", [DataRequired("Say in a sentence what moved."), most(LONGEST_SENTENCE, "the sentence")]
    )
    next_step = StringField(
        "What is next", [DataRequired("Say in a sentence what is next."), most(LONGEST_SENTENCE, "the sentence")]
    )

    def take(self, review: PlanReview) -> None:
        """Fill in what was written before."""
        self.moved.data, self.next_step.data = review.moved, review.next_step
