"""Filling an exercise at the browser: drafts, rows, review, handing in, what a marker said."""

import pytest
from sqlalchemy import func, select

from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.exercise.models import Submission, SubmissionVersion
from kamacademy.exercise.operations import accept, return_to_learner
from tests.browser import Browser
from tests.exercise.work import COMPLETE, EXERCISE, MARKS, begun, handed_in, publish
from tests.statements import statements
from tests.world import NOW, World


@pytest.fixture
def release_id(world: World, drafts: Drafts) -> int:
    """A release with the exercise."""
    return publish(world, drafts)


def address(work: Submission) -> str:
    """Where the work is."""
    return f"/submissions/{work.id}"


def fill_all(browser: Browser) -> Browser:
    """Fill in everything that is demanded."""
    browser.choose("One of my own accounts").fill("Alias of the account", "North river")
    for row, (fact, sort) in enumerate((("38 stays", "A number"), ("Too far", "A quote"))):
        cell = browser.page.find(id=f"a_facts_{row}_fact")
        assert cell is not None
        cell.string = fact
        browser.select(browser.page.find(id=f"a_facts_{row}_sort"), sort)
    browser.fill("One insight", "People skip the clinic.").choose("A report").fill("Hours freed", "4")
    return browser.fill("By when will you have asked?", "2026-12-01").choose("2")


def test_an_exercise_is_filled_looked_over_and_handed_in(world: World, browse: type[Browser], release_id: int) -> None:
    learner = world.learner()
    work = begun(learner, release_id)
    browser = browse(learner).open(address(work))
    assert browser.heading == "Five facts, one insight"
    assert "Joins two facts." in browser.words
    fill_all(browser).press("Save and review")
    assert browser.address == f"{address(work)}/review"
    assert "About your account “North river”" in browser.words
    assert "4 hours" in browser.words
    browser.press("Hand it in")
    assert browser.address == address(work)
    assert "It waits to be marked" in browser.words
    assert "1 Dec 2026" in browser.words
    browser.open(f"{address(work)}/review")
    assert browser.address == address(work)
    browser.open(f"{address(work)}/submit")
    assert browser.address == address(work)


def test_what_the_rubric_tells_markers_alone_is_not_shown_to_the_learner(
    world: World, browse: type[Browser], release_id: int
) -> None:
    learner = world.learner()
    work = begun(learner, release_id)
    browser = browse(learner).open(address(work))
    assert "Mark what is on the page" in browser.words
    assert "hearsay" not in browser.words
    fill_all(browser).press("Save and review").press("Hand it in")
    assert "hearsay" not in browser.words


def test_everything_missing_is_said_at_once_and_leads_to_its_field(
    world: World, browse: type[Browser], release_id: int
) -> None:
    learner = world.learner()
    work = begun(learner, release_id)
    browser = browse(learner).open(address(work)).fill("Hours freed", "four").press("Save and review")
    assert "7 fields need something" in browser.words
    assert "Hours freed : Enter a number such as 12, 12.5 or 1,200." in browser.words
    assert "Hand it in" not in browser.button_words
    browser.post(f"{address(work)}/submit", expect=422)
    assert "7 fields need something" in browser.words
    assert db.session.scalar(select(func.count()).select_from(SubmissionVersion)) == 0
    browser.open(f"{address(work)}/review").follow("Your facts")
    assert browser.address == f"{address(work)}?check=1"
    hours = browser.field("Hours freed")
    assert (hours["value"], hours["aria-invalid"]) == ("four", "true")
    described = browser.page.find(id=str(hours["aria-describedby"]).split()[-1])
    assert described is not None
    assert "Enter a number" in described.get_text()
    assert "Fill at least 2 rows; none so far." in browser.words
    assert browser.page.find("fieldset", {"aria-describedby": "a_stops-error"}) is not None


def test_saving_for_later_and_coming_back_finds_it_all(world: World, browse: type[Browser], release_id: int) -> None:
    learner = world.learner()
    work = begun(learner, release_id)
    fill_all(browse(learner).open(address(work))).press("Save")
    browser = browse(learner).open(address(work))
    assert "Saved 20 Nov 2026" in browser.words or "Saved" in browser.words
    assert browser.field("One insight").get_text().strip() == "People skip the clinic."
    assert browser.field("A report").has_attr("checked")
    assert browser.field("One of my own accounts").has_attr("checked")
    cell = browser.page.find(id="a_facts_1_sort")
    assert cell is not None
    assert cell.find("option", selected=True).get_text() == "A quote"


def test_rows_are_added_without_a_script_up_to_their_number(
    world: World, browse: type[Browser], release_id: int
) -> None:
    learner = world.learner()
    work = begun(learner, release_id)
    browser = fill_all(browse(learner).open(address(work)))
    assert "Row 3" not in browser.words
    browser.press("Add a row")
    assert "Row 3" in browser.words
    assert browser.field("One insight").get_text().strip() == "People skip the clinic."
    browser.press("Add a row")
    assert "Add a row" not in " ".join(browser.button_words)
    assert "as many rows as it takes" in browser.words
    browser.press("Save and review").press("Hand it in")
    assert len(db.session.scalars(select(SubmissionVersion)).one().answers.tables["facts"]) == 2


def test_a_second_window_is_told_and_nothing_is_lost(world: World, browse: type[Browser], release_id: int) -> None:
    learner = world.learner()
    work = begun(learner, release_id)
    one, two = browse(learner).open(address(work)), browse(learner).open(address(work))
    one.fill("One insight", "First window").press("Save")
    two.fill("One insight", "Second window").press("Save", expect=409)
    assert "changed in another window" in two.words
    assert two.field("One insight").get_text().strip() == "Second window"
    assert db.session.get_one(Submission, work.id).answers.texts["insight"] == "First window"
    two.press("Save over it")
    assert db.session.get_one(Submission, work.id).answers.texts["insight"] == "Second window"


def test_the_draft_keeps_itself_in_a_line(world: World, browse: type[Browser], release_id: int) -> None:
    learner = world.learner()
    work = begun(learner, release_id)
    browser = browse(learner).open(address(work))
    form = browser.page.select_one("form.exercise-form")
    assert form is not None
    sent = {**dict(browser.values_of(form)), "insight": "Half a thou"}
    for words in ("Half a thou", "Half a thought"):
        answer = browser.ask("post", f"{address(work)}/draft", data={**sent, "insight": words})
        assert answer.status_code == 200
        assert "Saved" in answer.get_data(as_text=True)
    assert db.session.get_one(Submission, work.id).answers.texts["insight"] == "Half a thought"
    stale = {**sent, "page": "another", "number": "0", "insight": "Stale"}
    assert "Not saved." in browser.ask("post", f"{address(work)}/draft", data=stale).get_data(as_text=True)
    assert db.session.get_one(Submission, work.id).answers.texts["insight"] == "Half a thought"
    browser.open(f"{address(work)}/draft")
    assert browser.address == address(work)


def test_words_that_may_identify_somebody_are_pointed_at_and_stop_nothing(
    world: World, browse: type[Browser], release_id: int
) -> None:
    learner = world.learner()
    work = begun(learner, release_id)
    browser = fill_all(browse(learner).open(address(work))).fill("One insight", "Ask b.lee@norlund.example today")
    browser.press("Save and review")
    assert "“b.lee@norlund.example” looks like an e-mail address." in browser.words
    assert browser.page.find("a", href=f"{address(work)}#a_insight") is not None
    browser.press("Hand it in")
    assert "It waits to be marked" in browser.words


def test_returned_work_says_why_and_is_handed_in_again(world: World, browse: type[Browser], release_id: int) -> None:
    learner, marker = world.learner(), world.coach("Daniel Okafor")
    work = handed_in(learner, release_id)
    return_to_learner(work, "Say who owns the action.", by=marker, at=NOW, points=MARKS)
    browser = browse(learner).open(address(work))
    assert "Returned on 20 Nov 2026" in browser.words
    assert "Say who owns the action." in browser.words
    assert "Daniel Okafor" in browser.words
    assert "3 of 4 points" in browser.words
    browser.fill("One insight", "Better.").press("Save and review").press("Hand it in")
    assert db.session.scalar(select(func.count()).select_from(SubmissionVersion)) == 2


def test_accepted_work_shows_its_points_and_changes_no_more(
    world: World, browse: type[Browser], release_id: int
) -> None:
    learner, marker = world.learner(), world.coach("Daniel Okafor")
    work = handed_in(learner, release_id)
    accept(work, MARKS, by=marker, at=NOW, words="Clear and useful.")
    browser = browse(learner).open(address(work))
    assert "Daniel Okafor accepted your work" in browser.words
    assert "Clear and useful." in browser.words
    assert "3 of 4 points" in browser.words
    browser.post(address(work), insight="Too late", later="1")
    assert "no longer changes" in browser.words
    assert COMPLETE.texts["insight"] in browser.words
    answer = browser.ask("post", f"{address(work)}/draft", data={"csrf_token": token(browser), "insight": "Late"})
    assert "no longer changes" in answer.get_data(as_text=True)


def token(browser: Browser) -> str:
    """A token from a page that has one."""
    browser.open("/account")
    found = browser.page.find("input", {"name": "csrf_token"})
    assert found is not None
    return str(found["value"])


def test_nobody_else_opens_it(world: World, browse: type[Browser], release_id: int) -> None:
    coach = world.coach()
    work = begun(world.learner(coach=coach), release_id)
    for person in (world.learner(), coach, world.learning_team(), world.leader(), world.administrator()):
        browser = browse(person)
        browser.open(address(work), expect=403)
        browser.open(f"{address(work)}/review", expect=403)
        browser.post(f"{address(work)}/submit", expect=403)
        browser.post(f"{address(work)}/draft", expect=403, insight="Not mine")
        browser.post(address(work), expect=403, insight="Not mine")
    assert db.session.get_one(Submission, work.id).draft == {}


def test_a_too_long_draft_is_refused_and_still_on_the_page(
    world: World, browse: type[Browser], release_id: int
) -> None:
    learner = world.learner()
    work = begun(learner, release_id)
    browser = browse(learner).open(address(work)).fill("One insight", "x" * 100_001).press("Save", expect=422)
    assert "Keep the whole exercise below 100,000 characters." in browser.words
    assert len(browser.field("One insight").get_text().strip()) == 100_001


def test_looking_changes_nothing(world: World, browse: type[Browser], release_id: int) -> None:
    learner = world.learner()
    work = begun(learner, release_id)
    browser = browse(learner).open(address(work)).open(f"{address(work)}/review").open(f"{address(work)}?check=1")
    found = db.session.get_one(Submission, work.id)
    assert (found.draft_number, found.draft, browser.status) == (0, {}, 200)


def test_an_exercise_on_the_case_asks_for_no_account(world: World, browse: type[Browser], drafts: Drafts) -> None:
    release_id = publish(world, drafts, EXERCISE.replace("account: either", "account: case"))
    learner = world.learner()
    work = begun(learner, release_id)
    browser = browse(learner).open(address(work))
    assert "Alias of the account" not in browser.words
    assert "The bus leaves at six." in browser.words
    browser.press("Save and review")
    assert "About Prairie Bend County Hospital, which is made up" in browser.words
    assert "6 fields need something" in browser.words


@pytest.mark.parametrize("tail", ["", "/review", "?check=1"])
def test_pages_take_few_statements(world: World, browse: type[Browser], release_id: int, tail: str) -> None:
    learner, marker = world.learner(), world.coach()
    work = handed_in(learner, release_id)
    return_to_learner(work, "More.", by=marker, at=NOW, points=MARKS)
    browser = browse(learner).open(address(work))
    with statements() as seen:
        browser.open(f"{address(work)}{tail}")
    assert len(seen) <= 6, seen
