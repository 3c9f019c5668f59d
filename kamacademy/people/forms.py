"""Forms about people."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, EmailField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from kamacademy.access import Function
from kamacademy.people.account import ADDRESS_FORM, SHORTEST_PASSWORD
from kamacademy.people.job_roles import NAMES, JobRole
from kamacademy.people.market import AS_TEAM, Market
from kamacademy.people.market import NAMES as MARKETS
from kamacademy.people.models import Person, Team
from kamacademy.wording import listed

FUNCTION_WORDS = {
    Function.LEARNER: "Learner: takes modules, has a profile and a plan",
    Function.COACH: "Coach: observes the people in their care",
    Function.LEARNING_TEAM: "Learning team: publishes content",
    Function.LEADER: "Leader: sees counts over groups of five or more",
    Function.ADMINISTRATOR: "Administrator: manages people, reads the audit trail",
}


NEW_PASSWORD = (
    InputRequired("Choose a new password."),
    Length(
        min=SHORTEST_PASSWORD,
        message=f"Use at least {SHORTEST_PASSWORD} characters; a few words in a row are easy to keep.",
    ),
)


def without_edges(text: str | None) -> str | None:
    """A text without spaces around it."""
    return text.strip() if text else text


def market_field(*others: SelectChoice) -> SelectField:
    """A choice among the markets, after other choices."""
    choices = [*others, *(SelectChoice(one.value, MARKETS[one]) for one in Market)]
    known = AnyOf([one.value for one in choices], "There is no such market. Choose one from the list.")
    is_given = InputRequired("Choose a market.")
    return SelectField("Market", [is_given, known], choices=choices, validate_choice=False)


def market_in(field: SelectField) -> Market | None:
    """The market chosen, None for the team's."""
    return None if field.data == AS_TEAM else Market(field.data)


class SignInForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """E-mail address and password."""

    email = EmailField("E-mail address", [InputRequired("Enter your e-mail address.")])
    password = PasswordField("Password", [InputRequired("Enter your password. Your e-mail address was kept.")])


class PasswordForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """A new password of one's own."""

    present = PasswordField("Present password", [InputRequired("Enter the password you signed in with.")])
    new = PasswordField("New password", NEW_PASSWORD)


class ForgottenForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Where the letter goes that lets a person choose a new password."""

    email = EmailField(
        "E-mail address",
        [
            InputRequired("Enter the address you sign in with."),
            Regexp(ADDRESS_FORM, message="Enter a whole address, such as ada@example.org."),
        ],
    )


class NewPasswordForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """A new password in place of a forgotten one."""

    new = PasswordField("New password", NEW_PASSWORD)


class PersonForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """A person, as an administrator enters one."""

    name = StringField(
        "Name",
        [DataRequired("Enter the person's name."), Length(max=120, message="Keep the name below 120 characters.")],
    )
    email = EmailField(
        "E-mail address",
        [
            InputRequired("Enter the address the person signs in with."),
            Regexp(ADDRESS_FORM, message="Enter a whole address, such as ada@example.org."),
            Length(max=254, message="Keep the address below 254 characters."),
        ],
    )
    job_role = SelectField(
        "Job role",
        [InputRequired("Choose a job role.")],
        choices=[SelectChoice(role.value, NAMES[role]) for role in JobRole],
    )
    functions = SelectMultipleField(
        "What they do in the academy",
        choices=[SelectChoice(function.value, words) for function, words in FUNCTION_WORDS.items()],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[InputRequired("Choose at least one: without a function there is nothing to see.")],
    )
    team = SelectField("Team")
    new_team = StringField(
        "New team", [Length(max=80, message="Keep the name below 80 characters.")], filters=[without_edges]
    )
    market = market_field(SelectChoice(AS_TEAM, "As the team"))
    coach = SelectField("Coach")
    coach_since = DateField("New coach from", [Optional()])

    def fill_choices(self, teams: Sequence[Team], coaches: Sequence[Person]) -> None:
        """Offer the teams and coaches there are."""
        self.team.choices = [SelectChoice("", "No team"), *(SelectChoice(str(one.id), one.name) for one in teams)]
        self.coach.choices = [SelectChoice("", "No coach"), *(SelectChoice(str(one.id), one.name) for one in coaches)]


class MarketForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """The market that somebody learns for, or as the team."""

    market = market_field(SelectChoice(AS_TEAM, "As your team"))


class TeamMarketForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """The market that a team works in."""

    market = market_field()


class DeactivateForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """A second look before an account is closed."""

    sure = BooleanField("Yes, close this account now", [InputRequired("Tick the box to close the account.")])


def functions_line(functions: frozenset[Function]) -> str:
    """The functions of a person in words."""
    return listed([function.value.replace("-", " ") for function in Function if function in functions])
