"""From what the features keep to the entries of a story: learning, plan, visits, results, levels, job role. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from kamacademy.competency.documents import Competency
from kamacademy.guide.activity import visit_title
from kamacademy.kpi.baseline import baseline
from kamacademy.kpi.figures import sentence
from kamacademy.kpi.status import Status, status, status_words, target_words
from kamacademy.story.entry import Entry, Kind, Line, Link
from kamacademy.story.kept import Completed, Lexicon, Passed, PlanStep, Series, Visit
from kamacademy.story.month_levels import LevelChange
from kamacademy.story.months import ALWAYS, Span
from kamacademy.wording import inside, listed, month, number

# What a plan's history holds besides, its own page tells: what was put forward, and how far it stretches.
NOT_TOLD = frozenset({"proposed", "stretch"})
OPENED, AGREED_IN_COACHING = "opened", "agreed-in-coaching"
STEP_TITLES = {
    "begun": "plan begun",
    AGREED_IN_COACHING: "action agreed in coaching",
    "changed": "action changed",
    OPENED: "action begun",
    "agreed": "plan signed",
    "re-dated": "action moved to another day",
    "handed-in": "action handed in",
    "accepted": "action accepted",
    "returned": "action returned",
    "completed": "action completed",
    "reviewed": "review held",
    "dropped": "action dropped",
    "closed": "plan closed",
}


def module_entries(completed: Iterable[Completed], *, is_own: bool) -> list[Entry]:
    """Modules completed; only the learner can open one."""
    return [
        Entry(
            one.on, Kind.LEARNING, f"Module “{one.title}” completed", about=one.about,
            link=Link("curriculum.module", {"programme": one.programme, "module": one.module}) if is_own else None,
        )
        for one in completed
    ]  # fmt: skip


def check_entries(passed: Iterable[Passed], *, is_own: bool) -> list[Entry]:
    """Checks passed; only the learner can open the result."""
    return [
        Entry(
            one.on, Kind.CHECK, f"Check “{one.title}” passed", points_lines(one), one.about,
            Link("assessment.sitting", {"sitting_id": one.sitting_id}) if is_own else None,
        )
        for one in passed
    ]  # fmt: skip


def points_lines(one: Passed) -> tuple[Line, ...]:
    """How many points of how many; nothing for a check without."""
    return () if one.points is None else (Line(f"{number(one.points)} of {number(one.points_max)} points."),)


def visit_entries(visits: Iterable[Visit], lexicon: Lexicon) -> list[Entry]:
    """Visits: what was seen in levels, never the words of the note; what was agreed then, the plan tells."""
    return [
        Entry(
            one.on, Kind.VISIT, f"{visit_title(one.activity, one.complexity)}, with {one.coach}",
            level_lines(one.levels, lexicon), one.about,
            Link("conversation.note", {"observation_id": one.note_id}) if one.is_open else None, one.is_attested,
        )
        for one in visits
    ]  # fmt: skip


def level_lines(levels: Mapping[str, int | None], lexicon: Lexicon) -> tuple[Line, ...]:
    """A line for each indicator that was looked at, in order."""
    return tuple(
        Line(
            f"{lexicon.competencies[code].short_name}, “{lexicon.competencies[code].indicator(indicator).name}”: "
            f"{'not observed' if level is None else lexicon.level_names[level - 1]}.",
            frozenset({code}),
        )
        for indicator, level in sorted(levels.items())
        if (code := indicator[:3]) in lexicon.competencies
    )


def plan_entries(
    steps: Sequence[PlanStep], lexicon: Lexicon, competency: str | None = None, shown: Span = ALWAYS
) -> list[Entry]:
    """What happened to plans in some months, of one competency or all: an entry for each day of each plan, in order."""
    whole = about_of_plans(steps)
    about = [(one, whole[one.plan_id] if one.competency is None else frozenset({one.competency}))
             for one in steps_told(steps) if shown.holds(one.on)]  # fmt: skip
    told = [(one, codes) for one, codes in about if competency is None or competency in codes]
    days: dict[tuple[int, date], list[tuple[PlanStep, frozenset[str]]]] = {}
    for one, codes in told:
        days.setdefault((one.plan_id, one.on), []).append((one, codes))
    return [
        Entry(
            on, Kind.PLAN, plan_title([one for one, _ in some]),
            tuple(Line(plan_words(one, lexicon), codes) for one, codes in some),
            frozenset().union(*(codes for _, codes in some)), Link("plan.closed", {"plan_id": plan_id}),
        )
        for (plan_id, on), some in days.items()
    ]  # fmt: skip


def plan_title(steps: Iterable[PlanStep]) -> str:
    """What kinds of thing happened, each once: Plan signed, action handed in and accepted."""
    kinds: dict[str, dict[str, None]] = {}
    for one in steps:
        subject, _, verb = STEP_TITLES[one.what].partition(" ")
        kinds.setdefault(subject, {})[verb] = None
    words = ", ".join(f"{subject} {listed(list(verbs))}" for subject, verbs in kinds.items())
    return words[:1].upper() + words[1:]


def steps_told(steps: Sequence[PlanStep]) -> list[PlanStep]:
    """The steps that a story tells; an action that began on the day it was agreed in coaching is said to begin once."""
    agreed = {(one.action_id, one.on) for one in steps if one.what == AGREED_IN_COACHING}
    told = [one for one in steps if one.what not in NOT_TOLD]
    return [one for one in told if one.what != OPENED or (one.action_id, one.on) not in agreed]


def about_of_plans(steps: Iterable[PlanStep]) -> dict[int, frozenset[str]]:
    """The competencies that the actions of each plan are for."""
    found: dict[int, frozenset[str]] = {}
    for one in steps:
        own = frozenset() if one.competency is None else frozenset({one.competency})
        found[one.plan_id] = found.get(one.plan_id, frozenset()) | own
    return found


def plan_words(step: PlanStep, lexicon: Lexicon) -> str:
    """A step in words; where an action begins, also which gap it is for and which result it should move."""
    competency = lexicon.competencies.get(step.competency or "")
    if step.what not in (OPENED, AGREED_IN_COACHING) or competency is None:
        return step.words
    name = inside(competency.short_name)
    kpi = lexicon.kpis.get(step.kpi or "")
    return f"{step.words} For {name}{f', to move {kpi.code} {kpi.name}' if kpi else ''}."


def result_entries(series: Iterable[Series], person_id: int, shown: Span = ALWAYS) -> list[Entry]:
    """The readings of some months at which a KPI's status became another, each on the last day of its period."""
    return [entry for one in series for entry in status_changes(one, person_id, shown)]


def status_changes(series: Series, person_id: int, shown: Span) -> list[Entry]:
    """The readings of one KPI at which its status, judged by the readings up to then, became another."""
    kpi, found = series.kpi, list[Entry]()
    told = [place for place, one in enumerate(series.figures) if shown.holds(one.end)]
    # By how many readings there were: those judged are the ones told and the one before each.
    known = {count: status_after(series, count) for count in {*told, *(place + 1 for place in told)}}
    for place in told:
        figure, before, now = series.figures[place], known[place], known[place + 1]
        if now is not before:
            was = "" if before is Status.NOTHING else f" Before: {status_words(kpi, before)}."
            words = f"{sentence(kpi, figure)}. Target {target_words(kpi)}: {status_words(kpi, now)}.{was}"
            title = "first reading" if before is Status.NOTHING else status_words(kpi, now)
            found.append(
                Entry(
                    figure.end, Kind.RESULT, f"{kpi.code} {kpi.name}: {title}", (Line(words),),
                    frozenset(kpi.competencies),
                    Link("outcome.result", {"person_id": person_id, "code": kpi.code.lower()}),
                )
            )  # fmt: skip
    return found


def status_after(series: Series, readings: int) -> Status:
    """The status of a KPI after so many of its readings."""
    so_far = series.figures[:readings]
    return status(series.kpi, so_far, baseline(so_far, series.first_marked))


def level_entries(
    changes: Iterable[LevelChange], competencies: Mapping[str, Competency], person_id: int, today: date
) -> list[Entry]:
    """What is known otherwise at the end of each month than before it: one entry a month, changes in order of day."""
    return [
        Entry(
            on, Kind.LEVEL, "Levels as known today" if on == today else f"Levels as known at the end of {month(on)}",
            tuple(level_line(one, competencies, person_id) for one in some),
        )
        for on, some in groupby(changes, key=lambda one: one.on)
    ]  # fmt: skip


def level_line(change: LevelChange, competencies: Mapping[str, Competency], person_id: int) -> Line:
    """One competency: how it is worded now and was before."""
    before = f" Before: {inside(change.before)}." if change.before else " The first level known."
    why = " Nothing new was seen; what is known fades with time." if change.is_by_time else ""
    return Line(
        f"{competencies[change.competency].short_name}: {inside(change.now)}.{before}{why}",
        frozenset({change.competency}),
        Link("competency.why", {"person_id": person_id, "code": change.competency.lower()}),
    )
