"""How far first and second marks agree, line by line, with weighted kappa and its interval. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import sqrt

# Below this many pairs an interval is so wide that a coefficient says nothing.
FEWEST_PAIRS = 30
Z_95 = 1.959964
Weights = Callable[[int, int], float]
Counts = Sequence[Sequence[float]]


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of one work as two people marked it. None is "cannot tell"."""

    rubric: str
    line: str
    title: str
    points_max: int
    first: int | None
    second: int | None


@dataclass(frozen=True, slots=True)
class Kappa:
    """Weighted kappa, -1 to 1, with its standard error and a 95 % interval."""

    value: float
    standard_error: float

    @property
    def low(self) -> float:
        """The lower end."""
        return max(self.value - Z_95 * self.standard_error, -1.0)

    @property
    def high(self) -> float:
        """The upper end."""
        return min(self.value + Z_95 * self.standard_error, 1.0)


@dataclass(frozen=True, slots=True)
class LineAgreement:
    """One line: `n` works that both could judge, how often they gave the same or nearly the same points.

    `kappa` is None below 30 pairs, and where all marks are alike, since then chance explains them wholly.
    """

    rubric: str
    line: str
    title: str
    n: int
    exact: int
    within_one: int
    unknown: int
    kappa: Kappa | None


def quadratic(one: int, other: int) -> float:
    """The disagreement of two categories, by the square of their distance (Cohen 1968; Fleiss and Cohen 1973)."""
    return float((one - other) ** 2)


def kappa(counts: Counts, disagreement: Weights = quadratic) -> Kappa | None:
    """Weighted kappa of a square table of counts or shares, rows one rater and columns the other.

    Kappa after Cohen (1968, Psychological Bulletin 70, 213-220); its large-sample standard error after Fleiss, Cohen
    and Everitt (1969, Psychological Bulletin 72, 323-327), which holds for counts only: shares have no n. None where
    nobody could have disagreed.
    """
    n, size = sum(map(sum, counts)), range(len(counts))
    share = [[cell / n for cell in row] for row in counts]
    rows, columns = [sum(row) for row in share], [sum(column) for column in zip(*share, strict=True)]
    most = max(disagreement(i, j) for i, j in product(size, size))
    weight = [[1 - disagreement(i, j) / most for j in size] for i in size]
    seen = sum(weight[i][j] * share[i][j] for i, j in product(size, size))
    chance = sum(weight[i][j] * rows[i] * columns[j] for i, j in product(size, size))
    if chance > 1 - 1e-12:
        return None
    of_row = [sum(weight[i][j] * columns[j] for j in size) for i in size]
    of_column = [sum(weight[i][j] * rows[i] for i in size) for j in size]
    spread = sum(
        share[i][j] * (weight[i][j] * (1 - chance) - (of_row[i] + of_column[j]) * (1 - seen)) ** 2
        for i, j in product(size, size)
    )
    variance = (spread - (seen * chance - 2 * chance + seen) ** 2) / (n * (1 - chance) ** 4)
    return Kappa((seen - chance) / (1 - chance), sqrt(max(variance, 0.0)))


def line_agreement(pairs: Sequence[Pair]) -> LineAgreement:
    """The agreement on one line; its title and most points are the newest."""
    newest = pairs[-1]
    known = [(one.first, one.second) for one in pairs if one.first is not None and one.second is not None]
    most = max(one.points_max for one in pairs)
    counts = [[known.count((i, j)) for j in range(most + 1)] for i in range(most + 1)]
    return LineAgreement(
        rubric=newest.rubric,
        line=newest.line,
        title=newest.title,
        n=len(known),
        exact=sum(1 for one, other in known if one == other),
        within_one=sum(1 for one, other in known if abs(one - other) <= 1),
        unknown=len(pairs) - len(known),
        kappa=kappa(counts) if len(known) >= FEWEST_PAIRS else None,
    )


def agreements(pairs: Iterable[Pair]) -> list[LineAgreement]:
    """The agreement on every line, by rubric, in the order in which the lines first came."""
    by_line: dict[tuple[str, str], list[Pair]] = {}
    for pair in pairs:
        by_line.setdefault((pair.rubric, pair.line), []).append(pair)
    found = [line_agreement(some) for some in by_line.values()]
    return sorted(found, key=lambda one: one.rubric)
