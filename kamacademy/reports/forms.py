"""The form by which a coach orders papers of the team."""

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from kamacademy.reports.rules import Form, What

WHAT_CHOICES = (
    (What.PLANS, "Development plans, a page for each person"),
    (What.PROFILES, "Competency profiles"),
    (What.REVIEW, "Team review: everybody on one sheet, then a few lines on each"),
)
FORM_CHOICES = ((Form.PDF, "One PDF, for the printer"), (Form.ZIP, "A ZIP with a PDF for each person"))


class OrderForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """What to print, and in how many files."""

    what = RadioField(
        "What to print",
        choices=[SelectChoice(one.value, words) for one, words in WHAT_CHOICES],
        validators=[InputRequired(message="Choose what to print.")],
    )
    form = RadioField(
        "As",
        choices=[SelectChoice(one.value, words) for one, words in FORM_CHOICES],
        default=Form.PDF.value,
        validators=[InputRequired(message="Choose one file or several.")],
    )
