"""Reading how far people have come, and the text they work with."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select

from kamacademy.assessment.queries import results_of
from kamacademy.assessment.scoring import Result
from kamacademy.competency.documents import Competency
from kamacademy.competency.queries import framework_in, indicator_in
from kamacademy.content.library import Library
from kamacademy.content.models import Revision, release_revision
from kamacademy.content.queries import first_release_on, library
from kamacademy.curriculum.documents import Module, Programme, ProgrammeModule
from kamacademy.curriculum.markets import (
    anywhere_in,
    due_in_market,
    has_variants,
    modules_for,
    standing_in,
)
from kamacademy.curriculum.material import differs, syllabus
from kamacademy.curriculum.models import Enrolment, LessonNote, LessonProgress, ModuleAttempt, Reaction
from kamacademy.curriculum.player import Answer, LessonPage, LessonPlace, Outlook, lesson_page, lesson_place
from kamacademy.curriculum.progress import Attempt, completed_after, completed_on, due_on, next_lesson
from kamacademy.curriculum.reactions import Said
from kamacademy.curriculum.standing import History, ModuleState, ProgrammePath, module_state
from kamacademy.db import db, rows_of
from kamacademy.exercise import queries as exercise
from kamacademy.exercise.documents import Rubric
from kamacademy.people.market import Market
from kamacademy.people.models import Person
from kamacademy.scenario import queries as scenario


def all_paths(learner: Person, today: date) -> list[ProgrammePath]:
    """Every programme of the newest release, and earlier ones the person has begun.

    Where all of them are assigned, nobody is asked what the person took on besides.
    """
    newest, available_on = library(), first_release_on()
    attempts, history = attempts_of([learner.id])[learner.id], history_of(learner.id)
    current = newest.all(Programme, "programme")
    programmes = begun_programmes(attempts) | current
    assigned = {slug for slug, one in current.items() if learner.job_role_code in one.assign.job_roles}
    enrolled = enrolled_in(learner.id) if programmes.keys() - assigned else set()
    paths = []
    for slug, programme in sorted(programmes.items()):
        is_assigned = slug in assigned
        modules = states_of(slug, programme, learner.market, attempts, history, newest, today)
        due, later_on = due_days_of(learner, programme, modules, available_on) if is_assigned else (None, None)
        paths.append(
            ProgrammePath(
                slug=slug,
                programme=programme,
                due_on=due,
                is_overdue=due is not None and due < today and any(one.completed_on is None for one in modules),
                is_assigned=is_assigned,
                is_enrolled=slug in enrolled,
                modules=modules,
                market=learner.market,
                elsewhere=states_elsewhere(slug, programme, learner.market, attempts, history, newest, today),
                later_on=later_on,
            )
        )
    return paths


def due_days_of(
    learner: Person, programme: Programme, modules: Iterable[ModuleState], available_on: date
) -> tuple[date, date | None]:
    """The day an assigned programme is due for a person, and the later one of what a change of market brought."""
    due = due_on(learner.role_since, available_on, programme.assign.due_days)
    if learner.market_since is None or not has_variants(programme):
        return due, None
    own = {standing_in(entry, learner.market) for entry in programme.modules if entry.in_market}
    open_ = {one.slug for one in modules if one.completed_on is None}
    since = max(learner.role_since, learner.market_since)
    later = due_on(since, available_on, programme.assign.due_days)
    return due_in_market(due, later, shares_open=bool(open_ - own)), later if open_ & own and later > due else None


def begun_programmes(attempts: Iterable[Attempt]) -> dict[str, Programme]:
    """The programmes in which modules were begun, as they were then: a newer release may have dropped one."""
    found = {}
    for attempt in attempts:
        then = library(attempt.release_id)
        if then.has("programme", attempt.programme):
            found[attempt.programme] = then.one(Programme, "programme", attempt.programme)
    return found


def states_of(
    slug: str,
    programme: Programme,
    market: Market,
    attempts: list[Attempt],
    history: History,
    newest: Library,
    today: date,
) -> tuple[ModuleState, ...]:
    """Every module that a programme has for a market as it stands, in order.

    Begun ones that the programme no longer has for any market come last.
    """
    by_module, listed = tries_by_module(attempts), {*anywhere_in(programme)}
    dropped = [name for name, tries in by_module.items() if name not in listed and tries[-1].programme == slug]
    states: dict[str, ModuleState] = {}
    for entry in (*modules_for(programme, market), *(ProgrammeModule(module=name) for name in dropped)):
        waits_for = tuple(states[name].module.title for name in entry.requires if states[name].completed_on is None)
        tries = by_module.get(entry.module, [])
        states[entry.module] = state_at(slug, entry.module, tries, history, newest, today, waits_for)
    return tuple(states.values())


def states_elsewhere(
    slug: str,
    programme: Programme,
    market: Market,
    attempts: list[Attempt],
    history: History,
    newest: Library,
    today: date,
) -> tuple[ModuleState, ...]:
    """The modules that a programme has for other markets only, as far as they were begun in it or exempted from."""
    if not has_variants(programme):
        return ()
    by_module, standing = tries_by_module(attempts), {standing_in(entry, market) for entry in programme.modules}
    others = [name for name in anywhere_in(programme) if name not in standing]
    return tuple(
        state_at(slug, name, by_module.get(name, []), history, newest, today)
        for name in others
        if (name in by_module and by_module[name][-1].programme == slug)
        or (name not in by_module and history.exempted_on(name) is not None and newest.has("module", name))
    )


def tries_by_module(attempts: Iterable[Attempt]) -> Mapping[str, list[Attempt]]:
    """Attempts by their module, in the order they were begun."""
    found: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        found[attempt.module].append(attempt)
    return found


def state_at(
    programme: str,
    module: str,
    tries: Sequence[Attempt],
    history: History,
    newest: Library,
    today: date,
    waits_for: tuple[str, ...] = (),
) -> ModuleState:
    """One module as it stands, in the release of the last attempt or else the newest."""
    used = library(tries[-1].release_id) if tries else newest
    return module_state(
        programme,
        syllabus(used, module),
        history,
        attempts=tries,
        completed=completions_among(tries, history),
        waits_for=waits_for,
        has_newer=differs(used, newest, module),
        today=today,
    )


def completions_among(attempts: Iterable[Attempt], history: History) -> list[date]:
    """The days on which attempts at one module became complete, in the order they were begun."""
    found = []
    for attempt in attempts:
        day = day_of(attempt, library(attempt.release_id).one(Module, "module", attempt.module), history)
        if day is not None:
            found.append(day)
    return found


def day_of(attempt: Attempt, module: Module, history: History) -> date | None:
    """The day on which an attempt at a module became complete."""
    return completed_on(module.lessons, module.check, attempt, history.results, module.scenarios, history.runs)


def history_of(learner_id: int) -> History:
    """What a person did that progress is worked out from. Three statements, four for who was ever exempted."""
    ids = [learner_id]
    results = results_of(ids)
    return History(
        results=results[learner_id],
        runs=scenario.results_of(ids)[learner_id],
        works=exercise.states_of(ids)[learner_id],
        exempted=exemptions(results)[learner_id],
    )


def exemptions(results: Mapping[int, Sequence[Result]]) -> dict[int, dict[str, date]]:
    """The days on which people were first exempted from modules, by learner, by the release of their test.

    No statement where nobody passed a paper that is no module's check.
    """
    checks = {one.check for one in library().all(Module, "module").values()}
    passed = [
        (one, one.submitted_at)
        for own in results.values()
        for one in own
        if one.passed and one.submitted_at and one.paper not in checks
    ]
    found: dict[int, dict[str, date]] = {learner_id: {} for learner_id in results}
    if not passed:
        return found
    modules = modules_at({one.release_id for one, _ in passed})
    named = {(release_id, one.exemption): slug for (release_id, slug), one in modules.items() if one.exemption}
    for one, at in passed:
        slug = named.get((one.release_id, one.paper))
        if slug is not None:
            found[one.learner_id].setdefault(slug, at.date())
    return found


@cache
def attempts_with_lessons() -> Select[*tuple[Any, ...]]:
    """The attempts of the `learners`, a row for each finished lesson. Any: the columns' own types."""
    finished = and_(LessonProgress.attempt_id == ModuleAttempt.id, LessonProgress.finished_at.is_not(None))
    return (
        select(
            ModuleAttempt.id,
            ModuleAttempt.learner_id,
            ModuleAttempt.programme,
            ModuleAttempt.module,
            ModuleAttempt.release_id,
            ModuleAttempt.started_at,
            LessonProgress.lesson,
            LessonProgress.finished_at,
        )
        .outerjoin(LessonProgress, finished)
        .where(ModuleAttempt.learner_id.in_(bindparam("learners", expanding=True)))
        .order_by(ModuleAttempt.started_at, ModuleAttempt.id)
    )


@cache
def attempts_in_brief() -> Select[*tuple[Any, ...]]:
    """The attempts of the `learners`, oldest first: how many lessons are finished, and when the last was.

    Counted, since a whole academy has thousands of lessons. Any: the columns' own types.
    """
    return (
        select(
            ModuleAttempt.id,
            ModuleAttempt.learner_id,
            ModuleAttempt.programme,
            ModuleAttempt.module,
            ModuleAttempt.release_id,
            ModuleAttempt.started_at,
            func.count(LessonProgress.finished_at),
            func.max(LessonProgress.finished_at),
        )
        .outerjoin(LessonProgress, LessonProgress.attempt_id == ModuleAttempt.id)
        .where(ModuleAttempt.learner_id.in_(bindparam("learners", expanding=True)))
        .group_by(ModuleAttempt.id)
        .order_by(ModuleAttempt.started_at, ModuleAttempt.id)
    )


def attempts_of(learner_ids: Collection[int]) -> dict[int, list[Attempt]]:
    """Every attempt of some people with its finished lessons, oldest first, by learner. One statement."""
    rows = rows_of(attempts_with_lessons(), learners=list(learner_ids))
    begun: dict[int, Attempt] = {}
    finished: dict[int, dict[str, datetime]] = defaultdict(dict)
    for key, learner_id, programme, module, release_id, started_at, lesson, finished_at in rows:
        if key not in begun:
            begun[key] = Attempt(key, learner_id, programme, module, release_id, started_at, finished[key])
        if finished_at is not None:
            finished[key][lesson] = finished_at
    found: dict[int, list[Attempt]] = {learner_id: [] for learner_id in learner_ids}
    for attempt in begun.values():
        found[attempt.learner_id].append(attempt)
    return found


def completions(learner_ids: Collection[int]) -> dict[int, dict[str, date]]:
    """When each person first completed each module."""
    return {
        learner_id: {module: day for module, day in modules.items() if day is not None}
        for learner_id, modules in begun_modules(learner_ids).items()
    }


def first_completions(learner_id: int, modules: Collection[str]) -> dict[str, date]:
    """The day on which a person completed the first attempt of each of some modules that was completed.

    Three statements, one where none was begun; no exemptions, since nothing was learned by one.
    """
    attempts = [one for one in attempts_of([learner_id])[learner_id] if one.module in modules]
    if not attempts:
        return {}
    history = History(results_of([learner_id])[learner_id], scenario.results_of([learner_id])[learner_id])
    found: dict[str, date] = {}
    for attempt in attempts:
        days = completions_among([attempt], history)
        if days:
            found.setdefault(attempt.module, days[0])
    return found


def first_completions_in(paths: Iterable[ProgrammePath]) -> dict[str, date]:
    """The same of all modules of a person whose paths are known, without a statement."""
    states = (state for path in paths for state in path.every_module)
    return {state.slug: state.first_completed_on for state in states if state.first_completed_on is not None}


def begun_modules(learner_ids: Collection[int]) -> dict[int, dict[str, date | None]]:
    """The modules that people have begun or were exempted from, each with the day it was first completed, or None.

    Four statements, five where somebody was exempted, however many people and releases.
    """
    attempts = rows_of(attempts_in_brief(), learners=list(learner_ids))
    results, runs = results_of(learner_ids), scenario.results_of(learner_ids)
    modules = modules_at({one.release_id for one in attempts})
    found: dict[int, dict[str, date | None]] = {key: {**days} for key, days in exemptions(results).items()}
    for key, learner_id, programme, name, release_id, started_at, read, read_at in attempts:
        attempt = Attempt(key, learner_id, programme, name, release_id, started_at, {})
        module, own, day = modules[attempt.release_id, attempt.module], found[attempt.learner_id], None
        if read == len(set(module.lessons)):
            by, ran = results[attempt.learner_id], runs[attempt.learner_id]
            day = completed_after(read_at, module.check, attempt, by, module.scenarios, ran)
        own[attempt.module] = own.get(attempt.module) or day
    return found


@cache
def modules_of_releases() -> Select[int, str, str]:
    """The stored JSON of the modules in some `releases`."""
    return (
        select(release_revision.c.release_id, Revision.slug, Revision.checked)
        .join(Revision, Revision.id == release_revision.c.revision_id)
        .where(
            Revision.kind == "module",
            release_revision.c.release_id.in_(bindparam("releases", expanding=True)),
        )
    )


def modules_at(release_ids: Collection[int]) -> Mapping[tuple[int, str], Module]:
    """The modules of some releases by release and name in one statement, without loading whole releases."""
    stored = rows_of(modules_of_releases(), releases=sorted(release_ids))
    return {(release_id, slug): module_from(checked) for release_id, slug, checked in stored}


@lru_cache(maxsize=128)
def module_from(checked: str) -> Module:
    """A module from its stored JSON; the same text gives the same module."""
    return Module.model_validate_json(checked)


@cache
def enrolments() -> Select[str]:
    """The programmes that the `learner` has taken on and not left."""
    own = Enrolment.learner_id == bindparam("learner")
    return select(Enrolment.programme).where(own, Enrolment.withdrawn_at.is_(None))


def enrolled_in(learner_id: int) -> set[str]:
    """The programmes a person has taken on and not left."""
    return {programme for (programme,) in rows_of(enrolments(), learner=learner_id)}


def find_enrolment(learner_id: int, programme: str) -> Enrolment | None:
    """A person's enrolment in a programme, even one they left."""
    return db.session.scalar(
        select(Enrolment).where(Enrolment.learner_id == learner_id, Enrolment.programme == programme)
    )


@cache
def newest_attempt() -> Select[ModuleAttempt]:
    """The newest attempt of the `learner` at the `module`, with its lessons and recalls."""
    return (
        select(ModuleAttempt)
        .where(ModuleAttempt.learner_id == bindparam("learner"), ModuleAttempt.module == bindparam("module"))
        .order_by(ModuleAttempt.started_at.desc(), ModuleAttempt.id.desc())
        .limit(1)
    )


def find_attempt(learner_id: int, module: str) -> ModuleAttempt | None:
    """The newest attempt at a module, with its lessons and recalls."""
    return db.session.scalar(newest_attempt(), {"learner": learner_id, "module": module})


@cache
def note_beside() -> Select[LessonNote]:
    """The note of the `learner` beside the `lesson` of the `module`."""
    return select(LessonNote).where(
        LessonNote.learner_id == bindparam("learner"),
        LessonNote.module == bindparam("module"),
        LessonNote.lesson == bindparam("lesson"),
    )


def find_note(learner_id: int, module: str, lesson: str) -> LessonNote | None:
    """A person's note to self beside a lesson."""
    return db.session.scalar(note_beside(), {"learner": learner_id, "module": module, "lesson": lesson})


def find_reaction(attempt_id: int) -> Reaction | None:
    """What a person said of a module at the end of a working-through."""
    return db.session.scalar(select(Reaction).where(Reaction.attempt_id == attempt_id))


def reactions_by_module() -> dict[str, list[Said]]:
    """Every reaction without its person, by module, oldest first. One statement."""
    rows = db.session.execute(
        select(ModuleAttempt.module, Reaction.usable, Reaction.better)
        .join(ModuleAttempt, ModuleAttempt.id == Reaction.attempt_id)
        .order_by(Reaction.answered_at, Reaction.id)
    )
    found: dict[str, list[Said]] = {}
    for module, usable, better in rows:
        found.setdefault(module, []).append(Said(usable, better))
    return found


def lesson_page_of(attempt: ModuleAttempt, lesson: str, *, again: str | None, today: date) -> LessonPage:
    """A lesson as the attempt's person sees it now. Raises NotInLibrary."""
    answers = {one.question: Answer(one.first_choice, one.choice) for one in attempt.recalls if one.lesson == lesson}
    read, market = library(attempt.release_id), attempt.learner.market
    return lesson_page(read, attempt.module, lesson, answers=answers, again=again, today=today, market=market)


def place_of(attempt: ModuleAttempt, lesson: str) -> LessonPlace:
    """Where a lesson stands in its module, and how far the attempt has come."""
    found = syllabus(library(attempt.release_id), attempt.module)
    finished = {one.lesson: one.finished_at for one in attempt.lessons if one.finished_at is not None}
    return lesson_place(found, finished, lesson)


def first_open_lesson(attempt: ModuleAttempt) -> str | None:
    """The first lesson of an attempt that is not finished."""
    module = library(attempt.release_id).one(Module, "module", attempt.module)
    return next_lesson(module.lessons, {one.lesson: one.finished_at for one in attempt.lessons if one.finished_at})


def has_lesson(programme: str, module: str, lesson: str, attempt: ModuleAttempt | None) -> bool:
    """Whether a programme's module for any market has a lesson, in the release of the attempt or else the newest."""
    read = library(attempt.release_id if attempt else None)
    if not read.has("programme", programme) or not read.has("module", module):
        return False
    in_programme = module in anywhere_in(read.one(Programme, "programme", programme))
    return in_programme and lesson in read.one(Module, "module", module).lessons


def rubric_of(state: ModuleState) -> Rubric:
    """The rubric of a module's exercise, in the release the person works with."""
    assert state.syllabus.form is not None, "only a module with a form has a rubric"
    read = library(state.attempt.release_id if state.attempt else None)
    return exercise.rubric_in(read, state.syllabus.form.rubric)


def outlook_of(state: ModuleState) -> Outlook:
    """What should change after a module, in the words of the release the person works with."""
    read = library(state.attempt.release_id if state.attempt else None)
    watched = state.module.observation
    kpi = read.edition("kpi", state.module.kpi.lower()).content
    return Outlook(
        competencies=tuple(
            (read.one(Competency, "competency", one.competency.lower()).name, one.level) for one in state.module.builds
        ),
        level_names=tuple(level.name for level in framework_in(read).levels),
        indicator=indicator_in(read, watched.indicator).name,
        anchor=indicator_in(read, watched.indicator).anchors[watched.level - 1],
        # KPI definitions belong to a feature on the right, whose types are not for us; every one has a name.
        kpi=str(kpi.model_dump(include={"name"})["name"]),
    )
