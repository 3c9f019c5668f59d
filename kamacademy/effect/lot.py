"""How often the lot alone would have brought such an effect, where it drew who starts when. Pure.

R. A. Fisher (1935, The Design of Experiments, chapter 2): draw the order of teams again many times, and count.
"""

import numpy as np

from kamacademy.effect.staggered import NEVER, Numbers, Places
from kamacademy.effect.team_means import TeamMeans

DRAWS = 1999


def drawn_again(starts: Places, blocks: Places, chance: np.random.Generator, draws: int) -> Places:
    """Starts of teams as the lot might have drawn them, draws by teams: shuffled within each block."""
    order = np.argsort(blocks, kind="stable")
    keys = chance.random((draws, len(order)))
    shuffled = np.argsort(keys + blocks[order], axis=1, kind="stable")
    found = np.empty_like(shuffled)
    found[:, order] = starts[order][shuffled]
    return found


def effects_of(teams: TeamMeans, starts: Places) -> Numbers:
    """The overall effect for each of many draws of starts (draws by teams), compared with who had not begun yet."""
    total, weight = np.zeros(len(starts)), np.zeros(len(starts))
    months = teams.figures.shape[1]
    for group in sorted({int(one) for one in teams.starts if one != NEVER}):
        treated = (starts == group) * teams.people
        share = treated.sum(axis=1)
        for month in range(max(group, 1), months):
            change = teams.figures[:, month] - teams.figures[:, group - 1]
            others = ((starts == NEVER) | (starts > month)) * teams.people
            free = others.sum(axis=1)
            is_known = (free > 0) & (share > 0) & (group > 0)
            effect = treated @ change / np.where(share > 0, share, 1) - others @ change / np.where(free > 0, free, 1)
            total += np.where(is_known, share * effect, 0.0)
            weight += np.where(is_known, share, 0.0)
    return total / np.where(weight > 0, weight, 1.0)


def chance_of(teams: TeamMeans, blocks: Places, chance: np.random.Generator, draws: int = DRAWS) -> float:
    """How often, of all draws and the true one, the lot brings an effect as far from 0; at least 1 in (draws + 1).

    `blocks` are those within which teams were drawn, one number for each team.
    """
    found = float(effects_of(teams, teams.starts[None, :])[0])
    others = effects_of(teams, drawn_again(teams.starts, blocks, chance, draws))
    return (1 + int((np.abs(others) >= abs(found) - 1e-12).sum())) / (draws + 1)
