"""Which items and options a learning team should look at: rules over their figures.

The limits are those of the academy's item rules: retire below 20 % or above 95 % right after 50 answers, or with an
item-rest correlation under 0.15. Under 30 answers nothing is said but that there are too few.
"""

from enum import StrEnum

from kamacademy.quality.figures import ItemFigures, OptionFigures

FEWEST_ANSWERS = 30
FEWEST_ANSWERS_FOR_DIFFICULTY = 50
FEWEST_CHOOSERS = 5
EASIEST = 0.95
HARDEST = 0.20
LEAST_DISCRIMINATION = 0.15


class ItemFlag(StrEnum):
    """What to look at in an item."""

    TOO_FEW = "too few answers to say"
    TOO_EASY = "too easy"
    TOO_HARD = "too hard"
    KEY_SUSPECT = "key suspect"
    NEGATIVE = "negative discrimination"
    LOW = "low discrimination"
    ATTRACTIVE = "attractive wrong option"


class OptionFlag(StrEnum):
    """What to look at in an option that is not the key."""

    CHOSEN_BY_THE_ABLE = "chosen by those who do well elsewhere"
    MORE_THAN_THE_KEY = "chosen more than the key"


def option_flags(item: ItemFigures, option: OptionFigures) -> tuple[OptionFlag, ...]:
    """The flags of one option; none for the key, an omission, or fewer than five people who chose it.

    An option with part of the credit may be chosen by able learners; it is flagged only where it separates better than
    the key.
    """
    if item.n < FEWEST_ANSWERS or option.is_key or option.option is None or option.n < FEWEST_CHOOSERS:
        return ()
    bar = 0.0 if option.credit == 0 else max(0.0, _discrimination(item.key))
    flags = []
    if _discrimination(option) > bar:
        flags.append(OptionFlag.CHOSEN_BY_THE_ABLE)
    if option.n > (item.key.n if item.key else 0):
        flags.append(OptionFlag.MORE_THAN_THE_KEY)
    return tuple(flags)


def item_flags(item: ItemFigures) -> tuple[ItemFlag, ...]:
    """The flags of an item, the gravest first; empty if there is nothing to look at."""
    if item.n < FEWEST_ANSWERS:
        return (ItemFlag.TOO_FEW,)
    found = {
        ItemFlag.KEY_SUSPECT: _key_is_suspect(item),
        ItemFlag.NEGATIVE: _is_judged(item) and _of(item) < 0,
        ItemFlag.LOW: _is_judged(item) and 0 <= _of(item) < LEAST_DISCRIMINATION,
        ItemFlag.ATTRACTIVE: any(option_flags(item, option) for option in item.options),
        ItemFlag.TOO_EASY: item.n >= FEWEST_ANSWERS_FOR_DIFFICULTY and item.difficulty > EASIEST,
        ItemFlag.TOO_HARD: item.n >= FEWEST_ANSWERS_FOR_DIFFICULTY and item.difficulty < HARDEST,
    }
    return tuple(flag for flag, holds in found.items() if holds)


def _key_is_suspect(item: ItemFigures) -> bool:
    """Whether another option behaves as the key should: it separates better than the key, and outdoes it in number or
    the key separates the wrong way. Where nobody chose the key it is enough that the able chose the other."""
    key = item.key
    for option in item.options:
        if OptionFlag.CHOSEN_BY_THE_ABLE not in option_flags(item, option):
            continue
        if key is None or (_discrimination(option) > _discrimination(key) and _is_outdone(key, option)):
            return True
    return False


def _is_outdone(key: OptionFigures, option: OptionFigures) -> bool:
    """Whether an option is chosen more than the key, or the key by those who do badly elsewhere."""
    return option.n > key.n or _discrimination(key) < 0


def _is_judged(item: ItemFigures) -> bool:
    """Whether enough answers have a rest score, and differ."""
    return item.discrimination is not None and item.discrimination_n >= FEWEST_ANSWERS


def _of(item: ItemFigures) -> float:
    """The discrimination of an item that has one."""
    assert item.discrimination is not None
    return item.discrimination


def _discrimination(option: OptionFigures | None) -> float:
    """An option's discrimination; none counts as zero."""
    return 0.0 if option is None or option.discrimination is None else option.discrimination
