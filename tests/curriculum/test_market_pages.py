"""What people see of markets: the programme, a module, a lesson; and the choice itself."""

from csv import DictReader
from io import StringIO

import pytest
from bs4 import BeautifulSoup

from kamacademy.content.documents import Drafts
from kamacademy.overview.queries import team_of
from kamacademy.people import operations as people
from kamacademy.people.market import Market
from kamacademy.people.models import Person
from tests.browser import Browser
from tests.curriculum.study import M01, M03, PROGRAMME, read_all_lessons
from tests.curriculum.uk import UK, UK_TITLE, US_TITLE, pass_module, publish
from tests.reports.fetching import fetched
from tests.reports.printed import Printed
from tests.statements import statements
from tests.world import NOW, TODAY, World

ADDRESS = f"/learn/{PROGRAMME}"


@pytest.fixture
def learner(world: World, drafts: Drafts) -> Person:
    """A learner through the first module."""
    publish(world, drafts)
    made = world.person("Ada Example", team="North")
    pass_module(made, M01)
    return made


def test_a_learner_changes_market_and_back(learner: Person, browse: type[Browser]) -> None:
    pass_module(learner, M03)
    ada = browse(learner).open(ADDRESS)
    assert "For the United States" in ada.words
    assert UK_TITLE not in ada.words
    ada.follow("Change your market")
    assert "You learn for the United States, as your team does." in ada.words
    ada.fill("Market", "United Kingdom").press("Keep this market")
    assert "You learn for the United Kingdom now. What you did before stays on record." in ada.words
    ada.open(ADDRESS)
    assert "Payers, providers and rules of the road are taught for the United Kingdom." in ada.words
    assert "is due by" in ada.words
    assert ada.words.index(UK_TITLE) < ada.words.index("From another market") < ada.words.index(US_TITLE)
    ada.follow(US_TITLE)
    assert "You learn for the United Kingdom, so another stands in its place" in ada.words
    transcript = f"/people/{learner.id}/transcript"
    assert "for the United States" in ada.open(transcript).words
    assert "For the United States" in Printed(fetched(ada, f"{transcript}/paper.pdf").data).words
    rows = DictReader(StringIO(fetched(ada, f"{transcript}/paper.csv").data.decode("utf-8-sig"), newline=""))
    assert {row["Title"]: row["Market"] for row in rows}[US_TITLE] == "United States"
    ada.open("/account").fill("Market", "As your team").press("Keep this market")
    ada.open(ADDRESS)
    assert "From another market" not in ada.words
    assert "For the United States" in ada.words


def test_a_link_to_a_module_of_another_market_leads_to_the_one_in_its_place(
    learner: Person, browse: type[Browser]
) -> None:
    people.choose_market(learner, Market.UK, by=learner, at=NOW)
    ada = browse(learner).open(f"{ADDRESS}/{M03}")
    assert (ada.heading, ada.address) == (UK_TITLE, f"{ADDRESS}/{UK}")
    assert "this module stands in the place of the one you asked for" in ada.words
    assert ada.open(f"{ADDRESS}/{M03}/who-decides").heading == UK_TITLE
    assert ada.open(f"{ADDRESS}/m09-none", expect=404).status == 404
    ada.open(f"{ADDRESS}/{UK}").press("Start the module")
    assert ada.heading == "Who plans care"


def test_a_fact_of_another_market_says_so_on_its_card(learner: Person, browse: type[Browser]) -> None:
    people.choose_market(learner, Market.UK, by=learner, at=NOW)
    read_all_lessons(learner, UK)
    ada = browse(learner).open(f"{ADDRESS}/{UK}/who-plans-care")
    cards = [" ".join(one.get_text(" ").split()) for one in ada.page.find_all(class_="fact-card")]
    assert ["About the" in one for one in cards] == [False, True]
    assert "About the United States" in cards[1]


def test_a_market_that_does_not_exist_is_explained(learner: Person, browse: type[Browser]) -> None:
    ada = browse(learner).open("/account")
    field = ada.field("Market")
    field.find_all("option")[1]["value"] = "FR"
    ada.fill("Market", "United States").press("Keep this market", expect=422)
    assert "There is no such market. Choose one from the list." in ada.words
    assert learner.market_code is None
    assert ada.open("/account/market").heading == "Your account"


def test_the_pages_cost_no_more_for_a_market(learner: Person, browse: type[Browser]) -> None:
    ada = browse(learner)

    def cost(address: str) -> int:
        ada.open(address)
        with statements() as seen:
            ada.open(address)
        return len(seen)

    addresses = (ADDRESS, f"{ADDRESS}/{M01}", "/", f"/people/{learner.id}", f"/people/{learner.id}/transcript")
    before = [cost(one) for one in addresses]
    people.choose_market(learner, Market.UK, by=learner, at=NOW)
    read_all_lessons(learner, UK)
    assert [cost(one) for one in addresses] == before


def test_administrators_say_which_market_people_and_teams_are_in(
    world: World, learner: Person, browse: type[Browser]
) -> None:
    other = world.person("Bo Example", team="North")
    root = browse(world.administrator()).open(f"/admin/people/{learner.id}")
    root.fill("Market", "United States").press("Save")
    assert learner.market_code == "US"
    root.open("/admin/people").follow("Teams and markets")
    assert "2 active people" in root.words
    root.fill("Market of North", "United Kingdom").press("Save the market of North")
    assert "North works in the United Kingdom." in root.words
    assert (learner.market, other.market) == (Market.US, Market.UK)
    assert learner.market_since is None
    assert other.market_since is not None
    root.field("Market of North").find_all("option")[0]["value"] = "FR"
    root.fill("Market of North", "United States").press("Save the market of North", expect=422)
    assert "There is no such market. Choose one from the list." in root.words
    assert other.market is Market.UK


@pytest.mark.parametrize("who", ["learner", "coach", "learning_team", "leader"])
def test_teams_are_for_administrators(who: str, world: World, browse: type[Browser]) -> None:
    assert browse(getattr(world, who)()).open("/admin/teams", expect=403).status == 403


def test_a_team_of_two_markets_is_counted_by_each_ones_own_check(world: World, learner: Person) -> None:
    coach = world.coach()
    other = world.learner("Bo Example", coach=coach)
    world.give_coach(learner, coach)
    people.choose_market(learner, Market.UK, by=learner, at=NOW)
    for one, module in ((learner, UK), (other, M03)):
        world.seen(one, world.certified(world.coach()), *[{"C01a": 5, "C01b": 5}] * 4)
        world.seen(one, coach, *[{"C01a": 5, "C01b": 5}] * 4)
        if one is other:
            pass_module(one, M01)
        pass_module(one, module)
    seen = map_of(coach)
    people.choose_market(other, Market.UK, by=other, at=NOW)
    people.choose_market(learner, Market.US, by=learner, at=NOW)
    lost = map_of(coach)
    assert seen[learner.id] == seen[other.id]
    assert lost[learner.id] == lost[other.id] != seen[other.id]
    assert len({one.id for one in team_of(coach, TODAY).care}) == len(lost) == 2


def map_of(coach: Person) -> dict[int, str]:
    """What the team map says of everybody's marketplace knowledge, without the address it leads to."""
    rows = {row.person.id: BeautifulSoup(row.cells, "html.parser") for row in team_of(coach, TODAY).rows}
    for row in rows.values():
        for link in row.find_all("a"):
            del link["href"]
    return {key: str(row.find("td")) for key, row in rows.items()}
