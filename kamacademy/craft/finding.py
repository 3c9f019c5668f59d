"""One finding about somebody's coaching, and what of it who may read. Pure.

The coach reads every count. Whoever coaches the coach reads none that rests on fewer than five, and no names.
"""

from dataclasses import dataclass

from kamacademy.craft.measures import FEWEST_PEOPLE, SMALLEST_GROUP, Part
from kamacademy.wording import counted, percent

NUMBERS = {SMALLEST_GROUP: "five", FEWEST_PEOPLE: "three"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about the coaching: what was found, and the sentence that says what a good coach does next.

    `is_shown` is false where too little is known, or too little for this reader; `words` then say so.
    """

    title: str
    words: str
    following: str
    is_shown: bool = True


def too_few(title: str, of_what: str, following: str) -> Finding:
    """Nothing to show yet. `of_what` is the plural of what is counted."""
    return Finding(title, f"Shown from {NUMBERS[SMALLEST_GROUP]} {of_what} on.", following, is_shown=False)


def is_hidden(count: int, *, is_own: bool) -> bool:
    """Whether a count is kept from a reader who is not the coach."""
    return not is_own and count < SMALLEST_GROUP


def part_words(part: Part, noun: str) -> str:
    """9 of 12 notes (75 %); all 12 notes; 2 of 3 notes, since a share of so few would say more than is known."""
    if part.count == part.whole >= SMALLEST_GROUP:
        return f"all {counted(part.whole, noun)}"
    words = f"{part.count} of {counted(part.whole, noun)}"
    return f"{words} ({percent(part.count / part.whole)})" if part.whole >= SMALLEST_GROUP else words
