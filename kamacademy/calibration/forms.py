"""The forms of calibration: a new event, more coaches, and the levels of one case."""

from collections.abc import Mapping, Sequence

from flask_wtf import FlaskForm
from wtforms import DateField, Field, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from kamacademy.calibration.documents import CalibrationCase
from kamacademy.calibration.given import Given
from kamacademy.calibration.rules import FEWEST_CASES, LONGEST_REASON, USUAL_CASES
from kamacademy.competency.documents import Indicator
from kamacademy.people.models import Person
from kamacademy.wording import counted, trimmed

DRAWN, CHOSEN = "drawn", "chosen"
CANNOT_TELL = "none"


class InviteForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Coaches to invite."""

    coaches = SelectMultipleField("Coaches")

    def offer(self, people: Sequence[Person]) -> None:
        """Offer these coaches."""
        self.coaches.choices = [SelectChoice(str(one.id), one.name) for one in people]

    def invited(self, people: Sequence[Person]) -> list[Person]:
        """Those of the people offered who are ticked."""
        ticked = set(self.coaches.data or [])
        return [one for one in people if str(one.id) in ticked]


class EventForm(InviteForm):
    """A new event: its days, its cases, drawn or chosen, and the coaches."""

    title = StringField(
        "Title",
        [InputRequired("Give the event a title."), Length(max=80, message="Keep it below 80 characters.")],
        filters=[trimmed],
    )
    opens_on = DateField("Opens on", [InputRequired("Choose the first day.")])
    closes_on = DateField("Closes on", [InputRequired("Choose the last day.")])
    pick = RadioField(
        "Which cases?",
        [InputRequired("Say how the cases are chosen.")],
        choices=[
            SelectChoice(DRAWN, "Draw them: all levels, many competencies, and least what these coaches know"),
            SelectChoice(CHOSEN, "Choose them below"),
        ],
        default=DRAWN,
    )
    count = SelectField("How many to draw", [InputRequired("Say how many.")], coerce=int, default=USUAL_CASES)
    cases = SelectMultipleField("Cases")

    def offer_cases(self, cases: Mapping[str, CalibrationCase]) -> None:
        """Offer the published cases."""
        self.cases.choices = [SelectChoice(slug, one.title) for slug, one in cases.items()]
        counts = range(FEWEST_CASES, len(cases) + 1)
        self.count.choices = [SelectChoice(number, counted(number, "case")) for number in counts]


def level_name(indicator: str) -> str:
    """The name of the field that holds an indicator's level."""
    return f"level_{indicator}"


def reason_name(indicator: str) -> str:
    """The name of the field that holds an indicator's reason."""
    return f"reason_{indicator}"


class CaseForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """The levels of one case, one indicator after the other."""

    def given(self, indicators: Sequence[str]) -> list[Given]:
        """What was given to each indicator; for a form that is valid."""
        return [
            Given(
                one,
                None if self[level_name(one)].data == CANNOT_TELL else int(self[level_name(one)].data),
                self[reason_name(one)].data or None,
            )
            for one in indicators
        ]

    def show(self, before: Mapping[str, tuple[int | None, str | None]]) -> None:
        """Fill in what was given before."""
        for indicator, (level, reason) in before.items():
            self[level_name(indicator)].data = CANNOT_TELL if level is None else str(level)
            self[reason_name(indicator)].data = reason


def case_form(indicators: Sequence[Indicator]) -> CaseForm:
    """The form of one case: for each indicator what shows it, five sentences and "cannot tell"."""
    fields: dict[str, Field] = {}
    for one in indicators:
        sentences = [SelectChoice(str(level), words) for level, words in enumerate(one.anchors, start=1)]
        fields[reason_name(one.id)] = StringField(
            "What in the story shows it?",
            [Length(max=LONGEST_REASON, message=f"Keep it below {LONGEST_REASON} characters.")],
            filters=[trimmed],
        )
        fields[level_name(one.id)] = RadioField(
            one.name,
            [InputRequired("Choose the sentence closest to what you read, or “cannot tell”.")],
            choices=[*sentences, SelectChoice(CANNOT_TELL, "Cannot tell: the story gives no chance to see it")],
        )
    return type("CaseFormOfIndicators", (CaseForm,), fields)()  # type: ignore[no-any-return]  # as WTForms asks
