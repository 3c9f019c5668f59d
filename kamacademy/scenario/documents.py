"""Branching scenarios as content: nodes with choices, three measures that choices move, endings, and what passes."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from kamacademy.content.documents import Closed, IndicatorId, LevelNumber, Slug, Words
from kamacademy.content.problems import BrokenRule

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Value = Annotated[int, Field(ge=0, le=10)]
LEAST_RANGES = 2
Change = Annotated[int, Field(ge=-3, le=3)]


class Measure(StrEnum):
    """What a scenario keeps count of while it runs."""

    TRUST = "trust"
    INFORMATION = "information"
    COMPLIANCE = "compliance"


def paragraphs(text: str) -> tuple[str, ...]:
    """A text at its line breaks; in a folded scalar an empty line makes one."""
    return tuple(line.strip() for line in text.split("\n") if line.strip())


class Range(Closed):
    """The word that holds from a value upwards."""

    at_least: Value
    words: Title


class Gauge(Closed):
    """One measure: where it starts, how far it may move, and what its values are called."""

    start: Value
    lowest: Value = 0
    highest: Value
    ranges: Annotated[tuple[Range, ...], Field(max_length=5)]

    @model_validator(mode="after")
    def ranges_cover_it(self) -> Self:
        """The start lies inside, and every value from lowest to highest has a word. Raises BrokenRule."""
        if not self.lowest <= self.start <= self.highest:
            raise BrokenRule(f"`start` should be from {self.lowest} to {self.highest}, found {self.start}", "start")
        steps = [one.at_least for one in self.ranges]
        if len(steps) < LEAST_RANGES:
            raise BrokenRule(f"`ranges` has {len(steps)} entries, expected at least {LEAST_RANGES}", "ranges")
        if steps[0] != self.lowest:
            raise BrokenRule(f"the first range should begin at the lowest value, {self.lowest}", "ranges", 0)
        for number in range(1, len(steps)):
            if steps[number] <= steps[number - 1]:
                raise BrokenRule("ranges rise from the lowest value to the highest", "ranges", number)
        if steps[-1] > self.highest:
            raise BrokenRule(f"this range lies above the highest value, {self.highest}", "ranges", len(steps) - 1)
        return self

    def word(self, value: int) -> str:
        """What a value is called."""
        return next(one.words for one in reversed(self.ranges) if one.at_least <= value)

    def kept_inside(self, value: int) -> int:
        """The value, or the bound that it would pass."""
        return min(max(value, self.lowest), self.highest)


class Gauges(Closed):
    """The three measures of a scenario."""

    trust: Gauge
    information: Gauge
    compliance: Gauge

    def of(self, measure: Measure) -> Gauge:
        """One of them."""
        return {
            Measure.TRUST: self.trust,
            Measure.INFORMATION: self.information,
            Measure.COMPLIANCE: self.compliance,
        }[measure]


class Effects(Closed):
    """How far a choice moves each measure."""

    trust: Change = 0
    information: Change = 0
    compliance: Change = 0

    def of(self, measure: Measure) -> int:
        """The change of one measure."""
        return {
            Measure.TRUST: self.trust,
            Measure.INFORMATION: self.information,
            Measure.COMPLIANCE: self.compliance,
        }[measure]


class Choice(Closed):
    """What one may do or say at a node, what follows, and what it shows."""

    text: Words
    to: Slug
    effects: Effects = Effects()
    indicator: IndicatorId | None = None
    shows: Literal["strong", "weak", "neutral"]
    consequence: Words
    rationale: Words
    hard_stop: bool = False

    @model_validator(mode="after")
    def shows_something(self) -> Self:
        """A strong or weak choice says of which indicator; a hard stop is weak. Raises BrokenRule."""
        if self.shows != "neutral" and self.indicator is None:
            raise BrokenRule(f"a {self.shows} choice names the `indicator` that it speaks to", "shows")
        if self.hard_stop and self.shows != "weak":
            raise BrokenRule(f"a hard stop shows `weak`, found {self.shows!r}", "shows")
        return self

    @property
    def competency(self) -> str | None:
        """The code of the competency that the indicator belongs to."""
        return self.indicator[:3] if self.indicator else None


class Node(Closed):
    """One moment of the situation at which the learner decides."""

    id: Slug
    title: Title
    text: Words
    speaker: Title | None = None
    says: Words | None = None
    choices: Annotated[tuple[Choice, ...], Field(max_length=4)]

    @model_validator(mode="after")
    def speaker_says_something(self) -> Self:
        """Who speaks says something, and what is said has a speaker. Raises BrokenRule."""
        if (self.speaker is None) != (self.says is None):
            given, missing = ("says", "speaker") if self.speaker is None else ("speaker", "says")
            raise BrokenRule(f"`{given}` needs `{missing}` beside it", given)
        return self

    @property
    def competencies(self) -> frozenset[str]:
        """The competencies for which a strong choice is offered here."""
        return frozenset(one.competency for one in self.choices if one.shows == "strong" and one.competency)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text in paragraphs."""
        return paragraphs(self.text)


class Ending(Closed):
    """How the situation may come out."""

    id: Slug
    title: Title
    text: Words
    kind: Literal["good", "mixed", "poor", "stopped"]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text in paragraphs."""
        return paragraphs(self.text)


class Least(Closed):
    """The least value of a measure at the end; None asks for nothing."""

    trust: Value | None = None
    information: Value | None = None
    compliance: Value | None = None

    def of(self, measure: Measure) -> int | None:
        """The least value of one measure."""
        return {
            Measure.TRUST: self.trust,
            Measure.INFORMATION: self.information,
            Measure.COMPLIANCE: self.compliance,
        }[measure]


class Passes(Closed):
    """What passes: one of these endings, with at least these values. A hard stop never passes."""

    endings: Annotated[tuple[Slug, ...], Field(min_length=1)]
    least: Least = Least()


class Scenario(Closed):
    """A situation whose course depends on what one chooses. It begins at the first node."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    purpose: Words
    situation: Words
    account: Title
    minutes: Annotated[int, Field(ge=1, le=60)]
    level: LevelNumber
    indicators: Annotated[tuple[IndicatorId, ...], Field(min_length=1, max_length=4)]
    source: Words
    review_by: date
    tags: tuple[Slug, ...] = ()
    state: Gauges
    nodes: Annotated[tuple[Node, ...], Field(max_length=15)]
    endings: Annotated[tuple[Ending, ...], Field(max_length=8)]
    passes: Passes

    @property
    def competencies(self) -> tuple[str, ...]:
        """The competencies that it can evidence, each once, in the author's order."""
        return tuple(dict.fromkeys(indicator[:3] for indicator in self.indicators))

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The situation in paragraphs."""
        return paragraphs(self.situation)

    @property
    def places(self) -> tuple[tuple[str, int, str], ...]:
        """Every node and ending: the list it stands in, its position there, its id."""
        return (
            *(("nodes", number, node.id) for number, node in enumerate(self.nodes)),
            *(("endings", number, ending.id) for number, ending in enumerate(self.endings)),
        )

    def find_node(self, place: str) -> Node | None:
        """The node of this id, or None where it is an ending."""
        return next((node for node in self.nodes if node.id == place), None)

    def find_ending(self, place: str) -> Ending | None:
        """The ending of this id, or None where it is a node."""
        return next((ending for ending in self.endings if ending.id == place), None)

    def title_of(self, place: str) -> str:
        """The title of a node or an ending."""
        found = self.find_node(place) or self.find_ending(place)
        assert found is not None, place
        return found.title
