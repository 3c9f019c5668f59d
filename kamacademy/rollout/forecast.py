"""What a plan would find, as it is kept with the plan and told on its page. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import UNIT_WORDS
from kamacademy.kpi.periods import counted_periods
from kamacademy.rollout.rules import BETTER_TEAMS, FEWEST_MONTHS_BEFORE, FEWEST_TEAMS
from kamacademy.wording import counted, number

# With fewer periods, or fewer of the teams, noise is a guess that hides behind a figure.
FEWEST_PERIODS, MOST_PERIODS = 6, 24
FEWEST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Smaller:
    """Another plan that would find a smaller effect: in words, and how small."""

    words: str
    smallest: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """The smallest effect that a plan finds in 8 of 10 tries, in the KPI's unit, and what that was worked out from.

    `sd` is how a team's figure varies by itself from period to period and `likeness` how much it resembles the one
    before (0 to 1); None where neither history nor an assumption gave them. `periods` of history of `history_teams`
    were read; `is_assumed` says that the noise was given instead. `smallest` is None without noise.
    """

    teams: int
    people: int
    periods: int
    history_teams: int
    is_assumed: bool
    sd: float | None
    likeness: float | None
    smallest: float | None
    smaller: tuple[Smaller, ...] = ()

    def kept(self) -> dict[str, object]:
        """As it is stored."""
        return asdict(self)


def forecast_from(kept: Mapping[str, Any]) -> Forecast:
    """The forecast from what is stored. Any: JSON."""
    return Forecast(**{**kept, "smaller": tuple(Smaller(**one) for one in kept["smaller"])})


def unit_words(kpi: Kpi) -> str:
    """The unit of an effect: percentage points for a share, days, points."""
    if kpi.is_share or kpi.unit == "rate":
        return "percentage points"
    word = UNIT_WORDS.get(kpi.unit)
    return "cases" if word is None else f"{word}s"


def history_words(found: Forecast, kpi: Kpi) -> str:
    """What the noise rests on."""
    if found.is_assumed and found.sd is not None:
        why = too_little_words(found, kpi)
        return f"{why} The noise was assumed: a team's figure varies by {number(found.sd)} {unit_words(kpi)} by itself."
    if found.sd is None:
        return (
            f"{too_little_words(found, kpi)} Without an assumption of how much a team's figure varies by itself, the "
            "smallest effect cannot be told."
        )
    return (
        f"From {counted_periods(found.periods, kpi.cadence)} of readings of {counted(found.history_teams, 'team')} "
        f"before the first start: a team's figure varies by {number(found.sd)} {unit_words(kpi)} by itself "
        f"(standard deviation), {likeness_words(found.likeness or 0.0)}."
    )


def too_little_words(found: Forecast, kpi: Kpi) -> str:
    """How little history there is, where it does not suffice."""
    if not found.periods:
        return f"There are no readings of {kpi.code} before the first start that cover two teams for three periods."
    return (
        f"There are {counted_periods(found.periods, kpi.cadence)} of readings of "
        f"{counted(found.history_teams, 'team')} before the first start; {FEWEST_PERIODS} of half of the teams are "
        "wanted to know the noise."
    )


def likeness_words(likeness: float) -> str:
    """How much one period resembles the one before."""
    if likeness < 0.2:
        return "with little carried over from one period to the next"
    return f"and resembles that of the period before ({number(likeness, 2)} on a scale from 0 to 1)"


def smallest_words(found: Forecast, kpi: Kpi) -> str | None:
    """The smallest effect, in a sentence; None where it is not known."""
    if found.smallest is None:
        return None
    return (
        f"This plan finds an effect of {number(found.smallest)} {unit_words(kpi)} or more in 8 of 10 tries, judged by "
        "a 95 % interval. A smaller one may be there and stay unseen."
    )


def warnings(found: Forecast, kpi: Kpi) -> list[str]:
    """What the study that follows would refuse or could not check."""
    words = []
    if found.teams < FEWEST_TEAMS:
        words.append(
            f"With {counted(found.teams, 'team')} the study will not answer: below {FEWEST_TEAMS} one unusual team "
            f"decides. {BETTER_TEAMS} or more are better."
        )
    if found.periods < FEWEST_MONTHS_BEFORE:
        words.append(
            f"Fewer than {counted_periods(FEWEST_MONTHS_BEFORE, kpi.cadence)} of readings lie before the first start "
            "so far: whether the teams went the same way before cannot be seen."
        )
    return words


@dataclass(frozen=True, slots=True)
class Told:
    """A forecast in words: what is found, what the noise rests on, what would find less, and what to beware of."""

    smallest: str | None
    history: str
    smaller: tuple[str, ...]
    warnings: tuple[str, ...]
    needs_assumption: bool


def told(found: Forecast, kpi: Kpi) -> Told:
    """A forecast in words."""
    smaller = (
        f"{one.words[:1].upper()}{one.words[1:]}: {number(one.smallest)} {unit_words(kpi)}." for one in found.smaller
    )
    return Told(
        smallest_words(found, kpi), history_words(found, kpi), tuple(smaller), tuple(warnings(found, kpi)),
        found.smallest is None,
    )  # fmt: skip
