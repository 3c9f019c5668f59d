"""`python -m bench.feeds`: a file of a million readings, from the upload to the swap and back, on both databases.

10,000 people, five KPIs, twenty months. Meanwhile another writer enters something every 50 milliseconds and notes the
longest that it waited: SQLite lets one write at a time and gives up after the busy timeout. Memory is what the process
took at most above what it took before the check. `python -m bench.feeds 100000` for fewer rows.
"""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO

from flask import Flask
from sqlalchemy import func, insert, select

from bench.server import another_database, postgres
from kamacademy import clock, create_app
from kamacademy.access import Function
from kamacademy.config import PROJECT, settings
from kamacademy.content import operations as content
from kamacademy.content.documents import read_all
from kamacademy.content.files import files_under
from kamacademy.content.queries import document_types
from kamacademy.db import BUSY_TIMEOUT_MS, db, transaction
from kamacademy.feed import file_store, jobs, operations, queries
from kamacademy.feed.columns import offered
from kamacademy.feed.letters import Letters
from kamacademy.kpi.models import Reading
from kamacademy.kpi.periods import add_months
from kamacademy.kpi.subjects import Subject
from kamacademy.people import operations as people
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from kamacademy.people.queries import find_person
from kamacademy.records.operations import note
from kamacademy.server import upgrade_database

ROWS, KPIS, MONTHS = 1_000_000, ("K01", "K06", "K14", "K18", "K22"), 20
VALUES = frozenset({"K06", "K18"})
BY = "bench@example.org"
MOST_MEMORY_MB = 250


@dataclass(slots=True)
class OtherWriter:
    """Somebody else who writes all the while, and how long one commit took at most, by what went on."""

    app: Flask
    going_on: str = "nothing"
    waits: dict[str, float] = field(default_factory=dict)
    done: threading.Event = field(default_factory=threading.Event)

    def write(self) -> None:
        """Enter something small, again and again."""
        with self.app.app_context():
            while not self.done.is_set():
                what, began = self.going_on, time.monotonic()
                with transaction():
                    note("bench.other", by=None, at=clock.now())
                took = time.monotonic() - began
                self.waits[what] = max(self.waits.get(what, 0.0), took)
                time.sleep(0.05)


def academy(folder: Path, url: str) -> Flask:
    """The shipped content and 10,000 people."""
    environment = {
        "KAMACADEMY_SECRET_KEY": "x" * 40, "KAMACADEMY_DATABASE_URL": url, "KAMACADEMY_DATA": str(folder),
        "KAMACADEMY_ARGON2_TIME_COST": "1", "KAMACADEMY_ARGON2_MEMORY_KIB": "8",
    }  # fmt: skip
    app = create_app(settings(environment))
    upgrade_database(app)
    with app.app_context(), transaction():
        drafts, _ = read_all(document_types(), files_under(PROJECT)[0])
        made = people.add_person(
            "Bench", BY, job_role=JobRole.MK, functions=[Function.LEARNING_TEAM], team=None,
            role_since=date(2026, 1, 5), at=clock.now(), by=None, password="a password that nobody uses",
        )  # fmt: skip
        db.session.flush()
        content.publish(drafts, words="Bench", by=made, at=clock.now())
        rows = [
            {
                "name": f"Person {number}", "email": address(number), "job_role_code": "SK",
                "role_since": date(2026, 1, 5), "function_codes": ["learner"], "created_at": clock.now(),
            }
            for number in range(10_000)
        ]  # fmt: skip
        db.session.execute(insert(Person), rows)
    return app


def address(number: int) -> str:
    """Somebody's address."""
    return f"person{number}@example.org"


def readings(rows: int) -> Iterator[bytes]:
    """A file of so many rows, month by month as a system would export it."""
    yield b"E-mail,KPI,Period,Numerator,Denominator,Value,n,Note\n"
    months = [add_months(date(2026, 10, 1), -back) for back in range(MONTHS)]
    made = 0
    for month in months:
        for number in range(10_000):
            for kpi in KPIS:
                if made == rows:
                    return
                figure = f",,{number % 20}.5,{5 + number % 7}" if kpi in VALUES else f"{number % 18},17,,"
                yield f"{address(number)},{kpi},{month:%Y-%m},{figure},\n".encode()
                made += 1


@contextmanager
def measured(words: str, other: OtherWriter) -> Iterator[None]:
    """Print how long something took, on the clock and on the processor."""
    other.going_on = words
    wall, cpu = time.monotonic(), time.process_time()
    yield
    took, used = time.monotonic() - wall, time.process_time() - cpu
    # Whoever still waits gets through and says so.
    time.sleep(0.5)
    print(
        f"  {words:<34} {took:7.1f} s  {used:7.1f} s CPU here   "
        f"another writer waited {other.waits.get(words, 0.0):5.2f} s at most"
    )
    other.going_on = "nothing"


def memory_mb(what: str) -> int:
    """What this process takes (VmRSS) or took at most (VmHWM)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(one.split()[1]) for one in lines if one.startswith(what)) // 1024


def through(app: Flask, rows: int) -> float:
    """Bring, check, take over and undo; the longest that somebody else waited, in seconds."""
    other = OtherWriter(app)
    writing = threading.Thread(target=other.write)
    writing.start()
    place = Path(app.config["DATA"]) / "bench.csv"
    with place.open("wb") as file:
        file.writelines(readings(rows))
    print(
        f"{app.config['SQLALCHEMY_DATABASE_URI'].partition(':')[0]}: {rows:,} rows, {place.stat().st_size / 1e6:.0f} MB"
    )
    try:
        with measured("kept and looked at", other), place.open("rb") as file:
            run_id = brought(app, file)
        Path("/proc/self/clear_refs").write_text("5")
        before = memory_mb("VmRSS")
        step(app, "checked and staged", other, lambda: jobs.check(run_id))
        took = memory_mb("VmHWM") - before
        print(f"  memory of the check: {took} MB above {before} MB")
        with app.app_context(), transaction():
            run = queries.run(run_id)
            assert (run.new, run.problems) == (rows, 0), (run.new, run.problems)
            operations.confirm(run, reason=None, by=run.person, at=clock.now())
        brings: dict[Subject, set[str]] = {}
        step(app, "laid in, unseen", other, lambda: brings.update(jobs.laid_in(run_id)))
        step(app, "swapped in one transaction", other, lambda: swap(run_id, brings))
        step(app, "cleared away", other, lambda: jobs.clear(run_id))
        with app.app_context(), transaction():
            assert db.session.scalar(select(func.count()).select_from(Reading)) == rows
            run = queries.run(run_id)
            operations.ask_to_undo(run, why="Bench", by=run.person, at=clock.now())
        step(app, "undone in one transaction", other, lambda: jobs.undo(run_id))
    finally:
        other.done.set()
        writing.join()
    if took > MOST_MEMORY_MB:
        sys.exit(f"the check took {took} MB, more than {MOST_MEMORY_MB}")
    return max(other.waits.values())


def brought(app: Flask, file: BinaryIO) -> int:
    """A run whose columns are chosen."""
    with app.app_context(), transaction():
        kept = file_store.keep(Path(app.config["DATA"]), file)
        by = find_person(BY)
        assert by is not None
        run = operations.receive("Bench", "bench.csv", kept, by=by, at=clock.now())
        operations.choose_columns(run, offered(run.header, {}), None, Letters(run.letters))
        operations.begin(run, clock.now())
        return run.id


def swap(run_id: int, brings: dict[Subject, set[str]]) -> None:
    """The swap alone."""
    with transaction():
        operations.take(queries.run(run_id), brings, clock.now())


def step(app: Flask, words: str, other: OtherWriter, act: Callable[[], None]) -> None:
    """One step in the background."""
    with app.app_context(), measured(words, other):
        act()


def main() -> None:
    """Both databases; fails where another writer waits as long as SQLite's busy timeout."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory(prefix="kam-feeds-") as folder:
        place = Path(folder)
        for name in ("sqlite", "postgres"):
            (place / name).mkdir()
        waits = [through(academy(place / "sqlite", f"sqlite:///{place / 'sqlite' / 'bench.sqlite'}"), rows)]
        with postgres(place) as server:
            waits.append(through(academy(place / "postgres", another_database(server, "feeds")), rows))
    if max(waits) * 1000 > BUSY_TIMEOUT_MS:
        sys.exit(f"another writer waited {max(waits):.1f} s")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    main()
