"""Teams as one figure a month each. Pure."""

from dataclasses import dataclass

import numpy as np

from kamacademy.effect.staggered import NEVER, Numbers, Panel, Places


@dataclass(frozen=True, slots=True)
class TeamMeans:
    """The mean of each team's people by month, how many people, and when the team began; teams in order of number."""

    figures: Numbers
    people: Numbers
    starts: Places


def team_means(panel: Panel) -> TeamMeans:
    """The teams of a panel; somebody of each has a figure in every month."""
    count = int(panel.teams.max()) + 1
    is_known = np.isfinite(panel.figures)
    sums, known = np.zeros((count, panel.months)), np.zeros((count, panel.months))
    np.add.at(sums, panel.teams, np.where(is_known, panel.figures, 0.0))
    np.add.at(known, panel.teams, is_known)
    starts = np.full(count, NEVER, dtype=np.int64)
    starts[panel.teams] = panel.starts
    return TeamMeans(sums / known, np.bincount(panel.teams, minlength=count).astype(np.float64), starts)
