"""Answers as arrays: every figure of this package is computed from these. Needs numpy and pandas."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from operator import attrgetter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kamacademy.quality.responses import Response

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]

COLUMNS = tuple(field.name for field in fields(Response))


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers that were reached, one entry each; `sitting` and `item` are codes that count from 0.

    `items` gives the name and revision that belong to an item's code, `sittings` a sitting's own number.
    """

    sitting: Codes
    item: Codes
    score: Numbers
    items: tuple[tuple[str, int], ...]
    sittings: Codes

    def per_item(self, weights: Numbers | None = None) -> Numbers:
        """The sum of the weights by item; without weights, the number of answers."""
        return np.bincount(self.item, weights, len(self.items)).astype(np.float64)

    def per_sitting(self, weights: Numbers | None = None) -> Numbers:
        """The sum of the weights by sitting; without weights, the number of answers."""
        return np.bincount(self.sitting, weights, len(self.sittings)).astype(np.float64)


def frame_of(responses: Iterable[Response]) -> pd.DataFrame:
    """Responses as a table with the columns of `Response`."""
    given = list(responses)
    table = pd.DataFrame({name: list(map(attrgetter(name), given)) for name in COLUMNS})
    return table.astype({"score": "float64", "seconds": "float64", "omitted": "bool"})


def reached(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows whose item was reached; refuses a score outside 0 to 1."""
    was_reached = frame["score"].notna()
    rows = frame if was_reached.all() else frame[was_reached]
    scores = rows["score"].to_numpy(dtype=np.float64)
    if scores.size and (scores.min() < 0 or scores.max() > 1):
        raise ValueError("a score is a share of the item's points, 0 to 1")
    return rows


def answers_of(rows: pd.DataFrame) -> Answers:
    """The rows of a table as arrays; items in order of name and revision, sittings in order of number."""
    item, items = item_codes(rows)
    sitting, sittings = pd.factorize(rows["sitting"].to_numpy(dtype=np.int64), sort=True)
    return Answers(
        sitting.astype(np.int64),
        item,
        rows["score"].to_numpy(dtype=np.float64),
        items,
        np.asarray(sittings, dtype=np.int64),
    )


def table_of(answers: Answers) -> Numbers:
    """Scores, sittings by items; not a number where a sitting did not have the item."""
    table = np.full((len(answers.sittings), len(answers.items)), np.nan)
    table[answers.sitting, answers.item] = answers.score
    return table


def item_codes(rows: pd.DataFrame) -> tuple[Codes, tuple[tuple[str, int], ...]]:
    """A code for each row's item and revision, and what the codes stand for, in order of name and revision."""
    name, names = pd.factorize(rows["item"], sort=True)
    revision, revisions = pd.factorize(rows["revision"].to_numpy(dtype=np.int64), sort=True)
    code, pairs = pd.factorize(name * max(len(revisions), 1) + revision, sort=True)
    labels = tuple(
        (str(names[which]), int(revisions[of_it]))
        for which, of_it in (divmod(int(pair), len(revisions)) for pair in pairs)
    )
    return code.astype(np.int64), labels


def only(answers: Answers, is_kept: NDArray[np.bool_]) -> Answers:
    """The answers to some of the items, given as a mask over items; sittings left without an answer go too."""
    rows = is_kept[answers.item]
    renumbered = np.cumsum(is_kept) - 1
    sitting, kept_sittings = pd.factorize(answers.sitting[rows], sort=True)
    return Answers(
        sitting.astype(np.int64),
        renumbered[answers.item[rows]].astype(np.int64),
        answers.score[rows],
        tuple(label for label, kept in zip(answers.items, is_kept, strict=True) if kept),
        answers.sittings[np.asarray(kept_sittings, dtype=np.int64)],
    )
