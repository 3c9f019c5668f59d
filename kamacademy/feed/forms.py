"""Forms for files with readings."""

from collections.abc import Mapping

from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from kamacademy.feed.columns import FIELD_WORDS, Columns, Field, why_incomplete
from kamacademy.feed.letters import LETTERS_WORDS, Letters
from kamacademy.feed.models import FeedRun
from kamacademy.feed.numbers import DECIMALS_WORDS, Decimals
from kamacademy.feed.states import LONGEST_REASON, LONGEST_SOURCE, RunRule
from kamacademy.fields import RuleForm, most
from kamacademy.wording import trimmed

BY_THE_FILE = "file"


class BrokenRuleForm(RuleForm):
    """A form that puts a broken rule beside the field it is about."""

    def take(self, broken: RunRule) -> None:
        """Say what is wrong."""
        if broken.field in self:
            self[broken.field].errors = [*self[broken.field].errors, str(broken)]
        else:
            self.say(str(broken))


class FileForm(BrokenRuleForm):
    """A file and where it comes from."""

    file = FileField("File", [FileRequired("Choose a CSV or XLSX file.")])
    source = StringField(
        "Where it comes from",
        [
            DataRequired("Name the system or the list, so that the next file from there is read the same way."),
            most(LONGEST_SOURCE, "the name"),
        ],
        filters=[trimmed],
    )


class ColumnsForm(BrokenRuleForm):
    """What each column holds, how decimals are written, and the letters where they are a guess."""

    person = SelectField(FIELD_WORDS[Field.PERSON])
    team = SelectField(FIELD_WORDS[Field.TEAM])
    programme = SelectField(FIELD_WORDS[Field.PROGRAMME])
    kpi = SelectField(FIELD_WORDS[Field.KPI])
    period = SelectField(FIELD_WORDS[Field.PERIOD])
    start = SelectField(FIELD_WORDS[Field.START])
    end = SelectField(FIELD_WORDS[Field.END])
    numerator = SelectField(FIELD_WORDS[Field.NUMERATOR])
    denominator = SelectField(FIELD_WORDS[Field.DENOMINATOR])
    value = SelectField(FIELD_WORDS[Field.VALUE])
    n = SelectField(FIELD_WORDS[Field.N])
    note = SelectField(FIELD_WORDS[Field.NOTE])
    seen_on = SelectField(FIELD_WORDS[Field.SEEN_ON])
    seen_by = SelectField(FIELD_WORDS[Field.SEEN_BY])
    decimals = RadioField("Decimals begin with", [InputRequired("Choose how decimals are written in this file.")])
    letters = SelectField("Letters", [InputRequired("Choose the letters of this file.")])

    def suit(self, run: FeedRun) -> None:
        """Offer the columns of a file; ask only what is not known from it."""
        none = SelectChoice("", "Not in this file")
        columns = [SelectChoice(str(place), heading) for place, heading in enumerate(run.header)]
        for field in Field:
            self[field.value].choices = [none, *columns]
        told = [] if run.asks_decimals else [SelectChoice(BY_THE_FILE, "as the file's numbers say")]
        self.decimals.choices = [*told, *(SelectChoice(one.value, words) for one, words in DECIMALS_WORDS.items())]
        self.letters.choices = [SelectChoice(one.value, LETTERS_WORDS[one]) for one in (Letters.WINDOWS, Letters.UTF_8)]
        if run.is_workbook:
            del self.decimals
        if run.is_sure:
            del self.letters

    def offer(self, columns: Mapping[str, int], decimals: str | None, letters: str, *, is_asked: bool) -> None:
        """Fill in what is known. `is_asked`: how decimals are written could not be told from the file."""
        for field in Field:
            self[field.value].data = str(columns[field]) if field in columns else ""
        if "decimals" in self:
            self.decimals.data = decimals or (None if is_asked else BY_THE_FILE)
        if "letters" in self:
            self.letters.data = letters

    def columns(self) -> Columns:
        """The columns as chosen; only for a form that is valid. Raises RunRule where something is missing."""
        chosen = {field: int(self[field.value].data) for field in Field if self[field.value].data}
        wrong = why_incomplete(chosen)
        if wrong is not None:
            raise RunRule(wrong[1], wrong[0])
        return chosen

    def decimals_chosen(self, known: str | None) -> Decimals | None:
        """How decimals are written; None to be told by the file."""
        said = self.decimals.data if "decimals" in self else known
        return None if said in (None, BY_THE_FILE) else Decimals(said)


class ConfirmForm(BrokenRuleForm):
    """The word to go on; corrections need a reason."""

    reason = StringField("Why the earlier figures were wrong", [most(LONGEST_REASON, "the reason")], filters=[trimmed])


class UndoForm(BrokenRuleForm):
    """Why an import is undone."""

    why = StringField(
        "Why it is undone",
        [DataRequired("Say why: it is kept with the import."), most(LONGEST_REASON, "the reason")],
        filters=[trimmed],
    )
