"""What is known of an item, an option and a paper: the results of analysis, free of the libraries that compute them."""

from dataclasses import dataclass
from enum import StrEnum

from kamacademy.quality.responses import Interval


@dataclass(frozen=True, slots=True)
class Quartiles:
    """The lower quartile, median and upper quartile, in seconds."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class OptionFigures:
    """How one option of an item was used; `option` None stands for leaving the item out.

    `share` is of all who reached the item. `credit` is the mean score of those who chose it. `discrimination` is the
    point-biserial correlation of choosing it with the rest score, None where it cannot be said.
    """

    option: str | None
    n: int
    share: float
    credit: float
    discrimination: float | None
    is_key: bool


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """How one revision of one item behaved.

    `n` counts those who reached it, those who left it out among them; `not_reached` the others. `difficulty` is the
    mean score, 0 to 1: the higher, the easier. `discrimination` is the correlation of the item's score with the rest
    score over `discrimination_n` answers; None where nobody differs.
    """

    item: str
    revision: int
    n: int
    not_reached: int
    difficulty: float
    difficulty_interval: Interval
    discrimination: float | None
    discrimination_interval: Interval | None
    discrimination_n: int
    omitted_share: float
    seconds: Quartiles | None
    options: tuple[OptionFigures, ...]

    @property
    def key(self) -> OptionFigures | None:
        """The option that gives full credit, if anyone chose it; the most chosen where there are several."""
        return max((one for one in self.options if one.is_key), key=lambda one: one.n, default=None)


class Coefficient(StrEnum):
    """What an internal consistency is called: the same formula, for right-or-wrong items and for all others."""

    KR20 = "KR-20"
    ALPHA = "coefficient alpha"


@dataclass(frozen=True, slots=True)
class Dropped:
    """What the coefficient would be without one item."""

    item: str
    revision: int
    value: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far the scores of one paper would hold on another set of items like these.

    Mean, spread and standard error of measurement are in percentage points of the paper. `left_out` counts sittings
    without an answer to every item.
    """

    coefficient: Coefficient
    value: float
    interval: Interval
    n: int
    items: int
    mean_percent: float
    sd_percent: float
    error_percent: float
    error_interval: Interval
    without: tuple[Dropped, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Consistency:
    """How often a second paper like this one would decide the same at a cut (percent of the paper).

    `agreement` is the share of learners decided alike, `kappa` the same beyond chance; None where practically everyone
    passes or nobody does. The intervals are those of the reliability, carried through.
    """

    cut_percent: float
    agreement: float
    agreement_interval: Interval
    kappa: float | None
    kappa_interval: Interval | None
    n: int


class Model(StrEnum):
    """How items may differ: in difficulty alone, or in how well they separate as well."""

    ONE_PARAMETER = "1PL"
    TWO_PARAMETER = "2PL"


class Shown(StrEnum):
    """What the number of answers allows to be shown of a calibrated item."""

    DIFFICULTY = "difficulty"
    BOTH = "difficulty and discrimination"


class LeftOut(StrEnum):
    """Why an item has no parameters."""

    TOO_FEW = "too few answers"
    ALL_ALIKE = "all right or all wrong"


@dataclass(frozen=True, slots=True)
class ItemParameters:
    """An item's discrimination and difficulty with standard errors, on the logistic scale of ability (mean 0, SD 1)."""

    item: str
    revision: int
    n: int
    discrimination: float
    discrimination_error: float
    difficulty: float
    difficulty_error: float
    shown: Shown


@dataclass(frozen=True, slots=True)
class Uncalibrated:
    """An item that was left out of a calibration."""

    item: str
    revision: int
    n: int
    why: LeftOut


@dataclass(frozen=True, slots=True)
class Ability:
    """The expected ability after one sitting, and its standard error (posterior mean and SD)."""

    sitting: int
    value: float
    error: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Items and sittings on one scale. `reliability` is the share of the estimates' variance that is not error."""

    model: Model
    n: int
    answers: int
    log_likelihood: float
    reliability: float
    reliability_interval: Interval
    items: tuple[ItemParameters, ...]
    uncalibrated: tuple[Uncalibrated, ...]
    abilities: tuple[Ability, ...]
