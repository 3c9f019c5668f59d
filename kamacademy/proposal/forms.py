"""Forms that say what an action is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypedDict

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from kamacademy.competency.documents import Competency
from kamacademy.development.action_library import KIND_WORDS
from kamacademy.development.details import CHANGEABLE, LONGEST_PLACE, LONGEST_TITLE, Details
from kamacademy.development.models import Action
from kamacademy.fields import LONGEST_TEXT, Day, RuleForm, most
from kamacademy.kpi.documents import Kpi


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


class DetailsForm(RuleForm):
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
