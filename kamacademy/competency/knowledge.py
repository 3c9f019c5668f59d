"""From answers to what somebody knows: the share of questions they would answer right, in logits on the grid. Pure.

Each row of answers, such as a paper or a day's practice, narrows it by how likely so many right of so many are,
averaged over the day's luck, which all questions of one row share. Time spreads what is known as it does for what
somebody does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
from scipy.special import log_expit

from kamacademy.competency.fusion import OCCASION_NODES, OCCASION_SD, normal_nodes
from kamacademy.competency.grid import GRID, population
from kamacademy.competency.walk import Walked, walk
from kamacademy.rater.rating_scale import Numbers

# What is taken of somebody never asked: four questions of five, the pass mark of the checks, so that before the first
# answer it is as likely as not that such a standard is held.
SHARE_AT_FIRST = 0.8


@dataclass(frozen=True, slots=True)
class Answered:
    """So many points of so many on a day, the day as a number."""

    day: int
    score: float
    score_max: float


@lru_cache(maxsize=1024)
def answer_likelihood(score: float, score_max: float) -> Numbers:
    """How likely a score is at each place of the grid, relative to the likeliest score; binomial, a day's luck beside.

    Worked by logarithms, since a long paper is very unlikely at most places.
    """
    places, weights = normal_nodes(OCCASION_NODES)
    at = GRID[:, None] + OCCASION_SD * places[None, :]
    found = score * log_expit(at) + (score_max - score) * log_expit(-at)
    return np.asarray(np.exp(found - found.max()) @ weights)


def logit(share: float) -> float:
    """The place on the grid of a share between 0 and 1."""
    return log(share / (1 - share))


def known_after(histories: Sequence[Sequence[Answered]]) -> Walked:
    """What is known after each history, answers in order of day."""
    start = population(logit(SHARE_AT_FIRST))[None, :]
    return walk(histories, lambda _, row: answer_likelihood(row.score, row.score_max), start)
