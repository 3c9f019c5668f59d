"""Papers as content: which questions make a check, and when it is passed."""

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kamacademy.assessment.catalogue import Catalogue, catalogue_of
from kamacademy.assessment.draw import Wanted, not_filled
from kamacademy.competency.documents import competency_codes
from kamacademy.content.documents import (
    Closed,
    CompetencyCode,
    DocumentType,
    Draft,
    Drafts,
    LevelNumber,
    Slug,
    Words,
)
from kamacademy.content.problems import BrokenRule, Problem
from kamacademy.content.reading import read_yaml
from kamacademy.items.documents import Bank

Percent = Annotated[int, Field(ge=1, le=100)]
QuestionKind = Literal[
    "single", "multiple", "true_false", "numeric", "short_text", "open", "ordering", "matching", "categorise",
    "judgement", "case",
]  # fmt: skip


class Draw(Closed):
    """One line of a blueprint: so many units (questions, or cases as a whole) that have all that is named."""

    count: Annotated[int, Field(ge=1, le=100)]
    competency: CompetencyCode | None = None
    level: LevelNumber | None = None
    tags: tuple[Slug, ...] = ()
    bank: Slug | None = None
    kind: QuestionKind | None = None


class Paper(Closed):
    """Which questions make a check, fixed by `items` or drawn by `draw`, and when it is passed.

    `minutes` is an estimate, `time_limit_minutes` a clock. `wait_hours` follow a failed sitting; of `attempts` so many
    may begin within `attempts_days`. A pass counts for `valid_days`. With `cut` a stored cut score takes the place of
    `pass_percent` once there is one. `avoid_last` sittings lend no questions to the next while the banks allow.
    """

    title: Words
    purpose: Words
    items: tuple[Slug, ...] = ()
    draw: tuple[Draw, ...] = ()
    pass_percent: Percent
    pass_rule: Literal["compensatory", "each_competency"] = "compensatory"  # noqa: S105  # no password
    each_percent: Percent | None = None
    cut: bool = False
    minutes: Annotated[int, Field(ge=1, le=240)]
    time_limit_minutes: Annotated[int, Field(ge=1, le=480)] | None = None
    shuffle_options: bool = True
    shuffle_questions: bool = False
    wait_hours: Annotated[int, Field(ge=0, le=720)] = 0
    attempts: Annotated[int, Field(ge=1, le=20)] | None = None
    attempts_days: Annotated[int, Field(ge=1, le=730)] | None = None
    valid_days: Annotated[int, Field(ge=1, le=1830)] | None = None
    feedback: Literal["at_once", "at_end", "never"] = "at_end"
    avoid_last: Annotated[int, Field(ge=0, le=10)] = 0
    secured: bool = False

    @model_validator(mode="after")
    def goes_together(self) -> Self:
        """Keys that need or exclude each other."""
        if bool(self.items) == bool(self.draw):
            raise BrokenRule("a paper has either `items` or `draw`, with at least one line", "draw")
        if (self.each_percent is None) != (self.pass_rule == "compensatory"):  # noqa: S105  # no password
            raise BrokenRule("`each_percent` belongs to `pass_rule: each_competency`, and that rule needs it")
        if self.attempts_days is not None and self.attempts is None:
            raise BrokenRule("`attempts_days` needs `attempts`", "attempts_days")
        if self.avoid_last and not self.draw:
            raise BrokenRule("`avoid_last` is for papers that `draw` their questions", "avoid_last")
        if self.secured and self.feedback != "never":
            raise BrokenRule("a secured paper never shows its questions: write `feedback: never`", "secured")
        return self


def blueprint(paper: Paper) -> tuple[Wanted, ...]:
    """The lines of a paper's blueprint; none for a paper with fixed questions."""
    return tuple(
        Wanted(one.count, one.competency, one.level, frozenset(one.tags), one.bank, one.kind) for one in paper.draw
    )


def check_papers(drafts: Drafts) -> Iterable[Problem]:
    """A paper names questions that exist, each once; every draw can be filled beside the others."""
    banks = {draft.slug: bank for draft, bank in drafts.contents("bank", Bank)}
    found, codes = catalogue_of(banks, {}), competency_codes(drafts)
    for draft, paper in drafts.contents("paper", Paper):
        for number, unit_id in enumerate(paper.items):
            if unit_id not in found.units:
                yield draft.problem(("items", number), missing_words(unit_id, found))
            elif unit_id in paper.items[:number]:
                yield draft.problem(("items", number), f"question `{unit_id}` is in this paper twice")
        for number, line in enumerate(paper.draw):
            if line.competency is not None and line.competency not in codes:
                yield draft.problem(("draw", number, "competency"), f"there is no competency `{line.competency}`")
            if line.bank is not None and line.bank not in banks:
                yield draft.problem(("draw", number, "bank"), f"there is no bank `{line.bank}`")
        yield from draw_problems(draft, paper, found)


def missing_words(unit_id: str, found: Catalogue) -> str:
    """Why a paper cannot name a question."""
    entry = found.entries.get(unit_id)
    if entry is None or entry.case is None:
        return f"there is no question `{unit_id}` in any bank"
    return f"question `{unit_id}` belongs to the case `{entry.case.id}`; name the case, which is shown as a whole"


def draw_problems(draft: Draft, paper: Paper, found: Catalogue) -> Iterable[Problem]:
    """Lines of a blueprint that the banks cannot fill, alone or beside the others."""
    lines = blueprint(paper)
    for short in not_filled(lines, found.units):
        wanted = lines[short.position]
        fitting = sum(1 for unit in found.units.values() if wanted.takes(unit))
        words = f"this draw needs {wanted.count} and the banks have {fitting} that fit"
        if fitting >= wanted.count:
            words += f", but other draws of this paper need them too; {short.missing} are missing"
        yield draft.problem(("draw", short.position), words)


DOCUMENT_TYPES = (
    DocumentType("paper", Paper, r"assessments/papers/(?P<name>[a-z0-9-]+)\.yaml", "{name}", read_yaml, check_papers),
)
