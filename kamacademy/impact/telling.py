"""A study as pages and papers tell it: every sentence and place worked out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kamacademy.impact import words
from kamacademy.impact.event_plot import EventPlot, event_plot
from kamacademy.impact.found import Found
from kamacademy.impact.states import Method, Starts
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.periods import PERIOD_WORD
from kamacademy.kpi.subjects import kind_of
from kamacademy.wording import counted, number, signed


@dataclass(frozen=True, slots=True)
class Cell:
    """A line of the table beside the plot."""

    when: str
    value: str
    span: str
    begun: int
    others: int


@dataclass(frozen=True, slots=True)
class Told:
    """A study that was worked out, in words and places."""

    answer: str
    symbol: str
    words: str
    direction: str
    basis: str
    starts: str
    groups: Sequence[str]
    method: Sequence[str]
    before: str | None
    lot: str | None
    gain: Sequence[str]
    limits: Sequence[str]
    left: Sequence[str]
    worth: str
    plot: EventPlot | None
    plot_words: Sequence[str]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, beside what was found: the KPI, what is worth while, where months of beginning come from."""

    kpi: Kpi
    worth_while: float
    starts: str
    rollout: str | None
    planned_for: str | None


def told(found: Found, asked: Question) -> Told:
    """A study in words."""
    cadence, of_people = asked.kpi.cadence, kind_of(asked.kpi) == "person"
    starts = [words.starts_words(asked.starts, asked.rollout)]
    if asked.planned_for is not None and asked.planned_for != asked.kpi.code:
        starts.append(f"The roll-out was planned for another measure, {asked.planned_for}.")
    if asked.starts == Starts.ROLLOUT and not found.is_by_lot and found.method == Method.STAGGERED:
        starts.append("No lot drew these months, or not before the first team began.")
    return Told(
        answer=words.answer_words(found),
        symbol=words.SYMBOLS[found.answer],
        words=found.words,
        direction=words.direction_words(asked.kpi),
        basis=words.basis_words(found, cadence),
        starts=" ".join(starts),
        groups=words.group_words(found),
        method=words.method_words(found, cadence),
        before=words.before_words(found, found.unit),
        lot=words.lot_words(found),
        gain=gain_words(found),
        limits=words.limits_of(found, of_people, found.is_by_lot),
        left=words.left_words(found),
        worth=f"Worth while would be {number(asked.worth_while)} {found.unit} or more, as was said when it was asked.",
        plot=event_plot(found.points, found.unit, cadence, found.words),
        plot_words=plot_words(found, cadence),
        cells=tuple(
            Cell(
                words.since_words(one.since, cadence), signed(one.value),
                f"{signed(one.low)} to {signed(one.high)}", one.begun, one.others,
            )
            for one in found.points
        ),
    )  # fmt: skip


def gain_words(found: Found) -> list[str]:
    """Before and after with its range, and what of it is beyond what comes by itself."""
    gain = found.gain
    if gain is None:
        return []
    said = [f"Mean change {signed(gain.value)} {found.unit}, likely {signed(gain.low)} to "
            f"{signed(gain.high)} (95 % interval, {counted(gain.people, 'person', 'people')})."]  # fmt: skip
    if gain.expected is not None and gain.likeness is not None:
        said.append(
            f"To be expected with nothing done: {signed(gain.expected)} {found.unit}, as two measurements of the "
            f"same people resemble each other by {number(gain.likeness, 2)} (1 would be wholly)."
        )
    return said


def plot_words(found: Found, cadence: str) -> list[str]:
    """How the plot is read."""
    if not found.points:
        return []
    word = PERIOD_WORD[cadence]
    said = [
        f"Filled dots: how far the figures of people in teams that had begun moved since the last {word} before their "
        "start, beside people in teams that had not begun yet.",
        f"Hollow dots, before the start: the same change from one {word} to the next. They should lie about the line.",
        f"Each line is the 95 % interval of its own {word}, not of all together: about one in twenty "
        "misses the true difference by chance alone.",
    ]
    said.append(compared_words(found))
    if found.points_hidden:
        said.append(
            f"{counted(found.points_hidden, 'time')} with fewer than five people on a side "
            f"{'is' if found.points_hidden == 1 else 'are'} left out of the picture, and count in the answer."
        )
    return said


def compared_words(found: Found) -> str:
    """How many people the dots of a plot compare; there is a point at least."""
    begun, others = [one.begun for one in found.points], [one.others for one in found.points]
    return (
        f"Each dot compares {span_words(begun)} people of teams that begin with {span_words(others)} beside them; the "
        "table says how many."
    )


def span_words(counts: Sequence[int]) -> str:
    """20 to 95; 24 where all are alike."""
    low, high = min(counts), max(counts)
    return str(low) if low == high else f"{low} to {high}"


@dataclass(frozen=True, slots=True)
class Stamp:
    """As of when a study holds: the day, the release, whether the figures changed since, and the fingerprint."""

    worked_at: datetime
    release: int
    has_changed: bool
    fingerprint: str
