"""Job aids and facilitator guides as content, one of each for a module.

A job aid is what somebody looks at in the car park before a meeting; a facilitator guide is what whoever leads the
module's virtual or leader-led part has beside the screen.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from kamacademy.content.documents import Closed, Words
from kamacademy.content.problems import BrokenRule
from kamacademy.content.reading import Location
from kamacademy.wording import words_in

JOB_AID, GUIDE = "job-aid", "module-guide"
# What fits one A4 page at the paper's own size of type; measured with 6 blocks, see tests/reports/test_handouts.py.
MOST_WORDS = 400
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=70)]
Part = Literal["virtual", "leader-led", "team"]
PART_WORDS: dict[Part, str] = {
    "virtual": "Virtual class",
    "leader-led": "Leader-led session",
    "team": "Team session, optional",
}
Address = Annotated[str, StringConstraints(pattern=r"^https://\S+$")]


def refuse_fewer(key: str, found: int, fewest: int) -> None:
    """A list has enough entries. A rule of its own, since pydantic counts only entries that are whole. BrokenRule."""
    if found < fewest:
        raise BrokenRule(f"`{key}` has {found} entries, expected at least {fewest}", key)


class Source(Closed):
    """Where something comes from: words, and an address where it is published."""

    words: Words
    url: Address | None = None


class Phrase(Closed):
    """Something to say, and when."""

    when: Words | None = None
    say: Words


class Block(Closed):
    """A part of a job aid. Steps and checks have `lines`, phrases `phrases`, a table `columns` and `rows`."""

    title: Title
    kind: Literal["steps", "checks", "phrases", "table"]
    lines: Annotated[tuple[Words, ...], Field(max_length=8)] = ()
    phrases: Annotated[tuple[Phrase, ...], Field(max_length=6)] = ()
    columns: Annotated[tuple[Words, ...], Field(max_length=4)] = ()
    rows: Annotated[tuple[tuple[Words, ...], ...], Field(max_length=7)] = ()

    @model_validator(mode="after")
    def keys_fit_the_kind(self) -> Self:
        """Each kind has what it needs, at least two of them, and nothing else. Raises BrokenRule."""
        needed = {"steps": ("lines",), "checks": ("lines",), "phrases": ("phrases",), "table": ("columns", "rows")}
        for key in ("lines", "phrases", "columns", "rows"):
            found = len(getattr(self, key))
            if key in needed[self.kind] and found < 2:
                raise BrokenRule(f"a block of kind {self.kind} needs at least two `{key}`", "kind")
            if key not in needed[self.kind] and found:
                raise BrokenRule(f"`{key}` does not go with a block of kind {self.kind}", key)
        for place, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise BrokenRule(f"this row has {len(row)} cells, the table {len(self.columns)} columns", "rows", place)
        return self

    def texts(self) -> Iterator[tuple[Location, str]]:
        """Every text of the block with its place."""
        yield ("title",), self.title
        for place, line in enumerate(self.lines):
            yield ("lines", place), line
        for place, one in enumerate(self.phrases):
            if one.when:
                yield ("phrases", place, "when"), one.when
            yield ("phrases", place, "say"), one.say
        for place, words in enumerate(self.columns):
            yield ("columns", place), words
        for place, row in enumerate(self.rows):
            for number, cell in enumerate(row):
                yield ("rows", place, number), cell


class JobAid(Closed):
    """One page to work by."""

    title: Title
    use_when: Words
    blocks: Annotated[tuple[Block, ...], Field(max_length=6)]
    sources: Annotated[tuple[Source, ...], Field(max_length=5)]
    review_by: date

    @model_validator(mode="after")
    def one_page(self) -> Self:
        """What is printed on the page is enough, and no more than fits it. Raises BrokenRule."""
        refuse_fewer("blocks", len(self.blocks), 3)
        refuse_fewer("sources", len(self.sources), 1)
        if self.words > MOST_WORDS:
            raise BrokenRule(f"the page has {self.words} words; at most {MOST_WORDS} fit one page", "blocks")
        return self

    def texts(self) -> Iterator[tuple[Location, str]]:
        """Every text on the page with its place; sources too, since they take room."""
        yield ("title",), self.title
        yield ("use_when",), self.use_when
        for place, block in enumerate(self.blocks):
            yield from ((("blocks", place, *at), words) for at, words in block.texts())
        for place, source in enumerate(self.sources):
            yield ("sources", place, "words"), source.words

    @property
    def words(self) -> int:
        """How many words stand on the page."""
        return sum(len(words_in(text)) for _, text in self.texts())


class Group(Closed):
    """How many people a session is made for."""

    fewest: Annotated[int, Field(ge=2, le=60)]
    most: Annotated[int, Field(ge=2, le=60)]

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """The most are no fewer than the fewest. Raises BrokenRule."""
        if self.most < self.fewest:
            raise BrokenRule("`most` is below `fewest`", "most")
        return self


class Step(Closed):
    """A part of the agenda: what whoever leads it does, and says."""

    minutes: Annotated[int, Field(ge=1, le=60)]
    title: Title
    do: Words
    say: Words | None = None


class CommonAnswer(Closed):
    """What people often answer, and what to answer them."""

    answer: Words
    reply: Words


class DebriefQuestion(Closed):
    """A question for the talk afterwards, with what usually comes back."""

    ask: Words
    answers: Annotated[tuple[CommonAnswer, ...], Field(max_length=4)]

    @model_validator(mode="after")
    def several_answers(self) -> Self:
        """A question with one answer asks nothing. Raises BrokenRule."""
        refuse_fewer("answers", len(self.answers), 2)
        return self


class Pitfall(Closed):
    """What tends to go wrong: how it shows, and what to do then."""

    sign: Words
    instead: Words


class Session(Closed):
    """One part of a module that somebody leads. `minutes` are given for an optional team session alone."""

    part: Part
    minutes: Annotated[int, Field(ge=15, le=90)] | None = None
    group: Group
    purpose: Words
    before: Annotated[tuple[Words, ...], Field(min_length=1, max_length=8)]
    materials: Annotated[tuple[Words, ...], Field(min_length=1, max_length=8)]
    agenda: Annotated[tuple[Step, ...], Field(max_length=14)]
    debrief: Annotated[tuple[DebriefQuestion, ...], Field(max_length=6)]
    pitfalls: Annotated[tuple[Pitfall, ...], Field(max_length=6)]

    @model_validator(mode="after")
    def enough_of_each(self) -> Self:
        """A beginning, work and an end; questions and pitfalls. Raises BrokenRule."""
        refuse_fewer("agenda", len(self.agenda), 3)
        refuse_fewer("debrief", len(self.debrief), 2)
        refuse_fewer("pitfalls", len(self.pitfalls), 2)
        return self

    @property
    def total(self) -> int:
        """The minutes of all parts of the agenda."""
        return sum(step.minutes for step in self.agenda)

    @property
    def timed(self) -> tuple[tuple[int, Step], ...]:
        """Every step with the minute, from 0, at which it begins."""
        begins = [sum(step.minutes for step in self.agenda[:number]) for number in range(len(self.agenda))]
        return tuple(zip(begins, self.agenda, strict=True))

    @property
    def part_words(self) -> str:
        """The way of delivery in words."""
        return PART_WORDS[self.part]

    @property
    def group_words(self) -> str:
        """The group's size in words."""
        same = self.group.fewest == self.group.most
        return f"{self.group.most} people" if same else f"{self.group.fewest} to {self.group.most} people"


class ModuleGuide(Closed):
    """How the parts of a module that somebody leads are led."""

    sessions: Annotated[tuple[Session, ...], Field(max_length=2)]
    sources: Annotated[tuple[Source, ...], Field(max_length=5)] = ()

    @model_validator(mode="after")
    def each_part_once(self) -> Self:
        """One session for a way of delivery. Raises BrokenRule."""
        refuse_fewer("sessions", len(self.sessions), 1)
        parts = [one.part for one in self.sessions]
        for place, part in enumerate(parts):
            if part in parts[:place]:
                raise BrokenRule(f"the part `{part}` stands here twice", "sessions", place, "part")
        return self
