"""The second part of `make drill`: phones send coaching notes over a bad network, at a server that is killed.

Each phone keeps its notes until the server has said that it took them, and sends them as often as it must. A proxy
cuts connections at random: before the request, in its middle, after it when the answer is on its way, and in the middle
of the answer. Meanwhile the server is killed with SIGKILL and started again. At the end every note that was written is
in the database once, as it was written last, and shared once; and no note became two by a lost answer.
"""

import http.client
import json
import os
import random
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from bench.server import Server, free_port, token_in

COACHES, LEARNERS_EACH, CUTS, KILLS = 4, 2, 95, 5
SECONDS_BETWEEN_KILLS, SECONDS_TO_THINK = 2.5, 0.03
SHARE_OF_CUTS = 0.3
PASSWORD = "a drill password of some length"
INDICATORS = ("C03a", "C01a")


@dataclass(slots=True)
class Wire:
    """A proxy in front of the server that cuts connections at random while `is_bad`."""

    port: int
    server_port: int
    chance: random.Random
    is_bad: bool = True
    cuts: int = 0
    listening: socket.socket = field(default_factory=socket.socket)

    def start(self) -> None:
        """Listen, one thread a connection."""
        self.listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listening.bind(("127.0.0.1", self.port))
        self.listening.listen(64)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        """Take connections until the end."""
        while True:
            try:
                phone, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self.carry, args=(phone,), daemon=True).start()

    def carry(self, phone: socket.socket) -> None:
        """Carry one request and its answer, or a part of them."""
        cut = self.chance.randrange(4) if self.is_bad and self.chance.random() < SHARE_OF_CUTS else None
        if cut is not None:
            self.cuts += 1
        with phone, suppress(OSError):
            request = whole_request(phone)
            if cut == 0:
                return
            with socket.create_connection(("127.0.0.1", self.server_port), 20) as server:
                server.sendall(request[: self.chance.randrange(1, len(request))] if cut == 1 else request)
                if cut == 1:
                    return
                answer = until_the_end(server)
                if cut != 2:
                    phone.sendall(answer[: self.chance.randrange(len(answer))] if cut == 3 and answer else answer)


def whole_request(phone: socket.socket) -> bytes:
    """A request with its body."""
    phone.settimeout(20)
    found = b""
    while b"\r\n\r\n" not in found:
        found += received(phone)
    head, _, body = found.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        body += received(phone)
    return head + b"\r\n\r\n" + body


def received(from_: socket.socket) -> bytes:
    """Some bytes. Raises OSError at the end."""
    found = from_.recv(65_536)
    if not found:
        raise OSError
    return found


def until_the_end(server: socket.socket) -> bytes:
    """An answer whose connection the server closes."""
    found = b""
    server.settimeout(20)
    while part := server.recv(65_536):
        found += part
    return found


@dataclass(slots=True)
class Note:
    """One note on a phone: what is written, and up to which edition the server has said that it has it."""

    entry: dict[str, object]
    acknowledged: int = 0
    is_shared: bool = False

    @property
    def edition(self) -> int:
        """How often it was saved on the phone."""
        return int(str(self.entry["edition"]))


@dataclass(slots=True)
class Phone:
    """One coach's phone: an outbox, and what it needs to send it."""

    email: str
    learners: list[int]
    port: int
    chance: random.Random
    cookie: str = ""
    csrf: str = ""
    device: str = ""
    release: int = 0
    notes: list[Note] = field(default_factory=list)
    sendings: int = 0
    unheard: int = 0
    conflicts: int = 0
    refused: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, body: str | None = None, kind: str = "application/json") -> tuple[int, str]:
        """One request on a connection of its own. Raises OSError or HTTPException when it is cut off."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            sent = {"Cookie": self.cookie, "Host": "localhost", "Connection": "close", "X-CSRFToken": self.csrf}
            connection.request(method, path, body, sent | {"X-Device": self.device, "Content-Type": kind})
            answer = connection.getresponse()
            words = answer.read().decode()
            if answer.headers.get("Set-Cookie"):
                self.cookie = str(answer.headers["Set-Cookie"]).split(";")[0]
            return answer.status, words
        finally:
            connection.close()

    def fill(self) -> None:
        """Sign in and fetch the pack, while the network is still good."""
        form = {"csrf_token": token_in(self.ask("GET", "/sign-in")[1]), "email": self.email, "password": PASSWORD}
        status, _ = self.ask("POST", "/sign-in", urlencode(form), "application/x-www-form-urlencoded")
        assert status == 303, status
        self.csrf = json.loads(self.ask("GET", "/corridor/contact")[1])["csrf"]
        pack = json.loads(self.ask("GET", "/corridor/pack")[1])
        self.device, self.release = pack["device"], pack["release"]

    def write(self) -> None:
        """Begin a note, or go on with one that is not shared."""
        unfinished = [one for one in self.notes if not one.entry["share"]]
        if unfinished and self.chance.random() < 0.6:
            note = self.chance.choice(unfinished)
            note.entry["edition"] = note.edition + 1
            note.entry["share"] = self.chance.random() < 0.5
        else:
            note = Note(self.blank())
            self.notes.append(note)
        note.entry["strength"] = f"Written {note.edition} times on this phone, {self.chance.random()}"

    def blank(self) -> dict[str, object]:
        """A note of two indicators as the form makes it."""
        now = datetime.now(UTC)
        return {
            "kind": "observation", "key": str(UUID(int=self.chance.getrandbits(128), version=4)), "edition": 1,
            "base": 0, "device_at": now.isoformat(), "learner": self.chance.choice(self.learners),
            "release": self.release, "visit": None, "activity": "discovery-meeting", "complexity": "usual",
            "observed_on": now.date().isoformat(), "account_alias": None, "proposition_fit": None,
            "ratings": [{"indicator": one, "level": 3, "evidence_line": "Asked, then waited"} for one in INDICATORS],
            "strength": None, "improve": None, "agreed": None, "share": False,
        }  # fmt: skip

    def send(self) -> None:
        """Send what waits, oldest first, each once; what is cut off waits on."""
        for note in [one for one in self.notes if one.acknowledged < one.edition]:
            edition = note.edition
            self.sendings += 1
            try:
                status, words = self.ask("POST", "/corridor/entries", json.dumps(note.entry))
                answer = json.loads(words) if status in {200, 422} else {}
            except (OSError, http.client.HTTPException, ValueError):
                self.unheard += 1
                continue
            if status == 200:
                self.conflicts += answer["state"] == "conflict"
                note.acknowledged, note.entry["base"], note.is_shared = edition, answer["edition"], answer["is_shared"]
            elif status == 422:
                self.refused.append(" ".join(answer["problems"]))

    @property
    def waiting(self) -> int:
        """How many notes the server has not said to have."""
        return sum(one.acknowledged < one.edition for one in self.notes)


def prepare(port: int) -> list[Phone]:
    """A database with content, coaches and people in their care; a phone for each coach."""
    from kamacademy import clock, create_app
    from kamacademy.access import Function
    from kamacademy.content.documents import read_all
    from kamacademy.content.files import files_under, shipped_root
    from kamacademy.content.operations import publish
    from kamacademy.content.queries import document_types
    from kamacademy.db import db
    from kamacademy.people.job_roles import JobRole
    from kamacademy.people.models import Person
    from kamacademy.people.operations import add_person, set_coach
    from kamacademy.server import upgrade_database

    app, at, phones = create_app(), clock.now(), list[Phone]()

    def person(name: str, job_role: JobRole, *functions: Function) -> Person:
        email = f"{name.lower().replace(' ', '.')}@fernwick.example"
        return add_person(
            name, email, job_role=job_role, functions=functions, team=None, role_since=at.date(), at=at, by=None,
            password=PASSWORD,
        )  # fmt: skip

    upgrade_database(app)
    with app.app_context():
        drafts, _ = read_all(document_types(), files_under(shipped_root())[0])
        publish(drafts, words="Drill", by=person("Drill Author", JobRole.MK, Function.LEARNING_TEAM), at=at)
        for number in range(COACHES):
            coach = person(f"Coach Number{number}", JobRole.FM, Function.COACH)
            learners = [
                person(f"Learner Number{number}{one}", JobRole.SK, Function.LEARNER) for one in range(LEARNERS_EACH)
            ]
            for learner in learners:
                set_coach(learner, coach, starts_on=at.date(), by=None, at=at)
            db.session.flush()
            phones.append(Phone(coach.email, [one.id for one in learners], port, random.Random(number)))
        db.session.commit()
        db.engine.dispose()
    return phones


def carry_about(phone: Phone, stop: threading.Event) -> None:
    """Write and send until it is over; then send what is left, over a network that is good again."""
    while not stop.is_set():
        phone.write()
        phone.send()
        time.sleep(SECONDS_TO_THINK)
    until = time.monotonic() + 60
    while phone.waiting and time.monotonic() < until:
        phone.send()


@dataclass(slots=True)
class Count:
    """What the database holds against what the phones wrote."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)


def count(phones: list[Phone]) -> Count:
    """Every note once, as it was written last, with its evidence once if it is shared."""
    from sqlalchemy import func, select

    from kamacademy import create_app
    from kamacademy.coaching.models import Observation
    from kamacademy.competency.models import Evidence
    from kamacademy.db import db

    found, notes = Count(), {str(note.entry["key"]): note for phone in phones for note in phone.notes}
    with create_app().app_context():
        rows = db.session.scalars(select(Observation)).all()
        by_source = select(Evidence.source_id, func.count()).group_by(Evidence.source_id)
        evidence: dict[int, int] = dict(db.session.execute(by_source).tuples().all())
        kept = {row.device_key: row for row in rows if row.device_key}
        found.doubled += [f"observation {row.id} stands beside another" for row in rows if not row.device_key]
        for key, note in notes.items():
            row = kept.get(key)
            if row is None:
                found.lost.append(f"{key} is not there")
            elif row.strength != note.entry["strength"]:
                found.lost.append(f"{key} reads “{row.strength}” and was written as “{note.entry['strength']}”")
            elif bool(note.entry["share"]) is not row.is_shared:
                found.lost.append(f"{key} was to be shared: {note.entry['share']}, and is: {row.is_shared}")
            elif evidence.get(row.id, 0) != (len(INDICATORS) if row.is_shared else 0):
                found.doubled.append(f"{key} has {evidence.get(row.id, 0)} rows of evidence")
        db.engine.dispose()
    return found


def drill(name: str, environment: dict[str, str]) -> int:
    """One database: prints its counts; gives the number of notes lost and doubled."""
    os.environ.update(environment)
    server_port, port = free_port(), free_port()
    wire = Wire(port, server_port, random.Random(7), is_bad=False)
    phones, server, stop = prepare(port), Server(server_port, environment), threading.Event()
    server.start()
    wire.start()
    for phone in phones:
        phone.fill()
    wire.is_bad = True
    threads = [threading.Thread(target=carry_about, args=(phone, stop)) for phone in phones]
    for thread in threads:
        thread.start()
    while server.kills < KILLS or wire.cuts < CUTS:
        time.sleep(SECONDS_BETWEEN_KILLS)
        if server.kills < KILLS:
            server.kill()
            server.start()
    wire.is_bad = False
    stop.set()
    for thread in threads:
        thread.join(120)
    server.kill()
    wire.listening.close()
    return report(name, phones, wire.cuts, server.kills - 1)


def report(name: str, phones: list[Phone], cuts: int, kills: int) -> int:
    """Print what was counted; gives the number of failures."""
    found = count(phones)
    notes = [note for phone in phones for note in phone.notes]
    refused = [words for phone in phones for words in phone.refused]
    conflicts, waiting = sum(one.conflicts for one in phones), sum(one.waiting for one in phones)
    outcome = f"{len(found.lost)} lost, {len(found.doubled)} doubled, {conflicts} false conflicts, {waiting} unsent"
    print(
        f"{name}: {len(phones)} phones wrote {len(notes):,} notes and sent {sum(one.sendings for one in phones):,} "
        f"times; {cuts} connections cut, server killed {kills} times, {sum(one.unheard for one in phones)} answers "
        f"never heard; {outcome}"
    )
    for words in (*found.lost, *found.doubled, *refused[:5]):
        print(f"  {words}")
    if not notes or not any(note.is_shared for note in notes):
        print("  no note was shared, so nothing was shown")
        return 1
    return len(found.lost) + len(found.doubled) + conflicts + waiting + len(refused)
