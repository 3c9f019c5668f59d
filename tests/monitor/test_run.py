"""A run from the ledger to the estimates: severities used, ratings untouched, requests answered, figures kept."""

import logging
from datetime import date, timedelta

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy.competency.estimation import RULE
from kamacademy.competency.models import Evidence, KeptEstimate
from kamacademy.competency.operations import rebuild
from kamacademy.db import db
from kamacademy.jobs import registered
from kamacademy.monitor import operations
from kamacademy.monitor.jobs import run_asked, run_model, run_nightly
from kamacademy.people.models import Person
from kamacademy.rater import queries as runs
from kamacademy.rater import severity
from kamacademy.rater.models import RunRequest, SeverityRun
from kamacademy.rater.operations import ask_for_run
from kamacademy.records.models import AuditEvent
from tests.monitor.ledgers import coaches, row, write, write_ratings
from tests.rater.made import ratings
from tests.world import NOW, TODAY, World


def everything() -> list[tuple[object, ...]]:
    """The whole ledger as it is stored."""
    return [tuple(one) for one in db.session.execute(select(*Evidence.__table__.columns).order_by(Evidence.id))]


def rated_by(world: World, severities: tuple[float, ...], visits: int = 6) -> list[Person]:
    """Coaches of some severity who all rate the same people; in the ledger."""
    raters = coaches(world, len(severities))
    made = ratings(
        {one.id: severity for one, severity in zip(raters, severities, strict=True)}, learners=3, visits=visits
    )
    learners = {one.whose.split()[0]: world.learner() for one in made}
    write_ratings(made, learners)
    return raters


def test_a_run_finds_who_is_strict_and_says_what_it_rests_on(world: World) -> None:
    severities = (1.2, 0.0, -1.2, 0.4, -0.4, 0.0)
    raters = rated_by(world, severities)
    run_model(None, NOW)
    run = runs.newest_run()
    assert run is not None
    assert (run.rule, run.raters, run.subsets, run.asked_by_id) == (RULE, 6, 1, None)
    assert run.ratings == len(operations.gather(TODAY)) == len(everything())
    assert set(run.difficulties) == {"C01a", "C01b", "C02a", "C02b"}
    found = runs.severities()
    assert found.run_id == run.id
    means = [found.of_raters[one.id][0] for one in raters]
    assert np.corrcoef(means, severities)[0, 1] > 0.8
    assert all(0.05 < sd < 0.6 for _, sd in found.of_raters.values())


def test_estimates_rest_on_the_newest_run_and_no_rating_is_changed(world: World) -> None:
    rated_by(world, (1.0, 0.0, -1.0))
    before = everything()
    run_model(None, NOW)
    first = {(one.learner_id, one.competency, one.view): one.chances for one in estimates()}
    assert first
    assert everything() == before
    assert {one.run_id for one in estimates()} == {newest_key()}
    # Another run over the same ratings says the same, and estimates name it.
    run_model(None, NOW + timedelta(minutes=5))
    assert everything() == before
    assert {one.run_id for one in estimates()} == {newest_key()}
    for one in estimates():
        assert one.chances == pytest.approx(first[one.learner_id, one.competency, one.view])
    assert len(runs.runs()) == 1


def test_a_run_stays_as_long_as_an_estimate_rests_on_it(world: World) -> None:
    rated_by(world, (0.5, -0.5), visits=1)
    run_model(None, NOW)
    in_use = newest_key()
    # Kept by itself, as where the estimates could not be made again afterwards.
    operations.keep(operations.work_out(operations.gather(TODAY)), by_id=None, at=NOW + timedelta(minutes=5))
    assert operations.tidy_up() == 0
    rebuild(TODAY)
    assert operations.tidy_up() == 1
    assert in_use not in {one.id for one in runs.runs()}


def estimates() -> list[KeptEstimate]:
    """What is kept of everybody."""
    db.session.expire_all()
    return list(db.session.scalars(select(KeptEstimate)))


def newest_key() -> int:
    """The newest run's key."""
    run = runs.newest_run()
    assert run is not None
    return run.id


def test_a_strict_raters_learner_is_seen_higher_after_the_run(world: World) -> None:
    raters = rated_by(world, (1.5, 0.0, 0.0, -0.5, 0.2))
    learner = world.learner(coach=raters[0])
    write([row(learner, raters[0], level=3, visit=f"observation-{n}") for n in range(4)])
    query = select(KeptEstimate.chances).where(
        KeptEstimate.learner_id == learner.id, KeptEstimate.view == "development"
    )

    rebuild(TODAY)
    before = db.session.scalars(query).one()
    run_model(None, NOW)
    after = db.session.scalars(query).one()
    assert sum(after[3:]) > sum(before[3:]) + 0.05


def test_without_a_rating_there_is_a_run_that_says_so(world: World) -> None:
    run_model(None, NOW)
    run = runs.newest_run()
    assert run is not None
    assert (run.ratings, run.raters, run.subsets, run.difficulties) == (0, 0, 0, {})


def test_a_request_is_answered_once_and_only_where_somebody_asked(app: Flask, world: World) -> None:
    owner = world.learning_team()
    run_asked(app, NOW)
    assert runs.newest_run() is None
    asked = ask_for_run(by=owner, at=NOW)
    assert ask_for_run(by=world.learning_team(), at=NOW) is asked
    run_asked(app, NOW)
    run_asked(app, NOW)
    assert [one.asked_by_id for one in runs.runs()] == [owner.id]
    found = db.session.scalars(select(RunRequest)).one()
    db.session.refresh(found)
    assert (found.finished_at, found.has_failed) == (NOW, False)
    acts = set(db.session.scalars(select(AuditEvent.act).where(AuditEvent.actor_id == owner.id)))
    assert acts == {"raters.asked", "raters.fitted"}


def test_the_nightly_run_answers_what_waits(app: Flask, world: World) -> None:
    ask_for_run(by=world.learning_team(), at=NOW)
    run_nightly(app, NOW)
    assert runs.open_request() is None


def test_a_run_that_fails_leaves_all_as_it_was_and_says_so(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rated_by(world, (0.5, -0.5), visits=1)
    asked = ask_for_run(by=world.learning_team(), at=NOW)
    monkeypatch.setattr(severity, "MOST_TURNS", 1)
    with caplog.at_level(logging.ERROR):
        run_asked(app, NOW)
    assert "NotSettled" in caplog.text
    assert runs.newest_run() is None
    db.session.refresh(asked)
    assert asked.has_failed
    assert asked.finished_at == NOW


def test_the_runs_are_due_at_ten_past_two_and_when_asked(app: Flask) -> None:
    due = registered(app)
    assert (due["raters-nightly"].hour, due["raters-nightly"].minute) == ("2", "10")
    assert (due["raters-asked"].hour, due["raters-asked"].minute) == ("*", "*")


def test_ratings_older_than_two_years_say_nothing(world: World) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    edge = date(2024, 11, 20)
    write(
        [row(learner, coach, happened_on=edge), row(learner, coach, visit="o-2", happened_on=edge - timedelta(days=1))]
    )
    assert [one.on for one in operations.gather(TODAY)] == [edge]
    assert db.session.scalar(select(SeverityRun.id)) is None
