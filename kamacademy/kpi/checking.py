"""Everything that is wrong with readings on their way in, however many. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.given import Collected, Given, Refused, There, overlapping_places, replaced
from kamacademy.kpi.periods import Period
from kamacademy.kpi.rules import figure_problem, period_problem, why_not
from kamacademy.kpi.subjects import Subject
from kamacademy.people.job_roles import JobRole


@dataclass(frozen=True, slots=True)
class Found:
    """What must be known to check readings.

    Definitions by code; the job role of each person and those of each team's members; current readings by subject and
    code.
    """

    kpis: Mapping[str, Kpi]
    roles: Mapping[Subject, frozenset[JobRole]]
    there: Mapping[tuple[Subject, str], Sequence[There]]


def problems_of(given: Sequence[Given], found: Found, collected: Collected, today: date) -> list[Refused]:
    """What is wrong, in the order given: whom it is about, the figure, the period, and what is there already."""
    firewall: dict[tuple[str, str, frozenset[JobRole]], str | None] = {}
    refused: list[Refused] = []
    for place, one in enumerate(given):
        kpi = found.kpis.get(one.kpi)
        if kpi is None:
            refused.append(Refused(place, "kpi", f"There is no KPI {one.kpi}."))
            continue
        if one.subject not in found.roles and one.subject.kind != "programme":
            refused.append(Refused(place, "subject", f"There is no such {one.subject.kind}."))
            continue
        key = (one.kpi, one.subject.kind, found.roles.get(one.subject, frozenset()))
        if key not in firewall:
            firewall[key] = why_not(kpi, key[1], key[2])
        words = firewall[key]
        refused += [Refused(place, "kpi", words)] if words else _one(place, one, kpi, found, collected, today)
    return _with_overlaps(given, refused)


def _with_overlaps(given: Sequence[Given], refused: Sequence[Refused]) -> list[Refused]:
    """The same with those that share a day with another one given, where nothing else is wrong with them."""
    known = {one.place for one in refused}
    overlapping = [
        Refused(place, "period", "Another of these readings shares a day with this period.")
        for place in overlapping_places(given)
        if place not in known
    ]
    return sorted([*refused, *overlapping], key=lambda one: one.place)


def _one(place: int, one: Given, kpi: Kpi, found: Found, collected: Collected, today: date) -> list[Refused]:
    """What is wrong with the figure and the period of one reading; the first thing of each."""
    figure, refused = one.figure, []
    wrong = figure_problem(
        kpi, numerator=figure.numerator, denominator=figure.denominator, value=figure.value, n=figure.cases
    )
    if wrong:
        refused.append(Refused(place, *wrong))
    period = period_problem(figure, today)
    same, partly = replaced(one, found.there)
    if period:
        refused.append(Refused(place, "period", period))
    elif collected is not Collected.CALCULATED and same is not None and same.collected == Collected.CALCULATED:
        refused.append(Refused(place, "period", f"The academy works out {kpi.code} for {figure.period.words} itself."))
    elif partly is not None and not stays(partly, collected):
        refused.append(Refused(place, "period", there_words(partly.figure.period)))
    return refused


def stays(there: There, collected: Collected) -> bool:
    """Whether what is there stays, because a person entered it and the academy only counts."""
    return collected is Collected.CALCULATED and there.collected != Collected.CALCULATED


def there_words(period: Period) -> str:
    """That a period has a reading, and what to do."""
    return f"There is a reading for {period.words}. Choose another period, or correct that one."
