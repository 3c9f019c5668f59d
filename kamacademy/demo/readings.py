"""KPI readings of the story: slow changes on small numbers, by the cadence of each KPI. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from kamacademy.content.library import Library
from kamacademy.demo.acts import Act, Agreement, EnterReading, Figures, Observe
from kamacademy.demo.chance import chance, moment, workday
from kamacademy.demo.company import DAYS_OF_HISTORY, Colleague
from kamacademy.demo.plan_acts import Accept, Complete, HandIn, Propose, ProposeOwn
from kamacademy.demo.words import Book
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.periods import Period, finished_periods, period_from

PERIODS_KEPT = {"monthly": 9, "quarterly": 4, "half-yearly": 2, "yearly": 1}
ENTERED_BY_COACH = frozenset({"K12", "K13", "K20", "K21"})
FOLLOW_THROUGH = "K22"


@dataclass(frozen=True, slots=True)
class Series:
    """A KPI from its first reading to the latest: shares 0 to 1, or values. `n` are the least and the most cases."""

    kpi: str
    first: float
    latest: float
    n: tuple[int, int]
    spread: float = 0.05
    from_days_ago: int = DAYS_OF_HISTORY + 400


CARRIED = {
    "mira": (
        Series("K01", 0.38, 0.80, (24, 24), 0.025), Series("K13", 0.40, 0.72, (5, 7)),
        Series("K04", 0.30, 0.66, (6, 9)), Series("K09", 0.42, 0.62, (12, 14)),
        Series("K06", 14, 12, (5, 6), 1, 66), Series("K12", 0.50, 0.70, (4, 6)),
    ),
    "jonas": (
        Series("K01", 0.55, 0.72, (24, 24)), Series("K04", 0.40, 0.50, (5, 6)), Series("K13", 0.60, 0.78, (4, 6)),
    ),
    "priya": (
        Series("K04", 0.62, 0.84, (8, 10)), Series("K10", 0.6, 1.8, (14, 18), 0.2), Series("K11", 1, 2, (1, 3), 0.4),
        Series("K12", 0.60, 0.80, (4, 6)), Series("K16", 0.60, 0.78, (5, 8)), Series("K17", 0.60, 1.0, (5, 6)),
    ),
    "leila": (Series("K18", 12, 8, (4, 7), 1.2), Series("K19", 0.57, 0.71, (6, 8))),
    "chiara": (
        Series("K18", 11, 6.5, (5, 9), 1.0), Series("K05", 23, 28, (2, 2), 0.5), Series("K07", 0.70, 0.84, (10, 14)),
        Series("K16", 0.62, 0.80, (6, 9)),
    ),
    "mateo": (
        Series("K01", 0.50, 0.79, (30, 30)), Series("K06", 16, 9, (5, 7), 1.5), Series("K09", 0.50, 0.66, (12, 15)),
        Series("K05", 21, 25, (2, 2), 0.5),
    ),
    "aisha": (
        Series("K04", 0.55, 0.70, (7, 9)), Series("K11", 1, 1, (1, 2), 0.3), Series("K12", 0.50, 0.70, (4, 5)),
        Series("K17", 0.50, 0.80, (5, 6)),
    ),
    "owen": (Series("K01", 0.40, 0.45, (24, 24), 0.03, 58),),
    "hana": (Series("K19", 0.66, 0.72, (6, 7)),),
    "ruben": (
        Series("K18", 9, 8, (5, 8), 1.3), Series("K03", 0.33, 0.45, (6, 11)), Series("K07", 0.74, 0.76, (10, 13)),
    ),
    "daniel": (Series("K20", 0.62, 0.86, (7, 9)), Series("K21", 0.80, 0.91, (30, 34))),
    "ingrid": (Series("K20", 0.75, 0.88, (6, 8)), Series("K21", 0.84, 0.93, (30, 32))),
    "helena": (Series("K20", 0.66, 0.82, (6, 9)), Series("K21", 0.82, 0.90, (30, 34))),
    "lukas": (Series("K01", 0.46, 0.71, (26, 26)), Series("K09", 0.50, 0.75, (8, 10))),
    "fatima": (Series("K12", 0.60, 0.85, (5, 7)), Series("K17", 0.50, 0.80, (5, 6))),
    "noah": (Series("K01", 0.35, 0.52, (24, 24)),),
    "elif": (Series("K18", 10, 5.5, (6, 9), 1.0), Series("K07", 0.66, 0.80, (9, 12))),
    "amara": (Series("K12", 0.55, 0.66, (4, 6)), Series("K16", 0.50, 0.70, (5, 7))),
    "kofi": (Series("K18", 13, 9, (5, 8), 1.2), Series("K07", 0.72, 0.78, (11, 13))),
    "viktor": (Series("K04", 0.50, 0.62, (6, 8)),),
    "bruno": (Series("K04", 0.44, 0.72, (7, 9)), Series("K13", 0.50, 0.68, (4, 6))),
    "henrik": (Series("K12", 0.66, 0.82, (5, 6)),),
    "sana": (Series("K15", 0.40, 0.62, (7, 9), 0.05, 150), Series("K14", 0.38, 0.50, (6, 8), 0.05, 150)),
    "nadia": (Series("K14", 0.45, 0.66, (6, 9)), Series("K15", 0.50, 0.72, (7, 9))),
}  # fmt: skip
WRONG_FIRST = ("mira", "K01", 4)


def reading_acts(
    learner: Colleague, acts: Iterable[Act], *, today: date, seed: int, book: Book, library: Library
) -> Iterator[EnterReading]:
    """Every reading of a learner; follow-through is counted from the plan's own acts."""
    for series in CARRIED.get(learner.key, ()):
        kpi = library.one(Kpi, "kpi", series.kpi.lower())
        random = chance(seed, "kpi", learner.key, series.kpi)
        periods = kept_periods(kpi.cadence, series, today)
        for number, period in enumerate(periods):
            figures = figures_of(kpi, series, (number + 1) / len(periods), random)
            notes = book.other.reading_notes.get(series.kpi, ())
            # The newest readings have something to tell; the note of the latest is the first.
            back = len(periods) - 1 - number
            right = replace(
                entered(learner, series.kpi, period, figures, today, book),
                note=notes[back // 2] if back % 2 == 0 and back // 2 < len(notes) else None,
            )
            if (learner.key, series.kpi, number) == WRONG_FIRST:
                yield from corrected(right)
            else:
                yield right
    for period, figures in followed_through(acts, today):
        yield entered(learner, FOLLOW_THROUGH, period, figures, today, book)


def kept_periods(cadence: str, series: Series, today: date) -> list[Period]:
    """The newest finished periods, the earliest first, that lie in the time the person carries the KPI."""
    earliest = today - timedelta(days=series.from_days_ago)
    newest = finished_periods(cadence, today)[: PERIODS_KEPT[cadence]]
    return [one for one in reversed(newest) if one.start >= earliest]


def figures_of(kpi: Kpi, series: Series, progress: float, random: Random) -> Figures:
    """The figures of one period on the way from the first level to the latest."""
    wanted = series.first + (series.latest - series.first) * progress + random.gauss(0, series.spread)
    cases = random.randint(*series.n)
    if kpi.is_share:
        steps = 2 if kpi.code == "K01" else 1
        counted = round(wanted * cases * steps) / steps
        return Figures(numerator=min(max(counted, 0), cases), denominator=cases)
    value = float(max(round(wanted), 1)) if kpi.unit in ("count", "points") else round(max(wanted, 0.5) * 2) / 2
    return Figures(value=value, n=cases)


def entered(learner: Colleague, kpi: str, period: Period, figures: Figures, today: date, book: Book) -> EnterReading:
    """A reading entered some days after the period; by the coach where only the coach can know."""
    first_day = today - timedelta(days=DAYS_OF_HISTORY - 4)
    day = max(workday(period.end + timedelta(days=6)), first_day)
    by_coach = kpi in ENTERED_BY_COACH and learner.care
    by = learner.coach_at((today - day).days) if by_coach else learner.key
    return EnterReading(
        at=moment(day, 16, 30), by=by, learner=learner.key, kpi=kpi, period=period, figures=figures,
        source=book.other.reading_sources[kpi],
    )  # fmt: skip


def corrected(right: EnterReading) -> Iterator[EnterReading]:
    """A slip in entering, and its correction the next day."""
    figures = right.figures
    assert figures.numerator is not None
    assert figures.denominator is not None
    slip = Figures(numerator=min(figures.numerator + 4, figures.denominator), denominator=figures.denominator)
    yield EnterReading(
        at=right.at, by=right.by, learner=right.learner, kpi=right.kpi, period=right.period, figures=slip,
        source=right.source,
    )  # fmt: skip
    yield EnterReading(
        at=right.at + timedelta(days=1), by=right.by, learner=right.learner, kpi=right.kpi, period=right.period,
        figures=figures, source=right.source,
        reason="Eight fields older than 180 days were counted in full; they count half.",
    )  # fmt: skip


def followed_through(acts: Iterable[Act], today: date) -> Sequence[tuple[Period, Figures]]:
    """Actions that fell due in each finished month by their first date, and those done by then with evidence."""
    due: dict[str, date] = {}
    done: dict[str, date] = {}
    handed_in: dict[str, date] = {}
    for act in acts:
        if isinstance(act, Propose):
            due[act.library_id] = act.due_on
        elif isinstance(act, ProposeOwn):
            due[act.action] = act.due_on
        elif isinstance(act, Observe) and isinstance(act.agreement, Agreement):
            due[act.key] = act.agreement.due_on
        elif isinstance(act, HandIn):
            handed_in[act.action] = act.at.date()
        elif isinstance(act, Accept):
            done[act.action] = handed_in[act.action]
        elif isinstance(act, Complete):
            done[act.action] = act.at.date()
    fell_due, followed = Counter[date](), Counter[date]()
    for name, day in due.items():
        month = day.replace(day=1)
        fell_due[month] += 1
        followed[month] += name in done and done[name] <= day
    months = [period_from("monthly", month) for month in sorted(fell_due)]
    return [
        (month, Figures(numerator=followed[month.start], denominator=fell_due[month.start]))
        for month in months
        if month.end < today
    ]
