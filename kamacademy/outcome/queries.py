"""The KPIs of one person, with the actions and modules that should move them."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import Select, bindparam, select

from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Module
from kamacademy.curriculum.queries import first_completions
from kamacademy.db import db
from kamacademy.development.models import Action, Plan
from kamacademy.kpi.cards import KpiCard, KpiResult, ReadingRow, kpi_card, kpi_result
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.queries import kpis_for, kpis_in, readings_of, series_by_kpi
from kamacademy.kpi.rules import is_kept_for_a_person, may_carry
from kamacademy.kpi.run_chart import Event
from kamacademy.people.models import Person


@cache
def actions_for_a_kpi() -> Select[date | None, str]:
    """When the actions of any plan of the `learner` that should move the `kpi` were opened, and their titles."""
    return (
        select(Action.opened_on, Action.title)
        .join(Action.plan)
        .where(Plan.learner_id == bindparam("learner"), Action.kpi == bindparam("kpi"), Action.opened_on.is_not(None))
        .order_by(Action.opened_on, Action.id)
    )


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A KPI of one person as its page shows it. `seen` is the latest reading with a note."""

    found: KpiResult
    rows: list[ReadingRow]
    seen: ReadingRow | None
    guard: KpiCard | None


def results_of(learner: Person, library: Library, most: int | None = None) -> list[KpiCard]:
    """The KPIs that the learner's job role carries and that are kept for one person, or the first few of them."""
    kpis = [kpi for kpi in kpis_for(learner.job_role, library) if is_kept_for_a_person(kpi)][:most]
    series = series_by_kpi(learner.id, [kpi.code for kpi in kpis])
    return [kpi_card(kpi, series.get(kpi.code, ())) for kpi in kpis]


def events_for(learner: Person, kpi: str, library: Library) -> list[Event]:
    """What should move a KPI and when: actions opened, modules completed."""
    actions = [
        Event(opened_on, f"plan action “{title}” begun")
        for opened_on, title in db.session.execute(actions_for_a_kpi(), {"learner": learner.id, "kpi": kpi})
        if opened_on is not None
    ]
    modules = {slug: one for slug, one in library.all(Module, "module").items() if one.kpi == kpi}
    completed = first_completions(learner.id, modules)
    done = [
        Event(completed[slug], f"module “{one.title}” completed") for slug, one in modules.items() if slug in completed
    ]
    return sorted([*actions, *done], key=lambda one: one.on)


def result_page(learner: Person, kpi: Kpi, library: Library) -> ResultPage:
    """One KPI of one person with its table, and the guard beside it where the job role carries it."""
    guard = kpis_in(library).get(kpi.guard.kpi or "")
    if guard is not None and not (is_kept_for_a_person(guard) and may_carry(guard, learner.job_role)):
        guard = None
    readings = readings_of(learner.id, [kpi, guard] if guard else [kpi])
    series = {code: [figure for figure, row in reversed(found) if row.is_current] for code, found in readings.items()}
    rows = [row for _, row in readings[kpi.code]]
    return ResultPage(
        found=kpi_result(kpi, series[kpi.code], events_for(learner, kpi.code, library)),
        rows=rows,
        seen=next((row for row in rows if row.is_current and row.note), None),
        guard=kpi_card(guard, series[guard.code]) if guard else None,
    )
