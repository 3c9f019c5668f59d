"""The form of assumptions."""

from collections.abc import Mapping, Sequence

from wtforms import BooleanField, Form, FormField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from kamacademy.fields import Figure, RuleForm, most
from kamacademy.wording import trimmed
from kamacademy.worth.assumptions import CURRENCIES, Part, Stated
from kamacademy.worth.models import Worth
from kamacademy.worth.rules import LONGEST_REASON, LONGEST_WORDS, WorthRule


class AssumptionForm(Form):
    """One assumption."""

    low = Figure("Low", [InputRequired("Give a low figure.")], places=None)
    central = Figure("Central", [InputRequired("Give a central figure.")], places=None)
    high = Figure("High", [InputRequired("Give a high figure.")], places=None)
    words = StringField(
        "In words", [DataRequired("Say what it means."), most(LONGEST_WORDS, "the words")], filters=[trimmed]
    )
    source = StringField(
        "Source", [DataRequired("Say where it comes from."), most(LONGEST_WORDS, "the source")], filters=[trimmed]
    )
    is_opinion = BooleanField("An opinion, not a measurement or a record")

    def stated(self, part: Part) -> Stated:
        """The assumption; only for a form that is valid."""
        return Stated(
            part, float(self.low.data or 0), float(self.central.data or 0), float(self.high.data or 0),
            self.words.data or "", self.source.data or "", bool(self.is_opinion.data),
        )  # fmt: skip


class WorthForm(RuleForm):
    """Every assumption, the currency, and the reason of a correction."""

    currency = SelectField("Currency", [InputRequired("Choose the currency of all money below.")])
    unit = FormField(AssumptionForm)
    reached = FormField(AssumptionForm)
    months = FormField(AssumptionForm)
    share = FormField(AssumptionForm)
    development = FormField(AssumptionForm)
    delivery = FormField(AssumptionForm)
    time = FormField(AssumptionForm)
    materials = FormField(AssumptionForm)
    reason = StringField("What was wrong before", [most(LONGEST_REASON, "the reason")], filters=[trimmed])
    corrects = HiddenField()

    def suit(self, before: Worth | None) -> None:
        """Offer the currencies; keep the reason for a correction only."""
        self.currency.choices = [SelectChoice(code, words) for code, words in CURRENCIES.items()]
        if before is None:
            del self.reason
        else:
            self.reason.flags.required = True

    def take_over(self, before: Worth | None, stated: Sequence[Stated]) -> None:
        """Fill in what was stated before."""
        self.corrects.data = str(before.id) if before else ""
        if before is not None:
            self.currency.data = before.currency
        by_part: Mapping[str, Stated] = {one.part.value: one for one in stated}
        for part, one in by_part.items():
            for name in ("low", "central", "high", "words", "source", "is_opinion"):
                said = getattr(one, name)
                self[part].form[name].data = int(said) if isinstance(said, float) and said.is_integer() else said

    def stated(self) -> list[Stated]:
        """Every assumption; only for a form that is valid."""
        return [self[part.value].form.stated(part) for part in Part]

    def corrected(self) -> int | None:
        """The key of the statement that this one replaces."""
        said = self.corrects.data or ""
        return int(said) if said.isdecimal() else None

    def reason_words(self) -> str | None:
        """The reason of a correction."""
        return self.words("reason") or None if "reason" in self else None

    def take(self, broken: WorthRule) -> None:
        """Put a broken rule beside the assumption it is about, or at the top."""
        if broken.part == "reason":
            self.reason.errors = [*self.reason.errors, str(broken)]
        elif broken.part is not None:
            low = self[broken.part].form.low
            low.errors = [*low.errors, str(broken)]
        else:
            self.say(str(broken))
