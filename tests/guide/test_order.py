"""Indicators come in an order that is random over visits and fixed within one."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as some

from kamacademy.guide.order import shuffled

INDICATORS = [f"C{number:02}{letter}" for number in range(1, 14) for letter in "ab"]
chosen = some.lists(some.sampled_from(INDICATORS), unique=True, max_size=5)


@given(chosen, some.integers(min_value=1, max_value=10**9))
def test_one_visit_has_one_order_with_nothing_lost(indicators: list[str], seed: int) -> None:
    found = shuffled(indicators, seed)
    assert sorted(found) == sorted(indicators)
    assert shuffled(reversed(indicators), seed) == found


@given(chosen, some.integers(min_value=1, max_value=10**9))
def test_one_indicator_more_leaves_the_others_in_their_order(indicators: list[str], seed: int) -> None:
    rest = shuffled([*indicators, "C99a"], seed)
    assert [one for one in rest if one != "C99a"] == shuffled(indicators, seed)


def test_no_indicator_always_comes_first() -> None:
    first = Counter(shuffled(["C03a", "C06a", "C09b"], seed)[0] for seed in range(1, 301))
    # Each a third of 300, give or take four standard deviations of 8.2.
    assert set(first) == {"C03a", "C06a", "C09b"}
    assert all(67 <= times <= 133 for times in first.values())


def test_the_order_is_the_same_in_every_process() -> None:
    # Sorted by what `printf "7 C03a" | sha256sum` gives: 3da7, bc1a, ccc3, d782.
    assert shuffled(["C03a", "C06a", "C09b", "C12b"], 7) == ["C09b", "C06a", "C12b", "C03a"]
