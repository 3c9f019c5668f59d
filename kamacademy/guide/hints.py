"""Gentle hints about a coach's words: those that judge the person, and those that may point to one patient."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kamacademy.guide.documents import WordHints

# A regular expression, whether case does not matter, and the advice.
Rule = tuple[str, bool, str]


@dataclass(frozen=True, slots=True)
class Hint:
    """What was found in a text, and what to do about it in words."""

    found: str
    words: str


def judging_words(text: str, hints: WordHints) -> tuple[Hint, ...]:
    """Words that judge the person, each once, in order of the text."""
    rules = [(rf"\b(?:{'|'.join(group.found)})\b", True, group.words) for group in hints.judging]
    return first_of_each(text, rules)


def patient_words(text: str, hints: WordHints) -> tuple[Hint, ...]:
    """What may point to one patient, each once, in order of the text."""
    return first_of_each(text, [(one.pattern, one.any_case, one.words) for one in hints.patient])


def first_of_each(text: str, rules: Sequence[Rule]) -> tuple[Hint, ...]:
    """Each finding once, however often it stands there; where two overlap, the one that begins first or is longer."""
    kept: dict[str, Hint] = {}
    reached = 0
    for start, end, advice in sorted(findings(levelled(text), rules), key=lambda one: (one[0], -one[1])):
        if start >= reached:
            found, reached = levelled(text)[start:end], end
            kept.setdefault(found.lower(), Hint(found, advice))
    return tuple(kept.values())


def findings(text: str, rules: Sequence[Rule]) -> Iterator[tuple[int, int, str]]:
    """From where, to where, and what to do about it."""
    for pattern, any_case, advice in rules:
        for match in compiled(pattern, any_case).finditer(text):
            yield match.start(), match.end(), advice


def levelled(text: str) -> str:
    """One blank for any run of blanks and a plain apostrophe for the typographic one, as the patterns expect."""
    return " ".join(text.split()).replace("’", "'")


@lru_cache(maxsize=256)
def compiled(pattern: str, any_case: bool) -> re.Pattern[str]:
    """A pattern as JavaScript would read it."""
    return re.compile(pattern, re.ASCII | (re.IGNORECASE if any_case else 0))
