"""A scenario at the browser: moment by moment, an ending that says why, a debrief that explains."""

import pytest
from sqlalchemy import func, select

from kamacademy.competency.models import Evidence
from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.scenario.models import ScenarioRun, ScenarioStep
from tests.browser import Browser
from tests.scenario.small import BEST, SLUG, STOPPED, UNINFORMED, begun, played, published
from tests.statements import statements
from tests.world import World

FIRST = f"/scenarios/{SLUG}"


@pytest.fixture
def learner(world: World, drafts: Drafts) -> Person:
    """A learner in a world whose newest release has the small scenario."""
    published(world, drafts)
    return world.learner()


def steps(run: ScenarioRun) -> int:
    return db.session.scalar(select(func.count()).where(ScenarioStep.run_id == run.id)) or 0


def test_a_scenario_is_played_from_its_first_page_to_its_debrief(browse: type[Browser], learner: Person) -> None:
    browser = browse(learner).open(FIRST)
    assert browser.heading == "Small talk"
    browser.press("Begin")
    assert browser.heading == "At the door"
    assert "You wait at the door. It opens." in browser.words
    assert "Have you something for me? The director" in browser.words
    browser.choose("Name the limit").press("Decide")
    assert browser.heading == "At the table"
    assert "You chose Name the limit She nods." in browser.words
    assert "You wait at the door" not in browser.words
    assert "Trust +1 Polite" in browser.words
    for choice in ("Ask who decides", "Show the checklist", "Take the link out", "Sum up", "Tell all"):
        browser.choose(choice).press("Decide")
    assert browser.heading == "All is well"
    assert "Passed" in browser.words
    assert "You reached an ending that passes" in browser.words
    browser.follow("Look at the debrief")
    assert browser.heading == "Debrief: Small talk"


def test_the_debrief_shows_the_path_the_alternatives_and_what_each_choice_evidenced(
    browse: type[Browser], learner: Person
) -> None:
    run = played(learner, (0, 2, 0, 0, 1))
    words = browse(learner).open(f"/scenario-runs/{run.id}/debrief").words
    assert "All is fair" in words
    assert "Information ended at 0 of 4 (Little); passing asks for 2. Compliance ended at 2 of 5 (At risk)" in words
    assert "You chose Skip the checklist Weak C12a Rules in plans Compliance −2 Skipped." in words
    assert "You could have chosen Ask who decides Strong C03a" in words
    assert "What would have followed: She tells you. It leads to “At the table”." in words
    assert "You could have chosen Give it to her Hard stop C12b Speaking up Compliance −3 Crossed." in words
    assert "It leads to the end: “The run stops”." in words
    assert "Trust Polite to Polite" in words
    assert "3 of 5 decisions were strong in C12. 0 of 1 decision were strong in C03." in words
    assert "Source: A test." in words


def test_a_hard_stop_ends_the_run_with_its_reason(browse: type[Browser], learner: Person) -> None:
    run = begun(learner, "/learn")
    browser = browse(learner).open(f"/scenario-runs/{run.id}").choose("Give it to her").press("Decide")
    assert browser.heading == "The run stops"
    assert "Stopped at a limit" in browser.words
    assert "That was a limit." in browser.words
    assert "There is no part credit." in browser.words
    assert "Decide" not in browser.button_words
    browser.follow("Look at the debrief").press("Try again")
    assert browser.heading == "At the door"
    assert browser.address != f"/scenario-runs/{run.id}"


def test_an_ending_that_does_not_pass_says_what_was_missing(browse: type[Browser], learner: Person) -> None:
    short, poor = played(learner, UNINFORMED), played(learner, (0, 0, 1, 0, 0, 2))
    browser = browse(learner).open(f"/scenario-runs/{short.id}")
    assert "Not passed yet" in browser.words
    assert "Information ended at 0 of 4 (Little); passing asks for 2." in browser.words
    assert "came to an ending that does not pass" in browser.open(f"/scenario-runs/{poor.id}").words


def test_after_passing_the_page_leads_back_and_offers_another_way(browse: type[Browser], learner: Person) -> None:
    run = played(learner, return_to="/learn")
    browser = browse(learner).open(f"/scenario-runs/{run.id}/debrief")
    assert "Back to the module" in browser.link_words
    browser.press("Try another way")
    assert "For exploring: not recorded as evidence" in browser.words
    browser.choose("Give it to her").press("Decide")
    assert "this run was for exploring" in browser.words
    assert db.session.scalar(select(func.count()).where(Evidence.learner_id == learner.id)) == 2


def test_leaving_and_coming_back_goes_on_where_it_was(browse: type[Browser], learner: Person) -> None:
    run = played(learner, BEST[:2])
    browser = browse(learner).open(FIRST)
    assert "You are in the middle of it" in browser.words
    browser.follow("Go on")
    assert (browser.address, browser.heading) == (f"/scenario-runs/{run.id}", "At the table")


def test_finished_runs_are_listed_with_how_they_came_out(browse: type[Browser], learner: Person) -> None:
    played(learner, STOPPED)
    done = played(learner)
    browser = browse(learner).open(FIRST)
    assert "All is well Passed 20 Nov 2026" in browser.words
    assert "The run stops Not passed 20 Nov 2026" in browser.words
    assert "Begin again" in browser.button_words
    assert browser.follow("All is well").address == f"/scenario-runs/{done.id}/debrief"


def test_no_choice_is_explained(browse: type[Browser], learner: Person) -> None:
    run = begun(learner)
    browser = browse(learner).open(f"/scenario-runs/{run.id}").press("Decide", expect=422)
    assert "Choose what you do or say first." in browser.words
    assert browser.heading == "At the door"


def test_choices_and_steps_that_do_not_exist_change_nothing(browse: type[Browser], learner: Person) -> None:
    run = begun(learner)
    address = f"/scenario-runs/{run.id}"
    browser = browse(learner).open(address)
    for bad in ("3", "-1", "x", "9" * 30):
        browser.post(address, expect=422, number="1", choice=bad)
        assert "There is no such choice here." in browser.words
    for bad in ("0", "2", "x", ""):
        browser.post(address, expect=404, number=bad, choice="0")
    assert steps(run) == 0


def test_a_double_click_and_a_back_button_change_nothing(browse: type[Browser], learner: Person) -> None:
    run = begun(learner)
    address = f"/scenario-runs/{run.id}"
    first, second = browse(learner).open(address), browse(learner).open(address)
    first.choose("Name the limit").press("Decide")
    second.choose("Name the limit").press("Decide")
    assert second.heading == "At the table"
    assert "already decided" not in second.words
    first.post(address, number="1", choice="1")
    assert "You had already decided at that moment, so your first choice stands." in first.words
    assert (first.heading, steps(run)) == ("At the table", 1)


def test_an_old_page_of_a_finished_run_leads_to_its_end(browse: type[Browser], learner: Person) -> None:
    run = played(learner, BEST[:-1])
    address = f"/scenario-runs/{run.id}"
    old = browse(learner).open(address)
    browse(learner).open(address).choose("Tell all").press("Decide")
    assert old.choose("Tell half").press("Decide").heading == "All is well"
    assert "your first choice stands" in old.words
    assert old.post(address).heading == "All is well"


def test_there_is_no_debrief_before_the_end(browse: type[Browser], learner: Person) -> None:
    run = played(learner, BEST[:2])
    browser = browse(learner).open(f"/scenario-runs/{run.id}/debrief")
    assert browser.address == f"/scenario-runs/{run.id}"
    assert "Skipped." not in browser.words


def test_the_page_of_a_moment_gives_nothing_away(browse: type[Browser], learner: Person) -> None:
    run = begun(learner)
    page = str(browse(learner).open(f"/scenario-runs/{run.id}").page)
    for hidden in ("Named.", "Crossed.", "She nods.", "Hard stop", "Strong", "C12b", "halt"):
        assert hidden not in page, hidden


def test_what_does_not_exist_is_not_found(browse: type[Browser], learner: Person) -> None:
    browser = browse(learner)
    for address in ("/scenarios/no-such", "/scenario-runs/999999", "/scenario-runs/999999/debrief"):
        browser.open(address, expect=404)
    browser.post("/scenarios/no-such/runs", expect=404)


def test_nobody_else_sees_or_plays_a_run(world: World, browse: type[Browser], learner: Person) -> None:
    coach = world.coach()
    world.give_coach(learner, coach)
    run = begun(learner)
    for other in (coach, world.learner(), world.learning_team(), world.leader(), world.administrator()):
        browser = browse(other)
        for address in (f"/scenario-runs/{run.id}", f"/scenario-runs/{run.id}/debrief"):
            browser.open(address, expect=403)
        browser.post(f"/scenario-runs/{run.id}", expect=403, number="1", choice="0")
        browser.post(f"/scenario-runs/{run.id}/again", expect=403)
    assert steps(run) == 0


def test_only_learners_play(world: World, browse: type[Browser], learner: Person) -> None:
    for other in (world.learning_team(), world.leader(), world.administrator()):
        browse(other).open(FIRST, expect=403).post(f"{FIRST}/runs", expect=403)
    browse().open(FIRST)
    assert db.session.scalar(select(func.count()).select_from(ScenarioRun)) == 0


def test_looking_changes_nothing(browse: type[Browser], learner: Person) -> None:
    run = played(learner, BEST[:2])
    browser = browse(learner)
    for address in (
        FIRST,
        f"/scenario-runs/{run.id}",
        f"/scenario-runs/{run.id}/debrief",
        f"/scenario-runs/{run.id}/again",
    ):
        browser.open(address)
    assert steps(run) == 2
    assert db.session.scalar(select(func.count()).where(ScenarioRun.learner_id == learner.id)) == 1


def test_no_page_asks_much_of_the_database(browse: type[Browser], learner: Person) -> None:
    going = played(learner, BEST[:2])
    browser = browse(learner)
    counts = {}
    for name, address in (("first", FIRST), ("moment", f"/scenario-runs/{going.id}")):
        browser.open(address)
        with statements() as seen:
            browser.open(address)
        counts[name] = len(seen)
    for number, choice in enumerate(BEST[2:], 3):
        browser.post(f"/scenario-runs/{going.id}", number=str(number), choice=str(choice))
    with statements() as seen:
        browser.open(f"/scenario-runs/{going.id}/debrief")
    counts["debrief"] = len(seen)
    assert max(counts.values()) <= 8, counts
