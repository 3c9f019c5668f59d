"""Quarters of a year. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from kamacademy.wording import MONTHS


@dataclass(frozen=True, slots=True)
class Quarter:
    """From the first to the last day."""

    first: date
    last: date

    @property
    def title(self) -> str:
        """Two cases, Oct to Dec 2026."""
        return f"Two cases, {MONTHS[self.first.month - 1]} to {MONTHS[self.last.month - 1]} {self.first.year}"


def quarter_of(day: date) -> Quarter:
    """The quarter that a day lies in."""
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    after = date(day.year + 1, 1, 1) if first.month == 10 else date(day.year, first.month + 3, 1)
    return Quarter(first, after - timedelta(days=1))
