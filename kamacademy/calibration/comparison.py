"""How close a rater's levels are to the reference: counts, weighted kappa, leniency and spread. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev

from kamacademy.marking.agreement import FEWEST_PAIRS, Kappa, kappa

# The 95th percentile of the normal distribution: an interval of 90 % leaves one in twenty on either side.
Z_90 = 1.6448536
LEVEL_COUNT = 5


@dataclass(frozen=True, slots=True)
class Pair:
    """The level given to one indicator of one case, None for "cannot tell", beside the reference; 1 to 5."""

    case: str
    indicator: str
    given: int | None
    reference: int


@dataclass(frozen=True, slots=True)
class Span:
    """A figure with its 90 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `n` levels given say beside the reference; `unknown` were "cannot tell".

    `leniency` is the mean of level given less reference, in levels; `spread` and `reference_spread` are standard
    deviations. These and `kappa` are None below 30 pairs, since less says nothing; kappa also where all are alike.
    """

    n: int
    unknown: int
    exact: int
    within_one: int
    kappa: Span | None
    leniency: Span | None
    spread: float | None
    reference_spread: float | None

    @property
    def is_indicative(self) -> bool:
        """Whether the pairs are too few for more than counts."""
        return self.n < FEWEST_PAIRS


def compare(pairs: Iterable[Pair]) -> Comparison:
    """The comparison of some pairs."""
    some = list(pairs)
    known = [(one.given, one.reference) for one in some if one.given is not None]
    is_enough = len(known) >= FEWEST_PAIRS
    given, reference = [one for one, _ in known], [other for _, other in known]
    return Comparison(
        n=len(known),
        unknown=len(some) - len(known),
        exact=sum(1 for one, other in known if one == other),
        within_one=sum(1 for one, other in known if abs(one - other) <= 1),
        kappa=agreement(known) if is_enough else None,
        leniency=mean_span([one - other for one, other in known]) if is_enough else None,
        spread=stdev(given) if is_enough else None,
        reference_spread=stdev(reference) if is_enough else None,
    )


def agreement(known: Sequence[tuple[int, int]]) -> Span | None:
    """Quadratic weighted kappa of levels given and reference, with its 90 % interval by the standard error."""
    levels = range(1, LEVEL_COUNT + 1)
    found = kappa([[known.count((i, j)) for j in levels] for i in levels])
    return None if found is None else span_90(found)


def span_90(found: Kappa) -> Span:
    """Kappa with an interval of 90 % instead of its usual 95 %."""
    half = Z_90 * found.standard_error
    return Span(found.value, max(found.value - half, -1.0), min(found.value + half, 1.0))


def mean_span(values: Sequence[float]) -> Span:
    """A mean with its 90 % interval by Student's t; for two values or more."""
    middle, half = mean(values), t_90(len(values) - 1) * stdev(values) / sqrt(len(values))
    return Span(middle, middle - half, middle + half)


def t_90(degrees: int) -> float:
    """The 95th percentile of Student's t, exact to the third decimal from 5 degrees of freedom on.

    By the expansion around the normal percentile in Abramowitz and Stegun (1964), Handbook of Mathematical Functions,
    26.7.5, which spares the pages a library.
    """
    z = Z_90
    terms = (
        z,
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
    )
    return sum(term / float(degrees) ** power for power, term in enumerate(terms))


def by_indicator(pairs: Iterable[Pair]) -> dict[str, Comparison]:
    """The comparison on each indicator, in order of its name."""
    found: dict[str, list[Pair]] = {}
    for one in pairs:
        found.setdefault(one.indicator, []).append(one)
    return {indicator: compare(found[indicator]) for indicator in sorted(found)}


def beside_words(found: Comparison) -> str:
    """What is read with the share within one level: exact agreement, kappa, and the spread, from 30 pairs on."""
    exact = f"{found.exact} of {found.n} agree exactly"
    if found.kappa is None or found.spread is None or found.reference_spread is None:
        return f"{exact}; weighted kappa needs {FEWEST_PAIRS} pairs that differ."
    return (
        f"{exact}; weighted kappa {found.kappa.value:.2f} (90 % interval {found.kappa.low:.2f} to "
        f"{found.kappa.high:.2f}); levels spread by {found.spread:.1f}, the panel's by {found.reference_spread:.1f}."
    )
