"""The library of KPI definitions as its pages show it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from kamacademy.competency.documents import Framework
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.rules import is_kept_for_a_person
from kamacademy.kpi.status import target_words
from kamacademy.people.job_roles import NAMES, JobRole
from kamacademy.wording import inside, listed, number

SCOPE_WORDS = {
    "person": "Kept for a person",
    "account": "Kept for whoever owns the account",
    "team": "Kept for a team",
    "programme": "Kept for a programme",
}
COLLECTED_WORDS = {
    "calculated": "Counted by the academy",
    "import": "Imported from a file",
    "form": "Entered by form",
    "observation": "Entered by the observer",
}
DIRECTION_WORDS = {
    "up": "Higher is better",
    "down": "Lower is better",
    "band": "Inside the band is best: too much is as doubtful as too little",
    "zero": "Nearer to zero is better",
}
UNIT_WORDS = {
    "percent": "percent: a share of counted cases",
    "count": "a count",
    "days": "days",
    "level": "level 1 to 5",
    "rungs": "rungs of the ladder",
    "points": "points",
    "steps": "net steps",
    "hours": "hours",
    "rate": "percent of an amount: not a share of counted cases",
    "net-points": "points from -100 to 100",
}


@dataclass(frozen=True, slots=True)
class KpiWords:
    """A definition's codes in words."""

    scope: str
    collected: str
    roles: str
    direction: str
    target: str
    unit: str
    red_line: str | None
    is_personal: bool


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A definition in the list."""

    kpi: Kpi
    words: KpiWords


@dataclass(frozen=True, slots=True)
class KpiGroup:
    """The definitions that speak about one cluster of competencies."""

    name: str
    rows: tuple[KpiRow, ...]


def kpi_words(kpi: Kpi) -> KpiWords:
    """A definition's codes in words."""
    everyone = len(kpi.roles) == len(JobRole)
    return KpiWords(
        scope=SCOPE_WORDS[kpi.scope],
        collected=COLLECTED_WORDS[kpi.collected],
        roles="every job role" if everyone else listed([inside(NAMES[JobRole(code)]) for code in kpi.roles]),
        direction=DIRECTION_WORDS[kpi.direction],
        target=target_words(kpi),
        unit=UNIT_WORDS[kpi.unit],
        red_line=None if kpi.red_line is None else f"{number(kpi.red_line)} {kpi.unit}",
        is_personal=is_kept_for_a_person(kpi),
    )


def groups(framework: Framework, kpis: Mapping[str, Kpi]) -> list[KpiGroup]:
    """Every definition once, under the cluster of the competency it names first, in order of code; outcomes last."""
    outcomes = tuple(KpiRow(kpi, kpi_words(kpi)) for _, kpi in sorted(kpis.items()) if kpi.category != "behaviour")
    behaviours = [
        KpiGroup(
            cluster.name,
            tuple(
                KpiRow(kpi, kpi_words(kpi))
                for _, kpi in sorted(kpis.items())
                if kpi.competencies and kpi.competencies[0] in cluster.competencies
            ),
        )
        for cluster in framework.clusters
    ]
    return [*behaviours, KpiGroup("Outcomes, which are never one person's", outcomes)] if outcomes else behaviours
