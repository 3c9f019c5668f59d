"""Words as they are printed."""

import pytest

from kamacademy.wording import bound, number, signed, typeset


def test_figures_have_a_true_minus_and_nothing_is_below_nothing() -> None:
    assert [number(one) for one in (-3, -0.25, -0.04, 0, 1204, 3.5, None)] == [
        "−3",
        "−0.2",
        "0",
        "0",
        "1,204",
        "3.5",
        "–",
    ]
    assert [number(-1234.5, 0), number(-0.4, 0), number(0.346, 2)] == ["−1,234", "0", "0.35"]
    assert [signed(one) for one in (3.2, -1, 0, 0.04, -0.04)] == ["+3.2", "−1", "0", "0", "0"]


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
