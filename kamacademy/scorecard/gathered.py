"""All that was read for a card, put into its lines. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.rules import why_not
from kamacademy.kpi.subjects import kind_of
from kamacademy.people.job_roles import JobRole
from kamacademy.scorecard.card import GuardLine, Line, Noted, Scorecard, Series, guard_line, line
from kamacademy.scorecard.measures import Measure, Whose
from kamacademy.scorecard.next_step import Material, Running, next_step


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that was read for a card: figures, notes by code, and when the first step for each KPI began.

    `about` says whose notes these are: the person's, the team's or the programme's.
    """

    kpis: Mapping[str, Kpi]
    series: Series
    notes: Mapping[str, Sequence[tuple[date, Noted]]]
    first: Mapping[str, date]
    roles: Collection[JobRole]
    about: Whose

    def lines(self, measures: Iterable[Measure], name: str | None) -> list[Line]:
        """A line for each measure; `name` is that of the team or the programme."""
        return [
            line(
                one,
                self.series.of(one.kpi, one.whose),
                self.first.get(one.kpi.code),
                whose_words=whose_words(one.whose, name),
                guard=self.guard(one),
                noted=self.noted(one),
            )
            for one in measures
        ]

    def guard(self, measure: Measure) -> GuardLine:
        """What is read beside a measure, with its figure where the guard KPI is kept for the same."""
        guard = self.kpis.get(measure.kpi.guard.kpi or "")
        whose = whose_guard(measure, guard) if guard else None
        if guard is None or whose is None or (whose is Whose.OWN and why_not(guard, "person", self.roles) is not None):
            return guard_line(measure.kpi, guard, ())
        return guard_line(measure.kpi, guard, self.series.of(guard, whose))

    def noted(self, measure: Measure) -> Noted | None:
        """The newest note of a measure, and what must be read with its newest figure; never of several people."""
        rows = self.notes.get(measure.kpi.code, ())
        if measure.whose is not self.about or not rows:
            return None
        figures = self.series.of(measure.kpi, measure.whose)
        beside = next((one.beside for start, one in rows if figures and start == figures[-1].start), None)
        note = next((one for _, one in rows if one.words), Noted(None, None, None, None))
        return replace(note, beside=beside) if note.words or beside else None


def whose_words(whose: Whose, name: str | None) -> str:
    """Whose figure it is, where it is not the person's own."""
    return {
        Whose.OWN: "",
        Whose.TEAM: f"Measured for the team {name}" if name else "Measured for a team",
        Whose.TOGETHER: f"All people of {name} together" if name else "All people of a team together",
        Whose.PROGRAMME: "Measured for the programme",
    }[whose]


def whose_guard(measure: Measure, guard: Kpi) -> Whose | None:
    """Whose figure of the guard KPI is read beside a measure; None where none is kept for the same."""
    kind = kind_of(guard)
    if measure.whose is Whose.PROGRAMME or kind == "programme":
        return None
    if kind == "team":
        return Whose.TEAM
    return Whose.OWN if measure.whose is Whose.OWN else Whose.TOGETHER


def codes_of(measures: Iterable[Measure], whose: Whose, kpis: Mapping[str, Kpi]) -> list[str]:
    """The KPIs whose figures a card reads of one source: the measures, and the guards that are read beside them."""
    found = set()
    for one in measures:
        if one.whose is whose:
            found.add(one.kpi.code)
        guard = kpis.get(one.kpi.guard.kpi or "")
        if guard is not None and whose_guard(one, guard) is whose:
            found.add(guard.code)
    return sorted(found)


def with_next(
    lines: Iterable[Line], material: Material, completed: Collection[str] = (), running: Sequence[Running] = ()
) -> list[Line]:
    """Lines with what comes next where a target is not met."""
    return [
        replace(one, next=next_step(one.card.kpi, one.card.status, material, completed=completed, running=running))
        for one in lines
    ]


def elsewhere(kpis: Iterable[Kpi]) -> tuple[str, ...]:
    """Measures that stand on other cards, and on which."""
    return tuple(f"{one.code} {one.name}: on the card of each {one.scope}" for one in kpis)


def arranged(
    lines: Sequence[Line], firewall: str | None, others: tuple[str, ...] = (), also: tuple[str, ...] = ()
) -> Scorecard:
    """A card whose lines with a figure come first; the others are only named. Both keep their order."""
    return Scorecard(
        lines=tuple(one for one in lines if one.has_figure),
        without=tuple(one for one in lines if not one.has_figure),
        firewall=firewall,
        elsewhere=others,
        also=also,
    )
