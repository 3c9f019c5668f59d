"""Background work: the jobs that features register, and the consumer that runs them when they are due.

A queue keeps what is due: embedded in a file of its own beside the database, or in PostgreSQL where the academy's
database is there. A job may run twice, after a restart or beside a second worker, so each must be idempotent.
"""

import atexit
import fcntl
import functools
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING, TextIO

from flask import Flask
from sqlalchemy.engine import URL, make_url

from kamacademy import clock
from kamacademy.db import transaction

if TYPE_CHECKING:
    from huey import Huey
    from huey.consumer import Consumer
    from psycopg import Connection

QUEUE, LOCK = "jobs.sqlite", "jobs.lock"
# How long a stopping consumer waits for the job in hand; what it was sending is then seen as perhaps sent.
LONGEST_STOP_SECONDS = 25
SECONDS_BETWEEN_TRIES = 5


class AnotherWorkerRuns(Exception):
    """Periodic jobs have one consumer: the queue elects no leader."""


Act = Callable[[datetime], object]
Run = Callable[[Flask, datetime], None]


@dataclass(frozen=True, slots=True)
class PeriodicJob:
    """A job and when it is due, in the words of a crontab and in UTC; Sunday is day 0."""

    name: str
    run: Run
    minute: str = "*"
    hour: str = "*"
    day_of_week: str = "*"


def job(act: Act) -> Run:
    """Let a function run in the background: in an application context of its own and in one transaction.

    It is told the moment for which it runs. An error undoes the transaction and stays in the worker's log.
    """

    @functools.wraps(act)
    def run(app: Flask, at: datetime) -> None:
        with app.app_context(), transaction():
            act(at)

    return run


def register(app: Flask, periodic: PeriodicJob) -> None:
    """Let a job run whenever it is due. For `init_app` of a feature."""
    registered(app)[periodic.name] = periodic


def registered(app: Flask) -> dict[str, PeriodicJob]:
    """Every job by name."""
    found: dict[str, PeriodicJob] = app.extensions.setdefault("jobs", {})
    return found


def queue_of(app: Flask) -> "Huey":
    """The application's queue with its jobs. Messages are signed, since they are unpickled; results are not kept."""
    from huey import PostgresHuey, SqliteHuey, crontab
    from huey.serializer import SignedSerializer

    given = {
        "name": "kamacademy",
        "results": False,
        "utc": True,
        "serializer": SignedSerializer(secret=str(app.config["SECRET_KEY"]), salt="kamacademy-jobs"),
    }
    address = make_url(str(app.config["SQLALCHEMY_DATABASE_URI"]))
    if address.get_backend_name() == "postgresql":
        queue = PostgresHuey(connection=connecting(app, address), **given)
    else:
        queue = SqliteHuey(filename=str(Path(app.config["DATA"]) / QUEUE), **given)
    for one in registered(app).values():
        due = crontab(minute=one.minute, hour=one.hour, day_of_week=one.day_of_week)
        queue.periodic_task(due, name=one.name)(due_now(app, one))
    return queue


def connecting(app: Flask, address: URL) -> "Callable[[], Connection]":
    """How the queue's threads connect. Each keeps a connection that it never closes; `let_go` does."""
    dsn = address.set(drivername="postgresql").render_as_string(hide_password=False)
    opened: list[Connection] = app.extensions.setdefault("jobs_connections", [])

    def connect() -> "Connection":
        from psycopg import connect

        opened[:] = [one for one in opened if not one.closed]
        opened.append(connect(dsn))
        return opened[-1]

    return connect


def let_go(app: Flask) -> None:
    """Close what the queue has opened; for one that is not used any more."""
    for one in app.extensions.pop("jobs_connections", []):
        one.close()


def due_now(app: Flask, periodic: PeriodicJob) -> Callable[[], None]:
    """What the queue calls: it knows no application and no time."""

    def run() -> None:
        periodic.run(app, clock.now())

    return run


def consumer_of(app: Flask) -> "Consumer":
    """The one consumer: a thread that works and one that watches the clock."""
    consumer: Consumer = queue_of(app).create_consumer(
        workers=1, worker_type="thread", periodic=True, check_worker_health=False, shutdown_timeout=LONGEST_STOP_SECONDS
    )
    return consumer


def only_worker(folder: Path) -> TextIO:
    """Hold the lock of a data folder for as long as this process lives. Raises AnotherWorkerRuns."""
    folder.mkdir(parents=True, exist_ok=True)
    held = (folder / LOCK).open("a+", encoding="utf-8")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        held.close()
        raise AnotherWorkerRuns from error
    held.truncate(0)
    held.write(f"{os.getpid()}\n")
    held.flush()
    return held


def work(app: Flask) -> None:
    """Run jobs until stopped; the process does nothing else. Raises AnotherWorkerRuns."""
    app.extensions["jobs_lock"] = only_worker(Path(app.config["DATA"]))
    consumer_of(app).run()
    let_go(app)


def start(app: Flask) -> "Consumer":
    """Run jobs in threads of this process until `stop`."""
    consumer = consumer_of(app)
    # Signals belong to the server, and a thread could not take them anyway.
    consumer._set_signal_handlers = lambda: None
    consumer.start()
    return consumer


def stop(app: Flask, consumer: "Consumer") -> None:
    """Wait for the job in hand and end the threads."""
    consumer.stop(graceful=True)
    let_go(app)


def start_inside(app: Flask) -> Thread:
    """Run jobs in threads of this server, as soon as no other process of the same data folder does."""
    waiting = Thread(target=run_when_alone, args=(app,), name="jobs", daemon=True)
    waiting.start()
    return waiting


def run_when_alone(app: Flask) -> None:
    """Wait for the lock, which a server that is being replaced still holds, and start the consumer."""
    while True:
        try:
            app.extensions["jobs_lock"] = only_worker(Path(app.config["DATA"]))
            break
        except AnotherWorkerRuns:
            sleep(SECONDS_BETWEEN_TRIES)
    atexit.register(stop, app, start(app))
