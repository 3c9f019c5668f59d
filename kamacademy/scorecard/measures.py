"""Which measures stand on the card of a person, a team or a programme, and whose figures they are. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kamacademy.kpi.documents import Entry, Kpi, Scorecards
from kamacademy.kpi.rules import is_kept_for_a_person, may_carry, why_not
from kamacademy.kpi.subjects import kind_of
from kamacademy.people.job_roles import NAMES, NON_COMMERCIAL, JobRole
from kamacademy.wording import inside, listed


class Whose(StrEnum):
    """Whose figure a measure is."""

    OWN = "own"
    TEAM = "team"
    TOGETHER = "together"
    PROGRAMME = "programme"


@dataclass(frozen=True, slots=True)
class Measure:
    """A KPI on a card, and whose figure is read."""

    kpi: Kpi
    whose: Whose


def whose_is(entry: Entry, kpi: Kpi) -> Whose:
    """Whose figure a line of a role's scorecard is: `of: team` of a KPI of persons is all of its people together."""
    if entry.of == "person":
        return Whose.OWN
    if entry.of == "programme":
        return Whose.PROGRAMME
    return Whose.TEAM if kind_of(kpi) == "team" else Whose.TOGETHER


def measures_of_role(cards: Scorecards, kpis: Mapping[str, Kpi], role: JobRole) -> list[Measure]:
    """The card of a job role, in its order. The firewall of roles is asked once more, whatever the content says."""
    return [
        Measure(kpis[one.kpi], whose_is(one, kpis[one.kpi]))
        for one in cards.of(role.value).measures
        if one.kpi in kpis and may_carry(kpis[one.kpi], role)
    ]


def measures_of_team(cards: Scorecards, kpis: Mapping[str, Kpi], roles: Collection[JobRole]) -> list[Measure]:
    """What the cards of a team's job roles hold, each once, in order of code: those of the team, and all together."""
    found: dict[str, Measure] = {}
    for role in roles:
        for one in measures_of_role(cards, kpis, role):
            if one.whose is Whose.TEAM and why_not(one.kpi, "team", roles) is None:
                found[one.kpi.code] = one
            elif one.whose in (Whose.OWN, Whose.TOGETHER) and is_kept_for_a_person(one.kpi):
                found[one.kpi.code] = Measure(one.kpi, Whose.TOGETHER)
    return [found[code] for code in sorted(found)]


def measures_of_programme(
    aimed_at: Iterable[str], kpis: Mapping[str, Kpi], learning_team: Iterable[Entry]
) -> list[Measure]:
    """What the modules of a programme should move, over all its people, and then what is measured for a programme.

    `aimed_at` are the KPIs of its modules; the learning team's card says what is looked at of programmes.
    """
    together = [Measure(kpi, Whose.TOGETHER) for kpi in aims(aimed_at, kpis) if is_kept_for_a_person(kpi)]
    own = [
        Measure(kpis[one.kpi], Whose.PROGRAMME)
        for one in learning_team
        if one.kpi in kpis and kind_of(kpis[one.kpi]) == "programme"
    ]
    return [*own, *together]


def aims(codes: Iterable[str], kpis: Mapping[str, Kpi]) -> list[Kpi]:
    """KPIs by their codes, each once and in order of code."""
    return [kpis[code] for code in sorted({*codes}) if code in kpis]


def firewall_words(role: JobRole, kpis: Mapping[str, Kpi]) -> str | None:
    """Why a medical or nursing role has so few measures; None for every other role."""
    if role not in NON_COMMERCIAL:
        return None
    behaviours = [one for one in kpis.values() if one.category == "behaviour"]
    refused = sum(not may_carry(one, role) for one in behaviours)
    open_ = listed(sorted(one.code for one in behaviours if may_carry(one, role)))
    return (
        f"A {inside(NAMES[role])} carries {open_} and nothing else: medical and nursing roles stay apart from "
        f"commercial measures. The other {refused} of the {len(behaviours)} behaviour measures are refused, whether "
        "they come by form or from a file, and are therefore missing here on purpose."
    )


def firewall_words_of_team(roles: Collection[JobRole]) -> str | None:
    """That some of a team are not counted in its commercial measures; None where nobody of these roles is in it."""
    if NON_COMMERCIAL.isdisjoint(roles):
        return None
    return (
        "Medical and nursing roles stay apart from commercial measures: where such a measure stands here, nobody of "
        "them is counted in it."
    )


def also_carried(kpis: Mapping[str, Kpi], role: JobRole, on_card: Iterable[Measure]) -> list[Kpi]:
    """What a job role may carry besides, kept for a person, in order of code."""
    shown = {one.kpi.code for one in on_card}
    return [
        kpi
        for code, kpi in sorted(kpis.items())
        if code not in shown and may_carry(kpi, role) and is_kept_for_a_person(kpi)
    ]
