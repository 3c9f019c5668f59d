"""Standard errors of item parameters: the observed information of the marginal likelihood.

By Louis (1982) it is the information that answers would carry if abilities were known, less what not knowing them
takes away: for each sitting, the covariance of the scores (first derivatives) over its posterior. That covariance is
expanded in polynomials of ability that are orthonormal under the posterior, as many as add anything: five or six after
a handful of items, two or three after fifty.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.special import expit

from kamacademy.quality.nodes import NODES
from kamacademy.quality.tables import Numbers

MOST_POLYNOMIALS = 6
# A polynomial that adds less than this share of what is lost ends the expansion.
NEGLIGIBLE = 1e-4
# Sittings taken at once, so that the tables of sittings by items stay small.
SLICE = 2000


@dataclass(frozen=True, slots=True)
class Errors:
    """Standard errors of discrimination and difficulty, by item."""

    a: Numbers
    b: Numbers


def errors(
    had: csr_array,
    right: csr_array,
    a: Numbers,
    d: Numbers,
    posterior: Numbers,
    prior_sd: float | None,
    is_common: bool,
) -> Errors:
    """Standard errors at the estimates; `is_common` where one discrimination was estimated for all items."""
    k = len(a)
    p = expit(np.outer(a, NODES) + d[:, None])
    known = (had.T @ posterior) * p * (1 - p)
    whole = -_missing(had, right, p, posterior)
    diagonal = np.arange(k)
    whole[diagonal, diagonal] += known @ NODES**2
    whole[diagonal + k, diagonal + k] += known.sum(axis=1)
    whole[diagonal, diagonal + k] += known @ NODES
    whole[diagonal + k, diagonal] += known @ NODES
    if prior_sd is not None:
        whole[diagonal, diagonal] += np.maximum(1 - np.log(a), 0) / (prior_sd * a) ** 2
    if is_common:
        whole = _with_one_discrimination(whole, k)
    covariance = np.linalg.inv(whole)
    of_a = np.zeros(k, dtype=np.int64) if is_common else diagonal
    of_d = diagonal + (1 if is_common else k)
    var_a, var_d, cov = covariance[of_a, of_a], covariance[of_d, of_d], covariance[of_a, of_d]
    b = -d / a
    return Errors(np.sqrt(var_a), np.sqrt(b**2 * var_a + 2 * b * cov + var_d) / a)


def _missing(had: csr_array, right: csr_array, p: Numbers, posterior: Numbers) -> Numbers:
    """The information that is lost because abilities are not known; discriminations first, then intercepts."""
    k = len(p)
    lost = np.zeros((2 * k, 2 * k))
    p_by_node, p_times_node = np.ascontiguousarray(p.T), np.ascontiguousarray((p * NODES).T)
    for start in range(0, len(posterior), SLICE):
        rows = slice(start, start + SLICE)
        has, is_right, weight = had[rows].toarray(), right[rows].toarray(), posterior[rows]
        sofar = 0.0
        for polynomial in _polynomials(weight):
            tilted = weight * polynomial
            to_a = is_right * (tilted @ NODES)[:, None] - has * (tilted @ p_times_node)
            to_d = -has * (tilted @ p_by_node)
            both = np.hstack((to_a, to_d)).astype(np.float32)
            added = np.square(both).sum(dtype=np.float64)
            sofar += added
            if added < NEGLIGIBLE * sofar:
                break
            lost += both.T @ both
    return lost


def _polynomials(weight: Numbers) -> list[Numbers]:
    """Polynomials of ability, sittings by nodes, orthonormal under each sitting's posterior; without the constant."""
    found = [np.ones_like(weight)]
    for _ in range(MOST_POLYNOMIALS):
        candidate = found[-1] * NODES
        for earlier in found:
            candidate -= (weight * candidate * earlier).sum(axis=1, keepdims=True) * earlier
        norm = np.sqrt((weight * candidate**2).sum(axis=1, keepdims=True))
        found.append(candidate / np.maximum(norm, 1e-12))
    return found[1:]


def _with_one_discrimination(whole: Numbers, k: int) -> Numbers:
    """The information where all discriminations are one and the same: it first, then the intercepts."""
    to_parameters = np.zeros((2 * k, k + 1))
    to_parameters[:k, 0] = 1
    to_parameters[k:, 1:] = np.eye(k)
    folded: Numbers = to_parameters.T @ whole @ to_parameters
    return folded
