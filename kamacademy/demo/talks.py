"""Talks about the plans of those whose actions follow from their visits, and which actions did not simply get done."""

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """How an action ends."""

    DONE = "done"
    REDATED = "done after another date"
    DROPPED = "dropped"
    OPEN = "never done"


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk about the plan so many days ago, in which a library action was put forward."""

    days_ago: int
    library_id: str
    fate: Fate = Fate.DONE


# Talks about the plan, and those visits whose action did not simply get done, by the number of the visit.
TALKS = {
    "mira": (Talk(146, "c09-study"), Talk(64, "c07-job"), Talk(20, "c01-job")),
    "jonas": (Talk(140, "c03-job"), Talk(26, "c13-job")),
    "priya": (Talk(150, "c08-job"), Talk(34, "c06-job")),
    "leila": (Talk(70, "c10-others"),),
    "chiara": (Talk(98, "c10-job"), Talk(40, "c07-others"), Talk(14, "c05-job")),
    "mateo": (Talk(130, "c07-others"),),
    "ruben": (Talk(120, "c02-job", Fate.DROPPED),),
    "daniel": (Talk(120, "c11-study"),),
    "ingrid": (Talk(110, "c11-others"),),
}
FATES = {
    ("mira", 4): Fate.REDATED,
    ("jonas", 5): Fate.OPEN,
    ("priya", 4): Fate.DROPPED,
    ("chiara", 1): Fate.REDATED,
    ("mateo", 4): Fate.DROPPED,
    ("aisha", 4): Fate.REDATED,
    ("ruben", 3): Fate.OPEN,
}
DRAFTED_DAYS_AGO = {"aisha": 6}
