"""The measures of a run as a person sees them: in words, as a bar, and along the path."""

from collections.abc import Sequence
from dataclasses import dataclass

from kamacademy.scenario.course import Course, State, start_of
from kamacademy.scenario.documents import Effects, Gauge, Measure, Scenario
from kamacademy.wording import signed

NAMES = {Measure.TRUST: "Trust", Measure.INFORMATION: "Information", Measure.COMPLIANCE: "Compliance"}
TOP, BOTTOM = 10.0, 90.0  # percent of a sparkline's height that the highest and the lowest value stand at


@dataclass(frozen=True, slots=True)
class Standing:
    """One measure now. `change` is what the last choice moved, None before the first."""

    name: str
    word: str
    value: int
    highest: int
    change: str | None

    @property
    def words(self) -> str:
        """The whole of it for who cannot see the bar."""
        return f"{self.name}: {self.word}, {self.value} of {self.highest}"


@dataclass(frozen=True, slots=True)
class Trace:
    """One measure along the path, ready for a sparkline. Places are percent; `target` is what passing asks for."""

    name: str
    label: str
    lines: tuple[str, ...]
    last_x: float
    last_y: float
    target: float | None
    first_word: str
    last_word: str
    asked_words: str | None


def standings(course: Course) -> tuple[Standing, ...]:
    """The three measures where the run stands."""
    return tuple(standing(course, measure) for measure in Measure)


def standing(course: Course, measure: Measure) -> Standing:
    """One measure where the run stands."""
    gauge, value = course.scenario.state.of(measure), course.state.of(measure)
    change = None if course.last is None else value - course.last.before.of(measure)
    return Standing(
        name=NAMES[measure],
        word=gauge.word(value),
        value=value,
        highest=gauge.highest,
        change=None if change is None else signed(change),
    )


def changes(before: State, after: State) -> tuple[str, ...]:
    """What a choice moved, such as Trust +1; empty where nothing moved."""
    moved = ((NAMES[one], after.of(one) - before.of(one)) for one in Measure)
    return tuple(f"{name} {signed(change)}" for name, change in moved if change)


def effect_words(effects: Effects) -> tuple[str, ...]:
    """What a choice not taken would have moved, without bounds."""
    return tuple(f"{NAMES[one]} {signed(effects.of(one))}" for one in Measure if effects.of(one))


def traces(course: Course) -> tuple[Trace, ...]:
    """Each measure from before the first step to after the last."""
    states = [start_of(course.scenario.state), *(move.after for move in course.moves)]
    return tuple(trace(course.scenario, measure, [state.of(measure) for state in states]) for measure in Measure)


def trace(scenario: Scenario, measure: Measure, values: Sequence[int]) -> Trace:
    """One measure along its values, of which there are two at least."""
    gauge, least = scenario.state.of(measure), scenario.passes.least.of(measure)
    xs = [round(100 * number / (len(values) - 1), 2) for number in range(len(values))]
    first, last = gauge.word(values[0]), gauge.word(values[-1])
    return Trace(
        name=NAMES[measure],
        label=f"{NAMES[measure]} went from {first}, {values[0]}, to {last}, {values[-1]}, of {gauge.highest}",
        lines=(" ".join(f"{x},{height(gauge, value)}" for x, value in zip(xs, values, strict=True)),),
        last_x=xs[-1],
        last_y=height(gauge, values[-1]),
        target=None if least is None else height(gauge, least),
        first_word=first,
        last_word=last,
        asked_words=None if least is None else f"at least {least} of {gauge.highest}; it ended at {values[-1]}",
    )


def height(gauge: Gauge, value: int) -> float:
    """Where a value stands, in percent from the top."""
    return round(BOTTOM - (BOTTOM - TOP) * (value - gauge.lowest) / (gauge.highest - gauge.lowest), 2)
