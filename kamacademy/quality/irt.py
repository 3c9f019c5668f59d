"""Items and sittings on one scale: 1PL and 2PL logistic models by marginal maximum likelihood.

The model is logit P(full credit) = a (theta - b) with theta ~ N(0, 1) over sittings, no constant 1.7; partial credit
counts as not right, an item that was not reached does not count. Items may be drawn freely: each sitting speaks only of
the items it had, as long as the draw does not depend on ability. Estimated by the EM algorithm of Bock & Aitkin (1981)
on equally spaced nodes, with the prior log a ~ N(0, 0.4) that keeps discriminations sane below some hundred answers
(in simulations never worse than without it). A discrimination is above 0 by the model; items that separate the wrong
way show in the classical figures. Standard errors: `irt_errors.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import expit

from kamacademy.quality.figures import Ability, Calibration, ItemParameters, LeftOut, Model, Shown, Uncalibrated
from kamacademy.quality.irt_errors import Errors, errors
from kamacademy.quality.item_analysis import FULL_CREDIT
from kamacademy.quality.nodes import NODES, WEIGHTS
from kamacademy.quality.responses import NORMAL_QUANTILE, Interval, Reason, Refused, Response
from kamacademy.quality.tables import Answers, Numbers, answers_of, frame_of, only, reached

# Below this an item's parameters are noise; classical figures with intervals are all that may be shown.
FEWEST_ANSWERS = 60
# From here on the answers outweigh the prior, and discriminations may be compared.
ANSWERS_FOR_DISCRIMINATION = 200
FEWEST_ITEMS = 3
PRIOR_SD = 0.4
MOST_ROUNDS = 2000
TOLERANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Fit:
    """Estimates by item (discrimination a; intercept d, so that b = -d/a) and the posterior of each sitting by node."""

    a: Numbers
    d: Numbers
    log_likelihood: float
    posterior: Numbers
    has_settled: bool


def calibration(responses: Iterable[Response], model: Model = Model.TWO_PARAMETER) -> Calibration | Refused:
    """Parameters of all items with at least 60 answers that are neither all right nor all wrong; abilities by sitting.

    Refused below 60 sittings, or with fewer than three such items.
    """
    return calibration_of_frame(frame_of(responses), model)


def calibration_of_frame(frame: pd.DataFrame, model: Model = Model.TWO_PARAMETER) -> Calibration | Refused:
    """The same, from a table with the columns of `Response`."""
    every = answers_of(reached(frame))
    if len(every.sittings) < FEWEST_ANSWERS:
        return Refused(Reason.TOO_FEW_SITTINGS, len(every.sittings), FEWEST_ANSWERS)
    left_out = _left_out(every)
    answers = only(every, np.array([why is None for why in left_out]))
    if len(answers.items) < FEWEST_ITEMS:
        return Refused(Reason.TOO_FEW_ANSWERS, len(answers.items), FEWEST_ITEMS)
    had, right = matrices(answers)
    is_common = model is Model.ONE_PARAMETER
    # A common discrimination has one prior, to which each item adds its share.
    prior_sd = PRIOR_SD * (len(answers.items) ** 0.5 if is_common else 1)
    found = fit(had, right, model, prior_sd)
    if not found.has_settled:
        return Refused(Reason.NOT_SETTLED, MOST_ROUNDS, MOST_ROUNDS)
    margin = errors(had, right, found.a, found.d, found.posterior, prior_sd, is_common)
    mean, sd = abilities(found.posterior)
    reliability, reliability_interval = reliability_of(mean, sd)
    n = every.per_item()
    return Calibration(
        model,
        len(answers.sittings),
        len(answers.item),
        found.log_likelihood,
        reliability,
        reliability_interval,
        _parameters(answers, found, margin),
        tuple(Uncalibrated(*every.items[i], int(n[i]), why) for i, why in enumerate(left_out) if why),
        tuple(Ability(*one) for one in zip(answers.sittings.tolist(), mean.tolist(), sd.tolist(), strict=True)),
    )


def matrices(answers: Answers) -> tuple[csr_array, csr_array]:
    """Sittings by items: 1 where the sitting had the item, and 1 where it was answered with full credit."""
    shape = (len(answers.sittings), len(answers.items))
    right = answers.score >= FULL_CREDIT
    had = csr_array((np.ones(len(right)), (answers.sitting, answers.item)), shape=shape)
    return had, csr_array((np.ones(right.sum()), (answers.sitting[right], answers.item[right])), shape=shape)


def fit(had: csr_array, right: csr_array, model: Model, prior_sd: float | None) -> Fit:
    """Marginal maximum likelihood, or the mode of the posterior where there is a prior.

    The right answers of an item enter through two sums alone, since the logit is linear in ability.
    """
    had_by_item, right_by_item = had.T.tocsr(), right.T.tocsr()
    n_right = right_by_item @ np.ones(right.shape[0])
    share = n_right / (had_by_item @ np.ones(had.shape[0]))
    change, log_a, d = np.inf, np.zeros(len(share)), 1.2 * np.log(share / (1 - share))
    for _ in range(MOST_ROUNDS):
        posterior, log_likelihood = expect(had, right, np.exp(log_a), d)
        seen = had_by_item @ posterior
        ability_of_right = right_by_item @ (posterior @ NODES)
        step = maximise(log_a, d, seen, n_right, ability_of_right, model, prior_sd)
        change = max(float(np.abs(step[0] - log_a).max()), float(np.abs(step[1] - d).max()))
        log_a, d = step
        if change < TOLERANCE:
            break
    posterior, log_likelihood = expect(had, right, np.exp(log_a), d)
    return Fit(np.exp(log_a), d, log_likelihood, posterior, change < TOLERANCE)


def expect(had: csr_array, right: csr_array, a: Numbers, d: Numbers) -> tuple[Numbers, float]:
    """The posterior of each sitting over the nodes, and the marginal log-likelihood of all answers."""
    not_right = -np.logaddexp(0, np.outer(NODES, a) + d)
    joint = had @ np.ascontiguousarray(not_right.T)
    joint += np.outer(right @ a, NODES)
    joint += (right @ d)[:, None] + np.log(WEIGHTS)
    highest = joint.max(axis=1, keepdims=True)
    likelihood = np.exp(joint - highest)
    total = likelihood.sum(axis=1, keepdims=True)
    return likelihood / total, float((highest + np.log(total)).sum())


def maximise(
    log_a: Numbers,
    d: Numbers,
    seen: Numbers,
    n_right: Numbers,
    ability_of_right: Numbers,
    model: Model,
    prior_sd: float | None,
) -> tuple[Numbers, Numbers]:
    """One round of Fisher scoring for every item at once, given the expected number of sittings at each node."""
    precision = 0.0 if prior_sd is None else prior_sd**-2
    a = np.exp(log_a)
    p = expit(np.outer(a, NODES) + d[:, None])
    expected, information = seen * p, seen * p * (1 - p)
    to_d = n_right - expected.sum(axis=1)
    to_log_a = a * (ability_of_right - expected @ NODES) - precision * log_a
    dd, da, aa = information.sum(axis=1), a * (information @ NODES), a**2 * (information @ NODES**2) + precision
    if model is Model.ONE_PARAMETER:
        # One discrimination for all: solve for it with the intercepts eliminated.
        common = (to_log_a - da / dd * to_d).sum() / (aa - da**2 / dd).sum()
        by_a = np.full_like(a, common)
        by_d = (to_d - da * by_a) / dd
    else:
        determinant = aa * dd - da**2
        by_a = (dd * to_log_a - da * to_d) / determinant
        by_d = (aa * to_d - da * to_log_a) / determinant
    return log_a + np.clip(by_a, -1, 1), d + np.clip(by_d, -1, 1)


def abilities(posterior: Numbers) -> tuple[Numbers, Numbers]:
    """Expected ability and its standard error (posterior mean and SD) of each sitting."""
    mean = posterior @ NODES
    return mean, np.sqrt(np.maximum(posterior @ NODES**2 - mean**2, 0))


def reliability_of(mean: Numbers, sd: Numbers) -> tuple[float, Interval]:
    """Variance of the expected abilities over that plus their mean error variance, and its 95 % interval.

    The interval is by the delta method over sittings, the item parameters taken as known.
    """
    spread, noise = mean.var(), (sd**2).mean()
    value = spread / (spread + noise)
    pull = (((mean - mean.mean()) ** 2 - spread) * noise - (sd**2 - noise) * spread) / (spread + noise) ** 2
    half = NORMAL_QUANTILE * pull.std() / np.sqrt(len(mean))
    return float(value), Interval(float(max(value - half, 0)), float(min(value + half, 1)))


def information(ability: float, discrimination: NDArray[np.float64], difficulty: NDArray[np.float64]) -> Numbers:
    """What each item tells at an ability: a^2 P (1 - P). The error of a paper there is 1 over the root of the sum."""
    p = expit(discrimination * (ability - difficulty))
    return discrimination**2 * p * (1 - p)


def _left_out(answers: Answers) -> list[LeftOut | None]:
    """Why each item cannot be calibrated; None where it can."""
    n = answers.per_item()
    right = answers.per_item((answers.score >= FULL_CREDIT).astype(np.float64))
    return [
        LeftOut.TOO_FEW if count < FEWEST_ANSWERS else LeftOut.ALL_ALIKE if of_it in (0, count) else None
        for count, of_it in zip(n, right, strict=True)
    ]


def _parameters(answers: Answers, found: Fit, margin: Errors) -> tuple[ItemParameters, ...]:
    """The parameters by item."""
    n, b = answers.per_item(), -found.d / found.a
    return tuple(
        ItemParameters(
            item, revision, int(n[i]), float(found.a[i]), float(margin.a[i]), float(b[i]), float(margin.b[i]),
            Shown.BOTH if n[i] >= ANSWERS_FOR_DISCRIMINATION else Shown.DIFFICULTY,
        )
        for i, (item, revision) in enumerate(answers.items)
    )  # fmt: skip
