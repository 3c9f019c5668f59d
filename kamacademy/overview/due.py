"""Content whose review date has passed or comes soon. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from kamacademy.content.library import Library
from kamacademy.curriculum.documents import FactFile
from kamacademy.items.documents import Bank

REVIEW_WITHIN_DAYS = 90


@dataclass(frozen=True, slots=True)
class DueContent:
    """A fact or question that must be looked at again."""

    words: str
    place: str
    review_by: date


@lru_cache(maxsize=4)
def due_content(release: Library, today: date) -> tuple[DueContent, ...]:
    """Facts and questions whose review date has passed or comes within three months, soonest first.

    A release never changes, so a day's answer is worked out once.
    """
    until = today + timedelta(days=REVIEW_WITHIN_DAYS)
    due = [
        DueContent(f"Fact: {fact.title}", f"curricula/facts/{slug}.yaml", fact.review_by)
        for slug, facts in release.all(FactFile, "facts").items()
        for fact in facts.facts
        if fact.review_by <= until
    ]
    due += [
        DueContent(f"Question {item.id}", f"assessments/items/{slug}.yaml", item.review_by)
        for slug, bank in release.all(Bank, "bank").items()
        for item in bank.all_items
        if item.review_by <= until
    ]
    return tuple(sorted(due, key=lambda one: (one.review_by, one.words)))
