"""Where a pass mark comes from: what judges and examiners gave, and the cut that follows. Free of heavy libraries."""

from dataclasses import dataclass
from enum import StrEnum

from kamacademy.quality.responses import Interval


@dataclass(frozen=True, slots=True)
class Estimate:
    """A judge's view of one item in one round (from 1): the share of just-competent people who get it right, 0 to 1."""

    judge: str
    item: str
    round: int
    probability: float


@dataclass(frozen=True, slots=True)
class Judge:
    """One judge's cut in the last round, in percent of the paper, and how far it lies from the mean of all judges.

    Above the mean is stricter. `moved_percent` is the change since the round before; None after a first round.
    """

    judge: str
    cut_percent: float
    from_mean_percent: float
    moved_percent: float | None


@dataclass(frozen=True, slots=True)
class JudgedItem:
    """What the judges made of an item in the last round: mean, standard deviation and range of their estimates."""

    item: str
    mean: float
    sd: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Round:
    """One round: the cut and its standard error over judges, in points and in percent, and how far the judges agree.

    `spread` is the mean over items of the judges' standard deviation, on the scale of the estimates.
    """

    number: int
    judges: int
    cut_points: float
    cut_percent: float
    error_points: float
    error_percent: float
    interval_percent: Interval
    spread: float


class Shortfall(StrEnum):
    """What a pass mark lacks of the academy's rules, though it can be computed."""

    FEW_JUDGES = "fewer than six judges"
    ONE_ROUND = "only one round"
    JUDGE_INCOMPLETE = "a judge who did not rate every item was left out"
    BORDERLINE_UNUSED = "nobody got the borderline grade"
    WEAK_LINE = "the grade explains less than half of the score"
    OUTSIDE = "the line meets the borderline grade outside the scores that were given"


@dataclass(frozen=True, slots=True)
class AngoffCut:
    """A pass mark by judges: the last of `rounds` counts. Judges from the strictest, items from the widest spread."""

    rounds: tuple[Round, ...]
    judges: tuple[Judge, ...]
    items: tuple[JudgedItem, ...]
    left_out: tuple[str, ...]
    shortfalls: tuple[Shortfall, ...]

    @property
    def last(self) -> Round:
        """The round that counts."""
        return self.rounds[-1]


@dataclass(frozen=True, slots=True)
class Grading:
    """One candidate: the examiner's global grade, and the score of the checklist or rubric in percent."""

    candidate: int
    grade: float
    score_percent: float


@dataclass(frozen=True, slots=True)
class Shift:
    """The cut if the grades do not stand at equal distances: the name of the supposition, and the cut that follows."""

    name: str
    cut_percent: float


@dataclass(frozen=True, slots=True)
class BorderlineCut:
    """A pass mark by regression of the score on the grade, in percent.

    `error_percent` comes from the regression, `bootstrap_error_percent` and `interval_percent` from candidates drawn
    again. `slope` is the rise of the score from one grade to the next, `explained` the share of its variance that the
    grade explains (R squared). `shifts` are the runs with uneven grades.
    """

    n: int
    borderline: float
    cut_percent: float
    error_percent: float
    bootstrap_error_percent: float
    interval_percent: Interval
    slope: float
    intercept: float
    explained: float
    shifts: tuple[Shift, ...]
    shortfalls: tuple[Shortfall, ...]

    @property
    def larger_error_percent(self) -> float:
        """The standard error to go by: the larger of the two."""
        return max(self.error_percent, self.bootstrap_error_percent)
