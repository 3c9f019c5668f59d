"""Counts that do not point at anyone."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from kamacademy.small_groups import SMALLEST_GROUP, are_all_open, band_range, band_words, shown


def test_counts_below_five_are_not_shown() -> None:
    assert shown([40, 4]) == [40, None]
    assert shown([3]) == [None]


def test_nobody_is_shown_since_it_points_at_nobody() -> None:
    assert shown([40, 0]) == [40, 0]


def test_two_counts_that_differ_by_fewer_than_five_are_not_both_shown() -> None:
    assert shown([16, 14, 11, 9]) == [16, None, 11, None]


def test_equal_counts_are_both_shown() -> None:
    assert shown([16, 16]) == [16, 16]


def test_a_count_that_may_not_be_shown_becomes_a_wide_band() -> None:
    assert band_words(13, 14) == "over three quarters"
    assert band_words(14, 14) == "over three quarters"
    assert band_words(7, 14) == "a half to three quarters"
    assert band_words(3, 14) == "under a quarter"
    assert band_words(3, 9) == "not shown"


@given(st.lists(st.integers(min_value=0, max_value=60), max_size=8))
def test_no_two_shown_counts_can_be_subtracted_to_find_fewer_than_five(counts: list[int]) -> None:
    open_counts = [one for one in shown(counts) if one is not None]
    for one in open_counts:
        assert one == 0 or one >= SMALLEST_GROUP
        for other in open_counts:
            assert one == other or abs(one - other) >= SMALLEST_GROUP


def test_a_band_says_no_more_than_its_range() -> None:
    assert [band_range(count, 12) for count in (1, 2, 3, 5, 6, 8, 9, 11)] == [
        (1, 2), (1, 2), (3, 5), (3, 5), (6, 8), (6, 8), (9, 11), (9, 11),
    ]  # fmt: skip
    assert band_range(3, 7) == (1, 6)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), min_size=1, max_size=4), st.data())
def test_counts_are_open_where_another_way_of_adding_up_changes_each(
    widths: list[tuple[int, int]], data: st.DataObject
) -> None:
    ranges = [(low, low + width) for low, width in widths]
    total = sum(data.draw(st.integers(low, high)) for low, high in ranges)
    ways = [way for way in product(*(range(low, high + 1) for low, high in ranges)) if sum(way) == total]
    assert are_all_open(total, ranges) is all(len({way[place] for way in ways}) > 1 for place in range(len(ranges)))
