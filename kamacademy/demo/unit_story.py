"""The second business unit in the story: it joins, its figures arrive, a lot is drawn, it begins to learn. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from kamacademy.content.library import Library
from kamacademy.demo.acts import Act, Join, React, TakeCheck, TakeIntoCare
from kamacademy.demo.chance import chance, moment, workday
from kamacademy.demo.studies import M01, Study
from kamacademy.demo.studying import study_acts
from kamacademy.demo.unit import JOINED_DAYS_AGO, MEMBERS, UNIT
from kamacademy.demo.unit_acts import AskWhatMoved, BringFile, PlanByLot
from kamacademy.demo.unit_figures import MOVED, SOURCE, UNMOVED, Row, as_file, history
from kamacademy.demo.unit_plan import (
    LOT,
    NAME,
    NOTE,
    STEP_MONTHS,
    STEPS,
    SUBJECT,
    begins,
    first_month,
    planned_at,
)
from kamacademy.demo.words import Book
from kamacademy.kpi.periods import add_months

FIRST_FILE_DAYS_AGO = 414
# Fewer points would not be worth the hours.
WORTH_WHILE = 5.0
# Who works through the first module when the team begins, and of these who says what it was like.
SHARE_STUDYING, SHARE_SAYING = 0.75, 0.6
# The Friday before a weekend still lies in the month.
FEWEST_DAYS, LONGEST_WAIT_DAYS = 3, 25


def unit_acts(today: date, seed: int, book: Book, library: Library) -> Iterator[Act]:
    """Everything that happened about the second business unit."""
    began = begins(today)
    yield from arrivals(today)
    yield from files(history(began, today - timedelta(days=1), seed), today)
    yield PlanByLot(
        at=planned_at(today), by="nadia", name=NAME, subject=SUBJECT, kpi=MOVED, teams=frozenset(began),
        first_month=first_month(today), step_months=STEP_MONTHS, steps=STEPS, note=NOTE, lot=LOT,
    )  # fmt: skip
    yield from learning(began, today, seed, book, library)
    for minutes, kpi in enumerate((MOVED, UNMOVED)):
        at = moment(today - timedelta(days=1), 18, 10 + 5 * minutes)
        yield AskWhatMoved(at=at, by="nadia", subject=SUBJECT, kpi=kpi, worth_while=WORTH_WHILE)


def arrivals(today: date) -> Iterator[Act]:
    """Everybody gets an account without a password, and a coach."""
    day = workday(today - timedelta(days=JOINED_DAYS_AGO))
    for number, one in enumerate(UNIT):
        since = today - timedelta(days=one.role_days_ago)
        at = moment(day, 9) + timedelta(seconds=20 * number)
        yield Join(at=at, by="grace", who=one, role_since=since, can_sign_in=False)
    for number, one in enumerate(one for one in UNIT if one.care):
        at = moment(day, 11) + timedelta(seconds=20 * number)
        yield TakeIntoCare(at=at, by="grace", learner=one.key, coach=one.care[0].coach)


def files(rows: Sequence[Row], today: date) -> Iterator[BringFile]:
    """What was counted before the unit came, in one file, and what has been counted since in another."""
    first = workday(today - timedelta(days=FIRST_FILE_DAYS_AGO))
    earlier = [one for one in rows if add_months(one.month, 1) <= first]
    for day, part in ((first, earlier), (today - timedelta(days=1), rows[len(earlier) :])):
        name = f"community-care-{part[0].month:%Y-%m}-to-{part[-1].month:%Y-%m}.csv"
        yield BringFile(at=moment(day, 16, 40), by="nadia", source=SOURCE, name=name, text=as_file(part))


def learning(began: Mapping[str, date], today: date, seed: int, book: Book, library: Library) -> Iterator[Act]:
    """The first module, by most members of each team that has begun, within its first weeks."""
    for one in MEMBERS:
        random, team = chance(seed, "unit", one.email), one.team or ""
        days_ago = (today - began[team]).days - random.randrange(FEWEST_DAYS, LONGEST_WAIT_DAYS)
        if random.random() > SHARE_STUDYING or days_ago < 1:
            continue
        studies = (Study(M01, days_ago, failures=int(random.random() < 0.15)),)
        for act in study_acts(one.key, studies, today=today, seed=seed, book=book, library=library):
            yield act
            if isinstance(act, TakeCheck) and act.passes and random.random() < SHARE_SAYING:
                at = act.at + timedelta(minutes=25)
                yield React(at=at, by=one.key, module=M01, usable=random.choice((3, 4, 4, 5, 5)), better=None)
