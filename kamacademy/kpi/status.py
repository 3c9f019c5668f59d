"""How a figure stands against its target and its baseline, in words that claim no cause. Pure."""

from collections.abc import Sequence
from enum import StrEnum

from kamacademy.kpi.baseline import Baseline
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure, measure_words
from kamacademy.kpi.flow import changes, follows
from kamacademy.kpi.series import Judged, judge, movement, movement_of_stock
from kamacademy.wording import number

READINGS_NEEDED = 3
A_HAIR = 1e-9


class Status(StrEnum):
    """Where a KPI stands. Moving is a signal towards the target; better than the baseline is one reading's observation.

    Neither says what caused it.
    """

    NOTHING = "no reading yet"
    TOO_LITTLE = "too little data"
    MET = "met"
    MET_TWICE = "met twice running"
    RELAPSED = "sustained, then not met twice running"
    MOVING = "not met, moving towards it"
    BETTER = "not met, better than baseline"
    NOT_MET = "not met"


def distance(kpi: Kpi, measure: float) -> float:
    """How far a figure is from its target; 0 where the target is met."""
    target = kpi.target
    if kpi.direction == "band":
        assert target.low is not None
        assert target.high is not None
        return max(target.low - measure, measure - target.high, 0.0)
    assert target.value is not None
    if kpi.direction == "zero":
        return max(abs(measure) - target.value, 0.0)
    short = target.value - measure if kpi.direction == "up" else measure - target.value
    return max(short, 0.0)


def is_met(kpi: Kpi, measure: float) -> bool:
    """Whether the target is met."""
    return distance(kpi, measure) <= A_HAIR


def is_better(kpi: Kpi, measure: float, than: float) -> bool:
    """Whether one figure is nearer to what is wanted than another."""
    return distance(kpi, measure) < distance(kpi, than) - A_HAIR


def rests_on_enough(kpi: Kpi, figure: Figure) -> bool:
    """Whether a reading has the cases that the KPI asks for."""
    return figure.n is not None and figure.n >= kpi.minimum_n


def status(kpi: Kpi, figures: Sequence[Figure], base: Baseline | None) -> Status:
    """The status of a series in order of period, judged here."""
    return status_of(kpi, figures, base, judge(kpi, figures, base))


def status_of(kpi: Kpi, figures: Sequence[Figure], base: Baseline | None, judged: Judged | None) -> Status:
    """The status of a series that is judged already: too little below three readings or the KPI's least number.

    Met twice running, in neighbouring periods, is sustained; what was sustained and then missed twice running is a
    relapse.
    """
    if not figures:
        return Status.NOTHING
    latest = figures[-1]
    if len(figures) < READINGS_NEEDED or not rests_on_enough(kpi, latest):
        return Status.TOO_LITTLE
    if is_met(kpi, latest.measure):
        before = figures[-2]
        twice = follows(before, latest) and rests_on_enough(kpi, before) and is_met(kpi, before.measure)
        return Status.MET_TWICE if twice else Status.MET
    if has_relapsed(kpi, figures):
        return Status.RELAPSED
    if judged is not None and is_moving(kpi, figures, judged):
        return Status.MOVING
    if base is not None and rests_on_enough(kpi, base.figure) and is_better(kpi, latest.measure, base.figure.measure):
        return Status.BETTER
    return Status.NOT_MET


def has_relapsed(kpi: Kpi, figures: Sequence[Figure]) -> bool:
    """Whether the target was sustained, and then missed twice running and ever since.

    Thin readings say nothing either way. One lucky reading is no state that could be lost, so it does not count.
    """
    missed = 0
    newest_met: Figure | None = None
    for one in reversed(figures):
        if not rests_on_enough(kpi, one):
            continue
        if not is_met(kpi, one.measure):
            if newest_met is not None:
                return False
            missed += 1
        elif newest_met is not None:
            return follows(one, newest_met)
        elif missed < 2:
            return False
        else:
            newest_met = one
    return False


def is_moving(kpi: Kpi, figures: Sequence[Figure], judged: Judged) -> bool:
    """Whether the newest readings are a signal, and one towards the target."""
    drawn = changes(kpi, figures) if kpi.is_stock else None
    gone = movement(figures, judged) if drawn is None else movement_of_stock(figures, drawn, judged)
    return gone is not None and is_better(kpi, gone.now, gone.before)


def target_words(kpi: Kpi) -> str:
    """80 %; 20 to 50 %; 10 days or fewer; within 0.5 rungs of zero."""
    target = kpi.target
    if kpi.direction == "band":
        assert target.low is not None
        assert target.high is not None
        return f"{number(target.low)} to {measure_words(kpi, target.high)}"
    assert target.value is not None
    if kpi.direction == "zero":
        return f"within {number(target.value)} {kpi.unit} of zero"
    words = measure_words(kpi, target.value)
    return f"{words} or fewer" if kpi.direction == "down" else words


def target_short(kpi: Kpi) -> str:
    """The target in a few characters, for the margin of a chart: 80 %, 20 to 50 %, 10 days, 0 ± 0.5."""
    if kpi.direction == "zero":
        return f"0 ± {number(kpi.target.value)}"
    return target_words(kpi).removesuffix(" or fewer")


def status_words(kpi: Kpi, found: Status) -> str:
    """The status as the second half of a sentence about the target."""
    if found is Status.BETTER:
        return {
            "up": "not met yet, above the baseline",
            "down": "not met yet, below the baseline, as hoped",
        }.get(kpi.direction, "not met yet, nearer than the baseline")
    return {
        Status.NOTHING: "no reading yet",
        Status.TOO_LITTLE: "too little data to say",
        Status.MET: "met",
        Status.MET_TWICE: "sustained: met twice running",
        Status.RELAPSED: "relapsed: sustained before, not met twice running since",
        Status.MOVING: "not met yet, moving towards it",
        Status.NOT_MET: "not met yet",
    }[found]


def why_too_little(kpi: Kpi, figures: Sequence[Figure]) -> str | None:
    """What is missing for a status; None where nothing is."""
    if not figures or status(kpi, figures, None) is not Status.TOO_LITTLE:
        return None
    if not rests_on_enough(kpi, figures[-1]):
        n = figures[-1].n
        have = "nobody said how many cases it rests on" if n is None else f"the latest rests on {n}"
        return f"A reading needs at least {kpi.minimum_n}; {have}."
    return f"{READINGS_NEEDED} readings are needed; there {'is' if len(figures) == 1 else 'are'} {len(figures)}."
