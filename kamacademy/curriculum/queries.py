"""Reading how far people have come, and the text they work with."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import and_, func, select

from kamacademy.assessment.queries import results_of
from kamacademy.assessment.scoring import Result
from kamacademy.competency.documents import Competency
from kamacademy.competency.queries import framework_in, indicator_in
from kamacademy.content.library import Library
from kamacademy.content.models import Release, Revision, release_revision
from kamacademy.content.queries import library
from kamacademy.curriculum.documents import Module, Programme, ProgrammeModule
from kamacademy.curriculum.material import differs, syllabus
from kamacademy.curriculum.models import Enrolment, LessonNote, LessonProgress, ModuleAttempt
from kamacademy.curriculum.player import Answer, LessonPage, LessonPlace, Outlook, lesson_page, lesson_place
from kamacademy.curriculum.progress import (
    Attempt,
    ModuleState,
    ProgrammePath,
    completed_on,
    due_on,
    module_state,
    next_lesson,
)
from kamacademy.db import db
from kamacademy.people.models import Person


def paths_of(learner: Person, today: date) -> list[ProgrammePath]:
    """The programmes that a person has by rule or by choice, with every module as it stands."""
    return [path for path in all_paths(learner, today) if path.is_taken]


def all_paths(learner: Person, today: date) -> list[ProgrammePath]:
    """Every programme of the newest release, and earlier ones the person has begun. Four statements."""
    newest = library()
    attempts = attempts_of([learner.id])[learner.id]
    results = results_of([learner.id])[learner.id]
    enrolled, available_on = enrolled_in(learner.id), first_release_on()
    programmes = begun_programmes(attempts) | newest.all(Programme, "programme")
    paths = []
    for slug, programme in sorted(programmes.items()):
        is_assigned = newest.has("programme", slug) and learner.job_role_code in programme.assign.job_roles
        due = due_on(learner.role_since, available_on, programme.assign.due_days) if is_assigned else None
        modules = states_of(slug, programme, attempts, results, newest)
        paths.append(
            ProgrammePath(
                slug=slug,
                programme=programme,
                due_on=due,
                is_overdue=due is not None and due < today and any(one.completed_on is None for one in modules),
                is_assigned=is_assigned,
                is_enrolled=slug in enrolled,
                modules=modules,
            )
        )
    return paths


def begun_programmes(attempts: Iterable[Attempt]) -> dict[str, Programme]:
    """The programmes in which modules were begun, as they were then: a newer release may have dropped one."""
    found = {}
    for attempt in attempts:
        then = library(attempt.release_id)
        if then.has("programme", attempt.programme):
            found[attempt.programme] = then.one(Programme, "programme", attempt.programme)
    return found


def states_of(
    slug: str, programme: Programme, attempts: list[Attempt], results: list[Result], newest: Library
) -> tuple[ModuleState, ...]:
    """Every module of a programme as it stands, in order; begun ones that the programme no longer has come last."""
    by_module: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        by_module[attempt.module].append(attempt)
    listed = {entry.module for entry in programme.modules}
    dropped = [name for name, tries in by_module.items() if name not in listed and tries[-1].programme == slug]
    states: dict[str, ModuleState] = {}
    for entry in (*programme.modules, *(ProgrammeModule(module=name) for name in dropped)):
        tries = by_module.get(entry.module, [])
        used = library(tries[-1].release_id) if tries else newest
        states[entry.module] = module_state(
            slug,
            syllabus(used, entry.module),
            attempts=tries,
            results=results,
            completed=completions_among(tries, results),
            waits_for=tuple(states[name].module.title for name in entry.requires if states[name].completed_on is None),
            has_newer=differs(used, newest, entry.module),
        )
    return tuple(states.values())


def completions_among(attempts: Iterable[Attempt], results: list[Result]) -> list[date]:
    """The days on which attempts at one module became complete, in the order they were begun."""
    found = []
    for attempt in attempts:
        module = library(attempt.release_id).one(Module, "module", attempt.module)
        day = completed_on(module.lessons, module.check, attempt, results)
        if day is not None:
            found.append(day)
    return found


def attempts_of(learner_ids: Collection[int]) -> dict[int, list[Attempt]]:
    """Every attempt of some people with its finished lessons, oldest first, by learner. One statement."""
    rows = db.session.execute(
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
        .outerjoin(
            LessonProgress,
            and_(LessonProgress.attempt_id == ModuleAttempt.id, LessonProgress.finished_at.is_not(None)),
        )
        .where(ModuleAttempt.learner_id.in_(learner_ids))
        .order_by(ModuleAttempt.started_at, ModuleAttempt.id)
    )
    begun: dict[int, Attempt] = {}
    finished: dict[int, dict[str, datetime]] = defaultdict(dict)
    for key, learner_id, programme, module, release_id, started_at, lesson, finished_at in rows:
        begun[key] = Attempt(key, learner_id, programme, module, release_id, started_at, finished[key])
        if finished_at is not None:
            finished[key][lesson] = finished_at
    found: dict[int, list[Attempt]] = {learner_id: [] for learner_id in learner_ids}
    for attempt in begun.values():
        found[attempt.learner_id].append(attempt)
    return found


def completions(learner_ids: Collection[int]) -> dict[int, dict[str, date]]:
    """When each person first completed each module. Three statements, however many people and releases."""
    attempts, results = attempts_of(learner_ids), results_of(learner_ids)
    modules = modules_at({(one.release_id, one.module) for own in attempts.values() for one in own})
    found: dict[int, dict[str, date]] = {learner_id: {} for learner_id in learner_ids}
    for learner_id, own in attempts.items():
        for attempt in own:
            module = modules[attempt.release_id, attempt.module]
            day = completed_on(module.lessons, module.check, attempt, results[learner_id])
            if day is not None:
                found[learner_id].setdefault(attempt.module, day)
    return found


def modules_at(wanted: Collection[tuple[int, str]]) -> Mapping[tuple[int, str], Module]:
    """Modules by release and name in one statement, without loading whole releases."""
    rows = db.session.execute(
        select(release_revision.c.release_id, Revision.slug, Revision.checked)
        .join(Revision, Revision.id == release_revision.c.revision_id)
        .where(
            Revision.kind == "module",
            release_revision.c.release_id.in_({release_id for release_id, _ in wanted}),
            Revision.slug.in_({slug for _, slug in wanted}),
        )
    )
    return {(release_id, slug): module_from(checked) for release_id, slug, checked in rows}


@lru_cache(maxsize=128)
def module_from(checked: str) -> Module:
    """A module from its stored JSON; the same text gives the same module."""
    return Module.model_validate_json(checked)


def enrolled_in(learner_id: int) -> set[str]:
    """The programmes a person has taken on and not left."""
    return set(
        db.session.scalars(
            select(Enrolment.programme).where(Enrolment.learner_id == learner_id, Enrolment.withdrawn_at.is_(None))
        )
    )


def first_release_on() -> date:
    """The day of the first release, from which assigned programmes could be had."""
    first: datetime | None = db.session.scalar(select(func.min(Release.published_at)))
    assert first is not None, "a library has been read, so there is a release"
    return first.date()


def find_enrolment(learner_id: int, programme: str) -> Enrolment | None:
    """A person's enrolment in a programme, even one they left."""
    return db.session.scalar(
        select(Enrolment).where(Enrolment.learner_id == learner_id, Enrolment.programme == programme)
    )


def find_attempt(learner_id: int, module: str) -> ModuleAttempt | None:
    """The newest attempt at a module, with its lessons and recalls."""
    return db.session.scalars(
        select(ModuleAttempt)
        .where(ModuleAttempt.learner_id == learner_id, ModuleAttempt.module == module)
        .order_by(ModuleAttempt.started_at.desc(), ModuleAttempt.id.desc())
        .limit(1)
    ).first()


def find_note(learner_id: int, module: str, lesson: str) -> LessonNote | None:
    """A person's note to self beside a lesson."""
    return db.session.scalar(
        select(LessonNote).where(
            LessonNote.learner_id == learner_id, LessonNote.module == module, LessonNote.lesson == lesson
        )
    )


def lesson_page_of(attempt: ModuleAttempt, lesson: str, *, again: str | None, today: date) -> LessonPage:
    """A lesson as the attempt's person sees it now. Raises NotInLibrary."""
    answers = {one.question: Answer(one.first_choice, one.choice) for one in attempt.recalls if one.lesson == lesson}
    return lesson_page(library(attempt.release_id), attempt.module, lesson, answers=answers, again=again, today=today)


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
    """Whether a programme's module has a lesson, in the release of the attempt or else the newest."""
    read = library(attempt.release_id if attempt else None)
    if not read.has("programme", programme) or not read.has("module", module):
        return False
    in_programme = any(one.module == module for one in read.one(Programme, "programme", programme).modules)
    return in_programme and lesson in read.one(Module, "module", module).lessons


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
