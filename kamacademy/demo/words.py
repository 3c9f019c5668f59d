"""The texts of the story, read from the files beside this one. Not pure: it reads them from the disk."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from ruamel.yaml import YAML

from kamacademy.demo.peer_words import RoundWords
from kamacademy.demo.pledge_words import PledgeWords
from kamacademy.demo.step_words import PlanSteps
from kamacademy.guide.activity import Activity

FOLDER = Path(__file__).resolve().parent / "words"
FILES = FOLDER / "files"
Texts = Annotated[tuple[str, ...], Field(min_length=1)]
Shape = TypeVar("Shape")


class IndicatorWords(BaseModel):
    """What was written about one indicator: lines of evidence by level, and what follows from a visit.

    `beginning` is a strength up to level 2, `strength` above it; `improve` and `stretch` likewise.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    lines: dict[int, Texts]
    beginning: str
    strength: str
    improve: str
    stretch: str
    action: Annotated[str, Field(max_length=250)]
    evidence: str
    kpi: str
    done: str
    coach: str
    learner: str
    view: str


class LibraryWords(BaseModel):
    """How one action of the shipped library went."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    where: Annotated[str, Field(max_length=150)]
    coach: str
    learner: str
    done: str


class ReactionWords(BaseModel):
    """What one person said of a module."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    usable: Annotated[int, Field(ge=1, le=5)]
    better: str | None = None


class OtherWords(BaseModel):
    """The small texts: notes beside lessons, reactions to modules, reasons, and where readings come from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    notes: dict[str, Texts]
    reactions: dict[str, dict[str, ReactionWords]]
    redated: Texts
    dropped: Texts
    reading_sources: dict[str, str]
    reading_notes: dict[str, Texts]


class MarkWords(BaseModel):
    """One mark of a work, so many days after it was handed in. `reason` says what is missing in returned work."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: str
    after_days: Annotated[int, Field(ge=1)]
    points: dict[str, int]
    grade: str
    decision: str = "accept"
    strength: str
    improve: str
    reason: str = ""
    note: str = ""


class PageWords(BaseModel):
    """One version of a page: facts in rows, texts, days until two dates, and how many boxes of each own score."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    facts: tuple[tuple[str, str, str, str, str], ...]
    texts: dict[str, str]
    due_days: int | None = None
    stop_days: int | None = None
    own: dict[str, int] = {}
    marks: tuple[MarkWords, ...] = ()


class NextPageWords(PageWords):
    """The page as it was handed in again, so many days after the first time."""

    after_days: Annotated[int, Field(ge=1)]


class WorkWords(PageWords):
    """One person's work on an account, known by an alias."""

    learner: str
    days_ago: int
    alias: str
    is_draft: bool = False
    again: NextPageWords | None = None


class LapsedWords(BaseModel):
    """A planned visit that was not made: called off by somebody for a reason, or not held."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    learner: str
    days_ago: int
    activity: Activity
    by: str
    reason: str | None = None


class ThreadWords(BaseModel):
    """What a learner said about a note, and what came of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    note: str
    words: str
    is_dispute: bool = False
    reply: str | None = None
    is_settled: bool = False


class ChangedWords(BaseModel):
    """The note that was changed, and its new thing to improve."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    note: str
    improve: str


class OpenedWords(BaseModel):
    """Notes that a learner opened to the present coach."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    learner: str
    days_ago: int
    notes: tuple[str, ...]


class CopyWords(BaseModel):
    """What a coach asked about a note, and the learner's answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    note: str
    days_ago: int
    reason: str
    is_agreed: bool


class TalkWords(BaseModel):
    """What was said around visits. `late` are the days that a note waited, by its name; `thin` lines that say little.

    `reasons` stand beside levels of cases, 0 for "cannot tell". The rest are lines of drafts, of what was attested, and
    of a second observer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    lapsed: tuple[LapsedWords, ...]
    threads: tuple[ThreadWords, ...]
    changed: ChangedWords
    opened: OpenedWords
    copies: tuple[CopyWords, ...]
    late: dict[str, int]
    thin: dict[str, str]
    reasons: dict[int, Texts]
    pair: dict[str, str]
    draft: dict[str, str]
    phone: dict[str, str]
    attested: dict[str, str]


def read(name: str, shape: TypeAdapter[Shape]) -> Shape:
    """One file, checked."""
    return shape.validate_python(YAML(typ="safe").load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Book:
    """Every text of the story: by indicator such as C01a, by library action such as c01-job, and the rest by place."""

    indicators: dict[str, IndicatorWords]
    library: dict[str, LibraryWords]
    other: OtherWords
    works: tuple[WorkWords, ...]
    talk: TalkWords
    rounds: tuple[RoundWords, ...]
    plans: PlanSteps
    pledges: tuple[PledgeWords, ...]


@cache
def book() -> Book:
    """All texts, checked."""
    by_indicator = TypeAdapter(dict[str, IndicatorWords])
    return Book(
        indicators=read("knowing", by_indicator) | read("working", by_indicator) | read("together", by_indicator),
        library=read("library", TypeAdapter(dict[str, LibraryWords])),
        other=read("learning", TypeAdapter(OtherWords)),
        works=read("work", TypeAdapter(tuple[WorkWords, ...])),
        talk=read("talk", TypeAdapter(TalkWords)),
        rounds=read("peers", TypeAdapter(tuple[RoundWords, ...])),
        plans=read("plans", TypeAdapter(PlanSteps)),
        pledges=read("pledges", TypeAdapter(tuple[PledgeWords, ...])),
    )
