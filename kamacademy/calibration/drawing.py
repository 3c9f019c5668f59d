"""Which cases an event or a quarter takes, and in which order each person rates them. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import partial
from hashlib import sha256

from kamacademy.calibration.documents import LEVELS, CalibrationCase
from kamacademy.calibration.rules import (
    CASES_A_QUARTER,
    FEWEST_CASES,
    FEWEST_COMPETENCIES,
    FORGOTTEN_AFTER,
    TooFewCases,
)
from kamacademy.peer.lot import mixed
from kamacademy.wording import listed

Cases = Mapping[str, CalibrationCase]


def levels_shown(cases: Iterable[CalibrationCase]) -> set[int]:
    """The reference levels of some cases."""
    return {one.reference for case in cases for one in case.ratings}


def competencies_shown(cases: Iterable[CalibrationCase]) -> set[str]:
    """The competencies of some cases."""
    return {one.indicator[:3] for case in cases for one in case.ratings}


def refuse_narrow(cases: Collection[CalibrationCase]) -> None:
    """Raise TooFewCases for cases that are few, leave a level out or show too few competencies."""
    if len(cases) < FEWEST_CASES:
        raise TooFewCases(f"Choose at least {FEWEST_CASES} cases; these are {len(cases)}.")
    left_out = [str(level) for level in LEVELS if level not in levels_shown(cases)]
    if left_out:
        raise TooFewCases(f"No chosen case shows level {listed(left_out, 'or')}. Add one that does.")
    if len(competencies_shown(cases)) < FEWEST_COMPETENCIES:
        raise TooFewCases(f"These cases show fewer than {FEWEST_COMPETENCIES} competencies. Mix them more.")


def drawn(cases: Cases, count: int, seed: int, used: Mapping[str, int] | None = None) -> list[str]:
    """So many cases by lot: first what adds a level or a competency, then those that the coaches know least.

    `used` says how many of the coaches were given a case within the year. Fewer where there are fewer.
    """
    known = used or {}
    left = sorted(mixed(cases, seed, lambda one: one), key=lambda one: known.get(one, 0))
    taken = list[str]()
    while left and len(taken) < count:
        so_far = tuple(taken)
        best = max(left, key=partial(gain, cases=cases, taken=so_far)) if len(taken) < FEWEST_CASES else left[0]
        taken.append(best)
        left.remove(best)
    return sorted(taken)


def times_given(given: Iterable[Mapping[str, date]], today: date) -> dict[str, int]:
    """How many coaches were given each case within the year; `given` is when each coach last had which."""
    recent = (slug for last in given for slug, on in last.items() if today - on < FORGOTTEN_AFTER)
    return dict(Counter(recent))


def gain(slug: str, cases: Cases, taken: Collection[str]) -> tuple[int, int]:
    """How many levels and competencies a case adds to those taken."""
    so_far = [cases[one] for one in taken]
    levels = levels_shown([cases[slug]]) - levels_shown(so_far)
    return len(levels), len(competencies_shown([cases[slug]]) - competencies_shown(so_far))


def own_seed(seed: int, person_id: int) -> int:
    """A person's own seed, out of an event's: another for everybody; 31 bits."""
    return int.from_bytes(sha256(f"{seed}|{person_id}".encode()).digest()[:4], "big") >> 1


def own_order(cases: Iterable[str], seed: int) -> list[str]:
    """The cases in a person's own order."""
    return mixed(cases, seed, lambda one: one, salt="cases")


def indicators_in_order(case: CalibrationCase, slug: str, seed: int) -> list[str]:
    """The indicators of a case in a person's own order."""
    return mixed(case.indicators, seed, lambda one: one, salt=slug)


def quarter_cases(
    cases: Cases, given: Mapping[str, date], barred: Collection[str], *, seed: int, today: date
) -> list[str]:
    """Two cases for somebody's quarter: what they were not given within a year, else what was longest ago.

    `barred` are cases of events under way, whose references stay unseen. None where two are not left.
    """
    free = mixed([one for one in cases if one not in barred], seed, lambda one: one, salt="quarter")
    if len(free) < CASES_A_QUARTER:
        return []

    def remembered(slug: str) -> date:
        on = given.get(slug, date.min)
        return on if today - on < FORGOTTEN_AFTER else date.min

    return sorted(free, key=remembered)[:CASES_A_QUARTER]
