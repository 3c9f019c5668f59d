"""What a run of the rater model found, as it is kept: of everybody together, and of each rater. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

LEVELS = 5


@dataclass(frozen=True, slots=True)
class Quarter:
    """How one rater rated in a quarter: the mean standardised residual of so many visits, and how far it is known.

    Above 0 where levels were higher than the model expects of this rater. `start` is the quarter's first day.
    """

    start: date
    mean: float
    sd: float
    visits: int


@dataclass(frozen=True, slots=True)
class Signs:
    """How a rater uses the scale. `levels` counts levels 1 to 5.

    `spread_squares` are squared distances from the mean of each visit, in levels, with `spread_freedom` degrees of
    freedom, of the visits with more than one rating. `infit_sd` is how far the infit is known, by visits.
    """

    levels: tuple[int, ...] = (0,) * LEVELS
    spread_squares: float = 0.0
    spread_freedom: int = 0
    infit_sd: float = 0.0
    quarters: tuple[Quarter, ...] = ()

    def kept(self) -> dict[str, Any]:  # Any: JSON values of several kinds
        """As it is stored."""
        return {
            "levels": list(self.levels),
            "spread": [self.spread_squares, self.spread_freedom],
            "infit_sd": self.infit_sd,
            "quarters": [[one.start.isoformat(), one.mean, one.sd, one.visits] for one in self.quarters],
        }


def restored(stored: Mapping[str, Any]) -> Signs:  # Any: JSON values of several kinds
    """Signs as they were kept; those of nobody where nothing was."""
    if not stored:
        return Signs()
    squares, freedom = stored["spread"]
    quarters = tuple(Quarter(date.fromisoformat(start), *rest) for start, *rest in stored["quarters"])
    return Signs(tuple(stored["levels"]), squares, freedom, stored["infit_sd"], quarters)


@dataclass(frozen=True, slots=True)
class RaterFound:
    """What a run found of one rater: severity and how far it is known in logits, fit as mean squares, and signs.

    `subset` numbers the group of raters who are linked with each other. `observes` is False for a colleague who only
    answered when feedback was asked.
    """

    severity: float
    sd: float
    infit: float
    outfit: float
    ratings: int
    visits: int
    subset: int
    observes: bool
    signs: Signs


@dataclass(frozen=True, slots=True)
class RunFound:
    """What a run found: of raters by key, of indicators' difficulty in logits, and over how many ratings.

    `design_effect` is how much less the ratings of a visit say than as many independent ones would (Kish 1965): an
    interval for a severity is wider by its square root.
    """

    raters: dict[int, RaterFound]
    difficulties: dict[str, float]
    ratings: int
    subsets: int
    design_effect: float


NOTHING_FOUND = RunFound({}, {}, 0, 0, 1.0)
