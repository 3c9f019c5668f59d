"""`python -m bench.papers`: how long two hundred plans take on paper, and what memory the printing takes.

The demo company is filled anew and its plans are given to 200 learners of one coach, each a row of its own, so that
gathering costs what it costs in an academy of that size. The order runs as the job runs it, with one press for a single
PDF and as many as there are processors, two at most, for a ZIP. Memory is the highest of each process from /proc.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from bench.pages import PASSWORD
from kamacademy import create_app
from kamacademy.clock import now, today
from kamacademy.config import own_secret, settings
from kamacademy.db import db
from kamacademy.demo.operations import fill
from kamacademy.development.models import Action, CheckIn, Plan
from kamacademy.people import operations as people
from kamacademy.people.models import Person
from kamacademy.people.queries import find_person
from kamacademy.reports.jobs import print_waiting
from kamacademy.reports.models import PaperOrder
from kamacademy.reports.operations import order_papers
from kamacademy.reports.rules import Form, What
from kamacademy.server import upgrade_database

PLANS, MOST_SECONDS = 200, 180
COACH = "daniel.okafor@fernwick.example"
COPIED_OF_ACTION = [column.key for column in Action.__table__.columns if column.key not in {"id", "plan_id"}]
COPIED_OF_PLAN = [column.key for column in Plan.__table__.columns if column.key not in {"id", "learner_id"}]


def academy(folder: Path) -> Flask:
    """The demo company in a folder."""
    environment = {
        "KAMACADEMY_SECRET_KEY": own_secret(folder),
        "KAMACADEMY_DATA": str(folder),
        "KAMACADEMY_ARGON2_TIME_COST": "1",
        "KAMACADEMY_ARGON2_MEMORY_KIB": "8",
    }
    app = create_app(settings(environment))
    upgrade_database(app)
    with app.app_context():
        fill(today())
        db.session.commit()
    return app


def multiply(coach: Person, wanted: int) -> None:
    """Learners in the coach's care, each with a copy of one of the plans there are."""
    plans = list(db.session.scalars(select(Plan).where(Plan.closed_at.is_(None)).order_by(Plan.id)).unique())
    in_care = sum(one.learner.is_coached_by(coach, today()) for one in plans)
    for number in range(wanted - in_care):
        like = plans[number % len(plans)]
        made = people.add_person(
            f"{like.learner.name} {number}", f"bench{number}@fernwick.example", job_role=like.learner.job_role,
            functions=like.learner.functions, team=None, role_since=like.learner.role_since, at=now(), by=None,
            password=PASSWORD,
        )  # fmt: skip
        db.session.flush()
        people.set_coach(made, coach, starts_on=today() - timedelta(days=1), by=None, at=now())
        plan = Plan(learner_id=made.id, **{name: getattr(like, name) for name in COPIED_OF_PLAN})
        for one in like.actions:
            copied = Action(**{name: getattr(one, name) for name in COPIED_OF_ACTION})
            copied.check_ins = [CheckIn(by_id=said.by_id, at=said.at, words=said.words) for said in one.check_ins]
            plan.actions.append(copied)
        db.session.add(plan)
    db.session.commit()


class Watch:
    """The highest resident memory of this process and of those it starts, in MB, until stopped."""

    def __init__(self) -> None:
        self.own = self.presses = 0
        self.most_presses = 0
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.look, daemon=True)
        self.thread.start()

    def look(self) -> None:
        """Look ten times a second."""
        while not self.ended.wait(0.1):
            self.own = max(self.own, resident_mb(os.getpid()))
            children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
            self.most_presses = max(self.most_presses, len(children))
            self.presses = max(self.presses, sum(resident_mb(int(one)) for one in children))

    def stop(self) -> str:
        """What was seen."""
        self.ended.set()
        self.thread.join()
        return f"worker {self.own} MB, {self.most_presses} press(es) {self.presses} MB together"


def resident_mb(process: int) -> int:
    """The resident memory of a process; 0 for one that has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)


def carry_out(app: Flask, what: What, form: Form) -> float:
    """Order and print; gives the seconds."""
    with app.app_context():
        coach = find_person(COACH)
        assert coach is not None
        key = order_papers(coach, what, form, at=now()).id
        db.session.commit()
    watch, began = Watch(), time.perf_counter()
    print_waiting(app, now())
    seconds = time.perf_counter() - began
    with app.app_context():
        made = db.session.get_one(PaperOrder, key)
        assert made.file is not None, "the order failed"
        place = Path(app.config["DATA"]) / "papers" / made.file
        sheets = len(ZipFile(place).namelist()) if form is Form.ZIP else len(PdfReader(place).pages)
        words = f"{made.total} {what.value} as {form.value}: {seconds:.1f} s, {sheets} "
        words += f"{'files' if form is Form.ZIP else 'pages'}, {place.stat().st_size / 1e6:.1f} MB; {watch.stop()}"
        print(words, flush=True)
    return seconds


def main() -> int:
    """Measure; 1 where plans take longer than they may."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--plans", type=int, default=PLANS)
    plans: int = asked.parse_args().plans
    with tempfile.TemporaryDirectory() as folder:
        app = academy(Path(folder))
        with app.app_context():
            coach = find_person(COACH)
            assert coach is not None
            multiply(coach, plans)
        slowest = max(carry_out(app, What.PLANS, form) for form in Form)
        carry_out(app, What.REVIEW, Form.PDF)
    print(f"{plans} plans in at most {slowest:.1f} s (wanted: {MOST_SECONDS} s)")
    return 0 if slowest <= MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
