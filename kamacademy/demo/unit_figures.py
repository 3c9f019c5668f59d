"""What the second business unit does by month, as its records say it: noisy, each month like the one before. Pure.

The programme raises the share of insights that lead to action by TRUE_EFFECT points, from the month in which a
team begins and for everybody alike; what is checked in account profiles it leaves alone. So a study can be held against
the truth. Figures hang on months counted from the first start, not on the calendar: they are the same on every day on
which the demo is filled.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from random import Random

from kamacademy.demo.chance import chance
from kamacademy.demo.unit import MEMBERS
from kamacademy.demo.unit_plan import MONTHS_BEFORE
from kamacademy.kpi.periods import add_months

MOVED, UNMOVED = "K14", "K01"
TRUE_EFFECT = 8.0
SOURCE = "Community Care, monthly export"
HEADINGS = ("E-mail", "KPI", "Month", "How many", "Out of how many")
# Somebody is away for a month, and nothing is counted.
SHARE_AWAY = 0.02
LOWEST, HIGHEST = 2.0, 98.0


@dataclass(frozen=True, slots=True)
class Wave:
    """What swings around its middle from month to month: `spread` in points, and how alike two months are (0 to 1)."""

    spread: float
    likeness: float

    def months(self, random: Random, number: int) -> list[float]:
        """So many months of it, from a settled beginning."""
        found, fresh = [random.gauss(0, self.spread)], self.spread * (1 - self.likeness**2) ** 0.5
        while len(found) < number:
            found.append(found[-1] * self.likeness + random.gauss(0, fresh))
        return found


@dataclass(frozen=True, slots=True)
class Measure:
    """How a KPI behaves. `middle` is its share in percent, `effect` what the programme adds, in points.

    `people` and `teams` are how far these lie apart, `cases` the least and the most in a person's usual month.
    """

    kpi: str
    middle: float
    effect: float
    people: float
    teams: float
    company: Wave
    team: Wave
    person: Wave
    cases: tuple[int, int]


MEASURES = (
    Measure(MOVED, 44, TRUE_EFFECT, 6, 3, Wave(2, 0.7), Wave(2, 0.5), Wave(4, 0.4), (10, 18)),
    Measure(UNMOVED, 58, 0, 6, 3, Wave(1.5, 0.7), Wave(1.4, 0.5), Wave(3, 0.4), (20, 36)),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A person's month: `done` of `cases`."""

    email: str
    kpi: str
    month: date
    done: int
    cases: int


def rows(measure: Measure, begins: Mapping[str, date], months: Sequence[date], seed: int) -> Iterator[Row]:
    """Every month of everybody, from the first month on. `begins` are the teams' months by name."""
    company = measure.company.months(chance(seed, measure.kpi), len(months))
    for team, begun in begins.items():
        random = chance(seed, measure.kpi, team)
        level = measure.middle + random.gauss(0, measure.teams)
        swings = measure.team.months(random, len(months))
        for one in (one for one in MEMBERS if one.team == team):
            own = chance(seed, measure.kpi, one.email)
            usual, cases = level + own.gauss(0, measure.people), own.randint(*measure.cases)
            for month, *moved in zip(months, company, swings, measure.person.months(own, len(months)), strict=True):
                share = usual + sum(moved) + (measure.effect if month >= begun else 0)
                yield row(one.email, measure.kpi, month, share, max(cases + own.randint(-3, 3), 1), own)


def row(email: str, kpi: str, month: date, share: float, cases: int, random: Random) -> Row:
    """So many cases, each of which counts by chance; none where somebody was away."""
    likely = min(max(share, LOWEST), HIGHEST) / 100
    done = sum(random.random() < likely for _ in range(cases))
    return Row(email, kpi, month, done, 0 if random.random() < SHARE_AWAY else cases)


def history(begins: Mapping[str, date], until: date, seed: int) -> list[Row]:
    """Everything that was counted by a day, in whole months that were over, the oldest first."""
    months = [add_months(min(begins.values()), number) for number in range(-MONTHS_BEFORE, 24)]
    over = [one for one in months if add_months(one, 1) <= until]
    found = (one for measure in MEASURES for one in rows(measure, begins, over, seed) if one.cases)
    return sorted(found, key=lambda one: (one.month, one.kpi))


def as_file(found: Sequence[Row]) -> str:
    """The rows as a table that the learning team is sent."""
    text = StringIO()
    table = csv.writer(text)
    table.writerow(HEADINGS)
    table.writerows((one.email, one.kpi, f"{one.month:%Y-%m}", one.done, one.cases) for one in found)
    return text.getvalue()
