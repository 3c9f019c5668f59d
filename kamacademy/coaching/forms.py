"""The forms of an observation, one a page, and the learner's answer."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from kamacademy.coaching.agreement import Agreed, Offer, days_offered
from kamacademy.competency.documents import Indicator
from kamacademy.guide.activity import COMPLEXITY_WORDS, ActivityChoice
from kamacademy.guide.choices import level_choices, level_of
from kamacademy.wording import day

OWN_WORDS, NOTHING, OTHER_DAY = "own", "nothing", "other"


def trimmed(words: str | None) -> str | None:
    """Words without blanks around them."""
    return words.strip() if words else words


class VisitForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """What kind of visit it was."""

    observed_on = DateField("Day of the visit", [InputRequired("Choose the day of the visit.")])
    activity = RadioField("What did you see?", [InputRequired("Choose what you saw.")])
    complexity = RadioField(
        "How hard was it?",
        [InputRequired("Choose how hard it was; usual is everyday account work.")],
        choices=[SelectChoice(code.value, words[0]) for code, words in COMPLEXITY_WORDS.items()],
    )
    account_alias = StringField(
        "Account alias", [Length(max=80, message="Keep it below 80 characters: an alias is enough.")], filters=[trimmed]
    )

    def offer(self, activities: Sequence[ActivityChoice]) -> None:
        """Offer the activities that fit the learner."""
        self.activity.choices = [SelectChoice(one.code, one.words) for one in activities]


class FocusForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """One to five indicators to look at; which may be chosen is a rule of the operation."""

    indicators = SelectMultipleField("What was the focus?")

    def offer(self, indicator_ids: Sequence[str]) -> None:
        """Know every indicator there is."""
        self.indicators.choices = [SelectChoice(one, one) for one in indicator_ids]


class RatingForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Evidence first, then the sentence closest to it."""

    evidence_line = TextAreaField(
        "What was said or done?", [Length(max=400, message="Keep it below 400 characters.")], filters=[trimmed]
    )
    level = RadioField(
        "Which sentence is closest to what you saw?",
        [InputRequired("Choose the sentence closest to what you saw, or “not observed”. Your line is still here.")],
    )

    def offer(self, indicator: Indicator) -> None:
        """Offer the indicator's five sentences and "not observed"."""
        self.level.choices = [SelectChoice(*one) for one in level_choices(indicator)]

    @property
    def chosen_level(self) -> int | None:
        """The level chosen, or None for not observed."""
        return level_of(self.level.data)


class WordsForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """One strength, one thing to improve."""

    strength = TextAreaField(
        "One strength", [Length(max=1000, message="Keep it below 1,000 characters.")], filters=[trimmed]
    )
    improve = TextAreaField(
        "One thing to improve", [Length(max=1000, message="Keep it below 1,000 characters.")], filters=[trimmed]
    )


class AgreementForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """One action to try, and by when."""

    action = RadioField("Next time", [InputRequired("Choose an action, or “nothing new this time”.")])
    own_words = StringField(
        "In your own words", [Length(max=250, message="Keep it below 250 characters.")], filters=[trimmed]
    )
    own_indicator = SelectField("It is about")
    due = RadioField("By", validators=[Optional()], validate_choice=False)
    due_on = DateField("Which day?", [Optional()])

    def offer(self, offers: Sequence[Offer], focus: Mapping[str, str], today: date) -> None:
        """Offer library actions, the indicators in focus by their names, and days."""
        self.action.choices = [
            *(SelectChoice(one.id, one.title) for one in offers),
            SelectChoice(OWN_WORDS, "Something else, in your own words"),
            SelectChoice(NOTHING, "Nothing new this time"),
        ]
        self.own_indicator.choices = [SelectChoice(key, name) for key, name in focus.items()]
        self.due.choices = [
            *(SelectChoice(one.isoformat(), day(one)) for one, _ in days_offered(today)),
            SelectChoice(OTHER_DAY, "Another day"),
        ]

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """What depends on the choice: own words need words, every action needs a day."""
        is_valid: bool = super().validate(extra_validators)
        if self.action.data == OWN_WORDS and not (self.own_words.data or "").strip():
            self.own_words.errors = ["Write what will be tried, in a few words."]
            return False
        if self.action.data not in (None, NOTHING) and self.chosen_day is None:
            self.due.errors = ["Choose a day, so that it is a promise."]
            return False
        return is_valid

    @property
    def chosen_day(self) -> date | None:
        """The day chosen: one of those offered, or the one written."""
        if self.due.data in (None, "", OTHER_DAY):
            found: date | None = self.due_on.data
            return found
        try:
            return date.fromisoformat(self.due.data)
        except ValueError:
            return None

    def show(self, agreed: Agreed) -> None:
        """Fill in what was agreed so far."""
        offered = [str(one.data) for one in self.action]
        self.action.data = agreed.library_id if agreed.library_id in offered else OWN_WORDS
        if self.action.data == OWN_WORDS:
            self.own_words.data, self.own_indicator.data = agreed.title, agreed.indicator
        is_offered = agreed.due_on.isoformat() in [str(one.data) for one in self.due]
        self.due.data = agreed.due_on.isoformat() if is_offered else OTHER_DAY
        self.due_on.data = None if is_offered else agreed.due_on

    def agreed(self, offers: Sequence[Offer]) -> Agreed | None:
        """What is agreed; None for nothing this time. Only for a valid form."""
        if self.action.data == NOTHING:
            return None
        assert self.chosen_day is not None
        chosen = next((one for one in offers if one.id == self.action.data), None)
        if chosen is not None:
            return Agreed(chosen.title, chosen.indicator, self.chosen_day, chosen.id)
        return Agreed(" ".join((self.own_words.data or "").split()), self.own_indicator.data, self.chosen_day, None)
