"""What a change of job role changes besides targets: scope, priorities, measures, programmes, who may rate. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.competency.documents import Competency, Framework
from kamacademy.curriculum.documents import Programme
from kamacademy.curriculum.progress import due_on
from kamacademy.kpi.documents import Kpi
from kamacademy.people.job_roles import NON_COMMERCIAL, JobRole
from kamacademy.wording import listed


@dataclass(frozen=True, slots=True)
class Measure:
    """A KPI by code and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ProgrammeDue:
    """A programme that the new role is given, and the day by which it is due there."""

    title: str
    due_on: date
    is_new: bool


@dataclass(frozen=True, slots=True)
class WhatChanges:
    """Everything but the targets. `rating_words` is empty where the change crosses no line between functions."""

    scope_now: str
    scope_then: str
    priorities: tuple[str, ...]
    kpis_begin: tuple[Measure, ...]
    kpis_end: tuple[Measure, ...]
    kpis_stay: tuple[Measure, ...]
    programmes: tuple[ProgrammeDue, ...]
    programmes_end: tuple[str, ...]
    rating_words: str


def measures(kpis: Sequence[Kpi], *, without: Collection[str] = ()) -> tuple[Measure, ...]:
    """KPIs by code and name, in the order given."""
    return tuple(Measure(one.code, one.name) for one in kpis if one.code not in without)


def what_changes(
    framework: Framework,
    competencies: Mapping[str, Competency],
    roles: tuple[JobRole, JobRole],
    *,
    kpis: tuple[Sequence[Kpi], Sequence[Kpi]],
    programmes: Collection[Programme],
    starts_on: date,
    available_on: date,
) -> WhatChanges:
    """What changes on a day from the first role to the second; `kpis` are those that each of them carries."""
    now, then = roles
    carried_now, carried_then = ({one.code for one in some} for some in kpis)
    return WhatChanges(
        scope_now=framework.role(now).summary,
        scope_then=framework.role(then).summary,
        priorities=tuple(competencies[code].short_name for code in framework.role(then).priorities),
        kpis_begin=measures(kpis[1], without=carried_now),
        kpis_end=measures(kpis[0], without=carried_then),
        kpis_stay=measures(kpis[1], without=carried_then - carried_now),
        programmes=tuple(
            ProgrammeDue(
                one.title, due_on(starts_on, available_on, one.assign.due_days), now not in one.assign.job_roles
            )
            for one in programmes
            if then in one.assign.job_roles
        ),
        programmes_end=tuple(
            one.title for one in programmes if now in one.assign.job_roles and then not in one.assign.job_roles
        ),
        rating_words=rating_words(framework, competencies, now, then),
    )


def rating_words(framework: Framework, competencies: Mapping[str, Competency], now: JobRole, then: JobRole) -> str:
    """What the line between medical or nursing and commercial work means from that day; nothing where it stands."""
    if (now in NON_COMMERCIAL) == (then in NON_COMMERCIAL):
        return ""
    if then not in NON_COMMERCIAL:
        return "From that day measures of commercial work may be kept, and a commercial coach may rate everything."
    names = [competencies[code].short_name for code in framework.role(then).rated_by_commercial]
    seen = f"only what is seen in shared team work ({listed(names)})" if names else "nothing"
    return (
        "From that day no measure that speaks of selling is kept: medical and nursing work stays apart from it. "
        f"A commercial coach may rate {seen}; the rest is rated by the own function."
    )
