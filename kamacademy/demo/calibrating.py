"""Calibration in the story: a half-year event, certificates by it, two cases a quarter, and an open event. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from kamacademy.calibration.quarter import Quarter, quarter_of
from kamacademy.calibration.rules import FEWEST_DAYS_LEFT
from kamacademy.demo.acts import Act
from kamacademy.demo.chance import chance, moment, workday
from kamacademy.demo.rating import CertifyByCases, CloseEvent, FitRaters, HoldEvent, Manner, RateCases, TurnQuarter
from kamacademy.wording import MONTHS

# Daniel rates as the experts do, Ingrid and Helena a little milder, Samuel too strict, Astrid too mild; Yusuf often
# cannot tell, and of the coaches who came later Marcus is strict.
MANNERS = {
    "daniel": Manner(0.0, 0.6, 0.03),
    "ingrid": Manner(0.2, 0.6),
    "samuel": Manner(-0.9, 0.65),
    "astrid": Manner(0.9, 0.6),
    "yusuf": Manner(-0.1, 0.65, 0.3),
    "helena": Manner(0.1, 0.55),
    "farid": Manner(0.3, 0.7),
    "camille": Manner(-0.1, 0.75),
    "marcus": Manner(-0.9, 0.7),
}
BEGINNING, PRESENT = "half-year-before", "half-year-now"
BEGINNING_CASES, PRESENT_CASES = 14, 8
OPENED_DAYS_AGO, CLOSED_DAYS_AGO, DAYS_OPEN = 180, 165, 14
RATED_DAYS_AGO = {
    "daniel": 176,
    "ingrid": 173,
    "yusuf": 172,
    "astrid": 170,
    "samuel": 169,
    "helena": 175,
    "farid": 174,
    "camille": 171,
    "marcus": 168,
}
CERTIFIED_DAYS_AGO = {"daniel": 160, "helena": 156, "ingrid": 152}
PRESENT_DAYS_AGO, PRESENT_DAYS_OPEN = 8, 20
# Of the event that runs, Yusuf and Farid have rated everything, Samuel half, and the others nothing yet.
PRESENT_RATED = {"yusuf": (5, None), "farid": (4, None), "samuel": (2, PRESENT_CASES // 2)}
# The quarter's cases wait for Daniel; the others do theirs within three weeks.
DAYS_TO_QUARTER = 18
RUNS_DAYS_AGO = (32, 1)


def calibrate(today: date, seed: int) -> Iterator[Act]:
    """Everything about calibration, and the runs of the rater model."""
    yield from half_year(today, seed)
    for who, days_ago in CERTIFIED_DAYS_AGO.items():
        yield CertifyByCases(at=moment(today - timedelta(days=days_ago), 9, 20), by="nadia", who=who)
    yield from quarters(today, seed)
    yield from running(today, seed)
    for days_ago in RUNS_DAYS_AGO:
        yield FitRaters(at=moment(today - timedelta(days=days_ago), 2, 10), by="calendar")


def title(opens_on: date) -> str:
    """Half-year calibration, Jun 2026."""
    return f"Half-year calibration, {MONTHS[opens_on.month - 1]} {opens_on.year}"


def half_year(today: date, seed: int) -> Iterator[Act]:
    """The event of five months ago: all coaches rate the same cases alone, then it is closed."""
    opens_on = today - timedelta(days=OPENED_DAYS_AGO)
    yield HoldEvent(
        at=moment(opens_on - timedelta(days=3), 10, 15), by="nadia", event=BEGINNING, title=title(opens_on),
        opens_on=opens_on, closes_on=opens_on + timedelta(days=DAYS_OPEN), size=BEGINNING_CASES,
        coaches=tuple(RATED_DAYS_AGO), seed=drawn(seed, BEGINNING),
    )  # fmt: skip
    for number, (who, days_ago) in enumerate(RATED_DAYS_AGO.items()):
        day = workday(today - timedelta(days=days_ago))
        yield rates(who, BEGINNING, day, seed, minute=5 * number)
    yield CloseEvent(at=moment(today - timedelta(days=CLOSED_DAYS_AGO), 9), by="nadia", event=BEGINNING)


def running(today: date, seed: int) -> Iterator[Act]:
    """The next half-year event, for those who are not certified yet; it is open now."""
    opens_on = today - timedelta(days=PRESENT_DAYS_AGO)
    yield HoldEvent(
        at=moment(opens_on - timedelta(days=2), 10, 40), by="nadia", event=PRESENT, title=title(opens_on),
        opens_on=opens_on, closes_on=opens_on + timedelta(days=PRESENT_DAYS_OPEN), size=PRESENT_CASES,
        coaches=tuple(one for one in MANNERS if one not in CERTIFIED_DAYS_AGO), seed=drawn(seed, PRESENT),
    )  # fmt: skip
    for who, (days_ago, cases) in PRESENT_RATED.items():
        yield rates(who, PRESENT, workday(today - timedelta(days=days_ago)), seed, cases=cases)


def quarters(today: date, seed: int) -> Iterator[Act]:
    """Two cases each quarter since both were certified: all are done, but the newest ones wait for Daniel."""
    turns = list(turned(today))
    for day in turns:
        about = f"quarter {quarter_of(day).first}"
        yield TurnQuarter(at=moment(day, 5, 40), by="calendar", seed=drawn(seed, about))
        done = [one for one in CERTIFIED_DAYS_AGO if one != "daniel" or day != turns[-1]]
        for who in done:
            yield rates(who, None, workday(day + timedelta(days=DAYS_TO_QUARTER)), seed, about=about)


def turned(today: date) -> Iterator[date]:
    """The days on which a quarter's cases were given: the day after both were certified, then each first day."""
    day = today - timedelta(days=min(CERTIFIED_DAYS_AGO.values()) - 1)
    while day < today:
        quarter: Quarter = quarter_of(day)
        if (quarter.last - day).days >= FEWEST_DAYS_LEFT:
            yield day
        day = quarter.last + timedelta(days=1)


def rates(
    who: str, event: str | None, day: date, seed: int, *, about: str = "", cases: int | None = None, minute: int = 0
) -> RateCases:
    """Somebody rates cases in the evening, in their manner."""
    return RateCases(
        at=moment(day, 18, 10 + minute), by=who, event=event, manner=MANNERS[who], cases=cases,
        seed=drawn(seed, event or about, who),
    )  # fmt: skip


def drawn(seed: int, *about: object) -> int:
    """A seed of its own for a subject; 31 bits."""
    return chance(seed, "calibration", *about).randrange(2**31)
