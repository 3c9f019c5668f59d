"""Periods of a measure by its cadence: which there are, where they end, what they are called. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from kamacademy.wording import MONTHS, counted, day

MONTHS_IN = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}
PERIOD_WORD = {"monthly": "month", "quarterly": "quarter", "half-yearly": "half-year", "yearly": "year"}
PERIODS_OFFERED = {"monthly": 24, "quarterly": 12, "half-yearly": 6, "yearly": 4}


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included."""

    start: date
    end: date

    @property
    def words(self) -> str:
        """Oct 2026; Jul to Sep 2026; 2026; or the two days."""
        return period_words(self.start, self.end)

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end


def add_months(first: date, months: int) -> date:
    """The first of a month some months later, or earlier."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def period_from(cadence: str, start: date) -> Period:
    """The period of a cadence that begins with the month of a day."""
    first = start.replace(day=1)
    return Period(first, add_months(first, MONTHS_IN[cadence]) - timedelta(days=1))


def finished_periods(cadence: str, today: date) -> list[Period]:
    """The calendar's periods that have ended, newest first, as many as a form offers."""
    months = MONTHS_IN[cadence]
    this = date(today.year, (today.month - 1) // months * months + 1, 1)
    return [period_from(cadence, add_months(this, -months * back)) for back in range(1, PERIODS_OFFERED[cadence] + 1)]


def months_covered(start: date, end: date) -> int | None:
    """How many whole calendar months a period covers, or None if it does not keep to months."""
    after = end + timedelta(days=1)
    if start.day != 1 or after.day != 1:
        return None
    return (after.year - start.year) * 12 + after.month - start.month


def period_words(start: date, end: date) -> str:
    """What a period is called in a sentence."""
    months = months_covered(start, end)
    if months is None:
        return f"{day(start)} to {day(end)}"
    if months == 1:
        return f"{MONTHS[start.month - 1]} {start.year}"
    if months == 12 and start.month == 1:
        return str(start.year)
    first = MONTHS[start.month - 1] if start.year == end.year else f"{MONTHS[start.month - 1]} {start.year}"
    return f"{first} to {MONTHS[end.month - 1]} {end.year}"


def short_words(start: date, end: date) -> str:
    """What a period is called under a chart: Oct 26, Q3 26, H1 26, 2026."""
    months, year = months_covered(start, end), f"{start.year % 100:02d}"
    if months == 3 and start.month % 3 == 1:
        return f"Q{start.month // 3 + 1} {year}"
    if months == 6 and start.month % 6 == 1:
        return f"H{start.month // 6 + 1} {year}"
    if months == 12 and start.month == 1:
        return str(start.year)
    return f"{MONTHS[start.month - 1]} {year}"


def counted_periods(number: int, cadence: str) -> str:
    """3 months, 1 quarter."""
    return counted(number, PERIOD_WORD[cadence])
