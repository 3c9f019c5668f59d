"""Job aids and guides at the browser: who reads them, and the ways to them."""

from kamacademy.development.details import Details
from kamacademy.development.operations import begin_plan, propose_action
from tests.browser import Browser
from tests.curriculum.study import M01, M01_ADDRESS, M03
from tests.development.plans import DUE
from tests.world import NOW, World

AID, GUIDE = f"/job-aids/{M01}", f"/guides/{M01}"


def test_a_learner_finds_the_job_aid_on_the_page_of_the_module(world: World, browse: type[Browser]) -> None:
    browser = browse(world.learner())
    browser.open(M01_ADDRESS).follow("Job aid on one page")
    assert browser.address == AID
    assert browser.heading == "From five facts to one action"
    for words in ("You have half an hour", "I can cover the product’s name", "To test the idea", "Product selling"):
        assert words in browser.words
    assert "On paper (PDF): From five facts to one action" in browser.link_words
    assert [one.get_text() for one in browser.page.find_all("h2")][-1] == "Sources"
    assert browser.page.select_one(f'.trail a[href="{M01_ADDRESS}"]'), "the way back to the module"


def test_a_module_without_one_has_no_way_to_it(world: World, browse: type[Browser]) -> None:
    browser = browse(world.learner())
    browser.open("/job-aids/m98-nowhere", 404)
    browser.open("/job-aids/m05-rules-of-the-road", None)
    has_one = browser.status == 200
    browser.open(M01_ADDRESS.replace(M01, "m05-rules-of-the-road"))
    assert ("Job aid on one page" in browser.link_words) == has_one


def test_the_guide_is_for_those_who_lead(world: World, browse: type[Browser]) -> None:
    for person in (world.learner(), world.leader(), world.administrator()):
        browse(person).open(GUIDE, 403).open("/guides", 403).open(f"{GUIDE}/paper.pdf", 403)
    for person in (world.leader(), world.administrator()):
        browse(person).open(AID, 403).open(f"{AID}/paper.pdf", 403)
    browser = browse(world.coach())
    browser.open("/team").follow("Guides").follow("Facilitator guide : From products to accounts")
    assert browser.address == GUIDE
    for words in ("0–5", "57–60", "Why each of us is here", "My manager counts visits", "What tends to go wrong"):
        assert words in browser.words
    browser.open(M01_ADDRESS).follow("Facilitator guide")
    assert browser.address == GUIDE
    assert "Facilitator guide" not in browse(world.learner()).open(M01_ADDRESS).link_words


def test_the_learning_team_reads_both(world: World, browse: type[Browser]) -> None:
    browser = browse(world.learning_team())
    browser.open("/academy").follow("Guides")
    browser.follow("Job aid : From products to accounts")
    assert browser.address == AID
    browser.follow("Guides and job aids")
    assert browser.address == "/guides"
    browser.open("/guides/m98-nowhere", 404)


def test_an_action_in_the_plan_leads_to_the_job_aid_of_its_module(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    plan = begin_plan(learner, by=learner, at=NOW)
    details = Details(title="Trace one route", indicator="C01a", due_on=DUE, module=M03)
    propose_action(plan, details, by=learner, at=NOW, library=world.library())
    for reader in (learner, coach):
        browser = browse(reader)
        browser.open(f"/people/{learner.id}/plan").follow("Its job aid")
        assert browser.address == f"/job-aids/{M03}"
