"""Whether what was answered holds what the blueprint promised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamacademy.quality.coverage import coverage

COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 50))


def test_shares_and_their_overlap_are_worked_by_hand() -> None:
    found = coverage({"C01": 10, "C12": 30}, {"C01": 50, "C12": 50})
    assert [(one.name, one.planned_share, one.answered_share) for one in found.cells] == [
        ("C01", 0.25, 0.5),
        ("C12", 0.75, 0.5),
    ]
    assert found.match == pytest.approx(0.75)


def test_a_cell_can_be_missing_or_unplanned() -> None:
    found = coverage({"C01": 10, "C12": 10}, {"C12": 5, "C09": 5})
    assert [(one.name, one.is_missing, one.is_unplanned) for one in found.cells] == [
        ("C01", True, False),
        ("C12", False, False),
        ("C09", False, True),
    ]
    assert found.match == pytest.approx(0.5)


@pytest.mark.parametrize(("planned", "answered"), [({}, {}), ({"a": 1}, {}), ({}, {"a": 1}), ({"a": 0}, {"a": 2})])
def test_nothing_to_compare_is_not_a_match_of_zero(planned: dict[str, int], answered: dict[str, int]) -> None:
    assert coverage(planned, answered).match is None


def test_a_negative_number_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        coverage({"a": -1}, {"a": 1})


@given(COUNTS, COUNTS, st.integers(1, 9))
def test_only_shares_matter_and_the_match_stays_in_range(
    planned: dict[str, int], answered: dict[str, int], times: int
) -> None:
    found = coverage(planned, answered)
    more = coverage(planned, {name: count * times for name, count in answered.items()})
    if found.match is None:
        assert more.match is None
    else:
        assert -1e-9 <= found.match <= 1 + 1e-9
        assert more.match == pytest.approx(found.match)
