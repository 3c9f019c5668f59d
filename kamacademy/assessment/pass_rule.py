"""The score of a sitting and whether it passes: by the whole, or by every competency; hard stops must be right."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil


class PassRule(StrEnum):
    """Compensatory: strong parts make up for weak ones. Each competency: every part must reach its own mark too."""

    COMPENSATORY = "compensatory"
    EACH_COMPETENCY = "each_competency"


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides, copied when a sitting begins. Percents are of the points that count."""

    rule: PassRule
    percent: float
    each_percent: float | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """One question after marking. `share` of `points_max` is None while a person must still mark it."""

    competency: str
    points_max: float
    share: float | None
    is_hard_stop: bool = False
    is_voided: bool = False

    @property
    def points(self) -> float:
        """Points won; below 0 where the rule of the question takes points away."""
        return (self.share or 0.0) * self.points_max


@dataclass(frozen=True, slots=True)
class Points:
    """Points won of points possible; never below 0."""

    points: float
    points_max: float

    @property
    def percent(self) -> float | None:
        """Percent of the points; None where there are none to win."""
        return None if self.points_max == 0 else 100 * self.points / self.points_max


@dataclass(frozen=True, slots=True)
class Score:
    """Points, how they spread over competencies in the paper's order, and whether they pass; None while unmarked."""

    points: float
    points_max: float
    needed: float
    passed: bool | None
    by_competency: Mapping[str, Points]
    stopped: int
    below: tuple[str, ...]


def points_needed(points_max: float, percent: float, *, is_whole: bool) -> float:
    """The least number of points that reaches the mark: whole where every question gives whole points only."""
    exact = round(points_max * percent / 100, 6)
    return float(ceil(exact)) if is_whole else round(exact, 2)


def points_of(marked: Iterable[Marked]) -> Points:
    """The sum over questions that count. A total below 0 counts as 0."""
    counting = [one for one in marked if not one.is_voided]
    total = sum(one.points for one in counting)
    return Points(round(max(0.0, total), 4), sum(one.points_max for one in counting))


def reaches(points: Points, percent: float) -> bool:
    """Whether points reach a percentage; a paper with nothing left to win is passed."""
    return points.points + 1e-6 >= points.points_max * percent / 100


def score(marked: Sequence[Marked], terms: Terms, *, is_whole: bool) -> Score:
    """The score. A hard stop that is not wholly right stops, whatever the points; a voided question counts nowhere.

    A question without a mark leaves it open.
    """
    whole = points_of(marked)
    competencies = dict.fromkeys(one.competency for one in marked)
    parts = {code: points_of(one for one in marked if one.competency == code) for code in competencies}
    counting = [one for one in marked if not one.is_voided]
    stopped = sum(1 for one in counting if one.is_hard_stop and one.share is not None and one.share < 1)
    each = terms.each_percent if terms.rule is PassRule.EACH_COMPETENCY else None
    below = tuple(code for code, part in parts.items() if each is not None and not reaches(part, each))
    is_open = any(one.share is None for one in counting)
    return Score(
        points=whole.points,
        points_max=whole.points_max,
        needed=points_needed(whole.points_max, terms.percent, is_whole=is_whole),
        passed=None if is_open else reaches(whole, terms.percent) and not stopped and not below,
        by_competency=parts,
        stopped=stopped,
        below=below,
    )
