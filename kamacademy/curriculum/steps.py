"""The one next step of a person's learning, in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kamacademy.curriculum.progress import Status
from kamacademy.curriculum.standing import ModuleState, ProgrammePath, ScenarioState
from kamacademy.exercise.stage import Stage
from kamacademy.wording import counted, day, moment

Place = tuple[ProgrammePath, ModuleState]
# What was learned is tried on an account within this time; later the next module goes first.
TRY_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do now, why, how long it takes and where. `is_begun` is False where a module is still to be started.

    `minutes` is None where it depends on what the person needs.
    """

    title: str
    why: str
    minutes: int | None
    address: str
    eyebrow: str
    button: str
    is_begun: bool = True


def lesson_address(state: ModuleState, lesson: str) -> str:
    """The address of a lesson."""
    return f"{state.address}/{lesson}"


def check_address(state: ModuleState) -> str:
    """The running check, or the module's page, where it can be begun."""
    if state.open_sitting is not None:
        return f"/sittings/{state.open_sitting.sitting_id}"
    return state.address


def exercise_address(state: ModuleState) -> str:
    """The work that was begun, or the page on which it can be."""
    if state.work is not None and state.stage is not Stage.ACCEPTED:
        return f"/submissions/{state.work.submission_id}"
    return f"{state.address}/exercise"


def next_step(paths: Sequence[ProgrammePath], at: datetime) -> NextStep | None:
    """What goes first, in the programme due first; None when all is done.

    In this order: a check that ran out, work given back, a module that was begun, a check about to run out, an
    exercise while its module is fresh, the next module, an exercise left over.
    """
    in_order = sorted(paths, key=lambda path: (path.due_on is None, path.due_on or date.max))
    places = [(path, state) for path in in_order for state in path.modules]
    return next(steps(places, at), None)


def steps(places: Sequence[Place], at: datetime) -> Iterator[NextStep]:
    """Every step there is, the first first."""
    yield from (renewal_step(*one, at) for one in with_status(places, Status.DUE_AGAIN))
    yield from (exercise_step(*one) for one in places if one[1].stage is Stage.RETURNED)
    yield from (step(*one, at) for one in with_status(places, Status.BEGUN))
    yield from (renewal_step(*one, at) for one in with_status(places, Status.DONE) if one[1].is_to_renew)
    to_try = [one for one in places if waits_to_be_tried(one[1])]
    fresh = [one for one in to_try if one[1].work or at.date() - (one[1].completed_on or date.min) <= TRY_WITHIN]
    yield from (exercise_step(*one) for one in fresh)
    yield from (step(*one, at) for one in with_status(places, Status.READY))
    yield from (exercise_step(*one) for one in to_try)


def with_status(places: Iterable[Place], status: Status) -> Iterator[Place]:
    """The modules with a status, each with its programme."""
    return (one for one in places if one[1].status is status)


def waits_to_be_tried(state: ModuleState) -> bool:
    """Whether a completed module has an exercise that is not handed in."""
    return state.exercise_is_open and state.completed_on is not None and state.stage in (None, Stage.DRAFT)


def step(path: ProgrammePath, state: ModuleState, at: datetime) -> NextStep:
    """The next step inside one module that is begun or ready."""
    lessons = state.syllabus.lessons
    if state.status is Status.READY:
        return NextStep(
            title=state.module.title,
            why=f"{counted(len(lessons), 'short lesson')}, then a check. {due_words(path)}".strip(),
            minutes=state.minutes_left,
            address=state.address,
            eyebrow=f"{path.programme.title} · module {path.modules.index(state) + 1} of {len(path.modules)}",
            button="Look at the module",
            is_begun=False,
        )
    if state.next_lesson is None:
        return after_lessons(path, state, at)
    lesson = lessons[state.next_lesson]
    return NextStep(
        title=lesson.title,
        why=f"{lesson.idea} {due_words(path)}".strip(),
        minutes=lesson.minutes,
        address=lesson_address(state, state.next_lesson),
        eyebrow=f"{state.module.code} · lesson {list(lessons).index(state.next_lesson) + 1} of {len(lessons)}",
        button="Continue the lesson" if state.lessons_done else "Open the lesson",
    )


def after_lessons(path: ProgrammePath, state: ModuleState, at: datetime) -> NextStep:
    """The check, until it is passed or waits for a mark; then the scenarios."""
    has_handed_in = state.check_is_passed or (state.best_sitting is not None and state.best_sitting.is_waiting)
    if has_handed_in and state.next_scenario is not None:
        return scenario_step(path, state, state.next_scenario)
    opens = state.check_opens(at)
    return check_step(path, state) if opens is None else missed_step(path, state, opens)


def check_step(path: ProgrammePath, state: ModuleState) -> NextStep:
    """All lessons are read; the check is left."""
    last = state.best_sitting
    why, button = "You have finished every lesson. Next comes the check.", "Go to the check"
    if state.open_sitting is not None:
        why, button = "You have begun the check. Every answer so far is kept.", "Continue the check"
    elif last is not None and last.is_waiting:
        why, button = "A person is marking your written answers. Until then there is nothing to do.", "See the module"
    elif last is not None:
        why = "The last try did not reach the pass mark. Read what was missed, then try again."
    return NextStep(
        title=state.syllabus.check.title,
        why=f"{why} {due_words(path)}".strip(),
        minutes=state.syllabus.check.minutes,
        address=check_address(state),
        eyebrow=f"{state.module.code} · {state.syllabus.check_count}",
        button=button,
    )


def missed_step(path: ProgrammePath, state: ModuleState, opens: datetime) -> NextStep:
    """What was missed in the last check, while the next try has to wait."""
    then = f"Read what was missed; you can try the check again from {moment(opens)}."
    return NextStep(
        title="Read what you missed",
        why=f"The last try did not reach the pass mark. {then}",
        minutes=None,
        address=f"/sittings/{state.check_sittings[-1].sitting_id}",
        eyebrow=f"{state.module.code} · {state.syllabus.check.title}",
        button="Look at your answers",
    )


def scenario_step(path: ProgrammePath, state: ModuleState, found: ScenarioState) -> NextStep:
    """A scenario that is not passed yet."""
    place = state.scenarios.index(found) + 1
    why = "A situation to find your way through. Every choice has its consequence, and you may try again."
    if found.going_on is not None:
        why = "You are in the middle of it. It goes on where you left it."
    return NextStep(
        title=found.scenario.title,
        why=f"{why} {due_words(path)}".strip(),
        minutes=found.scenario.minutes,
        address=f"/scenario-runs/{found.going_on.run_id}" if found.going_on else state.address,
        eyebrow=f"{state.module.code} · scenario {place} of {len(state.scenarios)}",
        button="Continue the scenario" if found.going_on else "Go to the scenario",
    )


def renewal_step(path: ProgrammePath, state: ModuleState, at: datetime) -> NextStep:
    """A check that counts for a time only, and has run out or soon will."""
    opens = state.check_opens(at)
    if opens is not None:
        return missed_step(path, state, opens)
    has_run_out = state.status is Status.DUE_AGAIN
    ended, ends = f"Your last pass counted until {day(state.valid_until)}.", f"Counts until {day(state.valid_until)}."
    return NextStep(
        title=state.syllabus.check.title,
        why=f"{ended if has_run_out else ends} Take the check again; you need not read the lessons first.",
        minutes=state.syllabus.check.minutes,
        address=check_address(state),
        eyebrow=f"{state.module.code} · {'due again' if has_run_out else 'to be renewed'}",
        button="Continue the check" if state.open_sitting else "Go to the check",
    )


def exercise_step(path: ProgrammePath, state: ModuleState) -> NextStep:
    """The exercise of a module: given back, begun, or still to be begun."""
    assert state.syllabus.form is not None, "only a module with a form has work on it"
    why, button = "The module is complete. Now try it on one account, while it is fresh.", "Look at the exercise"
    if state.stage is Stage.RETURNED:
        why, button = "It was given back with words on what is missing.", "Read what was said"
    elif state.stage is Stage.DRAFT:
        why, button = "You have begun it. Everything so far is kept.", "Go on with the exercise"
    return NextStep(
        title=state.syllabus.form.title,
        why=why,
        minutes=state.syllabus.form.minutes,
        address=exercise_address(state),
        eyebrow=f"{state.module.code} · exercise",
        button=button,
    )


def due_words(path: ProgrammePath) -> str:
    """Until when the programme should be done; nothing for one that is not assigned."""
    if path.due_on is None:
        return ""
    if path.is_overdue:
        return f"The programme was due on {day(path.due_on)}."
    return f"The programme is due by {day(path.due_on)}."
