"""Forms of a change of job role, and of the role in mind."""

from collections.abc import Sequence
from datetime import date

from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError

from kamacademy.fields import Day
from kamacademy.people.job_roles import NAMES, JobRole
from kamacademy.people.models import Person
from kamacademy.transition.rules import LONGEST_REASON, TransitionRule
from kamacademy.wording import trimmed

NOBODY = SelectChoice("", "Nobody yet")


def role_choices(without: JobRole) -> list[SelectChoice]:
    """Every job role but one."""
    return [SelectChoice(role.value, NAMES[role]) for role in JobRole if role is not without]


class RoleForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """What the forms of this feature share."""

    def show(self, problem: TransitionRule) -> None:
        """Put a broken rule beside its field, or at the top."""
        if problem.field is not None and problem.field in self:
            self[problem.field].errors = [str(problem)]
        else:
            self.form_errors.append(str(problem))


class WhenAndWho(RoleForm):
    """From when, and who stands by."""

    starts_on = Day("From", [InputRequired("Choose the first day in the new role.")])
    # Checked below, in words of its own.
    buddy = SelectField("Who stands by", validate_choice=False)

    @property
    def first_day(self) -> date:
        """The day chosen; only for a form that is valid."""
        assert self.starts_on.data is not None
        return self.starts_on.data

    def offer_buddies(self, people: Sequence[Person], *, by_role: bool) -> None:
        """Who may stand by, under their job roles where several are in question."""
        self.offered = frozenset(str(one.id) for one in people)
        self.buddy.choices = [
            NOBODY,
            *(SelectChoice(str(one.id), one.name, optgroup=one.job_role_name if by_role else None) for one in people),
        ]

    def validate_buddy(self, field: SelectField) -> None:
        """Somebody who is not offered, perhaps not any more, is not silently taken for nobody."""
        if field.data and field.data not in self.offered:
            raise ValidationError("Choose a colleague from the list, or nobody.")

    def buddy_among(self, people: Sequence[Person]) -> Person | None:
        """Who was chosen; None for nobody. Only for a form that is valid."""
        return next((one for one in people if str(one.id) == self.buddy.data), None)


class ProposeForm(WhenAndWho):
    """A new job role."""

    to_role = SelectField("New job role", [InputRequired("Choose the new job role.")])

    def offer_roles(self, present: JobRole) -> None:
        """Every role but the present one."""
        self.to_role.choices = [SelectChoice("", "Choose"), *role_choices(present)]


class ReasonForm(RoleForm):
    """Why."""

    reason = TextAreaField(
        "Why",
        [
            InputRequired("Say why in a few words; they stay in the history."),
            Length(max=LONGEST_REASON, message=f"Keep it below {LONGEST_REASON} characters."),
        ],
        filters=[trimmed],
    )


class ChangeForm(WhenAndWho, ReasonForm):
    """Another day, another buddy, and why."""


class NextRoleForm(RoleForm):
    """The role in mind."""

    role = SelectField("Which job role do you have in mind next?", [InputRequired("Choose a job role.")])

    def offer_roles(self, present: JobRole) -> None:
        """Every role but the present one."""
        self.role.choices = role_choices(present)
