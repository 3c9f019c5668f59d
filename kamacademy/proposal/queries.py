"""What could be put forward: suggestions for gaps, shelves of the library, thoughts."""

from collections import defaultdict
from datetime import date

from kamacademy.assessment.models import Sitting
from kamacademy.assessment.queries import sheet_of
from kamacademy.assessment.sheet import Outcome
from kamacademy.competency.queries import competencies_in
from kamacademy.content.library import Library
from kamacademy.curriculum.documents import Lesson, Module, Programme
from kamacademy.curriculum.markets import alike, in_place_of, modules_in
from kamacademy.curriculum.queries import completions
from kamacademy.db import db
from kamacademy.development.action_library import Entry, entries_by_competency
from kamacademy.development.details import Source
from kamacademy.development.models import Plan
from kamacademy.development.plan import RUNNING, Origin, State, places_free
from kamacademy.development.queries import guidance, running_plan
from kamacademy.kpi.queries import kpis_for, kpis_in
from kamacademy.kpi.rules import may_carry
from kamacademy.people.models import Person
from kamacademy.proposal.shelves import Shelf, shelves
from kamacademy.proposal.suggestions import Suggestion, next_module, suggest
from kamacademy.proposal.thought import Thought, in_order

MOST_DIGITS = 10


def suggestions_for(learner: Person, plan: Plan, *, today: date, library: Library) -> list[Suggestion]:
    """Library actions for the learner's known gaps, as many as the plan has places for."""
    running = [one for one in plan.actions if one.state in (State.PROPOSED, *RUNNING)]
    return suggest(
        guidance(learner, today, library).gaps,
        entries_by_competency(library),
        places=places_free(len(running)),
        carried={kpi.code for kpi in kpis_for(learner.job_role, library)},
        taken={one.library_id for one in plan.actions if one.library_id},
        covered={one.competency for one in running},
        modules=modules_to_take(learner, library),
        in_place=modules_in_place(learner, library),
    )


def modules_to_take(learner: Person, library: Library) -> dict[str, list[str]]:
    """The modules of a person's market that they have not completed, by each competency they build."""
    completed = completions([learner.id])[learner.id]
    modules: dict[str, list[str]] = defaultdict(list)
    for slug, module in modules_in(library.all(Module, "module"), learner.market).items():
        for builds in module.builds:
            if slug not in completed:
                modules[builds.competency].append(slug)
    return modules


def modules_in_place(learner: Person, library: Library) -> dict[str, str]:
    """By each module of other markets, the one of the person's market that stands in its place."""
    return in_place_of(library.all(Programme, "programme").values(), learner.market)


def module_for(learner: Person, entry: Entry, library: Library) -> str | None:
    """The module to take with a library action, or None where there is none or it is completed."""
    to_take = modules_to_take(learner, library).get(entry.competency, ())
    return next_module(entry, to_take, modules_in_place(learner, library))


def shelves_for(plan: Plan, today: date, library: Library) -> list[Shelf]:
    """The action library for the plan's learner, known gaps first."""
    return shelves(
        guidance(plan.learner, today, library).gaps,
        entries_by_competency(library),
        competencies=competencies_in(library),
        carried={kpi.code: kpi for kpi in kpis_for(plan.learner.job_role, library)},
        running={one.library_id for one in plan.actions if one.state in (State.PROPOSED, *RUNNING)},
    )


def find_thought(learner: Person, kind: str, key: str, library: Library) -> Thought | None:
    """The lesson (`module/lesson`), check not passed (its sitting's key) or result (a KPI's code), if there is one."""
    if kind == "lesson":
        return thought_of_lesson(key, library)
    if kind == "result":
        return thought_of_result(learner, key, library)
    return thought_of_check(learner, int(key)) if key.isdecimal() and len(key) < MOST_DIGITS else None


def thought_of_lesson(key: str, library: Library) -> Thought | None:
    """A lesson of the newest release."""
    if not library.has("lesson", key):
        return None
    lesson = library.one(Lesson, "lesson", key)
    competencies = in_order([one[:3] for one in lesson.indicators])
    source = Source(Origin.LESSON, name=key)
    modules = alike(library.all(Programme, "programme").values(), key.partition("/")[0])
    return Thought(source, f"From the lesson “{lesson.title}”", competencies, lesson.indicators[0], modules)


def thought_of_check(learner: Person, key: int) -> Thought | None:
    """A check of the learner's own that was not passed, about what was missed in it."""
    found = db.session.get(Sitting, key)
    if found is None or found.learner_id != learner.id or found.passed is not False:
        return None
    sheet = sheet_of(found)
    missed = [
        one.entry.item.competency
        for one in sheet.questions
        if one.outcome in (Outcome.WRONG, Outcome.NONE, Outcome.PARTLY)
    ]
    source = Source(Origin.SITTING, key=key, name=found.paper)
    return Thought(source, f"After the check “{sheet.paper.title}”", in_order(missed), is_told=True)


def thought_of_result(learner: Person, code: str, library: Library) -> Thought | None:
    """A KPI that the learner's job role may carry."""
    kpi = kpis_in(library).get(code.upper())
    if kpi is None or code != code.lower() or not may_carry(kpi, learner.job_role):
        return None
    entries = [one for found in entries_by_competency(library).values() for one in found if one.action.kpi == kpi.code]
    competencies = in_order([one.competency for one in entries])
    source = Source(Origin.KPI, name=kpi.code)
    return Thought(source, f"To move the result “{kpi.name}”", competencies, kpi=kpi.code)


def shelves_of_thought(learner: Person, thought: Thought, today: date, library: Library) -> list[Shelf]:
    """The library's actions that fit a thought, by competency, those it is about first."""
    found, competencies = running_plan(learner.id), competencies_in(library)
    first = [one for one in thought.competencies if one in competencies]
    order = [*first, *(one for one in competencies if one not in first)]
    entries = {
        code: [one for one in some if thought.fits(one)] for code, some in entries_by_competency(library).items()
    }
    filled = shelves(
        [],
        entries,
        competencies={code: competencies[code] for code in order},
        carried={kpi.code: kpi for kpi in kpis_for(learner.job_role, library)},
        running={one.library_id for one in found.actions if one.state in (State.PROPOSED, *RUNNING)} if found else (),
    )
    return [one for one in filled if one.actions]
