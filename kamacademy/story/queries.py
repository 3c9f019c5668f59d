"""Reading a person's story: what each feature keeps of it, in a number of statements that does not grow."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import abort
from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import joinedload

from kamacademy.assessment.documents import Paper
from kamacademy.assessment.queries import results_of
from kamacademy.coaching.models import Observation, Rating
from kamacademy.commitment.asking import Kept as HowKept
from kamacademy.commitment.lines import Kind as Habit
from kamacademy.commitment.models import Commitment, CommitmentAnswer, Pledge
from kamacademy.competency.documents import Competency
from kamacademy.competency.evidence import Row
from kamacademy.competency.queries import competencies_in, counting_rows, framework_in
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.conversation.models import NoteGrant
from kamacademy.curriculum.documents import Module
from kamacademy.curriculum.queries import attempts_of, completions_among
from kamacademy.curriculum.standing import History
from kamacademy.db import db, rows_of
from kamacademy.development.models import Action, Plan, PlanEvent
from kamacademy.kpi.queries import kpis_for, kpis_in, series_by_kpi
from kamacademy.kpi.rules import is_kept_for_a_person
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.rater.models import RaterSeverity, SeverityRun
from kamacademy.scenario import queries as scenario
from kamacademy.story.kept import (
    Answered,
    Committed,
    Completed,
    Kept,
    Lexicon,
    Passed,
    PlanAction,
    PlanStep,
    RoleChange,
    Series,
    Visit,
)
from kamacademy.story.page import Asked, Story, story
from kamacademy.transition.models import Transition
from kamacademy.transition.rules import State as TransitionState

if TYPE_CHECKING:
    from kamacademy.competency.reckoning import Raters


@cache
def learner_with_roles() -> Select[*tuple[Any, ...]]:
    """The person with the `key`, who coaches them, and the changes of job role of which they have been told.

    A row for each change that was not cancelled, oldest first. Any: the columns' own types.
    """
    told = (TransitionState.PLANNED.value, TransitionState.IN_FORCE.value)
    return (
        select(
            Person, Transition.id, Transition.from_role, Transition.to_role, Transition.starts_on,
            Transition.confirmed_at, Transition.state,
        )
        .outerjoin(Transition, and_(Transition.learner_id == Person.id, Transition.state.in_(told)))
        .where(Person.id == bindparam("key"))
        .options(joinedload(Person.coached_by))
        .order_by(Transition.starts_on, Transition.id)
    )  # fmt: skip


def learner_with_key(person_id: int) -> tuple[Person, list[RoleChange]]:
    """A person with the coaching relations, which the policy asks for, and the changes of job role, oldest first.

    Or 404. One statement.
    """
    rows = db.session.execute(learner_with_roles(), {"key": person_id}).unique().all()
    if not rows:
        abort(404)
    return rows[0][0], [
        RoleChange(
            key, JobRole(before), JobRole(after), starts_on, confirmed_at.date(), state == TransitionState.IN_FORCE
        )
        for _, key, before, after, starts_on, confirmed_at, state in rows
        if key is not None
    ]


def story_of(
    learner: Person,
    reader: Person,
    role_changes: Sequence[RoleChange],
    *,
    last_month: date,
    competency: str | None,
    today: date,
) -> Story:
    """A learner's story of six months for somebody who may read it: the learner, or the present coach."""
    release = library()
    kept = kept_of(learner, reader, role_changes, release)
    asked = Asked(
        learner.id, learner.job_role, learner.role_since, reader.id == learner.id, last_month, competency, today
    )
    lexicon = Lexicon(framework_in(release), competencies_in(release), kpis_in(release), release.all(Module, "module"))
    return story(kept, asked, lexicon, raters_of(kept.rows))


def kept_of(learner: Person, reader: Person, role_changes: Sequence[RoleChange], release: Library) -> Kept:
    """Everything else that is read, in eight statements."""
    completed, passed = learned(learner, release)
    visits = visits_seen(learner, reader)
    steps, actions = plan_told(learner)
    return Kept(
        completed, passed, visits, steps, actions, series_of(learner, release, actions, completed),
        {code: some for (_, code), some in counting_rows([learner.id]).items()}, role_changes,
        *commitments_told(learner, reader),
    )  # fmt: skip


def learned(learner: Person, release: Library) -> tuple[list[Completed], list[Passed]]:
    """Modules completed, each once, and checks passed. Three statements."""
    results = results_of([learner.id])[learner.id]
    history = History(results, scenario.results_of([learner.id])[learner.id])
    completed: dict[str, Completed] = {}
    for attempt in attempts_of([learner.id])[learner.id]:
        days = completions_among([attempt], history)
        if days and attempt.module not in completed:
            module = library(attempt.release_id).one(Module, "module", attempt.module)
            about = frozenset(one.competency for one in module.builds)
            completed[attempt.module] = Completed(days[0], attempt.programme, attempt.module, module.title, about)
    passed = [
        Passed(
            one.submitted_at.date(), one.sitting_id, paper_title(one.paper, one.release_id), one.points,
            one.points_max, about_of_paper(one.paper, release),
        )
        for one in results
        if one.passed and one.submitted_at is not None
    ]  # fmt: skip
    return list(completed.values()), passed


def paper_title(paper: str, release_id: int) -> str:
    """What a paper was called when it was taken."""
    return library(release_id).one(Paper, "paper", paper).title


def about_of_paper(paper: str, release: Library) -> frozenset[str] | None:
    """The competencies of the module whose check or exemption a paper is, and those that name it as their check."""
    modules = [one for one in release.all(Module, "module").values() if paper in (one.check, one.exemption)]
    found = {builds.competency for one in modules for builds in one.builds}
    found |= {one.code for one in release.all(Competency, "competency").values() if paper in one.checks}
    return frozenset(found) or None


@cache
def shared_visits() -> Select[*tuple[Any, ...]]:
    """The shared notes about the `learner`, a row for each indicator, and whether the `reader` may read each.

    By the rules of `READ_OBSERVATION` for the learner and the present coach. Any: the columns' own types.
    """
    is_opened = exists().where(
        NoteGrant.observation_id == Observation.id,
        NoteGrant.coach_id == bindparam("reader"),
        NoteGrant.withdrawn_at.is_(None),
    )
    may_read = or_(
        Observation.learner_id == bindparam("reader"), Observation.coach_id == bindparam("reader"), is_opened
    )
    return (
        select(
            Observation.id, Observation.observed_on, Person.name, Observation.activity, Observation.complexity,
            Observation.purpose, may_read.label("may_read"), Rating.indicator, Rating.level,
        )
        .join(Person, Person.id == Observation.coach_id)
        .join(Rating, Rating.observation_id == Observation.id)
        .where(
            Observation.learner_id == bindparam("learner"),
            Observation.shared_at.is_not(None),
            Observation.discarded_at.is_(None),
        )
        .order_by(Observation.observed_on, Observation.id, Rating.place)
    )  # fmt: skip


def visits_seen(learner: Person, reader: Person) -> list[Visit]:
    """The visits of which a note is shared, oldest first. One statement."""
    levels: dict[int, dict[str, int | None]] = defaultdict(dict)
    found: dict[int, Visit] = {}
    for row in rows_of(shared_visits(), learner=learner.id, reader=reader.id):
        levels[row.id][row.indicator] = row.level
        if row.id not in found:
            found[row.id] = Visit(
                row.id, row.observed_on, row.name, row.activity, row.complexity, row.purpose,
                bool(row.may_read), levels[row.id],
            )  # fmt: skip
    return list(found.values())


@cache
def steps_of_plans() -> Select[*tuple[Any, ...]]:
    """Everything that happened to the plans of the `learner`, oldest first, with its action.

    Any: the columns' own types.
    """
    return (
        select(
            PlanEvent.plan_id, PlanEvent.at, PlanEvent.what, Person.name, Action.title.label("action_title"),
            PlanEvent.before, PlanEvent.after, PlanEvent.reason, Action.competency, Action.kpi, Action.id,
            Action.opened_on, Action.done_on, Action.due_on, Action.state,
        )
        .join(Plan, Plan.id == PlanEvent.plan_id)
        .join(Person, Person.id == PlanEvent.by_id)
        .outerjoin(Action, Action.id == PlanEvent.action_id)
        .where(Plan.learner_id == bindparam("learner"))
        .order_by(PlanEvent.at, PlanEvent.id)
    )  # fmt: skip


def plan_told(learner: Person) -> tuple[list[PlanStep], list[PlanAction]]:
    """What happened to a learner's plans, oldest first, and the actions that were ever begun. One statement.

    An action appears with the event that put it forward, so that none is missed.
    """
    rows = rows_of(steps_of_plans(), learner=learner.id)
    steps = [
        PlanStep(
            row.plan_id, row.id, row.at.date(), row.what, row.name, row.action_title, row.before, row.after, row.reason,
            row.competency, row.kpi,
        )
        for row in rows
    ]  # fmt: skip
    dropped = {row.id: row.at.date() for row in rows if row.what == "dropped"}
    actions = {
        row.id: PlanAction(
            row.id, row.action_title, row.competency, row.kpi, row.opened_on, row.done_on or dropped.get(row.id),
            row.due_on, row.state,
        )
        for row in rows
        if row.opened_on is not None
    }  # fmt: skip
    return steps, list(actions.values())


def series_of(
    learner: Person, release: Library, actions: Iterable[PlanAction], completed: Iterable[Completed]
) -> dict[str, Series]:
    """The KPIs with readings that the job role carries and that are kept for one person, by code. One statement."""
    kpis = {one.code: one for one in kpis_for(learner.job_role, release) if is_kept_for_a_person(one)}
    modules = release.all(Module, "module")
    marked = [(one.kpi, one.opened_on) for one in actions]
    marked += [(modules[one.module].kpi, one.on) for one in completed if one.module in modules]
    figures = series_by_kpi(learner.id, list(kpis))
    return {
        code: Series(kpi, figures[code], min((on for of, on in marked if of == code), default=None))
        for code, kpi in kpis.items()
        if code in figures
    }


@cache
def newest_severities() -> Select[*tuple[Any, ...]]:
    """What the newest run of the rater model found: difficulties, and severities of some `raters`, a row for each.

    Any: the columns' own types.
    """
    newest = select(func.max(SeverityRun.id)).scalar_subquery()
    of_these = and_(
        RaterSeverity.run_id == SeverityRun.id, RaterSeverity.rater_id.in_(bindparam("raters", expanding=True))
    )
    return (
        select(SeverityRun.difficulties, RaterSeverity.rater_id, RaterSeverity.mean, RaterSeverity.sd)
        .outerjoin(RaterSeverity, of_these)
        .where(SeverityRun.id == newest)
    )


def raters_of(rows: Mapping[str, Sequence[Row]]) -> "Raters":
    """How strictly those rate who gave the levels, by the newest run of the rater model. One statement."""
    from kamacademy.competency.fusion import Severity
    from kamacademy.competency.reckoning import Raters

    keys = {row.rater_id for some in rows.values() for row in some if row.rater_id is not None}
    found = rows_of(newest_severities(), raters=sorted(keys))
    return Raters(
        severities={row.rater_id: Severity(row.mean, row.sd) for row in found if row.rater_id is not None},
        difficulties=found[0].difficulties if found else {},
    )


@cache
def commitments_to_read() -> Select[*tuple[Any, ...]]:
    """What the `learner` committed to and the `reader` may read: all of one's own, else what is shared; with answers.

    Any: the columns' own types.
    """
    return (
        select(
            Commitment.id, Pledge.id.label("pledge_id"), Pledge.made_on, Pledge.module, Pledge.title, Commitment.kind,
            Commitment.words, CommitmentAnswer.answered_at, CommitmentAnswer.after_days, CommitmentAnswer.kept,
            CommitmentAnswer.hours,
        )
        .join(Pledge, Pledge.id == Commitment.pledge_id)
        .outerjoin(CommitmentAnswer, CommitmentAnswer.commitment_id == Commitment.id)
        .where(
            Pledge.learner_id == bindparam("learner"),
            or_(Pledge.learner_id == bindparam("reader"), Commitment.shared_with_id == bindparam("reader")),
        )
        .order_by(Pledge.id, CommitmentAnswer.after_days, Commitment.id)
    )  # fmt: skip


def commitments_told(learner: Person, reader: Person) -> tuple[list[Committed], list[Answered]]:
    """What a learner committed to and how it was kept, as far as the reader may read it. One statement."""
    committed: dict[int, Committed] = {}
    answered = []
    for row in rows_of(commitments_to_read(), learner=learner.id, reader=reader.id):
        one = Committed(row.pledge_id, row.made_on, row.module, row.title, Habit(row.kind), row.words)
        committed.setdefault(row.id, one)
        if row.answered_at is not None:
            how = HowKept(row.kept)
            answered.append(Answered(one, row.answered_at.date(), row.after_days, how, row.hours))
    return sorted(committed.values(), key=lambda one: one.pledge_id), answered
