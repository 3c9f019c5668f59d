"""The whole foundation programme in a real browser: from the first lesson to the certificate, and on in the UK.

One sales manager on a phone, by clicks alone, in an academy of his own.
"""

from collections.abc import Collection, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from kamacademy import clock, create_app
from kamacademy.access import Function
from kamacademy.config import settings
from kamacademy.content.documents import Drafts
from kamacademy.content.operations import publish
from kamacademy.curriculum.documents import Programme
from kamacademy.curriculum.markets import modules_for
from kamacademy.db import transaction
from kamacademy.handout.documents import JOB_AID, JobAid
from kamacademy.people import operations as people
from kamacademy.people.job_roles import JobRole
from kamacademy.people.market import Market
from kamacademy.server import upgrade_database
from tests.web.conftest import PASSWORD, PHONE, environment_of, served, signed_in
from tests.web.learning import Learner, content_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PROGRAMME = "account-management-mindset"
# One whose failed check may be repeated at once.
FAILED_FIRST = "m02-payers-pbms-and-formularies"
TAKEN_IN_THE_UK = "M02-UK"
STOP, START = "going on the weekly round of visits that change nothing", "writing down five unlike facts"


@pytest.fixture(scope="module")
def programme(drafts: Drafts) -> Programme:
    """The shipped foundation programme."""
    return next(one for draft, one in drafts.contents("programme", Programme) if draft.slug == PROGRAMME)


@pytest.fixture
def learner(tmp_path: Path, drafts: Drafts, programme: Programme, chromium: Browser) -> Iterator[Learner]:
    """A manager of accounts who came today, signed in on a phone; nobody else learns here."""
    environment = environment_of(tmp_path)
    app = create_app(settings(environment))
    upgrade_database(app)
    with app.app_context(), transaction():
        at = clock.now()
        team, _ = (
            people.add_person(
                name, f"{name.lower().replace(' ', '.')}@fernwick.example", job_role=role, functions=(function,),
                team=None, role_since=at.date() - timedelta(days=1), at=at, by=None, password=PASSWORD,
            )
            for name, role, function in (
                ("Nadia Petrova", JobRole.MK, Function.LEARNING_TEAM), ("Robin Vale", JobRole.SK, Function.LEARNER),
            )
        )  # fmt: skip
        publish(drafts, words="The programme", by=team, at=at)
    with served(tmp_path, environment) as academy, ExitStack() as open_browsers:
        visitor = signed_in(chromium, academy, "robin.vale", PHONE)
        open_browsers.enter_context(visitor.page.context)
        visitor.page.set_default_timeout(8000)
        # Somebody whose phone is set to less motion: a page that glides to each answer takes a second for it.
        visitor.page.emulate_media(reduced_motion="reduce")
        yield Learner(visitor, content_in(drafts), app, programme.title)


def test_a_learner_goes_through_the_whole_programme_to_the_certificate(
    learner: Learner, programme: Programme, drafts: Drafts
) -> None:
    aids = {draft.slug: one for draft, one in drafts.contents(JOB_AID, JobAid)}
    done: list[str] = []
    see_a_locked_module(learner, programme)
    for entry in modules_for(programme, Market.US):
        open_module(learner, programme, entry.module, done)
        learner.read_lessons(entry.module)
        learner.visitor.press("Begin the check")
        if entry.module == FAILED_FIRST:
            fail_the_check(learner)
        pass_the_check(learner, entry.module)
        if not done:
            look_back(learner)
        open_job_aid(learner, aids[entry.module])
        done.append(entry.module)
    assert len(done) == 11
    learner.open_programme()
    expect(learner.main).to_contain_text("11 of 11 modules done")
    learner.assert_clean()
    see_the_certificate(learner)
    move_to_the_uk(learner, programme, done)


def titles(learner: Learner, modules: Collection[str]) -> list[str]:
    """What the modules are called."""
    return [learner.content.modules[module].title for module in modules]


def see_a_locked_module(learner: Learner, programme: Programme) -> None:
    """Before the first module is done, the second can be looked at and not begun."""
    learner.open_programme()
    learner.assert_clean()
    first, second = titles(learner, [one.module for one in programme.modules[:2]])
    learner.visitor.follow(second)
    expect(learner.page.locator(".next-step")).to_contain_text(f"Opens after “{first}”")
    expect(learner.page.get_by_role("button", name="Start the module")).to_have_count(0)
    learner.assert_clean()


def open_module(learner: Learner, programme: Programme, module: str, done: Collection[str]) -> None:
    """From the programme, which locks exactly what still waits for another module."""
    learner.open_programme()
    waits = [
        one.module for one in modules_for(programme, Market.US)
        if one.module not in done and not set(one.requires) <= set(done)
    ]  # fmt: skip
    locked = learner.page.locator("li.module-row").filter(has_text="Opens after").locator("a.plain-link")
    assert locked.all_inner_texts() == titles(learner, waits)
    learner.visitor.follow(learner.content.modules[module].title)


def fail_the_check(learner: Learner) -> None:
    """Everything wrong is not passed, is explained, and may be tried again at once."""
    learner.sit_check(rightly=False)
    learner.assert_clean()
    learner.visitor.press("Try again")


def pass_the_check(learner: Learner, module: str) -> None:
    """The check, and then the scenarios, without which the module is not complete."""
    learner.sit_check()
    learner.visitor.follow("Back to the module")
    for scenario in learner.content.modules[module].scenarios:
        expect(learner.page.locator(".next-step")).not_to_contain_text("Completed")
        learner.play(scenario)
    expect(learner.page.locator(".next-step")).to_contain_text("Completed")


def look_back(learner: Learner) -> None:
    """Two answers about the module, and what will be stopped and started."""
    page, module = learner.page, learner.page.url.removeprefix(learner.visitor.address)
    page.get_by_label("Yes, certainly", exact=True).check()
    page.get_by_label("What would make it more useful?").fill("A second case from a smaller hospital.")
    learner.assert_clean()
    learner.visitor.press("Send my answers")
    expect(learner.main).to_contain_text("Look at your answers or change them")
    learner.visitor.follow("Write it down")
    page.get_by_label("I will stop").fill(STOP)
    page.get_by_label("Hours a month this releases").fill("4")
    page.get_by_label("I will start").fill(START)
    learner.assert_clean()
    learner.visitor.press("Keep my commitments")
    for words in (STOP, START):
        expect(learner.main).to_contain_text(words)
    learner.assert_clean()
    learner.visitor.open(module)


def open_job_aid(learner: Learner, aid: JobAid) -> None:
    """What to take along."""
    learner.visitor.follow("Job aid on one page")
    expect(learner.page.get_by_role("heading", level=1)).to_have_text(aid.title)


def see_the_certificate(learner: Learner) -> None:
    """The certificate is issued, downloaded, and anybody who has its code finds that it holds."""
    page = learner.page
    learner.visitor.follow("transcript of learning")
    assert_lists(learner, 11)
    learner.visitor.press("Issue the certificate")
    row = page.locator(".certificate-row")
    expect(row).to_have_count(1)
    learner.assert_clean()
    code = row.locator("p.small-print").inner_text().partition("Code ")[2]
    with page.expect_download() as waiting:
        row.get_by_role("link", name="On paper").click()
    paper = "\n".join(one.extract_text() for one in PdfReader(Path(waiting.value.path())).pages)
    for words in ("Robin Vale", learner.programme, code):
        assert words in " ".join(paper.split())
    browser = page.context.browser
    assert browser is not None
    anybody = browser.new_page()
    anybody.goto(f"{learner.visitor.address}/verify/{code}")
    expect(anybody.get_by_role("heading", level=1)).to_have_text("This certificate holds")
    expect(anybody.get_by_text("Robin Vale")).to_be_visible()
    anybody.close()


def assert_lists(learner: Learner, modules: int) -> None:
    """The transcript that is open lists so many modules, each once."""
    rows = learner.page.get_by_role("table", name="Modules completed").locator("tbody tr")
    expect(rows).to_have_count(modules)
    assert len(set(rows.locator("th").all_inner_texts())) == modules


def move_to_the_uk(learner: Learner, programme: Programme, done: Collection[str]) -> None:
    """In another market other modules stand in three places; one is taken; what was learned stays on record."""
    page = learner.page
    page.get_by_role("link", name="Robin Vale, your account").click()
    page.get_by_role("combobox", name="Market").select_option(label="United Kingdom")
    learner.visitor.press("Keep this market")
    expect(learner.main).to_contain_text("You learn for the United Kingdom")
    learner.open_programme()
    stands = [one.module for one in modules_for(programme, Market.UK)]
    new = [one for one in stands if one not in done]
    assert [learner.content.modules[one].code for one in new] == ["M02-UK", "M03-UK", "M05-UK"]
    lists = page.locator("ul.row-list", has=page.locator("li.module-row"))
    assert lists.nth(0).locator("a.plain-link").all_inner_texts() == titles(learner, stands)
    assert lists.nth(1).locator("a.plain-link").all_inner_texts() == titles(
        learner, [one for one in done if one not in stands]
    )
    learner.assert_clean()
    module = next(one for one in new if learner.content.modules[one].code == TAKEN_IN_THE_UK)
    learner.visitor.follow(learner.content.modules[module].title)
    learner.read_lessons(module)
    learner.visitor.press("Begin the check")
    pass_the_check(learner, module)
    learner.open_programme()
    expect(learner.main).to_contain_text("9 of 11 modules done")
    learner.visitor.open(learner.visitor.own_profile)
    learner.visitor.follow("Transcript")
    assert_lists(learner, 12)
    expect(learner.page.locator(".certificate-row")).to_contain_text("Code")
