"""Whether the levels within one visit lie nearer together than with others: one impression for everything. Pure."""

from math import sqrt

# With fewer free differences than of fifteen visits with two levels each, the ratio says more about chance.
FEWEST_FREE = 15
# Simulated without halo, one rater in a hundred falls below two thirds at thirty ratings, and fewer with more.
NEAR = 0.6


def within_visits(squares: float, freedom: int) -> float | None:
    """The standard deviation of levels within visits, in levels; None without two levels on one visit."""
    return sqrt(squares / freedom) if freedom else None


def spread_ratio(own: tuple[float, int], everybody: tuple[float, int]) -> float | None:
    """A rater's spread within visits as a share of all other raters', each by squares and degrees of freedom.

    None where either rests on too little, or where the others' levels within a visit never differ.
    """
    others = everybody[0] - own[0], everybody[1] - own[1]
    if min(own[1], others[1]) < FEWEST_FREE:
        return None
    mine, theirs = within_visits(*own), within_visits(*others)
    return mine / theirs if mine is not None and theirs else None
