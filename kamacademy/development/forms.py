"""Forms of a plan."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypedDict

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import DateField, Form, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from kamacademy.competency.documents import Competency
from kamacademy.development.action_library import KIND_WORDS
from kamacademy.development.details import (
    CHANGEABLE,
    LONGEST_LINK,
    LONGEST_PLACE,
    LONGEST_REASON,
    LONGEST_TITLE,
    Details,
    Piece,
)
from kamacademy.development.evidence_file import LARGEST_BYTES, plain_name, refuse_unfit
from kamacademy.development.links import is_plain_link
from kamacademy.development.models import Action, PlanReview
from kamacademy.development.review import LONGEST_SENTENCE, VERDICT_WORDS, Said, Verdict
from kamacademy.development.rules import FileRefused
from kamacademy.kpi.documents import Kpi
from kamacademy.people.confirmation import SigningForm

LONGEST_TEXT = 2000


def most(length: int, what: str) -> Length:
    """At most so many characters."""
    return Length(max=length, message=f"Keep {what} below {length:,} characters.")


class Day(DateField):
    """A day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say what one looks like."""
        try:
            super().process_formdata(valuelist)
        except ValueError as unreadable:
            raise ValueError("Choose a whole date, such as 12 Mar 2026.") from unreadable


class DayOrNone(Day):
    """A day that may be left out."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it where something was written."""
        if any(valuelist):
            super().process_formdata(valuelist)


class PlanForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """What the plan's forms share."""

    def say(self, words: str) -> None:
        """Put a broken rule at the top of the form."""
        self.form_errors.append(words)

    def words(self, name: str) -> str:
        """A text field without the space around it."""
        return (self[name].data or "").strip()


class Changes(TypedDict, total=False):
    """What a form says differently."""

    title: str
    due_on: date
    kpi: str | None
    where_tried: str | None
    evidence_expected: str | None


def as_it_is(action: Action) -> Details:
    """What is said about an action now."""
    return Details(
        title=action.title,
        indicator=action.indicator,
        due_on=action.due_on,
        kind=action.kind,
        kpi=action.kpi,
        where_tried=action.where_tried,
        evidence_expected=action.evidence_expected,
    )


class DetailsForm(PlanForm):
    """What is said about a proposed action."""

    title = StringField(
        "What you will do",
        [DataRequired("Say what you will do, beginning with a verb."), most(LONGEST_TITLE, "it")],
    )
    where_tried = StringField("Where it will be tried", [most(LONGEST_PLACE, "the place")])
    due_on = Day("Due", [InputRequired("Choose the day by which it is done.")])
    evidence_expected = TextAreaField("Evidence expected", [most(LONGEST_TEXT, "it")])
    kpi = SelectField("Result it should move")

    def offer_kpis(self, kpis: Sequence[Kpi]) -> None:
        """The measures that the learner's job role may carry."""
        self.kpi.choices = [
            SelectChoice("", "None"),
            *(SelectChoice(kpi.code, f"{kpi.code} {kpi.name}") for kpi in kpis),
        ]

    def suit(self, action: Action) -> None:
        """Ask only for what may be said differently."""
        for name in CHANGEABLE:
            if name not in action.changeable:
                del self[name]

    def take(self, action: Action) -> None:
        """Fill in what the action says."""
        for name in CHANGEABLE:
            if name in self:
                self[name].data = getattr(action, name) or ("" if name == "kpi" else None)

    def changed(self, action: Action) -> Details:
        """The action with what the form says; only for a form that is valid."""
        said: Changes = {}
        if "title" in self:
            said["title"] = self.words("title")
        if "due_on" in self and self.due_on.data is not None:
            said["due_on"] = self.due_on.data
        if "kpi" in self:
            said["kpi"] = self.kpi.data or None
        if "where_tried" in self:
            said["where_tried"] = self.words("where_tried") or None
        if "evidence_expected" in self:
            said["evidence_expected"] = self.words("evidence_expected") or None
        return replace(as_it_is(action), **said)

    def details(self, *, indicator: str, kind: str) -> Details:
        """The action as the operations take it; only for a form that is valid."""
        assert self.due_on.data is not None
        return Details(
            title=self.words("title"),
            indicator=indicator,
            due_on=self.due_on.data,
            kind=kind,
            kpi=self.kpi.data or None,
            where_tried=self.words("where_tried") or None,
            evidence_expected=self.words("evidence_expected") or None,
        )


class OwnActionForm(DetailsForm):
    """An action of one's own."""

    indicator = SelectField("What it builds", [InputRequired("Choose the behaviour it builds.")])
    kind = RadioField(
        "How",
        choices=[SelectChoice(kind, words) for kind, words in KIND_WORDS.items()],
        default="job",
    )

    def offer_indicators(self, competencies: Mapping[str, Competency], *, first: Sequence[str]) -> None:
        """Every indicator under its competency, those with a known gap first."""
        order = [*first, *(code for code in competencies if code not in first)]
        self.indicator.choices = [
            SelectChoice(one.id, one.name, optgroup=competencies[code].name)
            for code in order
            for one in competencies[code].indicators
        ]


class CheckInForm(PlanForm):
    """How it is going."""

    remark = TextAreaField(
        "How is it going?", [DataRequired("Write a word or two about how it is going."), most(LONGEST_TEXT, "it")]
    )


class EvidenceForm(PlanForm):
    """What shows that it is done: words, a link, a file, or several of them."""

    evidence = TextAreaField("What shows that it is done", [most(LONGEST_TEXT, "it")])
    link = StringField("Link", [most(LONGEST_LINK, "the link")])
    file = FileField("File")

    def validate_link(self, field: StringField) -> None:
        """A whole address that begins with https."""
        if self.words("link") and not is_plain_link(self.words("link")):
            raise ValidationError("Give a whole address that begins with https://, without a name or password in it.")

    def validate_file(self, field: FileField) -> None:
        """A file of a kind that is taken, whole and not too large."""
        piece = self.file_piece()
        if piece is not None and piece.content is not None:
            try:
                refuse_unfit(plain_name(piece.file_name or ""), piece.content)
            except FileRefused as refused:
                raise ValidationError(str(refused)) from refused

    def file_piece(self) -> Piece | None:
        """The file that was chosen, or None. Read is at most one byte more than a file may have."""
        if not self.file.data:
            return None
        self.file.data.stream.seek(0)
        return Piece(file_name=self.file.data.filename, content=self.file.data.stream.read(LARGEST_BYTES + 1))

    def pieces(self, *, with_words: bool = True) -> list[Piece]:
        """What was given, each piece by itself."""
        words, link = self.words("evidence"), self.words("link")
        return [
            *([Piece(words=words)] if words and with_words else []),
            *([Piece(link=link)] if link else []),
            *([file] if (file := self.file_piece()) else []),
        ]


class ReturnForm(PlanForm):
    """Give what was handed in back."""

    reason = StringField(
        "What is still missing",
        [DataRequired("Say what is still missing, in a sentence."), most(LONGEST_REASON, "it")],
    )


class SignForm(SigningForm):
    """A plan to sign, with the mark of what was read."""

    read = HiddenField()

    def say(self, words: str) -> None:
        """Put a broken rule at the top of the form."""
        self.form_errors.append(words)


class ConfirmForm(PlanForm):
    """The other's word that a review was held, with the edition that was read."""

    edition = HiddenField()

    @property
    def edition_read(self) -> int:
        """The edition as a number; 0 for what is no number."""
        read = self.edition.data or ""
        return int(read) if read.isdecimal() and len(read) <= 9 else 0


class VerdictForm(Form):
    """What a review says of one action."""

    verdict = RadioField(
        "What becomes of it",
        [InputRequired("Choose one.")],
        choices=[SelectChoice(one.value, words) for one, words in VERDICT_WORDS.items()],
    )
    due_on = DayOrNone("New date")
    reason = StringField(
        "Why",
        [DataRequired("Say why, in a sentence."), most(LONGEST_REASON, "it")],
    )

    def validate_due_on(self, field: DateField) -> None:
        """A changed action has another day."""
        if self.verdict.data == Verdict.CHANGED and field.data is None and not field.errors:
            raise ValidationError("Choose the new date.")

    def said(self) -> Said:
        """The verdict; only for a form that is valid."""
        verdict = Verdict(self.verdict.data)
        return Said(verdict, (self.reason.data or "").strip(), self.due_on.data if verdict is Verdict.CHANGED else None)


class ReviewForm(PlanForm):
    """The two sentences of a review; its verdicts stand in forms of their own."""

    moved = StringField(
        "What moved", [DataRequired("Say in a sentence what moved."), most(LONGEST_SENTENCE, "the sentence")]
    )
    next_step = StringField(
        "What is next", [DataRequired("Say in a sentence what is next."), most(LONGEST_SENTENCE, "the sentence")]
    )

    def take(self, review: PlanReview) -> None:
        """Fill in what was written before."""
        self.moved.data, self.next_step.data = review.moved, review.next_step


class RedateForm(PlanForm):
    """Another due date."""

    due_on = Day("New date", [InputRequired("Choose the new date.")])
    reason = StringField(
        "Reason", [DataRequired("Say why, in a few words. The first date stays visible."), most(LONGEST_REASON, "it")]
    )


class DropForm(PlanForm):
    """Give an action up."""

    reason = StringField(
        "Reason", [DataRequired("Say why, in a few words. It stays in the history."), most(LONGEST_REASON, "it")]
    )


class EmptyForm(PlanForm):
    """A button with its token."""
