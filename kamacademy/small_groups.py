"""Counts that do not point at anyone: none below five, and no two shown that differ by fewer than five."""

from collections.abc import Sequence
from dataclasses import dataclass

SMALLEST_GROUP = 5
LEAST_FOR_BANDS = 10


@dataclass(frozen=True, slots=True)
class Step:
    """A count in words: a number, or a band where a number would point at people."""

    words: str
    figure: str
    is_number: bool


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


def band_range(count: int, whole: int) -> tuple[int, int]:
    """The least and the most that a count may be whose band is shown; nobody and everybody never are a band."""
    words = band_words(count, whole)
    alike = [one for one in range(1, whole) if band_words(one, whole) == words]
    return alike[0], alike[-1]


def are_all_open(total: int, ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether each of some counts, known by its range alone, may still be one of several where their sum is known."""
    least, most = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    return all(max(low, total - (most - high)) < min(high, total - (least - low)) for low, high in ranges)


def counted_steps(counts: Sequence[tuple[str, int]], whole: int) -> list[Step]:
    """Counts of people as they may be shown beside each other. One list, since any two on a page can be subtracted."""
    numbers = shown([count for _, count in counts])
    return [
        Step(words, str(number) if number is not None else band_words(count, whole), number is not None)
        for (words, count), number in zip(counts, numbers, strict=True)
    ]
