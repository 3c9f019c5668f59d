"""A phone in a corridor: an academy of its own, a thumb that counts its taps, and a wire that can be cut."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, Locator, Page, Route

from kamacademy import clock
from kamacademy.coaching.models import Observation
from kamacademy.db import db
from kamacademy.guide.activity import Activity
from kamacademy.people.models import Person
from kamacademy.visit.operations import plan
from tests.conftest import SECRET
from tests.web.conftest import free_port, wait_for
from tests.world import PASSWORD, World

# Seconds of Card, Moran & Newell (1980), table 1: K for a key of an average typist, P to point, M to think before an
# act. Pointing is their mouse's, which is slower than a thumb, so that the estimate errs to the long side.
KEY_SECONDS, POINT_SECONDS, MIND_SECONDS = 0.28, 1.10, 1.35
# Silent reading of English non-fiction, Brysbaert (2019): 238 words a minute.
WORDS_A_MINUTE = 238
# Everything to choose from on a screen, with its questions: what a coach reads who has seen the form before.
READ = """() => [...document.querySelectorAll('#main :is(h1, legend, label, .who-tile)')]
    .filter((one) => one.checkVisibility() && !one.closest('.visually-hidden'))
    .flatMap((one) => [...one.querySelectorAll(':not(.visually-hidden)'), one])
    .flatMap((one) => [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent))
    .join(' ')"""


@dataclass(slots=True)
class Corridor:
    """An academy with its own database, and its address. `app` is for a look into the database from the test."""

    app: Flask
    address: str
    server: subprocess.Popen[bytes]

    def visit_today(self, focus: tuple[str, ...] = ("C03a", "C09a")) -> tuple[str, str, int]:
        """A coach, and a learner whom the coach visits today: the addresses to sign in with, and the visit's key."""
        with self.app.app_context():
            world, today = World(), clock.today()
            coach = world.coach("Daniel Okafor")
            learner = world.learner("Mira Halvorsen", coach=coach)
            world.learner("Tomasz Nowak", coach=coach)
            visit = plan(
                learner, coach, planned_on=today, activity=Activity.DISCOVERY, focus=focus, by=coach, at=clock.now(),
                begins="10:20", account_alias="North 11",
            )  # fmt: skip
            plan(
                learner, coach, planned_on=today + timedelta(days=9), activity=Activity.EXECUTIVE, focus=["C06a"],
                by=coach, at=clock.now(),
            )  # fmt: skip
            db.session.commit()
            return coach.email, learner.email, visit.id

    def notes_of(self, email: str) -> list[Observation]:
        """What the academy holds of a coach's notes; read it inside `app.app_context()`."""
        coach = db.session.scalars(db.select(Person).filter_by(email=email)).one()
        return list(db.session.scalars(db.select(Observation).filter_by(coach_id=coach.id).order_by(Observation.id)))


def serve(app: Flask, folder: Path) -> Corridor:
    """Serve the application of `own_app` in a folder, as a real server does."""
    environment = {
        **os.environ,
        "KAMACADEMY_DATA": str(folder),
        "KAMACADEMY_DATABASE_URL": f"sqlite:///{folder / 'own.sqlite'}",
        "KAMACADEMY_SECRET_KEY": SECRET,
        "KAMACADEMY_INSECURE_HTTP": "1",
    }
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "kamacademy.wsgi:app", "--bind", f"127.0.0.1:{port}", "--threads", "4",
        "--worker-class", "gthread", "--no-control-socket", "--log-level", "error",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=environment)
    wait_for(port)
    return Corridor(app, f"http://127.0.0.1:{port}", server)


@dataclass(slots=True)
class LostAnswers:
    """A wire that loses so many answers to entries, after the academy took them in."""

    to_lose: int
    lost: int = 0

    def carry(self, route: Route) -> None:
        """Let the request arrive; lose its answer while there are answers to lose."""
        if self.lost == self.to_lose:
            route.continue_()
            return
        assert route.fetch().status == 200
        self.lost += 1
        route.abort("connectionreset")


@dataclass(slots=True)
class Phone:
    """One person's phone. `taps` counts touches, `words` the questions and choices on the screens passed through."""

    page: Page
    address: str
    taps: int = 0
    words: int = 0
    decisions: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def context(self) -> BrowserContext:
        """The browser's own store and cookies."""
        return self.page.context

    def sign_in(self, email: str) -> None:
        """Sign in at the academy."""
        self.page.goto(f"{self.address}/sign-in")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Sign in").click()

    def open(self, place: str = "") -> None:
        """Open the form as the home screen does."""
        self.page.goto(f"{self.address}/corridor/{place}")
        self.page.locator("main h1").wait_for()

    def fill_up(self, email: str) -> None:
        """Sign in, open the form and wait until it can do without a network."""
        self.sign_in(email)
        self.open()
        self.page.evaluate(IN_CONTROL)
        self.page.get_by_role("heading", name="Today", exact=True).wait_for()

    def tap(self, target: Locator, *, is_decision: bool = True) -> None:
        """Touch one thing."""
        target.tap()
        self.taps += 1
        self.decisions += is_decision

    def choose(self, name: str, number: int) -> None:
        """Touch one of the choices of a group."""
        self.tap(self.page.locator(f"[name={name}]").nth(number))

    def go_on(self, heading: str | re.Pattern[str]) -> None:
        """Read the screen, touch the button under the thumb, and arrive."""
        self.read()
        self.tap(self.page.locator(".action-bar [type=submit]"), is_decision=False)
        self.arrive(heading)

    def arrive(self, heading: str | re.Pattern[str]) -> None:
        """Wait for a screen."""
        self.page.locator("main h1").filter(has_text=heading).wait_for()

    def read(self) -> None:
        """Count the words of every question and every choice that is shown."""
        self.words += len(str(self.page.evaluate(READ)).split())

    def begin(self, name: str = "Mira Halvorsen") -> None:
        """From the first screen to the visit of a person."""
        self.read()
        self.tap(self.page.get_by_role("button", name=re.compile(name)).first)
        self.arrive(re.compile("Observe"))

    def rate(self, tag: int | None, level: int, then: str | re.Pattern[str]) -> None:
        """One indicator: a tag of evidence, a sentence (0 is "not observed"), onward."""
        if tag is not None:
            self.choose("tag", tag)
        self.choose("level", level)
        self.go_on(then)

    def whole_note(self, levels: tuple[int, int] = (3, 4)) -> None:
        """The whole form for a planned visit with two indicators, to the last touch before it is saved."""
        self.begin()
        self.choose("complexity", 1)
        first = self.page.locator("main h1").inner_text()
        self.go_on(re.compile(f"^(?!{re.escape(first)})"))
        first = self.page.locator("main h1").inner_text()
        self.rate(0, levels[0], re.compile(f"^(?!{re.escape(first)})"))
        self.rate(1, levels[1], "In your words")
        self.choose("strength-phrase", 0)
        self.choose("improve-phrase", 0)
        self.go_on("One thing to try")
        self.choose("action", 0)
        self.choose("by", 0)

    def save(self) -> None:
        """Touch "Save on this phone"."""
        self.go_on("Saved")

    def kept(self) -> list[dict[str, Any]]:
        """The entries in the phone's store. Any: values of JSON."""
        return list(self.page.evaluate(KEPT_ENTRIES))

    def estimate_seconds(self) -> tuple[float, float]:
        """The keystroke-level estimate, and the same with every question and choice on every screen read."""
        hands = self.taps * (POINT_SECONDS + KEY_SECONDS) + self.decisions * MIND_SECONDS
        return hands, hands + self.words / WORDS_A_MINUTE * 60


IN_CONTROL = """() => new Promise((resolve) => {
    if (navigator.serviceWorker.controller) return resolve();
    navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true });
})"""
KEPT_ENTRIES = """() => new Promise((resolve) => {
    const request = indexedDB.open('kamacademy-corridor');
    request.onupgradeneeded = () => request.transaction.abort();  // there is none, and asking must not make one
    request.onerror = () => resolve([]);
    request.onsuccess = () => {
        const all = request.result.transaction('entries').objectStore('entries').getAll();
        all.onsuccess = () => { request.result.close(); resolve(all.result); };
    };
})"""
