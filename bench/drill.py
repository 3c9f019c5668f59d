"""`make drill`: is an acknowledged answer ever lost? A load of sittings while the server is killed again and again.

Learners answer over HTTP at a real gunicorn, on SQLite and on PostgreSQL. The server is killed with SIGKILL several
times in the middle and started again on the same database. Afterwards every answer that the server had said was saved
must be in the database, unless a later one for the same question may have taken its place: one that was sent when the
server died, so that nobody knows whether it arrived. Every sitting that was submitted, twice at once, is scored once.

Then phones send coaching notes over a network that cuts connections (`bench/corridor.py`): nothing lost, none twice.
"""

import http.client
import os
import random
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from bench import corridor
from bench.server import Server, another_database, free_port, postgres, token_in

LEARNERS, KILLS, SECONDS_BETWEEN = 12, 5, 4.0
PAPER, PASSWORD = "m03-check", "a drill password of some length"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(slots=True)
class Told:
    """What one learner sent for one question: the last answer that was acknowledged, and later ones without a word."""

    saved: str | None = None
    unsure: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Learner:
    """One person at one browser with one sitting; `told` is by place."""

    email: str
    sitting_id: int
    places: int
    port: int
    cookie: str = ""
    token: str = ""
    acknowledged: int = 0
    submitted: bool = False
    told: dict[int, Told] = field(default_factory=dict)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
        """One request on a connection of its own; status and words. Raises OSError or HTTPException when cut off."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            body = urlencode({"csrf_token": self.token, **form}) if form is not None else None
            sent = {"Cookie": self.cookie, "Host": "localhost", **(FORM if body else {}), **headers}
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            words = answer.read().decode()
            if answer.headers.get("Set-Cookie"):
                self.cookie = str(answer.headers["Set-Cookie"]).split(";")[0]
            return answer.status, words
        finally:
            connection.close()

    def sign_in(self) -> None:
        """A session, which outlives the server since the secret stays the same."""
        self.token = token_in(self.ask("GET", "/sign-in")[1])
        status, _ = self.ask("POST", "/sign-in", {"email": self.email, "password": PASSWORD})
        assert status == 303, status
        self.token = token_in(self.ask("GET", "/account")[1])

    def answer(self, chance: random.Random) -> None:
        """Answer a question by the page's own autosave, and note what was said about it."""
        place, choice = chance.randint(1, self.places), chance.choice("abcd")
        told = self.told.setdefault(place, Told())
        try:
            path = f"/sittings/{self.sitting_id}/{place}"
            status, words = self.ask("POST", path, {"choice": choice}, **{"HX-Request": "true"})
        except ConnectionRefusedError:
            time.sleep(0.1)  # the server is down and has seen nothing
            return
        except (OSError, http.client.HTTPException):
            told.unsure.add(choice)
            return
        if status == 200 and "Saved" in words:
            told.saved, told.unsure = choice, set()
            self.acknowledged += 1
        else:
            # An answer of 500 or above was rolled back, yet nobody promised so.
            told.unsure.add(choice)

    def submit(self) -> None:
        """Submit twice at once, until the server has said so."""
        path = f"/sittings/{self.sitting_id}/submit"

        def press() -> None:
            with suppress(OSError, http.client.HTTPException):
                if self.ask("POST", path, {})[0] == 303:
                    self.submitted = True

        while not self.submitted:
            presses = [threading.Thread(target=press) for _ in range(2)]
            for one in presses:
                one.start()
            for one in presses:
                one.join()
            time.sleep(0.05)


def prepare(port: int) -> list[Learner]:
    """A database with content, learners and one running sitting each."""
    from kamacademy import clock, create_app
    from kamacademy.access import Function
    from kamacademy.assessment.operations import begin_sitting
    from kamacademy.content.documents import read_all
    from kamacademy.content.files import files_under, shipped_root
    from kamacademy.content.operations import publish
    from kamacademy.content.queries import document_types, library
    from kamacademy.db import db
    from kamacademy.people.job_roles import JobRole
    from kamacademy.people.operations import add_person
    from kamacademy.server import upgrade_database

    app, at, learners = create_app(), clock.now(), list[Learner]()
    upgrade_database(app)
    with app.app_context():
        drafts, _ = read_all(document_types(), files_under(shipped_root())[0])
        for number in range(LEARNERS + 1):
            person = add_person(
                f"Drill Number{number}", f"drill{number}@fernwick.example", job_role=JobRole.SK,
                functions=[Function.LEARNER], team=None, role_since=at.date(), at=at, by=None, password=PASSWORD,
            )  # fmt: skip
            if number == 0:
                publish(drafts, words="Drill", by=person, at=at)
                continue
            release = library().release_id
            sitting = begin_sitting(person, PAPER, release_id=release, seed=number, at=at, return_to=None)
            learners.append(Learner(person.email, sitting.id, len(sitting.items), port))
        db.session.commit()
        db.engine.dispose()
    return learners


def load(learner: Learner, stop: threading.Event, submits: bool) -> None:
    """Answer until it is over; some submit before."""
    chance = random.Random(learner.sitting_id)
    until = time.monotonic() + KILLS * SECONDS_BETWEEN * 0.7
    while not stop.is_set():
        learner.answer(chance)
        if submits and time.monotonic() > until:
            learner.submit()
            return


def lost(learners: list[Learner]) -> list[str]:
    """What was acknowledged and is not in the database, in words."""
    from sqlalchemy import select

    from kamacademy import create_app
    from kamacademy.assessment.queries import sheet_of, sitting
    from kamacademy.competency.models import Evidence
    from kamacademy.db import db

    found: list[str] = []
    with create_app().app_context():
        for learner in learners:
            row = sitting(learner.sitting_id)
            for question in sheet_of(row).questions:
                told = learner.told.get(question.place, Told())
                kept = None
                if question.given is not None:
                    kept = question.entry.item.form(question.given, question.variant)["choice"][0]
                if told.saved is not None and kept != told.saved and kept not in told.unsure:
                    found.append(f"sitting {row.id}, question {question.place}: {told.saved} was saved, {kept} is kept")
            evidence = db.session.scalars(select(Evidence.competency).where(Evidence.source_id == row.id)).all()
            if learner.submitted and (row.passed is None or len(evidence) != len(set(evidence)) or not evidence):
                found.append(f"sitting {row.id} was submitted, and is not scored once: {evidence}")
            if not learner.submitted and evidence:
                found.append(f"sitting {row.id} was not submitted, and is scored")
        db.engine.dispose()
    return found


def drill(name: str, environment: dict[str, str]) -> int:
    """One database: prints its counts; gives the number of losses."""
    os.environ.update(environment)
    port = free_port()
    learners, server, stop = prepare(port), Server(port, environment), threading.Event()
    server.start()
    for one in learners:
        one.sign_in()
    threads = [threading.Thread(target=load, args=(one, stop, number % 3 == 0)) for number, one in enumerate(learners)]
    for thread in threads:
        thread.start()
    for _ in range(KILLS):
        time.sleep(SECONDS_BETWEEN)
        server.kill()
        server.start()
    time.sleep(SECONDS_BETWEEN / 2)
    stop.set()
    for thread in threads:
        thread.join(120)
    server.kill()
    losses = lost(learners)
    acknowledged = sum(one.acknowledged for one in learners)
    unsure = sum(len(told.unsure) for one in learners for told in one.told.values())
    print(
        f"{name}: {len(learners)} sittings, {acknowledged:,} answers acknowledged, server killed {server.kills} times, "
        f"{unsure} answers without a word, {sum(one.submitted for one in learners)} submitted twice at once, "
        f"{len(losses)} lost"
    )
    for words in losses:
        print(f"  {words}")
    if not acknowledged:
        print("  nothing was acknowledged, so nothing was shown")
    return len(losses) + (not acknowledged)


def main() -> int:
    """Both databases; 1 where anything was lost."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        common = {
            "KAMACADEMY_DATA": str(folder),
            "KAMACADEMY_SECRET_KEY": "a drill secret that is long enough to be taken",
            "KAMACADEMY_INSECURE_HTTP": "1",
            "KAMACADEMY_ARGON2_TIME_COST": "1",
            "KAMACADEMY_ARGON2_MEMORY_KIB": "8",
            "KAMACADEMY_DATABASE_URL": "",
        }
        losses = drill("SQLite", common)
        (folder / "corridor").mkdir()
        phones = common | {"KAMACADEMY_DATA": str(folder / "corridor")}
        losses += corridor.drill("SQLite", phones)
        with postgres(folder) as address:
            losses += drill("PostgreSQL", common | {"KAMACADEMY_DATABASE_URL": address})
            second = another_database(address, "corridor")
            losses += corridor.drill("PostgreSQL", phones | {"KAMACADEMY_DATABASE_URL": second})
    return 1 if losses else 0


if __name__ == "__main__":
    sys.exit(main())
