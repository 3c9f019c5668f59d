"""The forms of peer feedback. Which colleagues may be picked is a rule of the operations."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from kamacademy.db import key
from kamacademy.peer.documents import PeerForm
from kamacademy.peer.given import CANNOT_SAY, LONGEST_EXAMPLE, choice_name, example_name
from kamacademy.peer.rules import FEWEST_ASKED, MOST_ASKED, WEEKS_OFFERED, own_share
from kamacademy.wording import counted


def picked(value: object) -> int | None:
    """The key of a picked person; None for nobody."""
    return None if value in (None, "") else key(str(value))


class PickForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Some lists to pick a colleague from, each."""

    def lists(self) -> list[Field]:
        """The lists in order."""
        return [one for one in self if one.type == SelectField.__name__]

    @property
    def picks(self) -> list[int]:
        """The people picked, in order."""
        return [one.data for one in self.lists() if isinstance(one.data, int)]


def pick_list(number: int) -> SelectField:
    """One list; its choices are printed by the page, under their functions."""
    return SelectField(f"Colleague {number}", coerce=picked, choices=[], validate_choice=False)


class AskForm(PickForm):
    """How many to ask, whom first, and until when."""

    size = RadioField(
        "How many colleagues in all?",
        [InputRequired("Choose how many.")],
        choices=[
            SelectChoice(str(size), f"{size}, of whom you pick {own_share(size)}")
            for size in range(FEWEST_ASKED, MOST_ASKED + 1)
        ],
        default="5",
    )
    weeks = RadioField(
        "How long may they take?",
        [InputRequired("Choose how long.")],
        choices=[SelectChoice(str(weeks), counted(weeks, "week")) for weeks in WEEKS_OFFERED],
        default="2",
    )
    colleague_1 = pick_list(1)
    colleague_2 = pick_list(2)
    colleague_3 = pick_list(3)


def choose_form(count: int) -> PickForm:
    """The coach's lists, as many as are left to choose."""
    fields = {f"colleague_{number}": pick_list(number) for number in range(1, count + 1)}
    return type("ChooseForm", (PickForm,), fields)()  # type: ignore[no-any-return]  # made as WTForms asks for it


class AnswerForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """One colleague's answers. It only shows: what is sent is read by `given.read`."""

    # That the hints have been read once; they do not come again.
    sure = HiddenField()

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Tie each problem to its field."""
        for name, words in problems.items():
            self[name].errors = [words]


def answer_form(form: PeerForm) -> AnswerForm:
    """The form with five sentences, "cannot say" and room for an example for each statement."""
    fields: dict[str, Field] = {}
    for item in form.items:
        sentences = [SelectChoice(str(number), one.words) for number, one in enumerate(item.choices, start=1)]
        choices = [SelectChoice(CANNOT_SAY, "Cannot say: no chance to see it"), *sentences]
        fields[choice_name(item.id)] = RadioField(item.statement, choices=choices, validate_choice=False)
        fields[example_name(item.id)] = TextAreaField("Example", render_kw={"rows": 2, "maxlength": LONGEST_EXAMPLE})
    return type("AnswerFormOfRound", (AnswerForm,), fields)()  # type: ignore[no-any-return]  # as WTForms asks
