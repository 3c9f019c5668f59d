"""Filling a database with the story: each act is carried out through the operations that the pages use."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from kamacademy.competency import operations as competency
from kamacademy.content import operations as content
from kamacademy.content.documents import read_all
from kamacademy.content.files import files_under, shipped_root
from kamacademy.content.queries import document_types, library
from kamacademy.db import db
from kamacademy.demo import (
    acts,
    gauging,  # noqa: F401  # says how rating is calibrated and gauged
    meeting,  # noqa: F401  # says how what happens around visits is carried out
    performing,  # noqa: F401  # says how learning is carried out
)
from kamacademy.demo.stage import Stage, perform
from kamacademy.demo.story import beginning, later
from kamacademy.demo.words import book
from kamacademy.development import operations as development
from kamacademy.development.action_library import find_entry
from kamacademy.development.details import Details, Piece
from kamacademy.kpi import operations as kpi
from kamacademy.mail import operations as mail
from kamacademy.mail.letter import Outcome
from kamacademy.people import operations as people
from kamacademy.people.models import Person

PASSWORD = "demo-academy-2026"  # noqa: S105  # public on purpose: `serve` refuses a database with these people
SEED = 2026


class NotEmpty(Exception):
    """The story begins in an empty database."""

    def __init__(self) -> None:
        super().__init__("The database holds people already; the demo fills only an empty one.")


def fill(today: date, seed: int = SEED) -> int:
    """Play the whole story in the present transaction; gives the number of acts. Raises NotEmpty."""
    if db.session.scalar(select(Person.id).limit(1)) is not None:
        raise NotEmpty
    stage, texts, played = Stage(), book(), 0
    for act in beginning(today):
        play(act, stage)
        played += 1
    for act in later(today, seed, texts, library()):
        if stage.at is not None and act.at.date() != stage.at.date():
            deliver(stage.at)
        play(act, stage)
        played += 1
    if stage.at is not None:
        deliver(stage.at)
    competency.rebuild(today)
    db.session.flush()
    return played


def play(act: acts.Act, stage: Stage) -> None:
    """Carry out one act; whoever acts first that day has signed in before."""
    actor = stage.people.get(act.by)
    if actor is not None and (act.by, act.at.date()) not in stage.signed_in:
        stage.signed_in.add((act.by, act.at.date()))
        people.record_sign_in(actor, at=act.at - timedelta(minutes=1))
    perform(act, stage)
    stage.at = act.at


def deliver(at: datetime) -> None:
    """The letters of a day have left by its end, so that the demo's server sends nothing that is long past."""
    while (letter := mail.claim(at)) is not None:
        mail.close(letter, Outcome.TAKEN, "", at=at)


@perform.register
def join(act: acts.Join, stage: Stage) -> None:
    """An account for a person of the company."""
    who = act.who
    stage.people[who.key] = people.add_person(
        who.name, who.email, job_role=who.job_role, functions=who.functions,
        team=people.team_named(who.team) if who.team else None, role_since=act.role_since, at=act.at,
        by=stage.people.get(act.by), password=PASSWORD, is_demo=True,
    )  # fmt: skip


@perform.register
def take_into_care(act: acts.TakeIntoCare, stage: Stage) -> None:
    """A coach for a learner."""
    learner, coach = stage.people[act.learner], stage.people[act.coach]
    people.set_coach(learner, coach, starts_on=act.at.date(), by=stage.people[act.by], at=act.at)


@perform.register
def change_role(act: acts.ChangeRole, stage: Stage) -> None:
    """Another job role, all else as it was."""
    who = stage.people[act.who]
    people.change_person(
        who, name=who.name, job_role=act.job_role, functions=who.functions, team=who.team, by=stage.people[act.by],
        at=act.at,
    )  # fmt: skip


@perform.register
def publish(act: acts.Publish, stage: Stage) -> None:
    """The shipped files as a release."""
    files, unreadable = files_under(shipped_root())
    drafts, problems = read_all(document_types(), files)
    assert not unreadable, unreadable[:3]
    assert not problems, problems[:3]
    content.publish(drafts, words=act.words, by=stage.people[act.by], at=act.at)


@perform.register
def propose(act: acts.Propose, stage: Stage) -> None:
    """A library action with the place where it will be tried."""
    by, release = stage.people[act.by], library()
    entry = find_entry(release, act.library_id)
    assert entry is not None
    plan = development.begin_plan(stage.people[act.learner], by=by, at=act.at)
    given = entry.action
    details = Details(
        title=given.title, indicator=given.indicator, due_on=act.due_on, kind=given.kind, kpi=given.kpi, how=given.how,
        where_tried=act.where, evidence_expected=given.evidence, module=next(iter(given.modules), None),
        library_id=given.id, revision_id=entry.revision_id,
    )  # fmt: skip
    action = development.propose_action(plan, details, by=by, at=act.at, library=release)
    stage.actions[act.learner, act.library_id] = action


@perform.register
def draft_plan(act: acts.DraftPlan, stage: Stage) -> None:
    """A plan from the gaps."""
    learner, by = stage.people[act.learner], stage.people[act.by]
    development.draft_plan(learner, by=by, at=act.at, today=act.at.date(), library=library())


@perform.register
def agree_plan(act: acts.AgreePlan, stage: Stage) -> None:
    """One side's yes."""
    development.agree(stage.plan_of(act.learner), by=stage.people[act.by], at=act.at)


@perform.register
def fill_in(act: acts.FillIn, stage: Stage) -> None:
    """What an action agreed in coaching still lacked; a KPI only where the job role may carry it."""
    action, by, release = stage.actions[act.learner, act.action], stage.people[act.by], library()
    details = Details(
        title=action.title, indicator=action.indicator, due_on=action.due_on, where_tried=act.where,
        evidence_expected=action.evidence_expected or act.evidence,
        kpi=action.kpi or development.carried_kpi(act.kpi, action.learner, release),
    )  # fmt: skip
    development.change_action(action, details, by=by, at=act.at, library=release)


@perform.register
def check_in(act: acts.CheckIn, stage: Stage) -> None:
    """A remark."""
    development.check_in(stage.actions[act.learner, act.action], act.words, by=stage.people[act.by], at=act.at)


@perform.register
def redate(act: acts.Redate, stage: Stage) -> None:
    """Another day."""
    action = stage.actions[act.learner, act.action]
    development.redate(action, act.due_on, reason=act.reason, by=stage.people[act.by], at=act.at)


@perform.register
def complete(act: acts.Complete, stage: Stage) -> None:
    """Done, with evidence: the coach says so, or the learner hands it in and the coach accepts it that evening."""
    action, by = stage.actions[act.learner, act.action], stage.people[act.by]
    if by.id != action.learner.id:
        development.complete(action, act.evidence, by=by, at=act.at)
        return
    relation = action.learner.coaching_on(act.at.date())
    assert relation is not None, act
    # Words alone, so that no folder is asked for.
    development.give_evidence(action, [Piece(words=act.evidence)], by=by, at=act.at, data=Path())
    development.hand_in(action, by=by, at=act.at)
    development.accept(action, by=relation.coach, at=act.at)


@perform.register
def drop(act: acts.Drop, stage: Stage) -> None:
    """Given up, with the reason."""
    development.drop(stage.actions[act.learner, act.action], reason=act.reason, by=stage.people[act.by], at=act.at)


@perform.register
def enter_reading(act: acts.EnterReading, stage: Stage) -> None:
    """A reading, or the correction of the one entered for the same period."""
    learner, by, figures = stage.people[act.learner], stage.people[act.by], asdict(act.figures)
    start, end = act.period.start, act.period.end
    before = stage.readings.get((act.learner, act.kpi, start))
    if act.reason is None or before is None:
        made = kpi.record_reading(
            learner, act.kpi, period_start=start, period_end=end, **figures, source=act.source, note=act.note, by=by,
            at=act.at,
        )  # fmt: skip
    else:
        made = kpi.correct_reading(
            before,
            reason=act.reason,
            period_start=start,
            period_end=end,
            **figures,
            source=act.source,
            by=by,
            at=act.at,
        )
    stage.readings[act.learner, act.kpi, start] = made
