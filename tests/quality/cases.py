"""Published cases and answers made for a purpose."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from kamacademy.quality.responses import Response
from kamacademy.quality.tables import Numbers

VECTORS = Path(__file__).parent / "vectors"
THE_DAY = datetime(2026, 11, 22, 9, tzinfo=UTC)


def vector(name: str) -> Any:  # each vector has a shape of its own
    """A published case by its file's name."""
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def lsat6() -> Numbers:
    """The thousand people of LSAT section 6, five items right or wrong."""
    rows = [[int(digit) for digit in one["pattern"]] for one in vector("lsat6")["patterns"] for _ in range(one["n"])]
    return np.array(rows, dtype=np.float64)


def frame(scores: Numbers, options: Any = None) -> pd.DataFrame:
    """A table of scores, people by items, as responses; not a number was not reached."""
    people, items = scores.shape
    return pd.DataFrame(
        {
            "sitting": np.repeat(np.arange(people), items),
            "learner": np.repeat(np.arange(people) + 1000, items),
            "item": np.tile([f"i{number:02d}" for number in range(items)], people),
            "revision": 1,
            "option": None if options is None else np.asarray(options).astype(str).ravel(),
            "score": scores.ravel(),
            "omitted": False,
            "seconds": np.nan,
            "at": THE_DAY,
        }
    )


def response(
    sitting: int,
    item: str,
    score: float | None,
    *,
    option: str | None = None,
    omitted: bool = False,
    seconds: float | None = None,
    revision: int = 1,
) -> Response:
    """One answer, its learner of the sitting's number."""
    return Response(sitting, sitting, item, revision, option, score, omitted, seconds, THE_DAY)


def drawn(people: int, items: int, each: int, seed: int = 7) -> tuple[pd.DataFrame, Numbers, Numbers]:
    """Answers by the 2PL model to items drawn at random, and the discriminations and difficulties behind them."""
    chance = np.random.default_rng(seed)
    ability = chance.normal(size=people)
    a, b = np.exp(chance.normal(0, 0.3, items)), chance.normal(-0.5, 1, items)
    item = np.argsort(chance.random((people, items)), axis=1)[:, :each].ravel()
    person = np.repeat(np.arange(people), each)
    right = chance.random(people * each) < 1 / (1 + np.exp(-a[item] * (ability[person] - b[item])))
    table = pd.DataFrame(
        {
            "sitting": person,
            "learner": person,
            "item": np.array([f"i{number:03d}" for number in range(items)])[item],
            "revision": 1,
            "option": np.where(right, "key", np.array(["x", "y", "z"])[chance.integers(0, 3, people * each)]),
            "score": right.astype(np.float64),
            "omitted": False,
            "seconds": chance.lognormal(3, 0.5, people * each),
            "at": THE_DAY,
        }
    )
    return table, a, b
