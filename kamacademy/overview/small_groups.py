"""Counts that do not point at anyone: none below five, and no two shown that differ by fewer than five."""

from collections.abc import Sequence

SMALLEST_GROUP = 5
LEAST_FOR_BANDS = 10


def may_show(count: int, shown: Sequence[int]) -> bool:
    """Whether a count may stand beside those already shown: it, and each difference, is nobody or at least five."""
    return all(gap == 0 or gap >= SMALLEST_GROUP for gap in (count, *(abs(count - one) for one in shown)))


def shown(counts: Sequence[int]) -> list[int | None]:
    """The counts that may be shown, in their order; None for those that may not."""
    given: list[int] = []
    result: list[int | None] = []
    for count in counts:
        is_open = may_show(count, given)
        result.append(count if is_open else None)
        if is_open:
            given.append(count)
    return result


def band_words(count: int, whole: int) -> str:
    """A count that may not be shown, as a quarter of the whole: wide enough to point at nobody."""
    if whole < LEAST_FOR_BANDS:
        return "not shown"
    quarter = min(3, 4 * count // whole)
    return ("under a quarter", "a quarter to a half", "a half to three quarters", "over three quarters")[quarter]
