"""Reading studies, what they rest on, and what a chain is counted from."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from flask import abort
from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import joinedload

from kamacademy.access import Function
from kamacademy.assessment.queries import results_of
from kamacademy.assessment.scoring import Result
from kamacademy.competency.evidence import Kind
from kamacademy.competency.evidence import Row as Evidence
from kamacademy.competency.queries import counting_rows
from kamacademy.content.library import Library
from kamacademy.content.models import Release
from kamacademy.content.queries import library
from kamacademy.curriculum.documents import Module, Programme
from kamacademy.curriculum.markets import anywhere_at
from kamacademy.curriculum.models import ModuleAttempt
from kamacademy.curriculum.queries import begun_modules, reactions_by_module
from kamacademy.curriculum.reactions import Said
from kamacademy.db import db, rows_of
from kamacademy.exercise.queries import states_of
from kamacademy.exercise.stage import Work
from kamacademy.feed.models import FeedRun
from kamacademy.impact.chain import SIGNALS, Known, Signal, Taken
from kamacademy.impact.found import Found
from kamacademy.impact.models import EffectChain, EffectStudy
from kamacademy.impact.retold import Asked, retold
from kamacademy.impact.rows import Row
from kamacademy.impact.rules import came_after, modules_of
from kamacademy.impact.states import WAITING, State
from kamacademy.impact.telling import Stamp, Told
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.figures import Figure
from kamacademy.kpi.models import Reading
from kamacademy.kpi.queries import FIGURE, current_readings, in_batches, kpis_in, series_about, series_of_many
from kamacademy.kpi.status import is_better
from kamacademy.kpi.subjects import Subject, kind_of
from kamacademy.people.models import Person
from kamacademy.retrieval.queries import delayed_by_module
from kamacademy.retrieval.retention import NOTHING, Delayed
from kamacademy.rollout import queries as rollouts
from kamacademy.rollout.models import Rollout
from kamacademy.rollout.rules import MODULE, PROGRAMME

# What is shown of others beside a study.
BESIDE = (
    joinedload(EffectStudy.asked_by).load_only(Person.name),
    joinedload(EffectStudy.rollout).load_only(Rollout.name, Rollout.kpi),
    joinedload(EffectStudy.release).load_only(Release.number),
)
STUDIES_SHOWN, STUDIES_LISTED = 12, 500


@cache
def by_key() -> Select[EffectStudy]:
    """The study with the `key`, with what is shown of others beside it."""
    return select(EffectStudy).where(EffectStudy.id == bindparam("key")).options(*BESIDE)


def study(study_id: int) -> EffectStudy:
    """A study with who asked, or 404."""
    return db.session.scalar(by_key(), {"key": study_id}) or abort(404)


def latest_study(subject: str, kpi: str) -> EffectStudy | None:
    """The newest study of a module or programme ("module:m07-...") and a KPI that was worked out; None for none."""
    return db.session.scalar(
        select(EffectStudy)
        .where(EffectStudy.subject == subject, EffectStudy.kpi == kpi, EffectStudy.state == State.DONE)
        .order_by(EffectStudy.id.desc())
        .limit(1)
    )


def waiting_study(subject: str, kpi: str, worth_while: float, rollout_id: int | None) -> EffectStudy | None:
    """The same question while it waits to be worked out."""
    return db.session.scalar(
        select(EffectStudy)
        .where(
            EffectStudy.subject == subject, EffectStudy.kpi == kpi, EffectStudy.worth_while == worth_while,
            EffectStudy.rollout_id == rollout_id, EffectStudy.state.in_(WAITING),
        )
        .limit(1)
    )  # fmt: skip


def next_waiting(abandoned_before: datetime) -> EffectStudy | None:
    """The study that has waited longest, or whose worker began before a moment and never came to an end."""
    gone = and_(EffectStudy.state == State.WORKING, EffectStudy.begun_at < abandoned_before)
    return db.session.scalar(
        select(EffectStudy)
        .where(or_(EffectStudy.state == State.ASKED, gone))
        .order_by(EffectStudy.asked_at, EffectStudy.id)
        .limit(1)
    )


@cache
def newest_of() -> Select[EffectStudy]:
    """The newest studies of a `subject`, with what is shown of others beside them."""
    return (
        select(EffectStudy)
        .where(EffectStudy.subject == bindparam("subject"))
        .options(*BESIDE)
        .order_by(EffectStudy.id.desc())
        .limit(STUDIES_SHOWN)
    )


def studies_of(subject: str) -> list[EffectStudy]:
    """The studies of a module or programme, newest first, with who asked. One statement."""
    return list(db.session.scalars(newest_of(), {"subject": subject}))


@dataclass(frozen=True, slots=True)
class Answer:
    """A study in the list: what it says by its code, None where it says nothing (yet), and since when."""

    key: int
    subject: str
    kpi: str
    state: str
    rollout_id: int | None
    planned_for: str | None
    worked_at: datetime | None
    answer: str | None

    @property
    def is_waiting(self) -> bool:
        """Whether the background has still to work it out."""
        return self.state in WAITING


def newest_answers() -> dict[str, Answer]:
    """The study that the list shows, by module or programme. One statement, which leaves results where they are.

    Worked out before not, then the measure that its roll-out was planned for, then by any roll-out before by
    completing, then the newest: as the page of the subject has it.
    """
    found: dict[str, Answer] = {}
    kept = [Answer(*row) for row in rows_of(answers(), most=STUDIES_LISTED)]
    for one in sorted(kept, key=lambda one: (one.state != State.DONE, *came_after(one.kpi, one.planned_for), -one.key)):
        found.setdefault(one.subject, one)
    return found


@cache
def answers() -> Select[*tuple[Any, ...]]:
    """The newest studies, `most` of them, with the answer alone of what was found. Any: the columns' own types."""
    one = EffectStudy
    answer = one.result["answer"].as_string()
    columns = one.id, one.subject, one.kpi, one.state, one.rollout_id, Rollout.kpi, one.worked_at, answer
    return select(*columns).outerjoin(one.rollout).order_by(one.id.desc()).limit(bindparam("most"))


def chain_of(subject: str) -> EffectChain | None:
    """How many came how far, as counted last; None before the first count."""
    return db.session.get(EffectChain, subject)


@cache
def moved_since() -> Select[bool]:
    """Whether readings of a `kpi` came after the reading `mark`, or a file of them was taken or undone `since`.

    A file is laid in before it holds, so its run is asked as well.
    """
    # Kept from the index of the KPI: its readings are many, those since the study or of a moved file are few.
    kpi = func.coalesce(Reading.kpi, "") == bindparam("kpi")
    since = bindparam("since", type_=FeedRun.taken_at.type)
    later = exists().where(Reading.id > bindparam("mark"), kpi, Reading.is_arriving.is_(False))
    moved = select(FeedRun.id).where(or_(FeedRun.taken_at > since, FeedRun.undone_at > since))
    return select(or_(later, exists().where(Reading.feed_run_id.in_(moved), kpi)))


def has_changed(one: EffectStudy, mark: int) -> bool:
    """Whether readings of the KPI came, were corrected or were withdrawn since a study was worked out. One statement.

    `mark` is the newest reading there was.
    """
    assert one.begun_at is not None
    return any(moved for (moved,) in rows_of(moved_since(), kpi=one.kpi, mark=mark, since=one.begun_at))


@dataclass(frozen=True, slots=True)
class StudyPage:
    """A study as it is told, with as of when it holds."""

    kpi: Kpi
    told: Told
    stamp: Stamp
    found: Found


def page_of(one: EffectStudy, release: Library) -> StudyPage:
    """A study that was worked out, in words; its KPI as the newest release defines it. One statement."""
    assert one.result is not None
    assert one.worked_at is not None
    rollout = one.rollout
    planned = (rollout.name, rollout.kpi) if rollout else (None, None)
    said = retold(json.dumps(one.result), Asked(one.kpi, one.worth_while, one.starts, *planned), release)
    number = one.release.number if one.release else 0
    stamp = Stamp(one.worked_at, number, has_changed(one, said.found.mark), one.fingerprint or "")
    return StudyPage(said.kpi, said.told, stamp, said.found)


def newest_reading() -> int:
    """The key of the newest reading, 0 without any."""
    return db.session.scalar(select(Reading.id).order_by(Reading.id.desc()).limit(1)) or 0


def rows_for(kpi: Kpi) -> list[Row]:
    """The current readings of a KPI, each with the team that its person is in today. One statement."""
    if kind_of(kpi) == "team":
        columns = (Reading.team_id, Reading.team_id, *FIGURE[:5])
        statement = current_readings().where(Reading.kpi == kpi.code, Reading.team_id.is_not(None))
    else:
        columns = (Reading.learner_id, Person.team_id, *FIGURE[:5])
        statement = current_readings().join(Person, Person.id == Reading.learner_id).where(Reading.kpi == kpi.code)
    found = []
    for unit, team, start, end, numerator, denominator, value in rows_of(statement.with_only_columns(*columns)):
        measure = Figure(start, end, numerator, denominator, value).measure
        found.append(Row(unit, team, start, end, measure, numerator, denominator))
    return found


@dataclass(frozen=True, slots=True)
class Beginnings:
    """The month in which each team began, None where it has not; the blocks of the lot where one drew them in time."""

    begins: Mapping[int, date | None]
    blocks: Mapping[int, int]


def beginnings(one: EffectStudy, kpi: Kpi, release: Library) -> Beginnings:
    """When each team began, by the roll-out of a study or by what people had completed."""
    if one.rollout is None:
        return Beginnings(begun_by_half(one.subject, kpi, release), {})
    return by_rollout(one.rollout)


def by_rollout(found: Rollout) -> Beginnings:
    """The months of a roll-out. A lot that was drawn after the first team had begun decided nothing."""
    begins = rollouts.begins_of(found.id)
    is_in_time = found.drawn_at is not None and bool(begins) and found.drawn_at.date() <= min(begins.values())
    return Beginnings(begins, rollouts.blocks_of(found.id) if found.seed and is_in_time else {})


def months_begun(subject: str, release: Library) -> Mapping[int, date | None]:
    """The month in which each team began: by the newest agreed roll-out of a subject, else by half of its learners."""
    agreed = [one for one in rollouts.rollouts_of(subject) if one.is_agreed]
    return rollouts.begins_of(agreed[0].id) if agreed else begun_by_half(subject, None, release)


def begun_by_half(subject: str, kpi: Kpi | None, release: Library) -> dict[int, date | None]:
    """The month in which half of a team's people had completed a subject, by team; None where half have not.

    People are the active learners of today, and where the KPI is one of people those whose job role carries it.
    """
    members: dict[int, list[int]] = defaultdict(list)
    roles = kpi.roles if kpi is not None and kind_of(kpi) != "team" else None
    for key, team_id, role, functions in rows_of(
        select(Person.id, Person.team_id, Person.job_role_code, Person.function_codes).where(
            Person.deactivated_at.is_(None), Person.team_id.is_not(None)
        )
    ):
        if Function.LEARNER in functions and (roles is None or role in roles):
            members[team_id].append(key)
    done = completed_on(subject, [key for keys in members.values() for key in keys], release)
    return {team: half_month([done[key] for key in keys if key in done], len(keys)) for team, keys in members.items()}


def half_month(days: Sequence[date], people: int) -> date | None:
    """The first of the month in which half of so many people were done; None where fewer are."""
    half = (people + 1) // 2
    return sorted(days)[half - 1].replace(day=1) if 0 < half <= len(days) else None


def completed_on(subject: str, learners: Sequence[int], release: Library) -> dict[int, date]:
    """The day on which each person had completed a module, or every place of a programme."""
    kind, _, slug = subject.partition(":")
    places = (
        [[slug]]
        if kind == MODULE
        else [list(anywhere_at(one)) for one in release.one(Programme, PROGRAMME, slug).modules]
    )
    found = {}
    for some in in_batches(learners):
        for learner_id, days in begun_modules(some).items():
            first = [min((day for one in place if (day := days.get(one))), default=None) for place in places]
            known = [one for one in first if one is not None]
            if len(known) == len(places):
                found[learner_id] = max(known)
    return found


def chain_facts() -> "Facts":
    """Everything that chains are counted from, of everybody who ever began a module; in batches of people."""
    release, facts = library(), Facts(set(), {}, {}, {}, {}, {}, reactions_by_module(), delayed_by_module(), [])
    modules, kpis = release.all(Module, MODULE), kpis_in(release)
    begun = rows_of(select(ModuleAttempt.learner_id, ModuleAttempt.module).distinct())
    facts.attempts.update((learner_id, module) for learner_id, module in begun)
    learners = sorted({one for one, _ in facts.attempts})
    for some in in_batches(learners):
        facts.completed.update(begun_modules(some))
        facts.results.update(results_of(some))
        facts.seen.update(counting_rows(some))
        facts.works.update(states_of(some))
        facts.figures.update(series_of_many(some, sorted({one.kpi for one in modules.values()})))
    facts.signals.extend(team_figures(kpis))
    return facts


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of everybody, by person."""

    attempts: set[tuple[int, str]]
    completed: dict[int, dict[str, date | None]]
    results: dict[int, list[Result]]
    seen: dict[tuple[int, str], list[Evidence]]
    works: dict[int, list[Work]]
    figures: dict[tuple[int, str], list[Figure]]
    said: Mapping[str, Sequence[Said]]
    delayed: Mapping[str, Delayed]
    signals: list[tuple[int, str, Figure]]


def team_figures(kpis: Mapping[str, Kpi]) -> list[tuple[int, str, Figure]]:
    """The current figures of the three outcomes of teams, in order of period."""
    codes = [code for code in SIGNALS if code in kpis]
    statement = current_readings().where(Reading.kpi.in_(codes), Reading.team_id.is_not(None))
    return [
        (team, code, Figure(*figure))
        for team, code, *figure in rows_of(statement.with_only_columns(Reading.team_id, Reading.kpi, *FIGURE))
    ]


def known_of(subject: str, facts: Facts, begins: Mapping[int, date | None], today: date) -> Known:
    """What a chain is made of. `begins` are the months in which teams began, for what customers noticed."""
    release = library()
    modules = {slug: one for slug, one in release.all(Module, MODULE).items() if slug in modules_of(subject, release)}
    kpis = kpis_in(release)
    kind, _, slug = subject.partition(":")
    programme_kpi = series_about(Subject(programme=slug), ["K25"]).get("K25", []) if kind == PROGRAMME else None
    begun = [(learner_id, module) for learner_id, module in sorted(facts.attempts) if module in modules]
    return Known(
        taken=[taken_of(learner_id, module, modules[module], facts) for learner_id, module in begun],
        said=[one for slug in modules for one in facts.said.get(slug, ())],
        delayed=[(module.title, facts.delayed.get(slug, NOTHING)) for slug, module in modules.items()],
        modules=modules,
        kpis=kpis,
        signals=[signal_of(kpis[code], facts.signals, begins) for code in SIGNALS if code in kpis],
        programme_kpi=programme_kpi,
        today=today,
    )


def taken_of(learner_id: int, slug: str, module: Module, facts: Facts) -> Taken:
    """What one person did in one module, and what is known of them after it."""
    completed = facts.completed.get(learner_id, {}).get(slug)
    checks = [one for one in facts.results.get(learner_id, ()) if one.paper == module.check and one.submitted_at]
    checks.sort(key=lambda one: (one.started_at, one.sitting_id))
    marked = [one for one in checks if one.passed is not None]
    before, after = levels_of(learner_id, module, completed, facts)
    works = [one for one in facts.works.get(learner_id, ()) if one.exercise == module.exercise.form]
    return Taken(
        learner_id=learner_id,
        module=slug,
        completed=completed,
        passed_first=marked[0].passed if marked else None,
        passed=any(one.passed for one in marked) if marked else None,
        level_before=before,
        level_after=after,
        has_handed_in=any(one.submitted_at for one in works),
        is_accepted=any(one.accepted_at for one in works),
        figures=facts.figures.get((learner_id, module.kpi), ()),
    )


def levels_of(learner_id: int, module: Module, completed: date | None, facts: Facts) -> tuple[int | None, int | None]:
    """The newest observed level of the indicator to look for before completing, and the newest since."""
    indicator = module.observation.indicator
    rows = facts.seen.get((learner_id, indicator[:3]), ())
    own = sorted(
        (one.happened_on, one.level)
        for one in rows
        if one.kind == Kind.OBSERVED and one.indicator == indicator and one.level is not None
    )
    if completed is None:
        return None, None
    before = [level for day, level in own if day < completed]
    after = [level for day, level in own if day >= completed]
    return (before[-1] if before else None), (after[-1] if after else None)


def signal_of(kpi: Kpi, figures: Iterable[tuple[int, str, Figure]], begins: Mapping[int, date | None]) -> Signal:
    """An outcome of the teams that began: the last figure before and the newest after."""
    before: dict[int, Figure] = {}
    after: dict[int, Figure] = {}
    teams = set()
    for team, code, figure in figures:
        begun = begins.get(team)
        if code != kpi.code or begun is None:
            continue
        teams.add(team)
        if figure.end < begun:
            before[team] = figure
        elif figure.start >= begun:
            after[team] = figure
    both = [team for team in teams if team in before and team in after]
    better = sum(is_better(kpi, after[team].measure, before[team].measure) for team in both)
    return Signal(kpi.code, kpi.name, len(teams), len(both), better)
