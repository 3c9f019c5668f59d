"""Counts that do not point at anyone."""

from hypothesis import given
from hypothesis import strategies as st

from kamacademy.overview.small_groups import SMALLEST_GROUP, band_words, shown


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
