"""Telling the story of a day; no database is needed for it."""

from datetime import date, timedelta
from functools import cache

from kamacademy.content.library import Library
from kamacademy.demo.acts import Act
from kamacademy.demo.story import beginning, later
from kamacademy.demo.words import book

DAY = date(2026, 11, 22)
DAYS = [DAY + timedelta(days=17 * number) for number in range(12)]


class Teller:
    """Tells the story on the content of a release."""

    def __init__(self, release: Library) -> None:
        self.release = release

    @cache  # noqa: B019  # one for the whole run
    def __call__(self, today: date = DAY, seed: int = 1) -> list[Act]:
        return [*beginning(today), *later(today, seed, book(), self.release)]
