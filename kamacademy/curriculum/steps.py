"""The one next step of a person's learning, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kamacademy.curriculum.progress import ModuleState, ProgrammePath, Status
from kamacademy.wording import counted, day


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do now, why, how long it takes and where. `is_begun` is False where a module is still to be started."""

    title: str
    why: str
    minutes: int
    address: str
    eyebrow: str
    button: str
    is_begun: bool = True


def module_address(state: ModuleState) -> str:
    """The address of a module's page."""
    return f"/learn/{state.programme}/{state.slug}"


def lesson_address(state: ModuleState, lesson: str) -> str:
    """The address of a lesson."""
    return f"{module_address(state)}/{lesson}"


def check_address(state: ModuleState) -> str:
    """The running check, or the module's page, where it can be begun."""
    if state.open_sitting is not None:
        return f"/sittings/{state.open_sitting.sitting_id}"
    return module_address(state)


def next_step(paths: Sequence[ProgrammePath]) -> NextStep | None:
    """The first open module of the programme due first: one begun before one that is ready. None when all is done."""
    in_order = sorted(paths, key=lambda path: (path.due_on is None, path.due_on or date.max))
    found = first(in_order, Status.BEGUN) or first(in_order, Status.READY)
    if found is None:
        return None
    path, state = found
    return step(path, state)


def first(paths: Iterable[ProgrammePath], status: Status) -> tuple[ProgrammePath, ModuleState] | None:
    """The first module with a status, and its programme."""
    return next(((path, state) for path in paths for state in path.modules if state.status is status), None)


def step(path: ProgrammePath, state: ModuleState) -> NextStep:
    """The next step inside one module."""
    lessons = state.syllabus.lessons
    if state.status is Status.READY:
        return NextStep(
            title=state.module.title,
            why=f"{counted(len(lessons), 'short lesson')}, then a check. {due_words(path)}".strip(),
            minutes=state.minutes_left,
            address=module_address(state),
            eyebrow=f"{path.programme.title} · module {path.modules.index(state) + 1} of {len(path.modules)}",
            button="Look at the module",
            is_begun=False,
        )
    if state.next_lesson is None:
        return check_step(path, state)
    lesson = lessons[state.next_lesson]
    return NextStep(
        title=lesson.title,
        why=f"{lesson.idea} {due_words(path)}".strip(),
        minutes=lesson.minutes,
        address=lesson_address(state, state.next_lesson),
        eyebrow=f"{state.module.code} · lesson {list(lessons).index(state.next_lesson) + 1} of {len(lessons)}",
        button="Continue the lesson" if state.lessons_done else "Open the lesson",
    )


def check_step(path: ProgrammePath, state: ModuleState) -> NextStep:
    """All lessons are read; the check is left."""
    is_running = state.open_sitting is not None
    has_failed = state.best_sitting is not None and not state.best_sitting.passed
    why = "You have finished every lesson. The check is what is left to complete the module."
    if is_running:
        why = "You have begun the check. Every answer so far is kept."
    elif has_failed:
        why = "The last try did not reach the pass mark. Read what was missed, then try again."
    return NextStep(
        title=state.syllabus.check.title,
        why=f"{why} {due_words(path)}".strip(),
        minutes=state.syllabus.check.minutes,
        address=check_address(state),
        eyebrow=f"{state.module.code} · {counted(len(state.syllabus.check.items), 'question')}",
        button="Continue the check" if is_running else "Go to the check",
    )


def due_words(path: ProgrammePath) -> str:
    """Until when the programme should be done; nothing for one that is not assigned."""
    if path.due_on is None:
        return ""
    if path.is_overdue:
        return f"The programme was due on {day(path.due_on)}."
    return f"The programme is due by {day(path.due_on)}."
