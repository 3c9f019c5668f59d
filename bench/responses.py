"""What the analysis of a million answers costs: items, options and a 2PL calibration, in CPU seconds and memory.

Run by `python -m bench.responses`. 20,000 sittings of 50 items drawn from a bank of 500, answered by the 2PL model.
"""

import resource
import sys
from time import process_time

import numpy as np
import pandas as pd

from kamacademy.quality.figures import Calibration
from kamacademy.quality.irt import calibration_of_frame
from kamacademy.quality.item_analysis import items_of_frame

SITTINGS = 20_000
ITEMS = 500
EACH = 50
MOST_SECONDS = 10.0
MOST_MEGABYTES = 500.0


def megabytes() -> float:
    """The most memory this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def answers(seed: int = 1) -> tuple[pd.DataFrame, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """A million answers as the table that analysis takes, and the difficulties behind them."""
    chance = np.random.default_rng(seed)
    ability = chance.normal(size=SITTINGS)
    a, b = np.exp(chance.normal(0, 0.3, ITEMS)), chance.normal(-0.5, 1, ITEMS)
    item = np.concatenate([chance.choice(ITEMS, EACH, replace=False) for _ in range(SITTINGS)])
    sitting = np.repeat(np.arange(SITTINGS), EACH)
    right = chance.random(len(item)) < 1 / (1 + np.exp(-a[item] * (ability[sitting] - b[item])))
    names = pd.Series([f"item-{number:03d}" for number in range(ITEMS)])
    options = pd.Series(["key", "first", "second", "third"])
    table = pd.DataFrame(
        {
            "sitting": sitting,
            "learner": sitting,
            "item": names.take(item).to_numpy(),
            "revision": 1,
            "option": options.take(np.where(right, 0, chance.integers(1, 4, len(item)))).to_numpy(),
            "score": right.astype(np.float64),
            "omitted": False,
            "seconds": chance.lognormal(3, 0.5, len(item)),
            "at": pd.Timestamp("2026-11-22", tz="UTC"),
        }
    )
    return table, b


def main() -> None:
    """Print seconds of CPU and the peak of memory, step by step; fail where a limit is passed."""
    table, b = answers()
    print(f"{len(table):,} answers, {SITTINGS:,} sittings, {ITEMS} items; {megabytes():.0f} MB with the table")
    began = process_time()
    items = items_of_frame(table)
    after_items = process_time()
    print(f"items and options  {after_items - began:6.2f} s CPU  {megabytes():6.0f} MB at most  {len(items)} items")
    found = calibration_of_frame(table)
    assert isinstance(found, Calibration)
    total = process_time() - began
    r = np.corrcoef([one.difficulty for one in found.items], b)[0, 1]
    print(f"2PL calibration    {process_time() - after_items:6.2f} s CPU  {megabytes():6.0f} MB at most  r(b) {r:.4f}")
    print(f"together           {total:6.2f} s CPU of {MOST_SECONDS:.0f}, {megabytes():.0f} MB of {MOST_MEGABYTES:.0f}")
    if total > MOST_SECONDS or megabytes() > MOST_MEGABYTES:
        sys.exit("over the limit")


if __name__ == "__main__":
    main()
