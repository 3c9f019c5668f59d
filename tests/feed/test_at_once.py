"""Two at once, and a process that is killed: what is taken over is taken over once, as a whole, or not at all."""

import os
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import URL

from kamacademy import clock
from kamacademy.config import PROJECT
from kamacademy.content.documents import Drafts
from kamacademy.db import db, transaction
from kamacademy.feed import jobs, operations, queries
from kamacademy.feed.models import FeedRun, FeedSource, StagedReading
from kamacademy.feed.states import State
from kamacademy.kpi.models import Reading
from kamacademy.kpi.queries import current_readings
from tests.at_once import count, slowly, together
from tests.conftest import SECRET
from tests.feed.files import BRINGER, bring, bringer, lines, of
from tests.own import Visitor
from tests.world import World

READINGS = 40


@pytest.fixture
def ready(fresh: Flask, drafts: Drafts) -> Flask:
    """An academy of its own with definitions and somebody who imports."""
    with fresh.app_context():
        World().publish(drafts)
        bringer()
        db.session.commit()
    return fresh


def confirmed(app: Flask, content: bytes | None = None) -> int:
    """A run that waits for the swap."""
    with app.app_context():
        people = [World().learner() for _ in range(READINGS)]
        db.session.commit()
        run_id = bring(content or lines(*(of(one) for one in people))).id
        # What waits must not be looked at from here while the background writes.
        db.session.commit()
        jobs.work_on_waiting(app, clock.now())
        operations.confirm(queries.run(run_id), reason=None, by=bringer(), at=clock.now())
        db.session.commit()
    return run_id


def test_one_file_brought_by_two_at_once_is_one_run(ready: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    slowly(monkeypatch, operations, "refuse_known")
    visitors, statuses = [Visitor(ready) for _ in range(2)], list[int]()
    for visitor in visitors:
        visitor.sign_in(BRINGER)
        visitor.client.get("/kpis/imports/new")

    def send(visitor: Visitor) -> None:
        answer = visitor.post("/kpis/imports/new", source="CRM", file=(BytesIO(b"a,b,c\n1,2,3\n"), "a.csv"))  # type: ignore[arg-type]  # a file among words
        statuses.append(answer.status_code)

    together([lambda one=one: send(one) for one in visitors])  # type: ignore[misc]  # a lambda with a default
    assert statuses == [303, 303]
    assert (count(ready, FeedRun), count(ready, FeedSource)) == (1, 1)
    folder = Path(ready.config["DATA"]) / "feeds"
    assert len([one for one in folder.iterdir() if one.suffix == ".csv"]) == 1


def test_two_workers_take_a_run_over_once(ready: Flask) -> None:
    confirmed(ready)
    together([lambda: jobs.work_on_waiting(ready, clock.now())] * 2)
    assert count(ready, Reading) == READINGS


def test_two_swaps_of_one_run_bring_its_readings_once(ready: Flask) -> None:
    run_id = confirmed(ready)
    with ready.app_context():
        brings = jobs.laid_in(run_id)

    def swap() -> None:
        with ready.app_context(), transaction():
            operations.take(queries.run(run_id), brings, clock.now())

    together([swap, swap])
    assert count(ready, Reading) == READINGS


def that_hold(app: Flask) -> int:
    """How many readings are seen."""
    with app.app_context():
        return len(db.session.scalars(current_readings()).all())


KILLED = """
import os, signal, sys
from pathlib import Path
from kamacademy import clock, create_app
from kamacademy.feed import jobs, operations, queries
from tests.conftest import settings
step, at = sys.argv[3], sys.argv[4]
app = create_app(settings(sys.argv[1], Path(sys.argv[2])))
module = {"operations": operations, "jobs": jobs}[at]
real = getattr(module, step)
def last(*given, **more):
    if step == "let_hold":
        real(*given, **more)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(module, step, last)
jobs.work_on_waiting(app, clock.now())
"""


@pytest.mark.parametrize(
    ("step", "at"), [("lay_some", "operations"), ("take", "operations"), ("let_hold", "operations"), ("clear", "jobs")],
    ids=["before anything is laid in", "before the swap", "in the swap", "after the swap"],
)  # fmt: skip
def test_killed_around_the_swap_all_or_nothing_is_there(ready: Flask, step: str, at: str) -> None:
    run_id = confirmed(ready)
    with ready.app_context():
        url: URL = db.engine.url
        db.session.remove()
    said = subprocess.run(
        [sys.executable, "-c", KILLED, url.render_as_string(hide_password=False), ready.config["DATA"], step, at],
        cwd=PROJECT, env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), "SECRET": SECRET},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert said.returncode == -signal.SIGKILL, said.stderr
    is_there = step == "clear"
    assert that_hold(ready) == (READINGS if is_there else 0)
    assert count(ready, StagedReading) == READINGS
    with ready.app_context():
        run = queries.run(run_id)
        assert run.state == (State.TAKEN if is_there else State.TAKE)
        run.alive_at = None
        db.session.commit()
        jobs.work_on_waiting(ready, clock.now())
        jobs.delete_expired(ready, clock.now())
    assert count(ready, Reading) == READINGS
    assert count(ready, StagedReading) == 0
    with ready.app_context():
        assert db.session.scalars(select(FeedRun.file)).one() is None
