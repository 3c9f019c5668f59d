"""A scorecard as its page and its paper show it: a measure to a line, and nobody ranked. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kamacademy.kpi.baseline import Baseline, baseline, baseline_in_brief
from kamacademy.kpi.cards import KpiCard, kpi_card
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure, figure_words, likely_words
from kamacademy.kpi.periods import period_words
from kamacademy.kpi.status import Status, why_too_little
from kamacademy.scorecard.measures import Measure, Whose
from kamacademy.scorecard.next_step import NextStep
from kamacademy.wording import inside

NOBODY_TOGETHER = "No reading yet, or none of five people and more in one period, so that nobody can be made out."


@dataclass(frozen=True, slots=True)
class Noted:
    """What was seen, on a day, by somebody; and what must be read with the newest figure."""

    words: str | None
    on: date | None
    by: str | None
    beside: str | None


@dataclass(frozen=True, slots=True)
class GuardLine:
    """What is read beside a measure: its words, and the guard KPI with its newest figure where one is kept here."""

    words: str
    name: str | None
    figure: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A measure on a card. `missing` says why there is no figure or no status; `next` is None where nothing is due."""

    card: KpiCard
    whose: Whose
    whose_words: str
    likely: str | None
    baseline: str | None
    missing: str | None
    guard: GuardLine
    noted: Noted | None
    next: NextStep | None

    @property
    def has_figure(self) -> bool:
        """Whether there is a reading to show."""
        return self.card.figure_words is not None


@dataclass(frozen=True, slots=True)
class Series:
    """The figures behind a card, by code: of the person, of the team, of all people together, of the programme."""

    own: Mapping[str, Sequence[Figure]] = field(default_factory=dict)
    team: Mapping[str, Sequence[Figure]] = field(default_factory=dict)
    together: Mapping[str, Sequence[Figure]] = field(default_factory=dict)
    programme: Mapping[str, Sequence[Figure]] = field(default_factory=dict)

    def of(self, kpi: Kpi, whose: Whose) -> Sequence[Figure]:
        """The figures of a KPI in order of period."""
        by_code = {
            Whose.OWN: self.own,
            Whose.TEAM: self.team,
            Whose.TOGETHER: self.together,
            Whose.PROGRAMME: self.programme,
        }
        return by_code[whose].get(kpi.code, ())


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A card: its lines, those measures without a figure, and what is not on it with the reason.

    `elsewhere` are measures that stand on other cards, `also` what is looked at besides; both in words.
    """

    lines: tuple[Line, ...]
    without: tuple[Line, ...]
    firewall: str | None
    elsewhere: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def unread(self) -> list[Line]:
        """Measures of one person, team or programme without a reading."""
        return [one for one in self.without if one.whose is not Whose.TOGETHER]

    @property
    def hidden(self) -> list[str]:
        """Measures of several people together that are not shown, by code and name."""
        return [f"{one.card.kpi.code} {one.card.kpi.name}" for one in self.without if one.whose is Whose.TOGETHER]

    @property
    def why_hidden(self) -> str | None:
        """Why measures of several people together are not shown: the same for all of them."""
        return next((one.missing for one in self.without if one.whose is Whose.TOGETHER), None)

    @property
    def has_stock(self) -> bool:
        """Whether a line draws a stock, which has no limits around its share."""
        return any(one.card.kpi.is_stock and one.card.sparkline for one in self.lines)

    @property
    def has_limits(self) -> bool:
        """Whether natural limits are drawn anywhere."""
        return any(one.card.sparkline.limits for one in self.lines if one.card.sparkline)


def line(
    measure: Measure,
    figures: Sequence[Figure],
    first: date | None,
    *,
    whose_words: str,
    guard: GuardLine,
    noted: Noted | None,
) -> Line:
    """A measure with its figures in order of period, before anybody has asked what comes next.

    `first` is when the first action or module for it began. Of several people together neither an interval nor a
    baseline is told: the cases of one person resemble each other, and people began on different days.
    """
    kpi, is_together = measure.kpi, measure.whose is Whose.TOGETHER
    card = kpi_card(kpi, figures, first, has_baseline=not is_together)
    missing = why_too_little(kpi, figures) if card.status is Status.TOO_LITTLE else None
    if not figures:
        missing = NOBODY_TOGETHER if is_together else f"No reading yet. Read from: {inside(kpi.source)}, {kpi.cadence}."
    base = None if is_together else baseline(figures, first)
    return Line(
        card=card,
        whose=measure.whose,
        whose_words=whose_words,
        likely=likely_words(figures[-1]) if figures and not is_together else None,
        baseline=baseline_of_line(kpi, base) if base is not None and len(figures) > 1 else None,
        missing=missing,
        guard=guard,
        noted=noted,
        next=None,
    )


def baseline_of_line(kpi: Kpi, found: Baseline) -> str:
    """The baseline as a card tells it, and that it is assumed where nothing is marked yet."""
    return (
        f"{baseline_in_brief(kpi, found)}{' (the first readings; nothing is marked yet)' if found.is_assumed else ''}."
    )


def guard_line(kpi: Kpi, guard: Kpi | None, figures: Sequence[Figure]) -> GuardLine:
    """What is read beside a KPI; `figures` are those of the guard KPI of the same person or group, or nothing."""
    if guard is None:
        return GuardLine(kpi.guard.words, None, None)
    latest = figures[-1] if figures else None
    figure = f"{figure_words(guard, latest)} in {period_words(latest.start, latest.end)}" if latest else None
    return GuardLine(kpi.guard.words, f"{guard.code} {guard.name}", figure)
