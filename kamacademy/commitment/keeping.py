"""How commitments after a module are kept, in counts that give nobody away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import quantiles

from kamacademy.commitment.asking import ASKED_AFTER_DAYS, Kept, asked_on, open_until
from kamacademy.curriculum.reactions import STEP, in_steps


@dataclass(frozen=True, slots=True)
class Told:
    """What one person answered at one of the three times: how each line was kept, and the hours released, if said."""

    at: datetime
    kept: Sequence[Kept]
    hours: float | None


@dataclass(frozen=True, slots=True)
class Pledged:
    """One person's commitments after a module, without the person. `left_on` is the day the account was closed."""

    learner_id: int
    made_on: date
    left_on: date | None
    told: Mapping[int, Told]


@dataclass(frozen=True, slots=True)
class Spread:
    """Hours a month released: how many people said some, and the lower quartile, the median and the upper one."""

    people: int
    lower: float
    median: float
    upper: float


@dataclass(frozen=True, slots=True)
class Round:
    """One of the three times. `asked` and `answered` are people, None below five; the counts are commitments.

    Counted are the answers of the first five, ten and so on who gave one, `shown` of them. `may_answer` still can.
    """

    after_days: int
    asked: int | None
    answered: int | None
    may_answer: int
    shown: int
    counts: Mapping[Kept, int]
    hours: Spread | None

    @property
    def silent(self) -> int | None:
        """How many were asked, can answer no more and never did: of them nothing is known."""
        if self.asked is None or self.answered is None:
            return None
        return self.asked - self.answered - self.may_answer

    @property
    def commitments(self) -> int:
        """How many commitments are counted."""
        return sum(self.counts.values())


def rounds(pledged: Iterable[Pledged], today: date) -> Sequence[Round]:
    """The three times after a module. Each person counts once, with the first commitments made after it."""
    first: dict[int, Pledged] = {}
    for one in sorted(pledged, key=lambda one: one.made_on):
        first.setdefault(one.learner_id, one)
    return tuple(round_of(list(first.values()), days, today) for days in ASKED_AFTER_DAYS)


def round_of(people: Sequence[Pledged], days: int, today: date) -> Round:
    """One time: who was asked by then, and what those who answered said."""
    asked = [one for one in people if was_asked(one, days, today)]
    answers = sorted((one.told[days] for one in asked if days in one.told), key=lambda told: told.at)
    shown = in_steps(answers)
    still = sum(days not in one.told and today <= open_until(one.made_on, days) for one in asked)
    kept = [how for told in shown for how in told.kept]
    return Round(
        after_days=days,
        asked=len(asked) if len(asked) >= STEP else None,
        answered=len(answers) if len(answers) >= STEP else None,
        may_answer=still,
        shown=len(shown),
        counts={how: kept.count(how) for how in Kept},
        hours=spread([told.hours for told in answers if told.hours is not None]),
    )


def was_asked(one: Pledged, days: int, today: date) -> bool:
    """Whether the day of a question has come, for somebody who was still there.

    Who has answered was asked, whatever the academy's own day says: nobody leaves the counts again, nor enters them
    before others, so that two looks never differ by one person.
    """
    if days in one.told:
        return True
    day = asked_on(one.made_on, days)
    return day <= today and (one.left_on is None or one.left_on > day)


def spread(hours: Sequence[float]) -> Spread | None:
    """The quartiles of the first five, ten and so on, linear between the values (Hyndman and Fan 1996, type 7)."""
    shown = in_steps(hours)
    if not shown:
        return None
    lower, median, upper = quantiles(shown, n=4, method="inclusive")
    return Spread(len(shown), lower, median, upper)
