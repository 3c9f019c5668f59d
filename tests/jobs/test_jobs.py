"""Jobs run in one transaction, by one consumer, from a real queue on both databases."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from os import environ
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from kamacademy.db import db
from kamacademy.jobs import (
    AnotherWorkerRuns,
    PeriodicJob,
    job,
    let_go,
    only_worker,
    queue_of,
    register,
    registered,
    start,
    stop,
)
from kamacademy.mail import operations
from kamacademy.people.models import Team
from tests.conftest import SECRET
from tests.own import add_person, own_app
from tests.world import NOW, World


@pytest.fixture
def own(fresh: Flask) -> Flask:
    """An application whose commits are real, on a database of its own."""
    return fresh


def close(app: Flask) -> None:
    """Let go of the queue and the database."""
    let_go(app)
    with app.app_context():
        db.engine.dispose()


def until(is_so: Callable[[], bool], seconds: float = 20) -> bool:
    """Wait for something; False where it does not come."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if is_so():
            return True
        time.sleep(0.1)
    return False


def teams(app: Flask) -> set[str]:
    """The teams that are really stored."""
    with app.app_context():
        return set(db.session.scalars(select(Team.name)))


def test_a_job_commits_what_it_did_and_an_error_undoes_all(app: Flask, world: World) -> None:
    @job
    def works(at: datetime) -> None:
        db.session.add(Team(name=f"Made at {at:%H:%M}"))

    @job
    def breaks(at: datetime) -> None:
        db.session.add(Team(name="Never"))
        db.session.flush()
        raise ValueError

    works(app, NOW)
    with pytest.raises(ValueError):
        breaks(app, NOW)
    assert set(db.session.scalars(select(Team.name))) == {"Made at 09:30"}


def test_the_features_jobs_are_known(app: Flask) -> None:
    assert set(registered(app)) >= {"assessment.submit-expired", "mail.send-waiting", "retrieval.post-letters"}


def test_the_queue_says_which_job_is_due_when(own: Flask) -> None:
    queue = queue_of(own)
    assert queue.results is False

    def due(at: datetime) -> set[str]:
        return {task.name for task in queue.read_periodic(at)} - others

    always = {"assessment.submit-expired", "mail.send-waiting"}
    others = set(registered(own)) - always - {"retrieval.post-letters"}
    friday = datetime(2026, 11, 20, 6, 0)  # noqa: DTZ001  # as the queue asks, in UTC
    assert due(friday) == always | {"retrieval.post-letters"}
    assert due(friday + timedelta(minutes=1)) == always
    assert due(friday + timedelta(days=1)) == always
    close(own)


def test_a_message_that_we_did_not_sign_is_not_read(own: Flask) -> None:
    queue = queue_of(own)
    message = queue.serialize_task(queue.read_periodic(datetime(2026, 11, 20, 6, 0))[0])  # noqa: DTZ001  # as the queue asks
    assert queue.deserialize_task(message)
    with pytest.raises(ValueError, match="mismatch"):
        queue.deserialize_task(message[:-1] + b"!")
    close(own)


def test_a_consumer_runs_what_is_due(own: Flask) -> None:
    @job
    def makes(at: datetime) -> None:
        db.session.add(Team(name="Made by a job"))

    own.extensions["jobs"].clear()
    register(own, PeriodicJob("test.makes", makes))
    consumer = start(own)
    try:
        assert until(lambda: teams(own) == {"Made by a job"})
    finally:
        stop(own, consumer)
        close(own)


def test_a_data_folder_has_one_worker(tmp_path: Path) -> None:
    held = only_worker(tmp_path)
    with pytest.raises(AnotherWorkerRuns):
        only_worker(tmp_path)
    held.close()
    only_worker(tmp_path).close()


def command(folder: Path, *words: str) -> subprocess.Popen[str]:
    """The kamacademy command in a process of its own, writing letters as files."""
    settings = {
        "KAMACADEMY_DATA": str(folder),
        "KAMACADEMY_SECRET_KEY": SECRET,
        "KAMACADEMY_ADDRESS": "https://academy.example",
        "KAMACADEMY_MAIL": "file",
        "KAMACADEMY_MAIL_FROM": "academy@fernwick.example",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "kamacademy", *words], env={**environ, **settings}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_the_worker_command_sends_letters_alone_and_stops_when_told(tmp_path: Path) -> None:
    app = own_app(tmp_path)
    key = add_person(app, "ada@fernwick.example")
    with app.app_context():
        operations.post(key, "ada@fernwick.example", "panel", "Good news", "All is well.", at=NOW)
        db.session.commit()
        db.engine.dispose()
    (tmp_path / "own.sqlite").rename(tmp_path / "kamacademy.sqlite")
    with command(tmp_path, "worker") as worker:
        try:
            assert until(lambda: any((tmp_path / "letters").glob("*.log")), 60)
            with command(tmp_path, "worker") as second:
                assert second.wait(60) == 1
                assert "another process already runs the jobs" in second.communicate()[1]
        finally:
            worker.send_signal(signal.SIGINT)
        assert worker.wait(40) == 0
    (letter,) = (tmp_path / "letters").glob("*.log")
    assert "Subject: Good news" in letter.read_text()
