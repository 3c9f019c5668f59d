"""Rubrics and exercises as content."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kamacademy.competency.documents import indicator_ids
from kamacademy.content.documents import (
    Closed,
    DocumentType,
    Drafts,
    IndicatorId,
    LevelNumber,
    Slug,
    Words,
)
from kamacademy.content.problems import BrokenRule, Problem
from kamacademy.content.reading import read_yaml
from kamacademy.items.documents import Bank
from kamacademy.items.open_answer import OpenAnswer

FieldKind = Literal["text", "long_text", "choice", "choices", "number", "date", "table"]
GradeName = Literal["fail", "borderline", "pass", "good", "excellent"]
GRADES: tuple[GradeName, ...] = ("fail", "borderline", "pass", "good", "excellent")
MOST_WORDS = {"text": 60, "long_text": 600}
PointsNumber = Annotated[int, Field(ge=0, le=10)]
Options = Annotated[tuple[Words, ...], Field(max_length=12)]
# Which keys go with which kinds of field; all others go with every kind.
KEYS_OF_KINDS = {
    "words_max": ("text", "long_text"),
    "options": ("choice", "choices"),
    "unit": ("number",),
    "min": ("number",),
    "max": ("number",),
    "columns": ("table",),
    "rows": ("table",),
}


class RubricLine(Closed):
    """One thing that is judged: points from 0, a sentence for some of them, and the level each of them shows."""

    id: Slug
    title: Words
    indicator: IndicatorId | None = None
    points: Annotated[int, Field(ge=1, le=10)] = 4
    least: PointsNumber = 0
    anchors: dict[PointsNumber, Words]
    levels: dict[PointsNumber, LevelNumber] = {}
    do_not_credit: tuple[Words, ...] = ()

    @model_validator(mode="after")
    def anchored(self) -> Self:
        """The ends have their sentences, and nothing speaks of points that the line does not give."""
        for end in (0, self.points):
            if end not in self.anchors:
                raise BrokenRule(f"`anchors` needs a sentence for {end} points", "anchors")
        for key, named in (("anchors", self.anchors), ("levels", self.levels)):
            for points in named:
                if points > self.points:
                    raise BrokenRule(f"{points} is more than the {self.points} points of this line", key, points)
        if self.least > self.points:
            raise BrokenRule(f"`least` is more than the {self.points} points of this line", "least")
        return self

    @model_validator(mode="after")
    def levels_rise(self) -> Self:
        """Points show levels only of an indicator, and more points never show a lower one."""
        if bool(self.levels) != bool(self.indicator):
            raise BrokenRule("`indicator` and `levels` go together: what is shown, and at which level", "id")
        for fewer, more in pairwise(sorted(self.levels)):
            if self.levels[more] < self.levels[fewer]:
                raise BrokenRule(f"{more} points may not show a lower level than {fewer} points", "levels", more)
        return self


class Rubric(Closed):
    """How work is judged. The learner reads it beforehand, all but what `for_markers` says of the made-up case."""

    title: Words
    guidance: Words
    for_markers: Words | None = None
    accepted_from: Annotated[int, Field(ge=0)] = 0
    second_marker_percent: Annotated[int, Field(ge=0, le=100)] = 20
    lines: Annotated[tuple[RubricLine, ...], Field(min_length=1, max_length=12)]
    grades: dict[GradeName, Words] = {}

    @model_validator(mode="after")
    def reachable(self) -> Self:
        """Each line once, a bar that can be reached, and all five grades or none."""
        refuse_repeated("line", [line.id for line in self.lines], "lines")
        if self.accepted_from > self.points:
            raise BrokenRule(f"`accepted_from` is more than the {self.points} points of all lines", "accepted_from")
        missing = [grade for grade in GRADES if grade not in self.grades]
        if self.grades and missing:
            raise BrokenRule(f"`grades` needs a sentence for {', '.join(missing)} too, or none at all", "grades")
        return self

    @property
    def points(self) -> int:
        """The most points there are."""
        return sum(line.points for line in self.lines)


class Column(Closed):
    """One thing to fill in: a field of its own or a column of a table."""

    id: Slug
    kind: FieldKind
    label: Words
    required: bool = True
    words_max: Annotated[int, Field(ge=1)] | None = None
    options: Options = ()
    unit: Words | None = None
    min: float | int | None = None
    max: float | int | None = None

    @model_validator(mode="after")
    def keys_fit_the_kind(self) -> Self:
        """Each kind has the keys it needs and no others."""
        for key, kinds in KEYS_OF_KINDS.items():
            if getattr(self, key, None) not in (None, ()) and self.kind not in kinds:
                raise BrokenRule(f"`{key}` is for {' and '.join(kinds)}, not for {self.kind}", key)
        if self.kind in KEYS_OF_KINDS["options"] and len(self.options) < 2:
            raise BrokenRule(f"a {self.kind} field needs at least two `options`", "options")
        if len(set(self.options)) != len(self.options):
            raise BrokenRule("the same option stands here twice", "options")
        if self.words_max is not None and self.words_max > MOST_WORDS[self.kind]:
            raise BrokenRule(f"`words_max` of {self.kind} is at most {MOST_WORDS[self.kind]}", "words_max")
        if self.min is not None and self.max is not None and self.max < self.min:
            raise BrokenRule("`max` is below `min`", "max")
        return self


class Rows(Closed):
    """How many rows a table has at least and at most."""

    min: Annotated[int, Field(ge=0, le=20)]
    max: Annotated[int, Field(ge=1, le=20)]

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """At most is not below at least."""
        if self.max < self.min:
            raise BrokenRule("`max` is below `min`", "max")
        return self


class FormField(Column):
    """A field of the form."""

    help: Words | None = None
    columns: Annotated[tuple[Column, ...], Field(max_length=6)] = ()
    rows: Rows | None = None

    @model_validator(mode="after")
    def table_is_whole(self) -> Self:
        """A table has rows and columns, and holds no table."""
        if self.kind != "table":
            return self
        if not self.columns or self.rows is None:
            raise BrokenRule("a table field needs `columns` and `rows: {min, max}`", "kind")
        refuse_repeated("column", [column.id for column in self.columns], "columns")
        for number, column in enumerate(self.columns):
            if column.kind in ("choices", "table"):
                raise BrokenRule(f"a column cannot be of kind {column.kind}", "columns", number, "kind")
        if self.required and self.rows.min == 0:
            raise BrokenRule("a required table needs `min` of at least 1; or write `required: false`", "rows", "min")
        return self


class Section(Closed):
    """Fields that belong together."""

    title: Words
    help: Words | None = None
    fields: Annotated[tuple[FormField, ...], Field(min_length=1, max_length=12)]


class Case(Closed):
    """A made-up account to work on, for who has none of their own."""

    name: Words
    text: Words


class Exercise(Closed):
    """A form to fill about one account, and the rubric that it is marked on."""

    title: Words
    intro: Words
    minutes: Annotated[int, Field(ge=5, le=480)]
    account: Literal["own", "case", "either"]
    case: Case | None = None
    rubric: Slug
    sections: Annotated[tuple[Section, ...], Field(min_length=1, max_length=8)]

    @model_validator(mode="after")
    def whole(self) -> Self:
        """There is a case where one may be worked on, and each field has its own id."""
        if (self.case is not None) != (self.account != "own"):
            raise BrokenRule("`case` stands with `account: case` or `account: either`, and only there", "account")
        seen: set[str] = set()
        for place, section in enumerate(self.sections):
            for number, field in enumerate(section.fields):
                if field.id in seen:
                    at = ("sections", place, "fields", number, "id")
                    raise BrokenRule(f"field `{field.id}` stands in this exercise twice", *at)
                seen.add(field.id)
        return self

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Every field in order."""
        return tuple(field for section in self.sections for field in section.fields)


def refuse_repeated(what: str, ids: list[str], key: str) -> None:
    """Ids are unique. Raises BrokenRule, which points at the second."""
    for number, one in enumerate(ids):
        if one in ids[:number]:
            raise BrokenRule(f"{what} `{one}` stands here twice", key, number, "id")


def check_rubrics(drafts: Drafts) -> Iterable[Problem]:
    """A line's indicator exists."""
    indicators = indicator_ids(drafts)
    for draft, rubric in drafts.contents("rubric", Rubric):
        for number, line in enumerate(rubric.lines):
            if line.indicator is not None and line.indicator not in indicators:
                yield draft.problem(("lines", number, "indicator"), f"there is no indicator `{line.indicator}`")


def check_exercises(drafts: Drafts) -> Iterable[Problem]:
    """An exercise's rubric exists."""
    for draft, exercise in drafts.contents("exercise", Exercise):
        if not drafts.has("rubric", exercise.rubric):
            yield draft.problem(("rubric",), f"there is no rubric `{exercise.rubric}`")


def check_open_items(drafts: Drafts) -> Iterable[Problem]:
    """The rubric of a question answered in sentences exists."""
    for draft, bank in drafts.contents("bank", Bank):
        for at, item, _ in bank.placed_items():
            if isinstance(item, OpenAnswer) and not drafts.has("rubric", item.rubric):
                yield draft.problem((*at, "rubric"), f"there is no rubric `{item.rubric}`")


def check_all_rubrics(drafts: Drafts) -> Iterable[Problem]:
    """Rubrics, and the questions that name one."""
    yield from check_rubrics(drafts)
    yield from check_open_items(drafts)


NAME = r"(?P<name>[a-z0-9-]+)\.yaml"
DOCUMENT_TYPES = (
    DocumentType("rubric", Rubric, rf"assessments/rubrics/{NAME}", "{name}", read_yaml, check_all_rubrics),
    DocumentType("exercise", Exercise, rf"assessments/exercises/{NAME}", "{name}", read_yaml, check_exercises),
)
