"""The question of a study."""

from wtforms import SelectField
from wtforms.validators import InputRequired

from kamacademy.fields import Figure, RuleForm
from kamacademy.impact.rules import StudyRule

BY_COMPLETION = "completed"


class StudyForm(RuleForm):
    """Which measure, when teams began, and what would be worth while."""

    kpi = SelectField("Measure", [InputRequired("Choose a measure.")])
    rollout = SelectField("When each team began", [InputRequired("Choose where the months come from.")])
    worth_while = Figure(
        "Smallest effect that would be worth while", [InputRequired("Give a number above 0.")], places=None
    )

    def take(self, broken: StudyRule) -> None:
        """Say what is wrong beside the field that it is about."""
        if broken.field in self:
            self[broken.field].errors = [*self[broken.field].errors, str(broken)]
        else:
            self.say(str(broken))

    @property
    def rollout_id(self) -> int | None:
        """The roll-out that was chosen; None where completing counts."""
        chosen = str(self.rollout.data)
        return int(chosen) if chosen.isdigit() else None
