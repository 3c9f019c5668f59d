"""What a study says, worked out once: neither a result nor a release ever changes. Pure."""

import json
from dataclasses import dataclass
from functools import lru_cache

from kamacademy.content.library import Library
from kamacademy.impact.found import Found, found_in
from kamacademy.impact.telling import Question, Told, told
from kamacademy.kpi.documents import Kpi

STUDIES_KEPT = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: the KPI by its code, what is worth while, and where months of beginning come from."""

    kpi: str
    worth_while: float
    starts: str
    rollout: str | None
    planned_for: str | None


@dataclass(frozen=True, slots=True)
class Retold:
    """What a study says: its KPI, what was found, and that in words."""

    kpi: Kpi
    found: Found
    told: Told


@lru_cache(maxsize=STUDIES_KEPT)
def retold(result: str, asked: Asked, release: Library) -> Retold:
    """A study by its result as JSON; the KPI is as a release defines it. Raises NotInLibrary for one it lacks."""
    found, kpi = found_in(json.loads(result)), release.one(Kpi, "kpi", asked.kpi.lower())
    question = Question(kpi, asked.worth_while, asked.starts, asked.rollout, asked.planned_for)
    return Retold(kpi, found, told(found, question))
