"""A plan over a quarter in a real browser: signed by both, tried, re-dated, returned, accepted, reviewed, closed.

Rep and coach each have their own browser. The test moves the academy's time; nobody waits.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from kamacademy import clock, create_app
from kamacademy.access import Function
from kamacademy.config import settings
from kamacademy.content.documents import Drafts
from kamacademy.content.operations import publish
from kamacademy.db import db, transaction
from kamacademy.mail.models import Letter
from kamacademy.people import operations as people
from kamacademy.people.job_roles import JobRole
from kamacademy.reminder.jobs import post_digests, post_reminders
from kamacademy.server import upgrade_database
from tests.web.conftest import LAPTOP, PASSWORD, PHONE, Academy, Visitor, environment_of, served, signed_in
from tests.web.test_every_page import faults_on

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DUE_DAY = 47
WHERE = "Norlund Health, the formulary meeting"
REASON = "The formulary meeting was moved into the next month."
MISSING = "Say who heard it and what they answered."


@dataclass(frozen=True, slots=True)
class Quarter:
    """An academy of one rep and one coach whose days the test moves on."""

    academy: Academy
    app: Flask
    chromium: Browser
    open_browsers: ExitStack

    def on_day(self, days: int) -> None:
        """Go on to that day."""
        days_file(self.academy.data).write_text(str(days))

    @property
    def today(self) -> date:
        """The academy's day."""
        return clock.today() + timedelta(days=int(days_file(self.academy.data).read_text()))

    def worker_wakes(self) -> None:
        """The worker writes what is due on the academy's day, and on the Monday that follows what coaches are told."""
        eleven = datetime.combine(self.today, time(11), UTC)
        post_reminders(self.app, eleven)
        post_digests(self.app, eleven + timedelta(days=7 - eleven.weekday()))

    def letters(self, kind: str) -> list[tuple[str, str]]:
        """Whom letters of a kind were written to, and what they say; the oldest first."""
        with self.app.app_context():
            found = db.session.scalars(select(Letter).where(Letter.kind == kind).order_by(Letter.id))
            return [(one.address.partition("@")[0], one.body or "") for one in found]

    def visit(self, name: str, size: tuple[int, int]) -> Visitor:
        """Somebody signs in, each time at a fresh browser."""
        found = signed_in(self.chromium, self.academy, name, size)
        self.open_browsers.enter_context(found.page.context)
        found.page.set_default_timeout(8000)
        return found

    def rep(self) -> Visitor:
        """The rep, on a phone, with the own plan open."""
        found = self.visit("robin.vale", PHONE)
        found.open(f"{found.own_profile}/plan")
        return found

    def coach(self) -> Visitor:
        """The coach, at a laptop, with the rep's plan open."""
        found = self.visit("dana.cole", LAPTOP)
        found.open("/team")
        found.follow("Robin Vale")
        found.open(f"{found.page.url.removeprefix(self.academy.address)}/plan")
        return found


def days_file(data: Path) -> Path:
    """Where the server reads how many days on it is."""
    return data / "days-ahead"


@pytest.fixture
def quarter(tmp_path: Path, drafts: Drafts, chromium: Browser) -> Iterator[Quarter]:
    """A served academy with a database and a clock of its own."""
    environment = {**environment_of(tmp_path), "ACADEMY_DAYS_AHEAD": str(days_file(tmp_path))}
    days_file(tmp_path).write_text("0")
    app = create_app(settings(environment))
    fill(app, drafts)
    with served(tmp_path, environment, "tests.web.later") as academy, ExitStack() as open_browsers:
        yield Quarter(academy, app, chromium, open_browsers)


def fill(app: Flask, drafts: Drafts) -> None:
    """One rep, one coach and the shipped content, through the operations."""
    upgrade_database(app)
    with app.app_context(), transaction():
        at, made = clock.now(), {}
        for name, role, function in (
            ("Nadia Petrova", JobRole.MK, Function.LEARNING_TEAM),
            ("Dana Cole", JobRole.FM, Function.COACH),
            ("Robin Vale", JobRole.SK, Function.LEARNER),
        ):
            made[function] = people.add_person(
                name, f"{name.lower().replace(' ', '.')}@fernwick.example", job_role=role, functions=(function,),
                team=None, role_since=at.date(), at=at, by=None, password=PASSWORD,
            )  # fmt: skip
        people.set_coach(made[Function.LEARNER], made[Function.COACH], starts_on=at.date(), by=None, at=at)
        publish(drafts, words="A quarter", by=made[Function.LEARNING_TEAM], at=at)


def sign(visitor: Visitor) -> None:
    """Read what is signed and sign it with the password."""
    visitor.follow("Read and sign")
    assert_clean(visitor)
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.press("Sign the plan")


def assert_clean(visitor: Visitor) -> None:
    """Axe finds nothing on the page that is open."""
    assert faults_on(visitor.page, visitor.page.url) == []


def test_a_plan_lives_through_a_quarter(quarter: Quarter, tmp_path: Path) -> None:
    agreed(quarter)
    tried_and_moved(quarter)
    returned_and_accepted(quarter, tmp_path)
    reviewed(quarter)
    closed(quarter)


def agreed(quarter: Quarter) -> None:
    """The rep drafts and says where it will be tried; both sign the same words."""
    rep = quarter.rep()
    rep.press("Draft")
    rep.follow("Choose from the library")
    rep.page.locator("summary").first.click()
    rep.press("Put into the plan")
    first = rep.page.locator(".plan-action").first
    with rep.page.expect_navigation():
        first.get_by_role("link", name="Change").click()
    rep.page.get_by_label("Where").fill(WHERE)
    rep.page.get_by_label("Due").fill((quarter.today + timedelta(days=DUE_DAY)).isoformat())
    rep.press("Save")
    sign(rep)
    expect(rep.page.get_by_role("main")).to_contain_text(WHERE)
    coach = quarter.coach()
    sign(coach)
    assert_clean(coach)
    expect(coach.page.locator(".plan-action").filter(has_text="Proposed")).to_have_count(0)
    expect(coach.page.get_by_role("main")).to_contain_text("Robin Vale")


def tried_and_moved(quarter: Quarter) -> None:
    """After three weeks the rep says how it went; in the sixth the date moves, and the first one stays readable."""
    quarter.on_day(21)
    rep = quarter.rep()
    first = rep.page.locator(".plan-action").filter(has_text=WHERE)
    first.get_by_text("Say how it is going").click()
    first.get_by_label("How is it going?").fill("Tried it with the pharmacy lead; one question landed.")
    with rep.page.expect_navigation():
        first.get_by_role("button", name="Send the check-in").click()
    quarter.on_day(DUE_DAY - 7)
    quarter.worker_wakes()
    quarter.worker_wakes()
    [(reader, reminder)] = quarter.letters("plan.reminder")
    assert reader == "robin.vale"
    assert (quarter.today + timedelta(days=7)).strftime("%-d %b") in reminder
    rep = quarter.rep()
    with rep.page.expect_navigation():
        rep.page.locator(".plan-action").filter(has_text=WHERE).get_by_role("link", name="Move the date").click()
    rep.page.get_by_label("New date").fill((quarter.today + timedelta(days=30)).isoformat())
    rep.page.get_by_label("Reason").fill(REASON)
    rep.press("Move the date")
    expect(rep.page.locator(".plan-action").filter(has_text=WHERE)).to_contain_text("first agreed for")
    assert_clean(rep)


def returned_and_accepted(quarter: Quarter, folder: Path) -> None:
    """Handed in with a file, returned with a reason, handed in again and accepted."""
    quarter.on_day(55)
    notes = folder / "meeting-notes.txt"
    notes.write_text("Formulary meeting: asked for the committee's own measure of waiting time.")
    rep = quarter.rep()
    hand_in(rep, "Asked the question in the formulary meeting.", notes)
    coach = quarter.coach()
    with coach.page.expect_navigation():
        coach.page.get_by_role("link", name="Return with a reason").click()
    coach.page.get_by_role("main").get_by_role("textbox").fill(MISSING)
    coach.press("Return the action")
    quarter.on_day(57)
    rep = quarter.rep()
    expect(rep.page.get_by_role("main")).to_contain_text(MISSING)
    hand_in(rep, "The chief pharmacist answered: nineteen days, and she will share the log.")
    coach = quarter.coach()
    coach.press("Accept as done")
    expect(coach.page.get_by_role("main")).to_contain_text("Done and dropped")
    expect(coach.page.get_by_role("main")).to_contain_text("first agreed for")


def hand_in(rep: Visitor, words: str, file: Path | None = None) -> None:
    """Give words, and perhaps a file, as evidence and hand the action in."""
    with rep.page.expect_navigation():
        rep.page.locator(".plan-action").filter(has_text=WHERE).get_by_role("link", name="Show that it is done").click()
    rep.page.get_by_label("What shows that it is done").fill(words)
    if file is not None:
        rep.page.locator("input[type=file]").set_input_files(file)
    assert_clean(rep)
    rep.press("Hand it in")


def reviewed(quarter: Quarter) -> None:
    """After ninety days the coach writes the review down and the rep confirms that it was held."""
    quarter.on_day(90)
    quarter.worker_wakes()
    assert {reader for reader, _ in quarter.letters("plan.review_due")} == {"robin.vale", "dana.cole"}
    assert any(reader == "dana.cole" and "Robin Vale" in words for reader, words in quarter.letters("team.digest"))
    coach = quarter.coach()
    coach.follow("Open the review")
    assert_clean(coach)
    for one in coach.page.locator(".review-action").all():
        one.get_by_label("Kept").check()
    coach.page.get_by_label("What moved").fill("The committee shares its waiting times with the rep.")
    coach.page.get_by_label("What is next").fill("Bring the measure into the account plan.")
    coach.press("Write it down")
    rep = quarter.rep()
    rep.follow("Read and confirm it")
    assert_clean(rep)
    expect(rep.page.get_by_role("main")).to_contain_text("The committee shares its waiting times")
    rep.press("We held it so")
    rep.follow("Reviews held")
    expect(rep.page.get_by_role("main")).to_contain_text("Bring the measure into the account plan.")


def closed(quarter: Quarter) -> None:
    """What is left is dropped with a reason; the plan closes and stays to be read as it was."""
    quarter.on_day(95)
    coach = quarter.coach()
    while coach.page.get_by_role("link", name="Drop").count():
        with coach.page.expect_navigation():
            coach.page.get_by_role("link", name="Drop").first.click()
        coach.page.get_by_role("main").get_by_role("textbox").fill("The next plan takes it up with the new target.")
        coach.press("Drop the action")
    coach.press("Close the plan")
    assert_clean(coach)
    earlier = coach.page.locator("section", has=coach.page.get_by_role("heading", name="Earlier plans"))
    with coach.page.expect_navigation():
        earlier.get_by_role("link").first.click()
    assert_clean(coach)
    main = coach.page.get_by_role("main")
    expect(main.get_by_role("heading", level=1)).to_have_text("Development plan, closed")
    for words in (WHERE, "first agreed for", "nineteen days", "meeting-notes.txt", "Bring the measure"):
        expect(main).to_contain_text(words)
