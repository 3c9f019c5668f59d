"""Borderline regression: which score goes with the borderline grade, by the line of the score on the grade.

The score is regressed on the grade and never the reverse (Kramer et al. 2003; Hejri et al. 2013). The standard error is
that of the line's mean at the borderline grade, beside one from candidates drawn again. The method takes grades to
stand at equal distances, which they seldom do (BMC Medical Education 2022, s12909-022-03753-5): the cut is run again
with the grades placed unevenly, by the examiners or in two standard ways.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from kamacademy.quality.responses import Interval, Reason, Refused
from kamacademy.quality.standards import BorderlineCut, Grading, Shift, Shortfall
from kamacademy.quality.tables import Numbers

FEWEST_CANDIDATES = 50
FEWEST_GRADES = 3
DRAWS = 2000
# In the two standard runs the widest step between neighbouring grades is twice the narrowest.
WIDEST_STEP = 2.0
LEAST_EXPLAINED = 0.5

LOWER_GRADES_APART = "lower grades further apart"
HIGHER_GRADES_APART = "higher grades further apart"
PLACED = "grades as the examiners placed them"


def cut(
    gradings: Iterable[Grading], borderline: float, seed: int, positions: Mapping[float, float] | None = None
) -> BorderlineCut | Refused:
    """The cut at the borderline grade, in percent.

    `seed` fixes the candidates drawn again; `positions` gives where the examiners place each grade that was used and
    the borderline grade. Refused below 50 candidates or three grades, and where the score does not rise with the grade.
    """
    given = sorted(gradings, key=lambda one: one.candidate)
    grade = np.array([one.grade for one in given], dtype=np.float64)
    score = np.array([one.score_percent for one in given], dtype=np.float64)
    if len(given) < FEWEST_CANDIDATES:
        return Refused(Reason.TOO_FEW_CANDIDATES, len(given), FEWEST_CANDIDATES)
    if len(set(grade)) < FEWEST_GRADES:
        return Refused(Reason.TOO_FEW_GRADES, len(set(grade)), FEWEST_GRADES)
    intercept, slope = line(grade, score)
    if slope <= 0:
        return Refused(Reason.NOT_RISING, 0, 1)
    drawn = draws(grade, score, borderline, seed)
    explained = float(np.corrcoef(grade, score)[0, 1] ** 2)
    at = intercept + slope * borderline
    low, high = np.quantile(drawn, (0.025, 0.975))
    return BorderlineCut(
        len(given),
        borderline,
        at,
        error_at(grade, score, borderline),
        float(drawn.std(ddof=1)),
        Interval(float(low), float(high)),
        slope,
        intercept,
        explained,
        _shifts(grade, score, borderline, positions),
        _shortfalls(grade, score, borderline, at, explained),
    )


def line(grade: Numbers, score: Numbers) -> tuple[float, float]:
    """Intercept and slope of the least-squares line of the score on the grade."""
    centred = grade - grade.mean()
    slope = float(centred @ score / (centred @ centred))
    return float(score.mean() - slope * grade.mean()), slope


def error_at(grade: Numbers, score: Numbers, borderline: float) -> float:
    """The standard error of the line's mean at the borderline grade."""
    intercept, slope = line(grade, score)
    left = score - intercept - slope * grade
    n, centred = len(grade), grade - grade.mean()
    variance = left @ left / (n - 2) * (1 / n + (borderline - grade.mean()) ** 2 / (centred @ centred))
    return float(np.sqrt(variance))


def draws(grade: Numbers, score: Numbers, borderline: float, seed: int) -> Numbers:
    """The cut for candidates drawn again with replacement; a draw with one grade alone is left out."""
    picked = np.random.default_rng(seed).integers(0, len(grade), (DRAWS, len(grade)))
    x, y = grade[picked], score[picked]
    centred = x - x.mean(axis=1, keepdims=True)
    spread = (centred**2).sum(axis=1)
    usable = spread > 0
    slope = (centred * y).sum(axis=1)[usable] / spread[usable]
    cuts: Numbers = y.mean(axis=1)[usable] + slope * (borderline - x.mean(axis=1)[usable])
    return cuts


def _shifts(
    grade: Numbers, score: Numbers, borderline: float, positions: Mapping[float, float] | None
) -> tuple[Shift, ...]:
    """The cut with the grades at other distances."""
    used = sorted({*grade.tolist(), borderline})
    widening = np.linspace(1, WIDEST_STEP, len(used) - 1)
    higher = dict(zip(used, (0.0, *np.cumsum(widening).tolist()), strict=True))
    lower = dict(zip(used, (0.0, *np.cumsum(widening[::-1]).tolist()), strict=True))
    runs = {LOWER_GRADES_APART: lower, HIGHER_GRADES_APART: higher} | ({PLACED: dict(positions)} if positions else {})
    found = []
    for name, place in runs.items():
        if any(one not in place for one in used):
            raise ValueError("every grade that was used, and the borderline grade, needs its position")
        intercept, slope = line(np.array([place[one] for one in grade.tolist()]), score)
        found.append(Shift(name, intercept + slope * place[borderline]))
    return tuple(found)


def _shortfalls(
    grade: Numbers, score: Numbers, borderline: float, at: float, explained: float
) -> tuple[Shortfall, ...]:
    """What the cut lacks of the academy's rules."""
    found = {
        Shortfall.BORDERLINE_UNUSED: not (grade == borderline).any(),
        Shortfall.WEAK_LINE: explained < LEAST_EXPLAINED,
        Shortfall.OUTSIDE: not score.min() <= at <= score.max(),
    }
    return tuple(shortfall for shortfall, holds in found.items() if holds)
