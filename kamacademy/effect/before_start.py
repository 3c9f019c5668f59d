"""Whether those who began earlier and later had gone the same way before. Pure.

The comparison rests on it: had nothing begun, all would have moved alike. Before the start that can be looked at in two
ways: whether teams that begin together drift apart from the others before anybody begins, and whether something happens
in the last months before each start, as where teams are sent because their figures just fell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc

from kamacademy.effect.staggered import Cell, Numbers, Panel, average
from kamacademy.effect.team_means import team_means

# Asked of many months, a joint test among few teams answers about chance; the newest months matter most.
MOST_MONTHS, TEAMS_A_MONTH = 6, 5
FEWEST_MONTHS = 3
ONE_IN_TWENTY = 0.05


@dataclass(frozen=True, slots=True)
class BeforeStart:
    """How often chance alone makes differences as large, in drift and in the last months; and the largest of each.

    `drift` is in the unit of the figures a month, `jump` from one month to the next.
    """

    p_drift: float
    drift: float
    p_jump: float
    jump: float

    @property
    def p(self) -> float:
        """The chance of both together (Bonferroni)."""
        return min(1.0, 2 * min(self.p_drift, self.p_jump))

    @property
    def is_alike(self) -> bool:
        """Whether nothing speaks against it; that is not a proof."""
        return self.p >= ONE_IN_TWENTY


def before_start(panel: Panel, some: Sequence[Cell]) -> BeforeStart | None:
    """What the months before say; None with fewer than three, or too few teams for each month of beginning."""
    drift, jump = drifted(panel), jumped(panel, some)
    if drift is None or jump is None:
        return None
    return BeforeStart(*drift, *jump)


def drifted(panel: Panel) -> tuple[float, float] | None:
    """Whether trends before the first start differ by month of beginning: analysis of variance of the teams' slopes."""
    months = min(panel.groups, default=0)
    means = team_means(panel)
    groups, members = np.unique(means.starts, return_inverse=True)
    freedom = len(means.starts) - len(groups)
    if months < FEWEST_MONTHS or len(groups) < 2 or freedom < len(groups):
        return None
    time = np.arange(months) - (months - 1) / 2
    slopes: Numbers = means.figures[:, :months] @ time / float(time @ time)
    centres = np.bincount(members, weights=slopes) / np.bincount(members)
    between = float(((centres[members] - slopes.mean()) ** 2).sum()) / (len(groups) - 1)
    within = float(((slopes - centres[members]) ** 2).sum()) / freedom
    p = float(fdtrc(len(groups) - 1, freedom, between / within)) if within > 0 else float(between == 0)
    return p, float(np.abs(centres - slopes.mean()).max())


def jumped(panel: Panel, some: Sequence[Cell]) -> tuple[float, float] | None:
    """Whether the changes in the last months before the starts are none, jointly.

    Hotelling's test of the mean influence of teams: F with (months, teams - months) degrees of freedom.
    """
    teams = int(panel.teams.max()) + 1
    most = min(MOST_MONTHS, teams // TEAMS_A_MONTH)
    tested = sorted({one.since for one in some if one.since < 0}, reverse=True)[:most]
    if not tested:
        return None
    found = [average(panel, [one for one in some if one.since == since]) for since in tested]
    effects = np.array([one.effect for one in found])
    by_team = np.array([np.bincount(panel.teams, weights=one.influence, minlength=teams) for one in found])
    covariance = by_team @ by_team.T / panel.people**2 * teams / (teams - 1)
    k = len(effects)
    distance = float(effects @ np.linalg.pinv(covariance) @ effects)
    statistic = distance * (teams - k) / (k * (teams - 1))
    return float(fdtrc(k, teams - k, statistic)), float(np.abs(effects).max())
