"""What a chart of a series says, in words under it: its limits, its signals, and what they do not say. Pure."""

from collections.abc import Mapping, Sequence

from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure, measure_words
from kamacademy.kpi.periods import PERIOD_WORD, counted_periods, period_words
from kamacademy.kpi.runs import FEWEST_USEFUL
from kamacademy.kpi.series import FEWEST_CASES, FEWEST_READINGS, Chart, Judged, NoLimits
from kamacademy.kpi.shrinkage import drawn_shares
from kamacademy.kpi.status import is_better
from kamacademy.wording import counted, inside, listed, number, percent

SAME = "the first readings are all the same"
A_QUESTION = "Ask what was different then; it is a question, not a judgement."


def limits_sentence(kpi: Kpi, judged: Judged | None) -> str:
    """Between what the readings vary by themselves, or why no limits are drawn."""
    if judged is None:
        drawn = "changes" if kpi.is_stock else "readings"
        return (
            f"With fewer than {FEWEST_READINGS} {drawn} no natural limits are drawn: they would say more than is known."
        )
    if judged.why_none is not None:
        return none_words(kpi, judged.why_none)
    if judged.chart is Chart.CHANGES:
        return changes_sentence(judged)
    newest = judged.limits[-1]
    made = f"the first {counted_periods(judged.frozen_on, kpi.cadence)}"
    return (
        f"While nothing changes, nearly all readings lie between {lower_words(kpi, newest.low)} and "
        f"{measure_words(kpi, newest.high)}: "
        f"natural limits frozen on {made}{how_wide(judged)}.{provisional(judged)}"
    )


def changes_sentence(judged: Judged) -> str:
    """Between what the changes of a stock vary by themselves."""
    widest = number(judged.limits[-1].high)
    sure = (
        f" They are provisional: with limits on {judged.frozen_on} changes, about one unchanged series in eight has "
        "one outside within two years."
    )
    return (
        f"While nothing changes, nearly all changes lie between {widest} points down and {widest} points up: natural "
        f"limits frozen on the first {counted(judged.frozen_on, 'change')}.{sure if judged.is_provisional else ''}"
    )


def flow_words(kpi: Kpi) -> str | None:
    """What the chart of a stock shows and why; None for what is charted as it is read."""
    if not kpi.is_stock:
        return None
    period = PERIOD_WORD[kpi.cadence]
    return (
        f"Drawn is the change from one {period} to the next, in percentage points, not the share itself. The share "
        "is a stock that moves slowly: each reading resembles the one before, and natural limits around it would cry "
        "wolf. On the zero line as much came in as went out; while a share rises its changes lie above the line, and "
        "they come back to it at the new level."
    )


def lower_words(kpi: Kpi, low: float) -> str:
    """The lower limit without its unit, as precise as the upper one."""
    return measure_words(kpi, low).removesuffix(" %") if kpi.is_share else number(low)


def how_wide(judged: Judged) -> str:
    """What kind of limits these are, where it matters to the reader."""
    if judged.chart is Chart.SHARES:
        return ", narrower for a reading with more cases"
    if judged.chart is Chart.LANEY:
        return ", narrower for a reading with more cases, and widened because these shares vary more than chance alone"
    return ""


def provisional(judged: Judged) -> str:
    """That limits on few readings are not sure themselves."""
    if not judged.is_provisional:
        return ""
    return (
        f" They are provisional: with limits on {judged.frozen_on} readings, about one unchanged series in six has "
        "a reading outside among the next twelve."
    )


def none_words(kpi: Kpi, why: NoLimits) -> str:
    """Why a longer series has no natural limits."""
    if why is NoLimits.FEW_READINGS:
        periods = f"{PERIOD_WORD[kpi.cadence]}s"
        return f"No natural limits are drawn: too few of the first readings are of neighbouring {periods}."
    if why is NoLimits.FEW_CASES:
        return (
            f"No natural limits are drawn: a share needs {FEWEST_CASES} cases in a usual reading for them, since with "
            "fewer it jumps in coarse steps."
        )
    if why is NoLimits.NO_SPREAD:
        return f"No natural limits are drawn: {'the share never changed at first' if kpi.is_stock else SAME}."
    instead = f" Better charted so: {inside(kpi.chart_as)}" if kpi.chart_as else ""
    return (
        "No natural limits are drawn: each reading resembles the one before, as a stock does that changes slowly, and "
        f"limits would cry wolf.{instead}"
    )


def signal_sentences(kpi: Kpi, figures: Sequence[Figure], judged: Judged | None) -> list[str]:
    """Each signal in a sentence, and what to do with it; that there is none, where one could have been found.

    `figures` are what is drawn: of a stock its changes.
    """
    if judged is None:
        return []
    found = [*outside_words(figures, judged), *moved_words(figures, judged)]
    if not found:
        can_tell = bool(judged.limits) or (judged.runs is not None and judged.runs.useful >= FEWEST_USEFUL)
        drawn = "changes" if judged.chart is Chart.CHANGES else "readings"
        return [f"No signal: the {drawn} go up and down as they may while nothing changes."] if can_tell else []
    return [*found, A_QUESTION]


def outside_words(figures: Sequence[Figure], judged: Judged) -> list[str]:
    """Which readings lie above and which below the limits."""
    sides = (
        ("above", [place for place in judged.outside if figures[place].measure > judged.limits[place].high]),
        ("below", [place for place in judged.outside if figures[place].measure < judged.limits[place].low]),
    )
    return [
        f"{listed([period_words(figures[place].start, figures[place].end) for place in places])} "
        f"{'lies' if len(places) == 1 else 'lie'} {side} the natural limits."
        for side, places in sides
        if places
    ]


def moved_words(figures: Sequence[Figure], judged: Judged) -> list[str]:
    """How the run rules show that a series has moved."""
    moved = judged.runs
    if moved is None or not moved.has_moved:
        return []
    if moved.longest > moved.longest_allowed:
        first, last = figures[moved.first], figures[moved.last]
        one, middle = ("change", "zero") if judged.chart is Chart.CHANGES else ("reading", "the middle of all")
        return [
            f"{counted(moved.longest, one)} in a row, from "
            f"{period_words(first.start, first.end)} to {period_words(last.start, last.end)}, lie "
            f"{'above' if moved.is_above else 'below'} {middle}; chance makes {moved.longest_allowed} now and then."
        ]
    if judged.chart is Chart.CHANGES:
        what, one = "The changes cross zero", "change"
    else:
        what, one = "The series crosses its middle", "reading"
    return [
        f"{what} {moved.crossings} times; chance makes {moved.fewest_allowed} or more. It has moved, and no single "
        f"{one} shows it."
    ]


def drawn_sentence(kpi: Kpi, own: Figure, person: int, shares: Mapping[int, tuple[float, int]]) -> str | None:
    """Where a person's share stands once it is drawn towards the team's; None for fewer than five people of the team.

    `shares` are those of the same period by person, the person's own among them.
    """
    people = sorted(shares)
    found = drawn_shares([shares[one] for one in people]) if person in shares else None
    if found is None:
        return None
    mine = found[people.index(person)]
    return (
        f"A share of {counted(own.n or 0, 'case')} swings by itself. Drawn towards the {len(people)} people of the "
        f"team with a reading of {period_words(own.start, own.end)}, the more so the fewer cases it rests on, it is "
        f"about {percent(mine.estimate)} (95 % interval {percent(mine.low)} to {percent(mine.high)}). This is for "
        "comparing a person with their own past, and no order of people."
    )


def guard_sentence(kpi: Kpi, guard: Kpi, before: tuple[Figure, Figure], after: tuple[Figure, Figure]) -> str | None:
    """What the guard did while a KPI became better: a pair of (KPI, guard) before and after.

    None where it did not.
    """
    if not is_better(kpi, after[0].measure, before[0].measure):
        return None
    name = f"{guard.code} {guard.name}"
    span = f"from {measure_words(guard, before[1].measure)} to {measure_words(guard, after[1].measure)}"
    if is_better(guard, before[1].measure, after[1].measure):
        return f"Read with care: while {kpi.code} became better, its guard {name} became worse, {span}."
    return f"Its guard {name} did not become worse meanwhile: {span}."
