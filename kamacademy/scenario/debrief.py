"""The debrief of a finished run: the path, what each choice showed, and where the others would have led."""

from collections.abc import Mapping
from dataclasses import dataclass

from kamacademy.scenario.course import Course, Move, short_of
from kamacademy.scenario.documents import Choice, Measure, Scenario
from kamacademy.scenario.measures import NAMES, Trace, changes, effect_words, traces
from kamacademy.scenario.scoring import shown_by_competency

SHOWS_WORDS = {"strong": "Strong", "weak": "Weak", "neutral": "Neither strong nor weak"}
HARD_STOP_WORDS = "Hard stop"


@dataclass(frozen=True, slots=True)
class Judged:
    """A choice with what it shows. `moved` says what it moved, or would have."""

    text: str
    consequence: str
    rationale: str
    shows: str
    shows_words: str
    indicator: str | None
    indicator_name: str | None
    moved: tuple[str, ...]
    led_to: str
    is_hard_stop: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the path: where, what was chosen, and what else could have been."""

    number: int
    title: str
    paragraphs: tuple[str, ...]
    speaker: str | None
    says: str | None
    chosen: Judged
    others: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class ShownOf:
    """Strong choices in one competency, out of the moments that offered one."""

    competency: str
    strong: int
    offered: int


@dataclass(frozen=True, slots=True)
class Debrief:
    """A whole run, explained."""

    stages: tuple[Stage, ...]
    traces: tuple[Trace, ...]
    shown: tuple[ShownOf, ...]
    verdict: str


def debrief(course: Course, names: Mapping[str, str]) -> Debrief:
    """The debrief of a finished run. `names` are the names of the scenario's indicators."""
    return Debrief(
        stages=tuple(stage(course.scenario, move, names) for move in course.moves),
        traces=traces(course),
        shown=tuple(
            ShownOf(code, shown.strong, shown.offered) for code, shown in shown_by_competency(course.moves).items()
        ),
        verdict=verdict(course),
    )


def verdict(course: Course) -> str:
    """Why a finished run passed or did not, in one or two sentences."""
    assert course.ending is not None
    if course.passed:
        return "You reached an ending that passes, and crossed no limit on the way."
    if course.ending.kind == "stopped":
        return (
            "One choice crossed a limit at which nothing else counts, so the run ended there. There is no part credit."
        )
    if course.ending.id not in course.scenario.passes.endings:
        return "No limit was crossed, but the situation came to an ending that does not pass."
    return " ".join(shortfall(course, measure) for measure in short_of(course.scenario, course.state))


def shortfall(course: Course, measure: Measure) -> str:
    """One measure that ended too low for a passing ending."""
    least, gauge = course.scenario.passes.least.of(measure), course.scenario.state.of(measure)
    ended = course.state.of(measure)
    return f"{NAMES[measure]} ended at {ended} of {gauge.highest} ({gauge.word(ended)}); passing asks for {least}."


def stage(scenario: Scenario, move: Move, names: Mapping[str, str]) -> Stage:
    """One step explained."""
    return Stage(
        number=move.number,
        title=move.node.title,
        paragraphs=move.node.paragraphs,
        speaker=move.node.speaker,
        says=move.node.says,
        chosen=judged(scenario, move.choice, names, changes(move.before, move.after)),
        others=tuple(
            judged(scenario, choice, names, effect_words(choice.effects))
            for choice in move.node.choices
            if choice is not move.choice
        ),
    )


def judged(scenario: Scenario, choice: Choice, names: Mapping[str, str], moved: tuple[str, ...]) -> Judged:
    """A choice with what it shows and where it leads."""
    return Judged(
        text=choice.text,
        consequence=choice.consequence,
        rationale=choice.rationale,
        shows=choice.shows,
        shows_words=HARD_STOP_WORDS if choice.hard_stop else SHOWS_WORDS[choice.shows],
        indicator=choice.indicator,
        indicator_name=names.get(choice.indicator) if choice.indicator else None,
        moved=moved,
        led_to=led_to(scenario, choice),
        is_hard_stop=choice.hard_stop,
    )


def led_to(scenario: Scenario, choice: Choice) -> str:
    """Where a choice leads, in words."""
    words = f"“{scenario.title_of(choice.to)}”"
    return f"the end: {words}" if scenario.find_ending(choice.to) else words
