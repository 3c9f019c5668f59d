"""Words as they are printed."""

import pytest

from kamacademy.wording import bound, typeset


def test_a_figure_and_its_per_cent_sign_are_bound() -> None:
    assert bound("4.9 % more, and per cent % alone") == "4.9\u00a0% more, and per cent % alone"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ('He says, "Not now."', "He says, “Not now.”"),
        ('"Nothing fits, as of today", with a reason', "“Nothing fits, as of today”, with a reason"),
        ('(the "late" list)', "(the “late” list)"),
        ("'\"Slow\" is what they say,' she adds.", "‘“Slow” is what they say,’ she adds."),
        ("the nurses' week isn't Dana's", "the nurses’ week isn’t Dana’s"),
        ("12 % of 40", "12\u00a0% of 40"),
    ],
)
def test_quotation_marks_open_and_close(written: str, printed: str) -> None:
    assert typeset(written) == printed
