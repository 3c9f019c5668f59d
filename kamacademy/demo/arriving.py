"""Carrying out what is done about the second business unit's figures, by the operations and jobs that pages use."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

from flask import current_app

from kamacademy import clock
from kamacademy.demo.stage import Stage, perform
from kamacademy.demo.unit_acts import AskWhatMoved, BringFile, PlanByLot
from kamacademy.feed import file_store
from kamacademy.feed import jobs as feed_jobs
from kamacademy.feed import operations as feed
from kamacademy.feed import queries as feeds
from kamacademy.feed.columns import offered
from kamacademy.feed.letters import Letters
from kamacademy.feed.states import State
from kamacademy.impact import jobs as impact_jobs
from kamacademy.impact import operations as impact
from kamacademy.people import queries as people
from kamacademy.rollout import operations as rollout
from kamacademy.rollout import queries as rollouts


@perform.register
def bring_file(act: BringFile, stage: Stage) -> None:
    """A file as the learning team brings it: the columns as offered, the check, a word to go on, taken over.

    The jobs commit what the story has done so far, as they do between their steps.
    """
    kept = file_store.keep(Path(current_app.config["DATA"]), BytesIO(act.text.encode()))
    run = feed.receive(act.source, act.name, kept, by=stage.people[act.by], at=act.at)
    feed.choose_columns(run, offered(run.header, run.source.headings), None, Letters(run.letters))
    run_id = run.id
    work(act, 1)
    checked = feeds.run(run_id)
    assert (checked.state, checked.problems) == (State.CHECKED, 0), feeds.first_problems(run_id)
    feed.confirm(checked, reason=None, by=stage.people[act.by], at=act.at + timedelta(minutes=3))
    work(act, 4)
    assert feeds.run(run_id).state == State.TAKEN, act


def work(act: BringFile, minutes: int) -> None:
    """Let the background do what waits, some minutes after the file was brought."""
    at = act.at + timedelta(minutes=minutes)
    with clock.played_at(at):
        while (run_id := feed_jobs.claimed(at)) is not None:
            feed_jobs.carry_out(run_id)


@perform.register
def plan_by_lot(act: PlanByLot, stage: Stage) -> None:
    """A plan judged by the figures that are there, and its order drawn."""
    by, teams = stage.people[act.by], [one.id for one in people.teams() if one.name in act.teams]
    made = rollout.plan_rollout(
        act.name, act.subject, act.kpi, teams, act.first_month, act.step_months, act.steps, by=by, at=act.at,
        note=act.note,
    )  # fmt: skip
    rollout.draw_order(made, act.lot, by, act.at + timedelta(hours=2))


@perform.register
def ask_what_moved(act: AskWhatMoved, stage: Stage) -> None:
    """A study of the newest roll-out, worked out by the background some minutes later."""
    newest, *_ = rollouts.rollouts_of(act.subject)
    impact.ask_study(
        act.subject, act.kpi, worth_while=act.worth_while, rollout_id=newest.id, by=stage.people[act.by], at=act.at
    )
    at = act.at + timedelta(minutes=2)
    while (study_id := impact_jobs.claimed(at)) is not None:
        impact_jobs.work_out(study_id, at)
