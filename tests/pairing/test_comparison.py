"""Two ratings side by side, in words and counts."""

from collections.abc import Sequence

import pytest

from kamacademy.competency.documents import Competency, Indicator
from kamacademy.marking.agreement import Pair
from kamacademy.pairing.alike import Alike, alike
from kamacademy.pairing.comparison import Compared, summary
from tests.world import World


@pytest.fixture
def indicator(world: World) -> Indicator:
    """One of the shipped framework."""
    return world.library().one(Competency, "competency", "c03").indicator("C03a")


def compared(indicator: Indicator, levels: Sequence[tuple[int | None, int | None]]) -> list[Compared]:
    """Lines with these levels."""
    return [Compared(indicator, first, second, None) for first, second in levels]


def test_how_near_the_two_are_is_said_for_each_indicator(indicator: Indicator) -> None:
    words = [one.words for one in compared(indicator, [(3, 3), (2, 3), (5, 2), (None, 2), (4, None)])]
    assert words == ["The same level", "1 level apart", "3 levels apart", "Not compared", "Not compared"]


def test_the_sentence_is_that_of_the_level(indicator: Indicator) -> None:
    one = Compared(indicator, 2, None, None)
    assert one.sentence(one.first) == indicator.anchors[1]
    assert one.sentence(one.second) == "No level: not seen, or not looked at."


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        (
            [(3, 3)],
            "Of 1 indicator that you both rated, 1 has the same level, and none lies more than one level apart.",
        ),
        (
            [(3, 3), (2, 2), (1, 3)],
            "Of 3 indicators that you both rated, 2 have the same level, and 1 lies more than one level apart.",
        ),
        (
            [(1, 3), (5, 2), (None, 4)],
            "Of 2 indicators that you both rated, 0 have the same level, and 2 lie more than one level apart.",
        ),
        ([(None, 4)], "There is nothing to compare: no indicator has a level from both of you."),
    ],
)
def test_the_page_is_summed_up_in_one_sentence(
    indicator: Indicator, levels: list[tuple[int | None, int | None]], words: str
) -> None:
    assert summary(compared(indicator, levels)) == words


def test_agreement_leaves_out_what_one_of_the_two_did_not_see() -> None:
    levels = [(3, 3), (3, 4), (5, 2), (None, 1), (2, None)]
    assert alike(Pair("C03", "C03a", "Title", 5, *one) for one in levels) == Alike(n=3, exact=1, within_one=2)
    assert alike([]) == Alike(0, 0, 0)
