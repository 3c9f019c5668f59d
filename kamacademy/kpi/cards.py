"""A KPI of one person in one card, and the whole of it for its page. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kamacademy.kpi.baseline import Baseline, baseline, baseline_words
from kamacademy.kpi.change_chart import change_chart
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure, count_words, figure_words, likely_words, sentence
from kamacademy.kpi.flow import change, points_words, steps
from kamacademy.kpi.periods import counted_periods, period_words
from kamacademy.kpi.run_chart import Event, RunChart, Sparkline, run_chart, sparkline
from kamacademy.kpi.series import Judged, judge
from kamacademy.kpi.status import Status, status_of, status_words, target_words, why_too_little
from kamacademy.kpi.verdict import flow_words, limits_sentence, signal_sentences
from kamacademy.wording import counted


@dataclass(frozen=True, slots=True)
class KpiCard:
    """A KPI with its latest reading. `figure_words` is None before the first reading."""

    kpi: Kpi
    figure_words: str | None
    period_words: str | None
    n_words: str
    status: Status
    status_words: str
    target_words: str
    sparkline: Sparkline | None


@dataclass(frozen=True, slots=True)
class KpiResult:
    """A KPI as its page tells it: the sentence first, then the picture, then what it rests on.

    Of a stock the picture is its changes: `flow_words` say so, `level` is the share itself as a small line, and
    `changes` are in words by period. All three are empty where the readings themselves are drawn.
    """

    kpi: Kpi
    sentence: str
    likely_words: str | None
    chart: RunChart | None
    limits_words: str | None
    signals: tuple[str, ...]
    latest_words: str | None
    latest_period: str | None
    status: Status
    status_words: str
    why_words: str | None
    target_words: str
    rests_words: str
    readings_words: str
    has_events: bool
    flow_words: str | None = None
    level: Sparkline | None = None
    changes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A reading in the table. A corrected one is not current and says why it was wrong.

    `beside` must be read with the figure; `note` is what was seen on `seen_on` by `seen_by`.
    """

    id: int
    period: str
    figure: str
    share: float | None
    n: int | None
    source: str
    beside: str | None
    note: str | None
    seen_on: date
    seen_by: str
    is_calculated: bool
    entered_by: str
    entered_on: date
    why_wrong: str | None
    is_current: bool


def kpi_card(
    kpi: Kpi, figures: Sequence[Figure], first_marked: date | None = None, *, has_baseline: bool = True
) -> KpiCard:
    """The card of a series in order of period. `first_marked` is when the first action or module began.

    Of people who began on different days there is no baseline together.
    """
    latest = figures[-1] if figures else None
    base = baseline(figures, first_marked) if has_baseline else None
    judged = judge(kpi, figures, base)
    found = status_of(kpi, figures, base, judged)
    return KpiCard(
        kpi=kpi,
        figure_words=figure_words(kpi, latest) if latest else None,
        period_words=period_words(latest.start, latest.end) if latest else None,
        n_words=counted(len(figures), "reading"),
        status=found,
        status_words=status_words(kpi, found),
        target_words=target_words(kpi),
        sparkline=sparkline(kpi, figures, judged) if len(figures) > 1 else None,
    )


def kpi_result(kpi: Kpi, figures: Sequence[Figure], events: Sequence[Event]) -> KpiResult:
    """All that a series in order of period says, with the events that should have moved it."""
    base = baseline(figures, min((one.on for one in events), default=None))
    judged = judge(kpi, figures, base)
    found = status_of(kpi, figures, base, judged)
    words = result_sentence(kpi, figures, base, found)
    latest = figures[-1] if figures else None
    pairs = steps(kpi, figures) if kpi.is_stock else []
    drawn = [change(before, after) for before, after in pairs] if kpi.is_stock else figures
    return KpiResult(
        kpi=kpi,
        sentence=words,
        likely_words=likely_words(latest) if latest else None,
        chart=chart_of(kpi, figures, pairs, base, events, words, judged) if figures else None,
        limits_words=limits_sentence(kpi, judged) if figures else None,
        signals=tuple(signal_sentences(kpi, drawn, judged)),
        latest_words=figure_words(kpi, latest) if latest else None,
        latest_period=period_words(latest.start, latest.end) if latest else None,
        status=found,
        status_words=status_words(kpi, found),
        why_words=why_too_little(kpi, figures),
        target_words=target_words(kpi),
        rests_words=rests_words(kpi, figures),
        readings_words=counted_periods(len(figures), kpi.cadence),
        has_events=bool(events),
        flow_words=flow_words(kpi) if pairs else None,
        level=sparkline(kpi, figures) if pairs else None,
        changes={period_words(one.start, one.end): points_words(one.measure) for one in drawn} if pairs else {},
    )


def chart_of(
    kpi: Kpi,
    figures: Sequence[Figure],
    pairs: Sequence[tuple[Figure, Figure]],
    base: Baseline | None,
    events: Sequence[Event],
    words: str,
    judged: Judged | None,
) -> RunChart:
    """The changes of a stock as soon as there are any (`pairs` of readings), else the readings themselves."""
    if pairs:
        return change_chart(kpi, pairs, base, events, words=words, judged=judged)
    return run_chart(kpi, figures, base, events, words=words, judged=None if kpi.is_stock else judged)


def together(kpi: Kpi, figures: Sequence[Figure]) -> KpiResult:
    """The shares of many people in one, without an interval: the cases of one person resemble each other."""
    return replace(kpi_result(kpi, figures, ()), likely_words=None)


def result_sentence(kpi: Kpi, figures: Sequence[Figure], base: Baseline | None, found: Status) -> str:
    """13 of 17 in Oct 2026 (76 %). Target 80 %: not met yet. Baseline 9 of 15 over 3 months."""
    if not figures:
        return f"No reading yet. Target {target_words(kpi)}."
    parts = [f"{sentence(kpi, figures[-1])}.", f"Target {target_words(kpi)}: {status_words(kpi, found)}."]
    if base is not None or len(figures) > 1:
        parts.append(baseline_words(kpi, base))
    return " ".join(parts)


def rests_words(kpi: Kpi, figures: Sequence[Figure]) -> str:
    """How many cases a series rests on in all; of a stock the newest reading's, since each counts the same again."""
    if not figures:
        return "nothing yet"
    if kpi.is_stock:
        return count_words(figures[-1])
    if kpi.is_share:
        numerator = sum(one.numerator or 0 for one in figures)
        total = Figure(date.min, date.max, numerator, sum(one.denominator or 0 for one in figures))
        return count_words(total)
    cases = [one.n for one in figures if one.n is not None]
    return counted(sum(cases), "case") if cases else "n not given"
