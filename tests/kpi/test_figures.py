"""How figures are worded."""

import pytest

from kamacademy.kpi.figures import Figure, figure_words, likely_words, sentence
from tests.kpi.definitions import days_kpi, kpi, shares, values


def test_a_share_is_given_as_counts_then_as_percent() -> None:
    assert sentence(kpi(), shares((13, 17))[0]) == "13 of 17 in Oct 2026 (76 %)"
    assert figure_words(kpi(), shares((13, 17))[0]) == "13 of 17 (76 %)"


def test_under_five_cases_there_are_only_counts() -> None:
    few = shares((3, 4))[0]
    assert sentence(kpi(minimum_n=4), few) == "3 of 4 in Oct 2026"
    assert likely_words(few) is None


def test_under_what_the_kpi_asks_for_there_are_only_counts() -> None:
    assert figure_words(kpi(minimum_n=30), shares((11, 12))[0]) == "11 of 12"


def test_halves_are_kept() -> None:
    assert figure_words(kpi(), shares((16.5, 24))[0]) == "16.5 of 24 (69 %)"


def test_another_unit_says_how_many_cases_it_rests_on() -> None:
    assert sentence(days_kpi(), values((8, 6))[0]) == "8 days in Oct 2026, from 6 cases"
    assert figure_words(days_kpi(), values((1, 9))[0]) == "1 day (n = 9)"
    nobody_said = Figure(values((8, 6))[0].start, values((8, 6))[0].end, value=8)
    assert figure_words(days_kpi(), nobody_said) == "8 days (n not given)"


@pytest.mark.parametrize(("counts", "words"), [((14, 20), "48 % and 85 %"), ((4, 5), "38 % and 96 %")])
def test_the_interval_is_said_in_words(counts: tuple[int, int], words: str) -> None:
    found = likely_words(shares(counts)[0])
    assert found == f"Likely between {words} (95 % interval, n = {counts[1]})."
