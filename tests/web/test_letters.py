"""Choosing one's letters in a real browser, without JavaScript; and the page at every size, looked over by axe."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from kamacademy import clock, create_app
from kamacademy.access import Function
from kamacademy.config import settings
from kamacademy.content.documents import Drafts
from kamacademy.content.operations import publish
from kamacademy.db import transaction
from kamacademy.mail.stop_link import stop_token
from kamacademy.people import operations as people
from kamacademy.people.job_roles import JobRole
from kamacademy.server import upgrade_database
from tests.web.conftest import LAPTOP, PASSWORD, PHONE, Academy, environment_of, served, signed_in
from tests.web.test_every_page import faults_on

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

MAIL = {
    "KAMACADEMY_MAIL": "file",
    "KAMACADEMY_ADDRESS": "https://academy.example",
    "KAMACADEMY_MAIL_FROM": "academy@fernwick.example",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, drafts: Drafts) -> Iterator[Academy]:
    """A served academy with letters, the shipped content and one coach who learns."""
    data = tmp_path_factory.mktemp("letters")
    environment = environment_of(data) | MAIL
    fill(create_app(settings(environment)), drafts)
    with served(data, environment) as academy:
        yield academy


def fill(app: Flask, drafts: Drafts) -> None:
    """The coach, whose key is 1, and who published the content."""
    upgrade_database(app)
    with app.app_context(), transaction():
        at, made = clock.now(), []
        for name, role, functions in (
            ("Dana Cole", JobRole.FM, (Function.COACH, Function.LEARNER)),
            ("Nadia Petrova", JobRole.MK, (Function.LEARNING_TEAM,)),
        ):
            made.append(
                people.add_person(
                    name, f"{name.lower().replace(' ', '.')}@fernwick.example", job_role=role, functions=functions,
                    team=None, role_since=at.date(), at=at, by=None, password=PASSWORD,
                )
            )  # fmt: skip
        publish(drafts, words="Letters", by=made[1], at=at)


def link_to_stop(office: Academy, kind: str) -> str:
    """Where the coach ends letters of a kind."""
    secret = Path(office.data / "secret").read_text().strip()
    return f"/unwanted-letters/{stop_token(secret, 1, kind)}"


def test_letters_are_chosen_on_a_phone_without_javascript(office: Academy, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": PHONE[0], "height": PHONE[1]})
    page = context.new_page()
    page.goto(f"{office.address}/sign-in?next=/account")
    page.get_by_label("E-mail address").fill("dana.cole@fernwick.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Choose your letters").click()
    page.get_by_label("Your time zone").select_option("Europe/Lisbon")
    page.get_by_label("No letters from").fill("20:00")
    page.get_by_label("Friday").check()
    practice = page.get_by_label("Questions from lessons come back today")
    practice.uncheck()
    page.get_by_role("button", name="Keep these choices").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing has been saved yet")
    expect(page.get_by_role("main")).to_contain_text("Give both times, or neither.")
    expect(practice).not_to_be_checked()
    page.get_by_label("No letters until").fill("06:30")
    page.get_by_role("button", name="Keep these choices").click()
    expect(page.get_by_role("status")).to_contain_text("Your choices are kept.")
    expect(practice).not_to_be_checked()
    expect(page.get_by_label("No letters until")).to_have_value("06:30")
    expect(page.get_by_label("Friday")).to_be_checked()
    expect(page.get_by_label("Your time zone")).to_have_value("Europe/Lisbon")
    context.close()


def test_a_letters_link_works_without_signing_in_or_javascript(office: Academy, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": PHONE[0], "height": PHONE[1]})
    page = context.new_page()
    page.goto(f"{office.address}{link_to_stop(office, 'note-replied')}")
    page.get_by_role("button", name="Stop the letters").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No more letters of this kind")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, LAPTOP, (320, 640)], ids=["phone", "laptop", "narrow"])
def test_the_page_is_well_made(office: Academy, chromium: Browser, size: tuple[int, int], scheme: str) -> None:
    visitor = signed_in(chromium, office, "dana.cole", size, scheme)
    paths = ("/account/letters", link_to_stop(office, "panel"))
    assert [fault for path in paths for fault in faults_on(visitor.open(path), path, scheme)] == []
    visitor.page.context.close()
