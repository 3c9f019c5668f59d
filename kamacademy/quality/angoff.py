"""The modified Angoff method: judges estimate, item by item, how many just-competent people would get it right.

A judge's cut is the sum of the estimates, weighted by the items' points. The panel's cut is the mean of these, and its
standard error the judges' standard deviation over the root of their number (Cizek & Bunch 2007, chapter 6). The
interval uses Student's t, for panels are small. The academy asks for six judges and two rounds with a talk between.
"""

from collections.abc import Iterable, Mapping
from math import sqrt
from statistics import fmean, stdev

from kamacademy.quality.responses import NORMAL_QUANTILE, Interval, Reason, Refused
from kamacademy.quality.standards import AngoffCut, Estimate, Judge, JudgedItem, Round, Shortfall

FEWEST_JUDGES = 6
FEWEST_ROUNDS = 2
# Below two there is no standard error, and no cut without one.
FEWEST_TO_COMPUTE = 2

# Student's t at 97.5 % for 1 to 10 degrees of freedom; beyond, the expansion of Abramowitz & Stegun 26.7.5 is exact to
# three decimals.
STUDENT = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228)

Table = dict[str, dict[str, float]]
Weights = Mapping[str, float]


def cut(estimates: Iterable[Estimate], weights: Weights | None = None) -> AngoffCut | Refused:
    """The cut of the last round, with every round before it, the judges and the items.

    `weights` are the points that each item is expected to carry in a sitting, above 0; without them, one each.
    The items are those that anyone rated in any round. A judge who left one of them out in a round does not count in
    that round. Refused with fewer than two judges who rated all items in the last round.
    """
    given = sorted(estimates, key=lambda one: (one.round, one.judge, one.item))
    if any(not 0 <= one.probability <= 1 for one in given):
        raise ValueError("an estimate is a share of people, 0 to 1")
    if len({(one.round, one.judge, one.item) for one in given}) < len(given):
        raise ValueError("a judge rated an item twice in a round")
    items = sorted({one.item for one in given})
    tables = {number: _complete(given, number, len(items)) for number in sorted({one.round for one in given})}
    last = tables[max(tables)] if tables else {}
    if len(last) < FEWEST_TO_COMPUTE:
        return Refused(Reason.TOO_FEW_JUDGES, len(last), FEWEST_TO_COMPUTE)
    points = {item: 1.0 if weights is None else weights[item] for item in items}
    if any(one <= 0 for one in points.values()):
        raise ValueError("an item carries points above 0")
    rounds = tuple(_round(number, table, points) for number, table in tables.items() if len(table) >= FEWEST_TO_COMPUTE)
    judges = {one.judge for one in given}
    before = tables[rounds[-2].number] if len(rounds) > 1 else {}
    left_out = tuple(sorted(judges - set(last)))
    judged = _judges(last, before, points)
    return AngoffCut(rounds, judged, _items(last, items), left_out, _shortfalls(rounds, left_out))


def _complete(given: list[Estimate], number: int, items: int) -> Table:
    """The estimates of one round by judge and item, of the judges who rated every item."""
    table: Table = {}
    for one in given:
        if one.round == number:
            table.setdefault(one.judge, {})[one.item] = one.probability
    return {judge: rated for judge, rated in table.items() if len(rated) == items}


def _round(number: int, table: Table, weights: Weights) -> Round:
    """The figures of one round."""
    cuts = [_points(rated, weights) for rated in table.values()]
    points, error = fmean(cuts), stdev(cuts) / sqrt(len(cuts))
    to_percent = 100 / sum(weights.values())
    half = student(len(cuts) - 1) * error
    interval = Interval(max(points - half, 0.0) * to_percent, min((points + half) * to_percent, 100.0))
    spread = fmean(stdev([rated[item] for rated in table.values()]) for item in weights)
    return Round(number, len(cuts), points, points * to_percent, error, error * to_percent, interval, spread)


def _points(rated: Mapping[str, float], weights: Weights) -> float:
    """A judge's cut in points."""
    return sum(rated[item] * weights[item] for item in rated)


def _judges(last: Table, before: Table, weights: Weights) -> tuple[Judge, ...]:
    """Every judge of the last round, the strictest first."""
    to_percent = 100 / sum(weights.values())
    percent = {judge: to_percent * _points(rated, weights) for judge, rated in last.items()}
    earlier = {judge: to_percent * _points(rated, weights) for judge, rated in before.items()}
    moved = {judge: percent[judge] - earlier[judge] for judge in percent if judge in earlier}
    middle = fmean(percent.values())
    found = [Judge(judge, own, own - middle, moved.get(judge)) for judge, own in percent.items()]
    return tuple(sorted(found, key=lambda one: (-one.cut_percent, one.judge)))


def _items(last: Table, items: list[str]) -> tuple[JudgedItem, ...]:
    """Every item of the last round, the one the judges differ on most first."""
    found = []
    for item in items:
        views = [rated[item] for rated in last.values()]
        found.append(JudgedItem(item, fmean(views), stdev(views), min(views), max(views)))
    return tuple(sorted(found, key=lambda one: (-round(one.sd, 9), one.item)))


def _shortfalls(rounds: tuple[Round, ...], left_out: tuple[str, ...]) -> tuple[Shortfall, ...]:
    """What the cut lacks of the academy's rules."""
    found = {
        Shortfall.FEW_JUDGES: rounds[-1].judges < FEWEST_JUDGES,
        Shortfall.ONE_ROUND: len(rounds) < FEWEST_ROUNDS,
        Shortfall.JUDGE_INCOMPLETE: bool(left_out),
    }
    return tuple(shortfall for shortfall, holds in found.items() if holds)


def student(freedom: int) -> float:
    """Student's t at 97.5 %, for at least one degree of freedom."""
    if freedom <= len(STUDENT):
        return STUDENT[freedom - 1]
    z = NORMAL_QUANTILE
    first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3
