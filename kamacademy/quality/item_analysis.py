"""How each item and each of its options behaved, from the answers that were given.

The rest score of an answer is the mean, over the other items of the same sitting, of score less the item's mean over
all sittings. Where everyone had the same items this ranks people as the plain sum of the other items does, so that the
correlations are the classical ones; where everyone drew other items it keeps a hard draw from looking like a weak
learner. An omission counts as a score of 0, an item that was not reached does not count at all.

Sources: Wilson (1927) for the interval of the difficulty, where partial credit makes it a little too wide; Fisher's z
for that of a correlation; Lord & Novick (1968), 15.5, for the point-biserial.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from kamacademy.quality.figures import ItemFigures, OptionFigures, Quartiles
from kamacademy.quality.responses import NORMAL_QUANTILE, Interval, Response
from kamacademy.quality.tables import Answers, Codes, Numbers, answers_of, frame_of, item_codes, reached

FULL_CREDIT = 1 - 1e-9
# Below four pairs Fisher's interval has no width.
FEWEST_PAIRS = 4

Keys = Mapping[tuple[str, int], str]


def items(responses: Iterable[Response], keys: Keys | None = None) -> tuple[ItemFigures, ...]:
    """The figures of every item and revision that anyone reached, by name and revision.

    `keys` names the right option of an item and revision; without it, an option is a key if all who chose it had full
    credit.
    """
    return items_of_frame(frame_of(responses), keys)


def items_of_frame(frame: pd.DataFrame, keys: Keys | None = None) -> tuple[ItemFigures, ...]:
    """The same, from a table with the columns of `Response`; a score that is not a number was not reached."""
    rows = reached(frame)
    if rows.empty:
        return ()
    answers = answers_of(rows)
    rest = rest_scores(answers)
    n = answers.per_item()
    difficulty = answers.per_item(answers.score) / n
    low, high = wilson(difficulty, n)
    r, pairs = correlations(answers, rest)
    r_low, r_high = fisher(r, pairs)
    omitted = answers.per_item(rows["omitted"].to_numpy(dtype=np.float64)) / n
    seconds = _quartiles(answers, rows["seconds"].to_numpy(dtype=np.float64))
    options = _options(answers, rest, rows, keys or {})
    not_reached = _not_reached(frame)
    return tuple(
        ItemFigures(
            item, revision, int(n[i]), not_reached.get((item, revision), 0), float(difficulty[i]),
            Interval(float(low[i]), float(high[i])), _known(r[i]), _interval(r_low[i], r_high[i]), int(pairs[i]),
            float(omitted[i]), seconds[i], options[i],
        )
        for i, (item, revision) in enumerate(answers.items)
    )  # fmt: skip


def rest_scores(answers: Answers) -> Numbers:
    """The rest score of each answer; not a number where the sitting has no other item."""
    mean = answers.per_item(answers.score) / answers.per_item()
    centred = answers.score - mean[answers.item]
    others = answers.per_sitting()[answers.sitting] - 1
    rest = answers.per_sitting(centred)[answers.sitting] - centred
    return np.where(others > 0, rest / np.maximum(others, 1), np.nan)


def wilson(share: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
    """Wilson's interval of shares seen among n, 95 %."""
    z = NORMAL_QUANTILE
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(np.maximum(share * (1 - share), 0) / n + z**2 / (4 * n**2))
    return np.maximum(middle - half, 0), np.minimum(middle + half, 1)


def fisher(r: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
    """Fisher's interval of correlations seen among n pairs, 95 %; not a number below four pairs."""
    z = np.arctanh(np.clip(r, -1 + 1e-12, 1 - 1e-12))
    half = np.where(n >= FEWEST_PAIRS, NORMAL_QUANTILE / np.sqrt(np.maximum(n - 3, 1)), np.nan)
    return np.tanh(z - half), np.tanh(z + half)


def correlations(answers: Answers, rest: Numbers) -> tuple[Numbers, Numbers]:
    """By item: the correlation of score and rest score, and the number of answers that have one."""
    paired = ~np.isnan(rest)
    item, score, other = answers.item[paired], answers.score[paired], rest[paired]
    size = len(answers.items)
    pairs = np.bincount(item, minlength=size).astype(np.float64)
    x = score - (np.bincount(item, score, size) / np.maximum(pairs, 1))[item]
    y = other - (np.bincount(item, other, size) / np.maximum(pairs, 1))[item]
    spread = np.sqrt(np.bincount(item, x * x, size) * np.bincount(item, y * y, size))
    r = np.where(spread > 1e-9, np.bincount(item, x * y, size) / np.maximum(spread, 1e-9), np.nan)
    return np.clip(r, -1, 1), pairs


def _quartiles(answers: Answers, seconds: Numbers) -> list[Quartiles | None]:
    """The quartiles of the seconds by item, interpolated between neighbours; None where no time is known."""
    timed = ~np.isnan(seconds)
    item, known = answers.item[timed], seconds[timed]
    order = np.lexsort((known, item))
    known = known[order]
    n = np.bincount(item, minlength=len(answers.items))
    start = np.cumsum(n) - n
    found: list[Quartiles | None] = []
    for first, count in zip(start, n, strict=True):
        quarters = np.quantile(known[first : first + count], (0.25, 0.5, 0.75)) if count else None
        found.append(None if quarters is None else Quartiles(*(float(one) for one in quarters)))
    return found


def _options(answers: Answers, rest: Numbers, rows: pd.DataFrame, keys: Keys) -> list[tuple[OptionFigures, ...]]:
    """The figures of each item's options, most chosen first; an omission comes last and only beside options."""
    option, names = pd.factorize(rows["option"])
    omitted = rows["omitted"].to_numpy(dtype=np.bool_)
    has_options = np.bincount(answers.item, option >= 0, len(answers.items)) > 0
    counted = (option >= 0) | (omitted & has_options[answers.item])
    label = np.where(option >= 0, option, len(names))
    code, groups = pd.factorize((answers.item * (len(names) + 1) + label)[counted], sort=True)
    n = np.bincount(code, minlength=len(groups)).astype(np.float64)
    credit = np.bincount(code, answers.score[counted], len(groups)) / np.maximum(n, 1)
    r = _point_biserial(answers, rest, counted, code, np.asarray(groups) // (len(names) + 1))
    reached_by = answers.per_item()
    found: list[list[OptionFigures]] = [[] for _ in answers.items]
    for i, group in enumerate(groups):
        item, which = divmod(int(group), len(names) + 1)
        name = None if which == len(names) else str(names[which])
        key = keys.get(answers.items[item])
        is_key = name is not None and (credit[i] >= FULL_CREDIT if key is None else name == key)
        share = float(n[i] / reached_by[item])
        found[item].append(OptionFigures(name, int(n[i]), share, float(credit[i]), _known(r[i]), bool(is_key)))
    return [tuple(sorted(one, key=lambda it: (it.option is None, -it.n, it.option))) for one in found]


def _point_biserial(
    answers: Answers, rest: Numbers, counted: np.ndarray[tuple[int], np.dtype[np.bool_]], code: Codes, item_of: Codes
) -> Numbers:
    """By option: the correlation of choosing it with the rest score among all who reached its item."""
    paired = ~np.isnan(rest)
    size = len(answers.items)
    n = np.maximum(np.bincount(answers.item[paired], minlength=size), 1)
    mean = np.bincount(answers.item[paired], rest[paired], size) / n
    centred = np.where(paired, rest - mean[answers.item], 0.0)
    sd = np.sqrt(np.bincount(answers.item, centred**2, size) / n)
    chosen = np.bincount(code, paired[counted], len(item_of))
    above = np.bincount(code, centred[counted], len(item_of)) / np.maximum(chosen, 1)
    share = chosen / n[item_of]
    can_be_said = (share > 0) & (share < 1) & (sd[item_of] > 1e-9)
    odds = share / np.where(can_be_said, 1 - share, 1)
    return np.where(can_be_said, above / np.where(can_be_said, sd[item_of], 1) * np.sqrt(odds), np.nan)


def _not_reached(frame: pd.DataFrame) -> dict[tuple[str, int], int]:
    """How many sittings did not reach each item."""
    missing = frame[frame["score"].isna()]
    if missing.empty:
        return {}
    code, labels = item_codes(missing)
    return dict(zip(labels, np.bincount(code).tolist(), strict=True))


def _known(figure: np.float64) -> float | None:
    """A figure, or None where it is not a number."""
    return None if np.isnan(figure) else float(figure)


def _interval(low: np.float64, high: np.float64) -> Interval | None:
    """An interval, or None where it is not a number."""
    return None if np.isnan(low) or np.isnan(high) else Interval(float(low), float(high))
