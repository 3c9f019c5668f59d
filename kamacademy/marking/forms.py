"""The form of a mark, made from its rubric: points and a comment for each line, then the work as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from kamacademy.exercise.documents import GRADES, Rubric, RubricLine
from kamacademy.marking.given import CANNOT_TELL, LONGEST, Given, comment_name, points_name
from kamacademy.marking.opinion import anchor
from kamacademy.marking.turn import Decision, Turn

REASONS = {
    Decision.ACCEPT: "What is missing, where you return it",
    Decision.POINTS: "Reason",
}


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of the rubric with the names of its two fields."""

    line: RubricLine
    points: str
    comment: str


def area(label: str, rows: int = 3) -> TextAreaField:
    """Some lines of words."""
    return TextAreaField(label, render_kw={"rows": rows, "maxlength": LONGEST})


class MarkForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """What every mark asks for. It only shows: what is sent is read by `given.read`."""

    turn = HiddenField()
    grade = RadioField("The work as a whole", validate_choice=False)
    strength = area("One thing that is strong")
    improve = area("One thing to improve")
    reason = area("What is missing")
    note = area("Note for other markers", rows=2)
    lines: list[LineShown]
    # What is wrong with the mark as a whole.
    refusal: str

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Tie each problem to its field, or to the mark as a whole."""
        self.refusal = problems.get("act", "")
        for name, words in problems.items():
            if name != "act":
                self[name].errors = [words]

    @property
    def problem_count(self) -> int:
        """How many fields need another look."""
        return len(self.errors)


def mark_form(rubric: Rubric, given: Given, *, decision: Decision, turn: Turn) -> MarkForm:
    """The form with everything chosen and typed so far. `decision` is the one that keeps the work or gives points."""
    fields: dict[str, Field] = {}
    values: dict[str, object] = {"turn": turn.value, "grade": given.grade, "strength": given.strength}
    values |= {"improve": given.improve, "reason": given.reason, "note": given.note}
    for line in rubric.lines:
        name = points_name(line.id)
        fields[name] = RadioField(line.title, choices=point_choices(line), validate_choice=False)
        fields[comment_name(line.id)] = area("Comment for the learner", rows=2)
        values[comment_name(line.id)] = given.comments.get(line.id, "")
        if line.id in given.points:
            points = given.points[line.id]
            values[name] = CANNOT_TELL if points is None else str(points)
    made: MarkForm = type("FormOfMark", (MarkForm,), fields)(formdata=None, data=values)
    made.lines = [LineShown(line, points_name(line.id), comment_name(line.id)) for line in rubric.lines]
    made.grade.choices = [
        SelectChoice(grade, f"{grade.capitalize()}: {rubric.grades[grade]}")
        for grade in GRADES
        if grade in rubric.grades
    ]
    made.refusal = ""
    is_exercise = decision is Decision.ACCEPT
    made.strength.flags.required = made.improve.flags.required = is_exercise
    made.reason.flags.required = turn is Turn.CORRECTION
    made.reason.label.text = "Why it is corrected" if turn is Turn.CORRECTION else REASONS[decision]
    return made


def point_choices(line: RubricLine) -> list[SelectChoice]:
    """Every number of points with its sentence, and that nobody could tell."""
    numbers = [SelectChoice(str(one), anchor(line, one)) for one in range(line.points + 1)]
    return [*numbers, SelectChoice(CANNOT_TELL, "Cannot tell")]
