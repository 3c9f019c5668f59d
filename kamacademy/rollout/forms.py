"""Forms for roll-outs."""

from collections.abc import Sequence
from datetime import date

from wtforms import MonthField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange
from wtforms.validators import Optional as MayBeEmpty
from wtforms.widgets import CheckboxInput, ListWidget

from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Module, Programme
from kamacademy.fields import Figure, RuleForm, most
from kamacademy.kpi.periods import add_months
from kamacademy.kpi.queries import kpis_in
from kamacademy.kpi.rules import is_kept_for_a_person
from kamacademy.rollout.agreed import TeamSize
from kamacademy.rollout.rules import (
    FEWEST_STEPS,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_REASON,
    MODULE,
    MOST_STEP_MONTHS,
    MOST_STEPS,
    PROGRAMME,
    RolloutRule,
    may_show,
    subject_of,
)
from kamacademy.wording import counted, month, trimmed

MONTHS_AHEAD = 24
LIKENESS = {
    "0.1": "hardly: each period starts afresh",
    "0.5": "somewhat",
    "0.8": "a lot: a team that is high stays high for a while",
}


class Boxes(SelectMultipleField):
    """Check boxes, one for each option."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Month(MonthField):
    """A month, which may be left out."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say what one looks like."""
        if not any(valuelist):
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as unreadable:
            raise ValueError("Write a month as 2027-01.") from unreadable


class BrokenRuleForm(RuleForm):
    """A form that puts a broken rule beside the field it is about."""

    def take(self, broken: RolloutRule) -> None:
        """Say what is wrong."""
        if broken.field in self:
            self[broken.field].errors = [*self[broken.field].errors, str(broken)]
        else:
            self.say(str(broken))


class SubjectForm(BrokenRuleForm):
    """What is rolled out, and which measure is to move."""

    name = StringField(
        "Name",
        [DataRequired("Give it a name by which the teams know it."), most(LONGEST_NAME, "the name")],
        filters=[trimmed],
    )
    subject = SelectField("What begins", [InputRequired("Choose a module or programme.")])
    kpi = SelectField("KPI that is to move", [InputRequired("Choose the KPI before anything begins.")])
    note = TextAreaField("What the teams should know", [most(LONGEST_NOTE, "the note")], filters=[trimmed])

    def suit(self, read: Library) -> None:
        """Offer what the release has."""
        programmes = [(one.title, slug) for slug, one in read.all(Programme, PROGRAMME).items()]
        modules = [(one.code, one.title, slug) for slug, one in read.all(Module, MODULE).items()]
        self.subject.choices = [
            SelectChoice("", "Choose one"),
            *(SelectChoice(subject_of(PROGRAMME, slug), f"Programme: {title}") for title, slug in sorted(programmes)),
            *(SelectChoice(subject_of(MODULE, slug), f"{code} {title}") for code, title, slug in sorted(modules)),
        ]
        kpis = sorted((one for one in kpis_in(read).values() if may_show(one)), key=lambda one: one.code)
        self.kpi.choices = [
            SelectChoice("", "Choose one"),
            *(
                SelectChoice(
                    one.code,
                    f"{one.code} {one.name} ({'people' if is_kept_for_a_person(one) else 'teams'}, {one.cadence})",
                )
                for one in kpis
            ),
        ]


class PlanForm(SubjectForm):
    """A plan whose order the lot draws."""

    which = RadioField("Teams", [InputRequired("Choose which teams.")], default="all")
    teams = Boxes("Some teams", coerce=int)
    first_month = SelectField("First month", [InputRequired("Choose the month in which the first teams begin.")])
    step_months = SelectField("Months between steps", [InputRequired("Choose how many months.")], coerce=int, default=2)
    steps = SelectField("Steps", [InputRequired("Choose how many steps.")], coerce=int, default=4)
    sd = Figure(
        "A team’s figure varies by itself by",
        [MayBeEmpty(), NumberRange(min=0.01, max=1000, message="Give a figure above 0.")],
        places=None,
    )
    likeness = SelectField("A period resembles the one before", [InputRequired("Choose how much.")], default="0.5")

    def offer(self, teams: Sequence[TeamSize], today: date) -> None:
        """Offer teams, months and steps."""
        with_people = [one for one in teams if one.people]
        self.which.choices = [
            SelectChoice("all", "Every team in which somebody carries the KPI"),
            SelectChoice("some", "Only the teams ticked below"),
        ]
        self.teams.choices = [
            SelectChoice(one.id, f"{one.name}, {counted(one.people, 'person', 'people')}") for one in with_people
        ]
        months = [add_months(today.replace(day=1), ahead) for ahead in range(1, MONTHS_AHEAD + 1)]
        self.first_month.choices = [SelectChoice(one.isoformat(), month(one)) for one in months]
        self.step_months.choices = [SelectChoice(one, counted(one, "month")) for one in range(1, MOST_STEP_MONTHS + 1)]
        self.steps.choices = [SelectChoice(one, f"{one} steps") for one in range(FEWEST_STEPS, MOST_STEPS + 1)]
        self.likeness.choices = [SelectChoice(code, words) for code, words in LIKENESS.items()]

    def chosen(self, teams: Sequence[TeamSize]) -> list[int]:
        """The keys of the teams that take part; `teams` are counted by who carries the KPI."""
        return [one.id for one in teams if one.people] if self.which.data == "all" else list(self.teams.data or ())

    def assumed(self) -> tuple[float, float] | None:
        """The noise where it was assumed."""
        return None if self.sd.data is None else (float(self.sd.data), float(self.likeness.data))

    def starts(self) -> date:
        """The first month; only for a form that is valid."""
        return date.fromisoformat(self.first_month.data)


class GivenForm(SubjectForm):
    """A plan whose months were decided otherwise: one field for each team, named by its key."""

    def months(self, teams: Sequence[TeamSize]) -> dict[int, date]:
        """The first day of the month in which each team begins, where one was given."""
        return {one.id: self[f"team-{one.id}"].data for one in teams if self[f"team-{one.id}"].data is not None}


def given_form(teams: Sequence[TeamSize]) -> GivenForm:
    """The form with a month for each team."""
    fields = {f"team-{one.id}": Month(one.name, [MayBeEmpty()]) for one in teams}
    made: GivenForm = type("GivenFormOfTeams", (GivenForm,), fields)()
    return made


class DrawForm(BrokenRuleForm):
    """The word to draw, with a reason where the lot was drawn before."""

    reason = StringField("Why it is drawn again", [most(LONGEST_REASON, "the reason")], filters=[trimmed])


class ArchiveForm(BrokenRuleForm):
    """Why a roll-out is put aside."""

    why = StringField(
        "Why it is archived",
        [DataRequired("Say why: it stays with the roll-out."), most(LONGEST_REASON, "the reason")],
        filters=[trimmed],
    )
