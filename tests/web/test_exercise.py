"""An exercise in a real browser on a phone: it keeps itself, survives a killed page and a lost connection."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.exercise.work import EXERCISE, EXERCISE_PATH, RUBRIC, RUBRIC_PATH
from tests.web.conftest import LAPTOP, PHONE, Academy, Visitor, refuse_errors
from tests.web.test_every_page import faults_on

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Run in a process of its own, as a member of the learning team would by the command: this one has no application.
BEGIN = """
import json, sys
from kamacademy import clock, create_app
from kamacademy.content.documents import read_all
from kamacademy.content.files import files_under, shipped_root
from kamacademy.content.operations import publish
from kamacademy.content.queries import document_types
from kamacademy.db import db
from kamacademy.exercise.operations import begin_submission
from kamacademy.people.queries import find_person

app = create_app()
with app.app_context():
    files, _ = files_under(shipped_root())
    drafts, _ = read_all(document_types(), files | json.loads(sys.argv[1]))
    release = publish(drafts, words="An exercise", by=find_person("nadia.petrova@fernwick.example"), at=clock.now())
    work = begin_submission(
        find_person("tom.whitaker@fernwick.example"), "five-facts", release_id=release.id, at=clock.now()
    )
    db.session.commit()
    print(work.id)
"""
LEARNER = "tom.whitaker"


@pytest.fixture(scope="module")
def path(academy: Academy) -> str:
    """Where a learner's work on the exercise is."""
    files = {RUBRIC_PATH: RUBRIC, EXERCISE_PATH: EXERCISE}
    done = subprocess.run(
        [sys.executable, "-c", BEGIN, json.dumps(files)],
        env=academy.environment, cwd=Path(__file__).parents[2], check=True, capture_output=True, text=True,
    )  # fmt: skip
    return f"/submissions/{done.stdout.split()[-1]}"


def saved(page: Page) -> None:
    """The page says by itself that what was typed is kept."""
    expect(page.locator("#saved")).to_contain_text("Saved", timeout=15_000)


def test_what_is_typed_survives_a_killed_page_and_a_lost_connection(visit: Callable[..., Visitor], path: str) -> None:
    page = visit(LEARNER, PHONE).open(path)
    assert faults_on(page, path) == []
    page.get_by_label("One insight").press_sequentially("People skip the clinic.")
    saved(page)
    page.get_by_label("One of my own accounts").check()
    with page.expect_response(lambda answer: "North%20river" in (answer.request.post_data or "")):
        page.get_by_label("Alias of the account").fill("North river")
        page.get_by_label("Alias of the account").blur()
    saved(page)
    page.context.close()

    page = visit(LEARNER, PHONE).open(path)
    expect(page.get_by_label("One insight")).to_have_value("People skip the clinic.")
    expect(page.get_by_label("Alias of the account")).to_have_value("North river")
    page.remove_listener("console", refuse_errors)  # a browser logs that it is offline
    page.context.set_offline(True)
    page.get_by_label("Hours freed").fill("4")
    page.get_by_label("Hours freed").blur()
    expect(page.locator("#saved")).to_contain_text("Not saved: there is no connection.")
    page.context.set_offline(False)
    saved(page)
    page.context.close()
    expect(visit(LEARNER, PHONE).open(path).get_by_label("Hours freed")).to_have_value("4")


def focus_on(page: Page, selector: str) -> None:
    """Go on by the tab key until something has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the tab key does not reach {selector}")


def write_into(page: Page, selector: str, words: str) -> None:
    """Reach a field by the tab key and write over what stands in it."""
    focus_on(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def test_an_exercise_is_filled_and_handed_in_by_keyboard_alone(visit: Callable[..., Visitor], path: str) -> None:
    page = visit(LEARNER, LAPTOP).open(path)
    focus_on(page, "#a_account_kind input")
    page.keyboard.press("ArrowDown")
    write_into(page, "#a_account_alias", "North river")
    for row, fact in enumerate(("38 stays in a year", "Too far, says the nurse")):
        if row:  # the first empty row is open, the next is unfolded
            focus_on(page, f"details:has(#a_facts_{row}_fact) > summary")
            page.keyboard.press("Enter")
        write_into(page, f"#a_facts_{row}_fact", fact)
        focus_on(page, f"#a_facts_{row}_sort")
        page.keyboard.press("ArrowDown")
    write_into(page, "#a_insight", "People skip the clinic.")
    focus_on(page, "#a_stops input")
    page.keyboard.press("Space")
    write_into(page, "#a_hours", "6")
    focus_on(page, "#a_by-when")
    page.keyboard.type("12012026")
    focus_on(page, "#a_main input")
    page.keyboard.press("ArrowDown")
    focus_on(page, "form.exercise-form button[type=submit]:not([name])")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert faults_on(page, page.url) == []
    expect(page.get_by_role("main")).not_to_contain_text("Before you can hand it in")
    focus_on(page, "form[action$='/submit'] button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("It waits to be marked")
    expect(page.get_by_role("main")).to_contain_text("1 Dec 2026")
    assert faults_on(page, page.url) == []
