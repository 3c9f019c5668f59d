"""A panel of judges: where it stands, what keeps a round from being closed, and what the judges see of each other."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import fmean

from kamacademy.quality.angoff import FEWEST_JUDGES
from kamacademy.quality.standards import Estimate
from kamacademy.wording import counted, listed


class Stage(StrEnum):
    """Where a panel stands."""

    ROUND_ONE = "First round"
    ROUND_TWO = "Second round"
    TO_SIGN = "Ready to sign"
    SET = "Pass mark set"
    ENDED = "Ended without a pass mark"

    @property
    def round(self) -> int | None:
        """The round in which judges give estimates now."""
        return {Stage.ROUND_ONE: 1, Stage.ROUND_TWO: 2}.get(self)


def stage_of(
    one_closed: datetime | None, two_closed: datetime | None, set_at: datetime | None, ended_at: datetime | None
) -> Stage:
    """The stage by the moments that were reached."""
    if ended_at is not None:
        return Stage.ENDED
    if set_at is not None:
        return Stage.SET
    if two_closed is not None:
        return Stage.TO_SIGN
    return Stage.ROUND_ONE if one_closed is None else Stage.ROUND_TWO


@dataclass(frozen=True, slots=True)
class Seat:
    """A judge as the rules see one: name, and whether the present round is handed in."""

    name: str
    has_handed_in: bool


def obstacles(seats: Sequence[Seat]) -> list[str]:
    """Why the present round cannot be closed, in sentences; empty where it can."""
    found = []
    if len(seats) < FEWEST_JUDGES:
        found.append(
            f"A pass mark needs at least {FEWEST_JUDGES} judges; this panel has {len(seats)}. "
            "With fewer, one strict or mild view decides too much."
        )
    waiting = [one.name for one in seats if not one.has_handed_in]
    if waiting:
        found.append(
            f"Not handed in yet: {listed(waiting)}. Who cannot go on can be released, and then counts in neither round."
        )
    return found


@dataclass(frozen=True, slots=True)
class Views:
    """What all judges made of one question in a round, beside one's own estimate; each of 100 people."""

    own: int | None
    mean: float
    low: int
    high: int
    judges: int


def views(given: Iterable[tuple[int, str, int]], judge: int) -> dict[str, Views]:
    """By question, from triples of judge, question and estimate of one round."""
    by_item: dict[str, dict[int, int]] = {}
    for who, item, of_hundred in given:
        by_item.setdefault(item, {})[who] = of_hundred
    return {
        item: Views(of.get(judge), fmean(of.values()), min(of.values()), max(of.values()), len(of))
        for item, of in by_item.items()
    }


def estimates(given: Iterable[tuple[int, str, int, int]]) -> list[Estimate]:
    """Estimates for the method, from judge, question, round and estimate of 100; judges go by a name of their key."""
    return [Estimate(judge_name(who), item, round_, of_hundred / 100) for who, item, round_, of_hundred in given]


def judge_name(key: int) -> str:
    """What a judge is called in stored figures, which hold no names."""
    return f"judge-{key:09d}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a judge sent: whole numbers from 0 to 100 by question, and by question what is wrong with the others."""

    given: Mapping[str, int]
    faults: Mapping[str, str]


def sheet(sent: Mapping[str, str], items: Iterable[str]) -> Sheet:
    """Read what was sent for some questions; an empty field is neither given nor a fault."""
    given, faults = dict[str, int](), dict[str, str]()
    for item in items:
        words = sent.get(item, "").strip().removesuffix("%").strip()
        if not words:
            continue
        if words.isascii() and words.isdigit() and len(words) <= 3 and int(words) <= 100:
            given[item] = int(words)
        else:
            faults[item] = "Write a whole number from 0 to 100."
    return Sheet(given, faults)


def still_open(items: Sequence[str], given: Collection[str]) -> str | None:
    """Which questions still lack an estimate, by their numbers, in a sentence; None where all have one."""
    missing = [f"question {number}" for number, item in enumerate(items, 1) if item not in given]
    if not missing:
        return None
    shown = listed(missing) if len(missing) <= 6 else f"{', '.join(missing[:5])} and {len(missing) - 5} more"
    return f"{counted(len(missing), 'estimate')} still open: {shown}. What you gave is kept."
