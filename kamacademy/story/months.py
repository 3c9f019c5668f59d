"""The months of a story: six on a page, twelve in its picture. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from kamacademy.kpi.periods import add_months
from kamacademy.wording import month as month_words

MONTHS_SHOWN = 6
MONTHS_DRAWN = 12


@dataclass(frozen=True, slots=True)
class Span:
    """Some whole months, from the first day of the first to the last day of the last."""

    first: date
    last: date

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month, oldest first."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return tuple(add_months(self.first, number) for number in range(count))

    @property
    def words(self) -> str:
        """Jun to Nov 2026; Dec 2025 to May 2026."""
        first = month_words(self.first)
        return f"{first[:3] if self.first.year == self.last.year else first} to {month_words(self.last)}"

    def holds(self, on: date) -> bool:
        """Whether a day lies within these months."""
        return self.first <= on <= self.last


ALWAYS = Span(date.min, date.max)


def span(last_month: date, months: int) -> Span:
    """So many months, the last of them that of a day."""
    return Span(add_months(last_month, 1 - months), end_of(last_month))


def before(months: Span) -> Span:
    """All that lies before some months."""
    return Span(date.min, months.first - timedelta(days=1))


def end_of(month: date) -> date:
    """The last day of the month of a day."""
    return add_months(month, 1) - timedelta(days=1)


def ends(months: Span, today: date, *, with_one_before: bool = False) -> tuple[date, ...]:
    """The last day of each month, oldest first; of the present month, today.

    With one before, the last day before the first of these months comes in front.
    """
    before = (months.first - timedelta(days=1),) if with_one_before else ()
    return (*before, *(min(end_of(one), today) for one in months.months if one <= today))


def month_asked(text: str, today: date) -> date:
    """The first day of a month asked for as 2026-05; that of today for what is no month, or lies ahead."""
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    is_in_reach = today.year - 100 < asked.year and asked <= today
    return asked if is_in_reach else today.replace(day=1)


def in_address(month: date) -> str:
    """A month as addresses name it: 2026-05."""
    return f"{month:%Y-%m}"
