"""What the rule `grid-1` says of one competency of one person on one day: a level with its uncertainty, or none yet.

What is known is a chance for each level, worked out by `fusion` from every visit of others, however old: evidence
ages by itself, since people change. The level is the median and the range holds 80 %; both are read off the chances.
Below three visits there is no level. A level is held once it is likely enough and seen often enough and by enough
people, and is lost only when it is as likely to be gone as it once was to be there: losing a level takes evidence too.
In between it is reached and not secure.

Knowledge never lifts a level. Where the framework names a check, the level is secure only with it: a pass earns it, and
later answers lose it when it is likely that the standard is no longer held. A likely enough chance is not asked for as
well: 14 of 16 right, a clear pass, makes it no likelier than 7 in 10 that four of five would be answered right, and a
passed check would be called insecure. The attested view sees passed checks only, so there a pass holds until its last
day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

RULE = "grid-1"
VISITS_NEEDED = 3
RATERS_NEEDED = 2
CERTIFIED_NEEDED = 1
FRESH_MONTHS = 6
# Simulated on six visits over two years, by raters who were calibrated on six cases, 4 of 100 of those said to be at
# level 3 are not there, and 4 of 100 at level 4; by the rounded mean of the levels 9 and 24. Were a level that is held
# said to be at target until it is lost, it would be 8 and 11. `kamacademy simulate` gives the figures.
SURE = 0.8
LOST = 0.2
MEDIAN, LOWEST, HIGHEST = 0.5, 0.1, 0.9
# Own views of the last two years are shown beside the level, and never count.
MONTHS_COUNTED = 24


class Standing(StrEnum):
    """How a level stands against the target of the job role."""

    NO_TARGET = "no target"
    UNKNOWN = "not enough evidence yet"
    BELOW = "below target"
    REACHED_NOT_SECURE = "level reached, not yet secure"
    AT_TARGET = "at target"


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the ledger says about one competency of one person on the day `on`.

    `chances` are those of levels 1 to 5 and sum to 1; None without a visit. `held` is the highest level reached by the
    rule and not lost since. `visits` counts visits, `raters` those who rated and `certified` those of them who were
    certified on the day; `latest` is the day of the newest visit. `check_passed` is None where the framework names no
    check. `knows` is the chance that the standard of knowledge is held; None without answers.
    """

    competency: str
    target: int | None
    chances: tuple[float, ...] | None
    held: int | None
    visits: int
    raters: int
    certified: int
    latest: date | None
    on: date
    check_passed: bool | None
    knows: float | None
    rule: str = RULE

    @property
    def level(self) -> int | None:
        """The level of the median, 1 to 5; None below three visits."""
        return self._level_at(MEDIAN)

    @property
    def low(self) -> int | None:
        """The lowest level of the 80 % range; None below three visits."""
        return self._level_at(LOWEST)

    @property
    def high(self) -> int | None:
        """The highest level of the 80 % range; None below three visits."""
        return self._level_at(HIGHEST)

    def _level_at(self, share: float) -> int | None:
        return None if self.chances is None or self.visits < VISITS_NEEDED else level_at(self.chances, share)

    def chance_of_at_least(self, level: int) -> float:
        """The chance that a level, 1 to 5, is reached; 0 without a visit, since nothing has been shown."""
        return 0.0 if self.chances is None else min(1.0, sum(self.chances[level - 1 :]))

    @property
    def is_fresh(self) -> bool:
        """Whether the newest visit is at most six months old."""
        return self.latest is not None and self.latest >= months_before(self.on, FRESH_MONTHS)

    @property
    def is_knowledge_secure(self) -> bool:
        """True where no check is named, or it is passed and no later answers make its loss likely."""
        if self.check_passed is None:
            return True
        return self.check_passed and (self.knows is None or self.knows > LOST)

    @property
    def standing(self) -> Standing:
        """Against the target: at target when the level is held, sure enough today, freshly seen, and the check secure.

        A level that is held and no longer sure enough is not lost, and not said to be at target either.
        """
        if self.target is None:
            return Standing.NO_TARGET
        if self.level is None:
            return Standing.UNKNOWN
        if max(self.level, self.held or 0) < self.target:
            return Standing.BELOW
        is_secure = (self.held or 0) >= self.target and self.chance_of_at_least(self.target) >= SURE
        if is_secure and self.is_fresh and self.is_knowledge_secure:
            return Standing.AT_TARGET
        return Standing.REACHED_NOT_SECURE

    @property
    def gap(self) -> int | None:
        """Levels short of the target; 0 where reached or held; None where unknown or without a target."""
        if self.target is None or self.level is None:
            return None
        return max(0, self.target - max(self.level, self.held or 0))


def level_at(chances: Sequence[float], share: float) -> int:
    """The level, 1 to 5, at which the chances, cumulated from the first, pass a share."""
    passed = 0.0
    for level, chance in enumerate(chances, 1):
        passed += chance
        if passed >= share:
            return level
    return len(chances)


def held_after(before: int | None, shares: Sequence[float], visits: int, raters: int, certified: int) -> int | None:
    """The highest level held at the end of a day on which something was seen, out of that held before.

    `shares` are the chances of levels 2 to 5 or above then; the counts are of all that was seen up to then.
    """
    is_enough = visits >= VISITS_NEEDED and raters >= RATERS_NEEDED and certified >= CERTIFIED_NEEDED
    reached = 1 + sum([share >= SURE for share in shares]) if is_enough else 0
    if before is None or before <= reached:
        return reached or None
    return max(reached, min(before, 1 + sum([share > LOST for share in shares])))


def nothing_seen(
    competency: str, *, target: int | None, on: date, check_passed: bool | None, knows: float | None = None
) -> Estimate:
    """The estimate without a single visit."""
    return Estimate(competency, target, None, None, 0, 0, 0, None, on, check_passed, knows)


def lower_median(levels: Sequence[int]) -> int:
    """The middle level; of two middle ones the lower, so that a level is never one nobody gave."""
    return sorted(levels)[(len(levels) - 1) // 2]


@lru_cache(maxsize=64)
def months_before(day: date, months: int) -> date:
    """The same day of the month some months earlier, or the last day of that month.

    Kept, since a team's page asks for each competency of each person.
    """
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)
