"""The forms of an observation, one a page, and the learner's answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypedDict

from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from kamacademy.coaching.agreement import Agreed, Offer, days_offered
from kamacademy.coaching.entry import LONGEST_LINE, LONGEST_WORDS
from kamacademy.coaching.proposition import FIT_WORDS, Fit
from kamacademy.coaching.sentences import Written, with_tags
from kamacademy.competency.documents import Indicator
from kamacademy.competency.evidence import Context
from kamacademy.guide.activity import COMPLEXITY_WORDS, Activity, ActivityChoice
from kamacademy.guide.choices import level_choices, level_of
from kamacademy.wording import day, trimmed

if TYPE_CHECKING:
    from kamacademy.visit.models import PlannedVisit


class Facts(TypedDict):
    """What kind of visit it was, as the operations take it."""

    activity: Activity
    complexity: Context
    observed_on: date
    account_alias: str | None


OWN_WORDS, NOTHING, OTHER_DAY = "own", "nothing", "other"
OWN_WORDS_ALONE = "None of these: in my own words"


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

    def show(self, planned: "PlannedVisit", today: date) -> None:
        """Fill in what was planned, on the day it was planned for if that has come."""
        self.observed_on.data = min(planned.planned_on, today)
        self.activity.data, self.account_alias.data = planned.activity, planned.account_alias

    @property
    def facts(self) -> Facts:
        """What kind of visit it was. Only for a valid form."""
        assert self.observed_on.data is not None
        return Facts(
            activity=Activity(self.activity.data),
            complexity=Context(self.complexity.data),
            observed_on=self.observed_on.data,
            account_alias=self.account_alias.data,
        )


class FocusForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """One to five indicators to look at; which may be chosen is a rule of the operation."""

    indicators = SelectMultipleField("What was the focus?")

    def offer(self, indicator_ids: Sequence[str]) -> None:
        """Know every indicator there is."""
        self.indicators.choices = [SelectChoice(one, one) for one in indicator_ids]


class RatingForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Evidence first, then the sentence closest to it."""

    tags = SelectMultipleField("Tap what fits")
    evidence_line = TextAreaField(
        "What was said or done?", [Length(max=400, message="Keep it below 400 characters.")], filters=[trimmed]
    )
    level = RadioField(
        "Which sentence is closest to what you saw?",
        [InputRequired("Choose the sentence closest to what you saw, or “not observed”. Your line is still here.")],
    )

    def offer(self, indicator: Indicator, tags: Sequence[str]) -> None:
        """Offer the indicator's five sentences and "not observed", and its tags."""
        self.level.choices = [SelectChoice(*one) for one in level_choices(indicator)]
        self.tags.choices = [SelectChoice(one, one) for one in tags]

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """Tags and line together have the length of a line."""
        is_valid: bool = super().validate(extra_validators)
        if not self.evidence_line.errors and len(self.whole_line or "") > LONGEST_LINE:
            self.evidence_line.errors = ["Tags and line together: keep them below 400 characters."]
            return False
        return is_valid

    @property
    def whole_line(self) -> str | None:
        """The tags tapped and the words written, as one line."""
        return with_tags(self.tags.data or [], self.evidence_line.data)

    @property
    def chosen_level(self) -> int | None:
        """The level chosen, or None for not observed."""
        return level_of(self.level.data)


class WordsForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """One strength, one thing to improve: a starter phrase, own words, or both; and one tap on the proposition."""

    strength_phrase = RadioField("One strength", validators=[Optional()])
    strength = TextAreaField("One strength, in your own words", filters=[trimmed])
    improve_phrase = RadioField("One thing to improve", validators=[Optional()])
    improve = TextAreaField("One thing to improve, in your own words", filters=[trimmed])
    proposition_fit = RadioField(
        "Did the proposition match the goal that the customer stated?",
        validators=[Optional()],
        choices=[SelectChoice(code.value, words) for code, words in FIT_WORDS.items()],
    )

    def offer(self, strength: Sequence[str], improve: Sequence[str], *, asks_proposition: bool) -> None:
        """Offer starter phrases, and the tap where the activity asks for it."""
        for field, phrases in ((self.strength_phrase, strength), (self.improve_phrase, improve)):
            field.choices = [*(SelectChoice(one, one) for one in phrases), SelectChoice("", OWN_WORDS_ALONE)]
        if not asks_proposition:
            del self.proposition_fit

    def show(self, strength: Written, improve: Written, fit: str | None) -> None:
        """Fill in what the draft says so far."""
        self.strength_phrase.data, self.strength.data = strength.phrase or "", strength.own
        self.improve_phrase.data, self.improve.data = improve.phrase or "", improve.own
        if "proposition_fit" in self:
            self.proposition_fit.data = fit

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """Phrase and own words together have the length of a text."""
        is_valid: bool = super().validate(extra_validators)
        for field, whole in ((self.strength, self.whole_strength), (self.improve, self.whole_improve)):
            if len(whole or "") > LONGEST_WORDS:
                field.errors = ["Keep it below 1,000 characters."]
                is_valid = False
        return is_valid

    @property
    def whole_strength(self) -> str | None:
        """The strength as one text."""
        return Written(self.strength_phrase.data or None, self.strength.data or None).whole

    @property
    def whole_improve(self) -> str | None:
        """The thing to improve as one text."""
        return Written(self.improve_phrase.data or None, self.improve.data or None).whole

    @property
    def fit(self) -> Fit | None:
        """What was seen of the proposition; None for no tap."""
        chosen = self.proposition_fit.data if "proposition_fit" in self else None
        return Fit(chosen) if chosen else None


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
