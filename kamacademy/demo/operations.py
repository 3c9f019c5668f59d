"""Filling a database with the story: each act is carried out through the operations that the pages use."""

from dataclasses import asdict
from datetime import date, datetime, timedelta

from flask import current_app
from sqlalchemy import select

from kamacademy.competency import operations as competency
from kamacademy.content import operations as content
from kamacademy.content.documents import read_all
from kamacademy.content.files import files_under, shipped_root
from kamacademy.content.queries import document_types, library
from kamacademy.curriculum.documents import Module
from kamacademy.db import db
from kamacademy.demo import (
    acts,
    arriving,  # noqa: F401  # says how the second business unit's figures are carried out
    following,  # noqa: F401  # says how commitments and changes of job role are carried out
    gauging,  # noqa: F401  # says how rating is calibrated and gauged
    meeting,  # noqa: F401  # says how what happens around visits is carried out
    performing,  # noqa: F401  # says how learning is carried out
    pursuing,  # noqa: F401  # says how plans are carried out
)
from kamacademy.demo.chance import moment
from kamacademy.demo.stage import Stage, perform
from kamacademy.demo.story import beginning, later
from kamacademy.demo.studies import PROGRAMME as PROGRAMME_HERE
from kamacademy.demo.words import book
from kamacademy.impact.jobs import count_some
from kamacademy.kpi import operations as kpi
from kamacademy.kpi.calculated import EXTENSION
from kamacademy.mail import operations as mail
from kamacademy.mail.letter import Outcome
from kamacademy.people import operations as people
from kamacademy.people.models import Person
from kamacademy.rollout.rules import MODULE, PROGRAMME, subject_of

PASSWORD = "demo-academy-2026"  # noqa: S105  # public on purpose: `serve` refuses a database with these people
SEED = 2026


class NotEmpty(Exception):
    """The story begins in an empty database."""

    def __init__(self) -> None:
        super().__init__("The database holds people already; the demo fills only an empty one.")


def fill(today: date, seed: int = SEED) -> int:
    """Play the whole story; gives the number of acts. Raises NotEmpty.

    What comes in files is committed on the way, as the jobs do that bring it; the rest is the caller's to commit.
    """
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
    count_by_night(moment(today - timedelta(days=1), 23, 40))
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


def count_by_night(at: datetime) -> None:
    """What the academy counts by night from its own data: KPIs, and how many came how far by each module."""
    for code, calculator in sorted(current_app.extensions[EXTENSION].items()):
        kpi.calculate(code, calculator, at=at)
    modules = [subject_of(MODULE, slug) for slug in library().all(Module, "module")]
    count_some([*modules, subject_of(PROGRAMME, PROGRAMME_HERE)], at)


@perform.register
def join(act: acts.Join, stage: Stage) -> None:
    """An account for a person of the company."""
    who = act.who
    stage.people[who.key] = people.add_person(
        who.name, who.email, job_role=who.job_role, functions=who.functions,
        team=people.team_named(who.team) if who.team else None, role_since=act.role_since, at=act.at,
        by=stage.people.get(act.by), password=PASSWORD if act.can_sign_in else None, is_demo=True,
    )  # fmt: skip


@perform.register
def take_into_care(act: acts.TakeIntoCare, stage: Stage) -> None:
    """A coach for a learner."""
    learner, coach = stage.people[act.learner], stage.people[act.coach]
    people.set_coach(learner, coach, starts_on=act.at.date(), by=stage.people[act.by], at=act.at)


@perform.register
def publish(act: acts.Publish, stage: Stage) -> None:
    """The shipped files as a release."""
    files, unreadable = files_under(shipped_root())
    drafts, problems = read_all(document_types(), files)
    assert not unreadable, unreadable[:3]
    assert not problems, problems[:3]
    content.publish(drafts, words=act.words, by=stage.people[act.by], at=act.at)


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
