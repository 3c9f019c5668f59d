"""Days and periods as files write them: 2026-09-30, 2026-09, 2026-Q3, 2026-H2, 2026. Pure."""

import re
from datetime import date
from functools import lru_cache

from kamacademy.kpi.periods import MONTHS_IN, PERIOD_WORD, Period, add_months, months_covered, period_from
from kamacademy.wording import inside

A_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
A_DAY_BY_POINTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
A_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})", re.ASCII)
A_QUARTER = re.compile(r"(\d{4})[ -]?Q([1-4])|Q([1-4])[ -]?(\d{4})", re.ASCII | re.IGNORECASE)
A_HALF = re.compile(r"(\d{4})[ -]?H([12])|H([12])[ -]?(\d{4})", re.ASCII | re.IGNORECASE)
A_YEAR = re.compile(r"\d{4}", re.ASCII)
A_PERIOD_WORDS = "Write a month as 2026-09, a quarter as 2026-Q3, a half-year as 2026-H2 or a year as 2026."
A_DAY_WORDS = "Write a day as 2026-09-30."
# A file says few periods and says them often.
REMEMBERED = 4096


@lru_cache(REMEMBERED)
def day_in(text: str) -> date | None:
    """The day that a text says; None where it says none. 30.09.2026 can only be one; 9/10/2026 could be two."""
    found = A_DAY.fullmatch(text)
    parts = found.groups() if found else None
    if parts is None:
        found = A_DAY_BY_POINTS.fullmatch(text)
        parts = found.groups()[::-1] if found else None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2])) if parts else None
    except ValueError:
        return None


@lru_cache(REMEMBERED)
def period_in(text: str) -> Period | None:
    """The period that a text names; None where it names none. The first day of a month, as workbooks say it, is one."""
    whole = A_DAY.fullmatch(text)
    if whole and whole[3] == "01":
        return named("monthly", int(whole[1]), int(whole[2]))
    month = A_MONTH.fullmatch(text)
    if month:
        return named("monthly", int(month[1]), int(month[2]))
    for form, cadence in ((A_QUARTER, "quarterly"), (A_HALF, "half-yearly")):
        part = form.fullmatch(text)
        if part:
            return named(cadence, int(part[1] or part[4]), int(part[2] or part[3]))
    return named("yearly", int(text), 1) if A_YEAR.fullmatch(text) else None


def named(cadence: str, year: int, place: int) -> Period | None:
    """A year's period of a cadence by its place in the year, from 1; None where there is no such one."""
    month = (place - 1) * MONTHS_IN[cadence] + 1
    if not 1 <= month <= 12 or not 1900 <= year <= 2200:
        return None
    return period_from(cadence, date(year, month, 1))


@lru_cache(REMEMBERED)
def calendars(cadence: str, day: date) -> Period:
    """The calendar's period of a cadence that a day lies in."""
    months = MONTHS_IN[cadence]
    return period_from(cadence, add_months(date(day.year, 1, 1), (day.month - 1) // months * months))


def written(cadence: str, period: Period) -> str:
    """A period as a file writes it."""
    year, place = period.start.year, (period.start.month - 1) // MONTHS_IN[cadence] + 1
    return {
        "monthly": f"{year}-{place:02d}",
        "quarterly": f"{year}-Q{place}",
        "half-yearly": f"{year}-H{place}",
        "yearly": f"{year}",
    }[cadence]


def why_not_cadence(code: str, cadence: str, period: Period) -> str | None:
    """Why a period is none of a KPI's, and which one it would be; None where it is."""
    right = calendars(cadence, period.start)
    if period == right:
        return None
    months = months_covered(period.start, period.end)
    other = next((word for name, word in PERIOD_WORD.items() if MONTHS_IN[name] == months), None)
    what = f"a {other}" if other and calendars(of_months(months), period.start) == period else "none"
    return (
        f"{code} is read once in each {PERIOD_WORD[cadence]}, and {inside_words(period)} is {what}. Write "
        f"{written(cadence, right)}, with the figure of the whole {PERIOD_WORD[cadence]}."
    )


def of_months(months: int | None) -> str:
    """The cadence with so many months."""
    return next(name for name, count in MONTHS_IN.items() if count == months)


def inside_words(period: Period) -> str:
    """A period inside a sentence."""
    return inside(period.words) if period.words[0].isdigit() else period.words
