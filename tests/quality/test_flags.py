"""Which items and options are flagged, at the very limits of the rules."""

import pytest

from kamacademy.quality.figures import ItemFigures, OptionFigures
from kamacademy.quality.flags import ItemFlag, OptionFlag, item_flags, option_flags
from kamacademy.quality.responses import Interval


def option(name: str, n: int, r: float | None, *, credit: float = 0.0, is_key: bool = False) -> OptionFigures:
    return OptionFigures(name, n, n / 100, credit, r, is_key)


def item(
    n: int = 100, difficulty: float = 0.6, r: float | None = 0.3, options: tuple[OptionFigures, ...] = ()
) -> ItemFigures:
    return ItemFigures("a", 1, n, 0, difficulty, Interval(0, 1), r, None, n, 0.0, None, options)


KEY = option("right", 60, 0.3, credit=1.0, is_key=True)


def test_below_thirty_answers_only_that_is_said() -> None:
    assert item_flags(item(29, 0.01, -0.5)) == (ItemFlag.TOO_FEW,)
    assert ItemFlag.TOO_FEW not in item_flags(item(30))


@pytest.mark.parametrize(
    ("n", "difficulty", "flags"),
    [
        (50, 0.951, (ItemFlag.TOO_EASY,)),
        (50, 0.95, ()),
        (49, 0.99, ()),
        (50, 0.199, (ItemFlag.TOO_HARD,)),
        (50, 0.20, ()),
        (49, 0.10, ()),
    ],
)
def test_difficulty_is_judged_from_fifty_answers(n: int, difficulty: float, flags: tuple[ItemFlag, ...]) -> None:
    assert item_flags(item(n, difficulty)) == flags


@pytest.mark.parametrize(
    ("r", "flags"),
    [(-0.01, (ItemFlag.NEGATIVE,)), (0.0, (ItemFlag.LOW,)), (0.149, (ItemFlag.LOW,)), (0.15, ()), (None, ())],
)
def test_discrimination_is_negative_low_or_enough(r: float | None, flags: tuple[ItemFlag, ...]) -> None:
    assert item_flags(item(r=r)) == flags


def test_a_wrong_option_that_the_able_choose_is_attractive() -> None:
    wrong = option("wrong", 10, 0.01)
    one = item(options=(KEY, wrong))
    assert option_flags(one, wrong) == (OptionFlag.CHOSEN_BY_THE_ABLE,)
    assert item_flags(one) == (ItemFlag.ATTRACTIVE,)
    assert option_flags(one, KEY) == ()
    neither = option("wrong", 10, 0.0)
    assert option_flags(item(options=(KEY, neither)), neither) == ()


def test_four_people_do_not_make_an_option_attractive() -> None:
    wrong = option("wrong", 4, 0.5)
    assert option_flags(item(options=(KEY, wrong)), wrong) == ()


def test_a_wrong_option_chosen_more_than_the_key_is_flagged_though_the_key_holds() -> None:
    wrong = option("wrong", 61, -0.1)
    one = item(options=(KEY, wrong))
    assert option_flags(one, wrong) == (OptionFlag.MORE_THAN_THE_KEY,)
    assert item_flags(one) == (ItemFlag.ATTRACTIVE,)


def test_an_option_with_part_of_the_credit_is_measured_by_the_key() -> None:
    part = option("partly right", 20, 0.2, credit=0.5)
    better = option("partly right", 20, 0.4, credit=0.5)
    assert option_flags(item(options=(KEY, part)), part) == ()
    assert option_flags(item(options=(KEY, better)), better) == (OptionFlag.CHOSEN_BY_THE_ABLE,)


def test_leaving_out_is_never_an_attractive_option() -> None:
    omitted = OptionFigures(None, 90, 0.9, 0.0, 0.5, False)
    assert option_flags(item(options=(KEY, omitted)), omitted) == ()


def test_the_key_is_suspect_if_another_outdoes_it_in_both_ways() -> None:
    assert ItemFlag.KEY_SUSPECT in item_flags(item(options=(KEY, option("wrong", 61, 0.4))))
    assert ItemFlag.KEY_SUSPECT not in item_flags(item(options=(KEY, option("wrong", 59, 0.4))))
    assert ItemFlag.KEY_SUSPECT not in item_flags(item(options=(KEY, option("wrong", 61, 0.2))))


def test_the_key_is_suspect_if_it_separates_the_wrong_way_and_another_the_right_one() -> None:
    key = option("right", 60, -0.2, credit=1.0, is_key=True)
    assert item_flags(item(r=-0.2, options=(key, option("wrong", 20, 0.2))))[:2] == (
        ItemFlag.KEY_SUSPECT,
        ItemFlag.NEGATIVE,
    )
    assert ItemFlag.KEY_SUSPECT not in item_flags(item(r=-0.2, options=(key, option("wrong", 20, -0.1))))


def test_the_key_is_suspect_if_nobody_chose_it_and_the_able_chose_another() -> None:
    assert ItemFlag.KEY_SUSPECT in item_flags(item(difficulty=0.0, r=None, options=(option("wrong", 50, 0.3),)))
    assert ItemFlag.KEY_SUSPECT not in item_flags(item(difficulty=0.0, r=None, options=(option("wrong", 50, -0.3),)))
