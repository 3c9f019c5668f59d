"""A chance in words: clearly, very likely, leaning; and as so many in ten. No decimals, and never ten of ten. Pure."""

from enum import StrEnum

from kamacademy.competency.estimation import SURE

CLEAR, LEANING = 0.95, 0.5


class Likelihood(StrEnum):
    """How likely something is, in the four words that the pages know."""

    CLEARLY = "clearly"
    VERY_LIKELY = "very likely"
    LEANING = "leaning, not yet secure"
    NOT_SHOWN = "not shown yet"


def likelihood(chance: float) -> Likelihood:
    """The word for a chance between 0 and 1."""
    if chance >= CLEAR:
        return Likelihood.CLEARLY
    if chance >= SURE:
        return Likelihood.VERY_LIKELY
    return Likelihood.LEANING if chance >= LEANING else Likelihood.NOT_SHOWN


def in_ten(chance: float) -> str:
    """A chance to the nearest tenth, as about 9 in 10; at either end in a hundred, since nothing is certain."""
    if chance >= CLEAR:
        return "more than 95 in 100"
    if chance <= 1 - CLEAR:
        return "fewer than 5 in 100"
    tenth = int(chance * 10 + 0.5)
    # What a word is tied to is not said of less: 0.78 is leaning, and very likely from 8 in 10 on.
    falls_short = any(chance < bound <= tenth / 10 for bound in (LEANING, SURE))
    return f"{'nearly' if falls_short else 'about'} {tenth} in 10"
