"""The library of plan actions as a page to read and search."""

from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.development.documents import ActionSet
from kamacademy.development.operations import begin_plan
from kamacademy.people.job_roles import JobRole
from tests.browser import Browser
from tests.development.plans import plan_of
from tests.statements import statements
from tests.world import NOW, World

TITLE = "Uncover one driver that public sources do not show"


def test_everybody_reads_all_thirteen_competencies_with_what_an_action_asks(
    world: World, browse: type[Browser]
) -> None:
    total = sum(len(one.actions) for one in library().all(ActionSet, "actions").values())
    for reader in (world.learner(), world.coach(), world.leader(), world.learning_team(), world.administrator()):
        words = browse(reader).open("/library").words
        assert f"{total} actions in 13 competencies" in words
        own = words[words.index(TITLE) :]
        assert "On the job, 60 days" in own
        assert "What shows it Your questions, the profile before and after" in own
        assert "Should move K13" in own


def test_search_takes_every_word_anywhere_and_a_kind(world: World, browse: type[Browser]) -> None:
    browser = browse(world.learner())
    words = browser.open("/library?words=DRIVER+public&kind=job").words
    assert "1 action in 1 competency" in words
    assert TITLE in words
    assert "No action fits" in browser.open("/library?words=driver+public&kind=study").words
    assert "K13" in browser.open("/library?words=k13").words
    assert "in 1 competency" in browser.open("/library?words=c03").words
    every = browser.open("/library?kind=nonsense&words=%20").words
    assert "in 13 competencies" in every
    (kept,) = browser.open("/library?words=%3Cb%3E").page.select("input#words")
    assert kept["value"] == "<b>"


def test_an_action_is_taken_into_the_own_plan_by_its_own_form(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    browser = browse(learner).open("/library")
    assert "You have no plan at the moment." in browser.words
    assert "Take into my plan" not in browser.words
    begin_plan(learner, by=learner, at=NOW)
    db.session.commit()
    browser.open("/library?words=driver+public").press(f"Take into my plan: {TITLE}")
    assert browser.address == f"/people/{learner.id}/plan"
    (action,) = plan_of(learner).actions
    assert (action.title, action.library_id, action.state) == (TITLE, "c03-job", "proposed")
    words = browser.open("/library?words=driver+public").words
    assert "In your plan" in words
    assert "Take into my plan" not in words


def test_a_result_that_the_role_does_not_carry_is_said(world: World, browse: type[Browser]) -> None:
    said = "Your job role does not carry this result"
    nurse = world.learner(job_role=JobRole.NAV)
    assert said in browse(nurse).open("/library").words
    assert said not in browse(world.learning_team()).open("/library").words


def test_a_reader_who_does_not_learn_has_no_plan_to_take_into(world: World, browse: type[Browser]) -> None:
    words = browse(world.leader()).open("/library").words
    assert "my plan" not in words.lower()
    assert "no plan" not in words.lower()


def test_the_page_costs_few_statements(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    begin_plan(learner, by=learner, at=NOW)
    db.session.commit()
    browser = browse(learner)
    browser.open("/library")
    with statements() as seen:
        browser.open("/library")
    assert len(seen) <= 6
