"""How much each way of getting evidence is expected to tell about a level, in bits. Pure, and heavy: import it late."""

from collections.abc import Mapping, Sequence
from itertools import combinations_with_replacement
from math import factorial

import numpy as np

from kamacademy.competency.belief import bits, chances
from kamacademy.competency.fusion import AT, OCCASION_SD, UNKNOWN, Severity, Visit, filtered, rounded, visit_likelihood
from kamacademy.competency.next_evidence import COLLEAGUES_ASKED, Way
from kamacademy.rater.rating_scale import STEPS, Numbers

# What thirty ratings of known cases, the fewest that certify, leave unknown of a severity: about 1 / sqrt(30 x 0.6),
# where 0.6 is the information of one rating near the middle of the scale.
CERTIFIED = Severity(0.0, 0.25)
# No person has this key.
SOMEBODY_CERTIFIED = 0


def worth(
    visits: Sequence[Visit], severities: Mapping[int, Severity], coach: int | None, today: int
) -> dict[Way, float]:
    """Expected bits of one visit by the present coach, one by a certified observer, and one round of colleagues.

    `visits` are the history so far, `coach` is the coach's key as a rater, 0 bits without one. A check tells nothing of
    a level.
    """
    now = filtered([visits], severities, today)[0]
    known = {**severities, SOMEBODY_CERTIFIED: CERTIFIED}
    return {
        Way.COACH: 0.0 if coach is None else visit_bits(visits, known, coach, now, today),
        Way.SECOND: visit_bits(visits, known, SOMEBODY_CERTIFIED, now, today),
        Way.PEERS: round_bits(now, COLLEAGUES_ASKED),
        Way.CHECK: 0.0,
    }


def visit_bits(
    visits: Sequence[Visit], severities: Mapping[int, Severity], rater: int, now: Numbers, today: int
) -> float:
    """Expected bits of one more visit by a rater, `now` being what is known without it.

    What is not known of a rater who came before is in the earlier visits too, so that another tells less. What is known
    now is the mean of what will be known, each outcome by its chance, from which the chances of the outcomes follow.
    """
    after = filtered([[*visits, Visit(today, rater, (level,))] for level in range(len(STEPS) + 1)], severities, today)
    chance = np.clip(np.linalg.lstsq(after.T, now)[0], 0.0, None)
    chance /= chance.sum()
    return bits(chances(now)) - float(sum(share * bits(chances(one)) for share, one in zip(chance, after, strict=True)))


def round_bits(weights: Numbers, raters: int) -> float:
    """Expected bits of ratings by several people of whom nothing is known, each on an occasion of their own.

    The mutual information of the level and all ratings together, over every combination that they can give; less than
    the sum of each alone.
    """
    spread = float(np.hypot(OCCASION_SD, rounded(UNKNOWN.sd)))
    given = [visit_likelihood((level,), (0.0,), spread)[AT] for level in range(len(STEPS) + 1)]
    left = 0.0
    for levels in combinations_with_replacement(range(len(given)), raters):
        joint = weights * np.prod([given[level] for level in levels], axis=0) * orders(levels)
        chance = float(joint.sum())
        left += chance * bits(chances(joint / chance))
    return bits(chances(weights)) - left


def orders(levels: tuple[int, ...]) -> int:
    """In how many orders the same levels can be given."""
    found = factorial(len(levels))
    for level in set(levels):
        found //= factorial(levels.count(level))
    return found
