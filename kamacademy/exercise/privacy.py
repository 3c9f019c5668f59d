"""Looks in a person's own words for what may identify a patient or a contact. A hint, never a verdict.

Nothing leaves the academy for it: plain patterns, made to miss little and to be wrong now and then.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kamacademy.exercise.answers import Answers, cell_name
from kamacademy.exercise.documents import Exercise

DAY = r"(?:\d{1,2}[./-]\d{1,2}[./-]|\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}\.?,?\s+|[A-Za-z]{3,9}\.?\s+\d{1,2},?\s+)"
# A whole date from 1900 to 2014 is seldom a business date, and often a birthday.
OLD_DAY = rf"\b{DAY}(?:19\d\d|200\d|201[0-4])\b|\b(?:19\d\d|200\d|201[0-4])-\d\d-\d\d\b"
BORN = r"\b(?:born|d\.?o\.?b\.?|date of birth|birthday)\b[^.\n]{0,20}\d"
KEEPER = r"\b(?:mrn|nhs|ssn|medical record|patient|record|chart|hospital)"
RECORD = rf"{KEEPER}\s*(?:no\.?|nr\.?|number|id|#)?\s*[:#]?\s*[A-Z]{{0,3}}-?\d{{5,}}"
GROUPED = r"\b\d{3}[ -]\d{3}[ -]\d{4}\b|\b\d{3}-\d{2}-\d{4}\b"
EMAIL = r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b"
PHONE = r"(?<![\w.,])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d[\d .-]{5,}\d|\(\d{3,5}\)[ .-]?\d{3,4}[ .-]?\d{3,4})"
# In this order: a number that is two things at once is called the first.
PATTERNS = tuple(
    (words, re.compile(pattern, re.IGNORECASE))
    for words, pattern in (
        ("an e-mail address", EMAIL),
        ("a date of birth", f"{BORN}|{OLD_DAY}"),
        ("a record or phone number", f"{RECORD}|{GROUPED}"),
        ("a phone number", PHONE),
    )
)


@dataclass(frozen=True, slots=True)
class Hint:
    """Where something was seen, what it looks like, and the words themselves."""

    label: str
    name: str
    looks_like: str
    words: str


def looks_like(text: str) -> Iterator[tuple[str, str]]:
    """What a text may hold, each with the words that look so; each place once."""
    taken: list[tuple[int, int]] = []
    for words, pattern in PATTERNS:
        for found in pattern.finditer(text):
            start, end = found.span()
            if all(end <= one or start >= other for one, other in taken):
                taken.append((start, end))
                yield words, found.group().strip()


def hints(exercise: Exercise, answers: Answers) -> list[Hint]:
    """Everything in the answers that may identify somebody, in the order of the form."""
    found = [Hint("Alias", "account_alias", *one) for one in looks_like(answers.alias)]
    for field in exercise.fields:
        if field.kind in ("text", "long_text"):
            found += [Hint(field.label, field.id, *one) for one in looks_like(answers.texts.get(field.id, ""))]
        for number, row in enumerate(answers.tables.get(field.id, ())):
            for column in field.columns:
                if column.kind in ("text", "long_text"):
                    name = cell_name(field.id, number, column.id)
                    said = looks_like(row.get(column.id, ""))
                    found += [Hint(f"{field.label}: {column.label}", name, *one) for one in said]
    return found
