"""Comparing short answers: what does not count, and how many typing slips lie between two answers."""

import unicodedata

# In shorter words a slip makes another word: cost and cast, pay and day.
LEAST_LETTERS = 5


def words_in(text: str) -> tuple[str, ...]:
    """The words of an answer without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(one if one.isalnum() else " " for one in plain if not unicodedata.combining(one))
    return tuple(kept.split())


def slips_between(given: str, accepted: str) -> int | None:
    """Typing slips between an answer and an accepted one; None where they are different answers.

    Spacing does not count. Slips are looked for word by word, in words of at least five letters without digits.
    """
    mine, theirs = words_in(given), words_in(accepted)
    if "".join(mine) == "".join(theirs):
        return 0
    if len(mine) != len(theirs):
        return None
    total = 0
    for one, other in zip(mine, theirs, strict=True):
        if one == other:
            continue
        if len(other) < LEAST_LETTERS or not other.isalpha():
            return None
        total += distance(one, other)
    return total


def distance(one: str, other: str) -> int:
    """The optimal string alignment distance: letters put in, left out, changed, or two neighbours swapped.

    The restricted form of Damerau's measure (F. J. Damerau 1964; L. Boytsov 2011, section 2.2): no letter is edited
    twice. distance("ca", "abc") is 3.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
