"""Scorecards at the browser: who sees which, what stands there, and how much it costs."""

import pytest

from kamacademy.kpi.subjects import Subject
from kamacademy.people.job_roles import JobRole
from kamacademy.people.models import Person
from tests.browser import Browser
from tests.curriculum.study import PROGRAMME
from tests.scorecard.company import Harbour, harbour, keep, months, own
from tests.statements import statements
from tests.world import World

MOST_STATEMENTS = 12


@pytest.fixture
def team(world: World) -> Harbour:
    made = harbour(world, 5)
    for one in made.people:
        keep(own(one), "K01", months([10, 12, 13], 20), made.coach, note=f"Seen with {one.name}")
    return made


def card_address(person: Person) -> str:
    return f"/people/{person.id}/kpis/scorecard"


def test_results_lead_to_the_card_and_back(team: Harbour, browse: type[Browser]) -> None:
    person = team.people[0]
    browser = browse(person).open(f"/people/{person.id}/kpis").follow("Scorecard")
    assert browser.address == card_address(person)
    assert browser.heading == "Scorecard"
    assert "13 of 20 (65 %) Oct 2026" in browser.words
    assert "Target 80 %: not met yet, above the baseline" in browser.words
    assert "Learn next: M03 Providers and risk" in browser.words
    assert "Seen with Person Aey" in browser.words
    assert "K05 Plan quality No reading yet." in browser.words
    assert "its page charts its changes" in browser.words
    browser.follow("All results")
    assert browser.heading == "Results"


def test_what_is_not_met_leads_to_the_module_and_a_measure_to_its_page(team: Harbour, browse: type[Browser]) -> None:
    person = team.people[0]
    browser = browse(person).open(card_address(person)).follow("M03 Providers and risk")
    assert browser.heading.startswith("Providers and risk")
    assert browser.open(card_address(person)).follow("Living profile").heading == "Living profile"


def test_a_measure_for_which_only_an_action_is_written_leads_to_the_plan(
    world: World, team: Harbour, browse: type[Browser]
) -> None:
    person = team.people[0]
    keep(own(person), "K12", months([4, 4, 4], 8), team.coach)
    browser = browse(team.coach).open(card_address(person))
    assert "Try next:" in browser.words
    link = next(one for one in browser.page.select(".score-next a") if "/k12" in str(one["href"]))
    assert "Person Aey" in browser.open(str(link["href"])).words


@pytest.mark.parametrize("form", ["", "/paper.csv"])
def test_a_persons_card_is_for_the_person_and_the_present_coach(
    form: str, world: World, team: Harbour, browse: type[Browser]
) -> None:
    address = f"{card_address(team.people[0])}{form}"
    for who in (team.people[0], team.coach):
        assert browse(who).ask("get", address).status_code == 200
    for who in (team.people[1], world.coach(), world.leader(), world.learning_team(), world.administrator()):
        assert browse(who).ask("get", address).status_code == 403


@pytest.mark.parametrize("form", ["", "/paper.csv"])
def test_a_teams_card_is_for_its_coach_and_for_who_sees_the_academy(
    form: str, world: World, team: Harbour, browse: type[Browser]
) -> None:
    address = f"/teams/{team.team_id}/scorecard{form}"
    for who in (team.coach, world.leader(), world.learning_team()):
        assert browse(who).ask("get", address).status_code == 200
    for who in (team.people[0], world.coach(), world.administrator()):
        assert browse(who).ask("get", address).status_code == 403


@pytest.mark.parametrize("form", ["", "/paper.csv"])
def test_a_programmes_card_is_for_who_sees_the_academy(
    form: str, world: World, team: Harbour, browse: type[Browser]
) -> None:
    address = f"/programmes/{PROGRAMME}/scorecard{form}"
    for who in (world.leader(), world.learning_team()):
        assert browse(who).ask("get", address).status_code == 200
    for who in (team.people[0], team.coach, world.administrator()):
        assert browse(who).ask("get", address).status_code == 403


def test_nobody_is_named_or_listed_on_the_card_of_a_team(team: Harbour, browse: type[Browser]) -> None:
    browser = browse(team.coach).open("/team").follow("Scorecards").follow("Harbour")
    assert "65 of 100 (65 %)" in browser.words
    assert "13 of 20" not in browser.words
    assert not any(one.name in browser.words for one in team.people)
    assert "Seen with" not in browser.words
    assert "nobody is ranked" in browser.words


def test_a_leader_comes_from_the_academy_and_a_coach_sees_only_own_teams(
    world: World, team: Harbour, browse: type[Browser]
) -> None:
    world.person("Far Away", team="Elsewhere")
    coach = browse(team.coach).open("/scorecards")
    assert "Harbour" in coach.words
    assert "Elsewhere" not in coach.words
    assert "Programmes" not in coach.words
    leader = browse(world.leader()).open("/academy").follow("Scorecards")
    assert "Harbour" in leader.words
    assert "Elsewhere" in leader.words
    assert leader.follow("Account-management mindset").heading == "Scorecard of Account-management mindset"
    assert "Days away from the field for each person" in leader.words
    assert browse(team.people[0]).ask("get", "/scorecards").status_code == 403


def test_the_card_of_a_medical_role_says_why_so_little_is_on_it(world: World, browse: type[Browser]) -> None:
    person = world.person("Leila Haddad", job_role=JobRole.MSL)
    browser = browse(person).open(card_address(person))
    assert "medical and nursing roles stay apart from commercial measures" in browser.words
    assert "K01" not in browser.words
    assert "No figure yet" in browser.words


def test_a_senior_leader_who_learns_is_led_to_the_card_of_the_programme(world: World, browse: type[Browser]) -> None:
    person = world.person("Sam Senior", job_role=JobRole.SL)
    browser = browse(person).open(card_address(person))
    assert "K25 Transfer rate: on the card of each programme." in browser.words


def test_a_card_costs_the_same_however_many_people_and_readings(
    world: World, team: Harbour, browse: type[Browser]
) -> None:
    keep(Subject(team_id=team.team_id), "K02", months([5], 10), team.coach)
    manager, leader = browse(team.coach), browse(world.leader())
    first = counted(manager, leader, team)
    for number in range(7):
        one = world.person(f"More {number}", team="Harbour")
        world.give_coach(one, team.coach)
        for kpi in ("K01", "K12", "K13"):
            keep(own(one), kpi, months([10] * 15, 20), team.coach, note="Another")
    keep(own(team.people[0]), "K22", months([4] * 15, 8), team.coach)
    again = counted(manager, leader, team)
    assert first == again
    assert max(again) <= MOST_STATEMENTS


def counted(manager: Browser, leader: Browser, team: Harbour) -> list[int]:
    """The statements of a person's, a team's and a programme's card."""
    found = []
    for browser, address in (
        (manager, card_address(team.people[0])),
        (manager, f"/teams/{team.team_id}/scorecard"),
        (leader, f"/programmes/{PROGRAMME}/scorecard"),
        (leader, "/scorecards"),
    ):
        browser.open(address)
        with statements() as made:
            browser.open(address)
        found.append(len(made))
    return found
