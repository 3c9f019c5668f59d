"""Who reads what a study says, who asks for one, and what the pages cost."""

import subprocess
import sys

import pytest
from flask import current_app

from kamacademy.config import PROJECT
from kamacademy.db import db
from kamacademy.impact.jobs import count_all, work_on_asked
from kamacademy.impact.models import EffectStudy
from kamacademy.impact.operations import ask_study
from kamacademy.people.models import Person
from kamacademy.rollout.queries import begins_of
from tests.browser import Browser
from tests.impact.generated import MODULE, drawn, read, teams
from tests.statements import statements
from tests.world import NOW, World

PAGE = "/effects/module/m07-profiling-and-discovery"


def work() -> None:
    db.session.commit()
    work_on_asked(current_app._get_current_object(), NOW)  # type: ignore[attr-defined]  # the application itself


def asked_and_worked(by: Person, rollout_id: int) -> EffectStudy:
    study = ask_study(MODULE, "K01", worth_while=5, rollout_id=rollout_id, by=by, at=NOW)
    work()
    return study


def test_only_leaders_and_the_learning_team_read_and_only_the_latter_ask(world: World, browse: type[Browser]) -> None:
    study = ask_study(MODULE, "K01", worth_while=5, rollout_id=None, by=world.learning_team(), at=NOW)
    pages = ("/effects", PAGE, f"/effects/studies/{study.id}")
    for one in (world.learner(), world.coach(), world.administrator()):
        browser = browse(one)
        for page in (*pages, f"{PAGE}/studies/new"):
            browser.open(page, expect=403)
    leader = browse(world.leader())
    for page in pages:
        leader.open(page)
        assert "Ask for a study" not in leader.link_words
    leader.open(f"{PAGE}/studies/new", expect=403)
    leader.post(f"/effects/studies/{study.id}/again", expect=403)
    leader.post(f"{PAGE}/studies/new", expect=403, kpi="K01", rollout="completed", worth_while="5")


def test_the_learning_team_asks_and_reads_the_answer(world: World, browse: type[Browser]) -> None:
    by, members = world.learning_team(), teams(world, 14, 2)
    rollout = drawn(members, by)
    read(members, begins_of(rollout.id), 12.0, by=by)
    browser = browse(by).open("/effects").follow("M07")
    assert "has not been asked" in browser.words
    browser.follow("Ask for a study").fill("Measure", "K01").fill("worth while", "6").press("Ask")
    assert browser.heading == "Study of K01"
    assert "It is being worked out" in browser.words
    work()
    browser.open(PAGE)
    assert "It changed the measure" in browser.words
    assert "The module M07 raised the measure by" in browser.words
    assert "The lot drew which team began when" in browser.words
    assert "Worth while would be 6 percentage points or more" in browser.words
    assert browser.page.find("svg", class_="event-area")
    rows = browser.page.find("details", class_="chart-table").find("tbody").find_all("tr")
    dots = browser.page.find_all("circle", class_="dot")
    assert len(rows) == len(dots) > 5
    assert len([one for one in dots if "is-before" in one["class"]]) >= 3
    browser.press("Work it out again")
    assert "worked out anew" in browser.words
    assert browser.open("/effects").words.count("It changed the measure") == 1


def test_a_wrong_question_is_asked_again_with_what_is_wrong(world: World, browse: type[Browser]) -> None:
    browser = browse(world.learning_team()).open(f"{PAGE}/studies/new")
    browser.fill("worth while", "0").press("Ask", expect=422)
    assert "a number above 0" in browser.words
    browser.fill("worth while", "much").press("Ask", expect=422)
    assert "Write a number in digits" in browser.words
    options = [one.get_text() for one in browser.field("Measure").find_all("option")]
    assert options[0].startswith("K13")
    assert not [one for one in options if one.startswith("K25")]


def test_readings_that_came_since_are_told(world: World, browse: type[Browser]) -> None:
    by, members = world.learning_team(), teams(world, 12, 2)
    rollout = drawn(members, by)
    read(members, begins_of(rollout.id), 0.0, by=by, months=17)
    asked_and_worked(by, rollout.id)
    browser = browse(world.leader()).open(PAGE)
    assert "came in or were corrected since" not in browser.words
    read(members, begins_of(rollout.id), 0.0, by=by, months=18)
    assert "Readings of K01 came in or were corrected since" in browser.open(PAGE).words


def test_what_is_not_there_is_not_found(world: World, browse: type[Browser]) -> None:
    browser = browse(world.learning_team())
    for page in ("/effects/module/none", "/effects/programme/none", "/effects/lesson/m07", "/effects/studies/4711"):
        browser.open(page, expect=404)


@pytest.mark.parametrize("page", ["/effects", PAGE, "/effects/programme/account-management-mindset"])
def test_pages_take_few_statements_however_much_there_is(world: World, browse: type[Browser], page: str) -> None:
    by, members = world.learning_team(), teams(world, 12, 2)
    rollout = drawn(members, by)
    read(members, begins_of(rollout.id), 5.0, by=by, months=10)
    asked_and_worked(by, rollout.id)
    counts, leader = [], browse(world.leader())
    for _ in range(2):
        leader.open(page)
        with statements() as seen:
            leader.open(page)
        counts.append(len(seen))
        more = teams(world, 3, 3)
        read(more, {}, 5.0, by=by)
        asked_and_worked(by, rollout.id)
        count_all(current_app._get_current_object(), NOW)  # type: ignore[attr-defined]  # the application itself
    assert counts[0] == counts[1] <= 12


def test_the_page_of_a_study_takes_as_many_statements_however_much_there_is(
    world: World, browse: type[Browser]
) -> None:
    by, members = world.learning_team(), teams(world, 12, 2)
    rollout = drawn(members, by)
    read(members, begins_of(rollout.id), 5.0, by=by, months=10)
    study, counts, leader = asked_and_worked(by, rollout.id), [], browse(world.leader())
    for _ in range(2):
        with statements() as seen:
            leader.open(f"/effects/studies/{study.id}")
        counts.append(len(seen))
        read(teams(world, 3, 3), {}, 5.0, by=by)
        study = asked_and_worked(by, rollout.id)
    assert counts[0] == counts[1] <= 6


def test_a_study_kept_in_words_never_stands_for_another(world: World, browse: type[Browser]) -> None:
    by, members = world.learning_team(), teams(world, 12, 2)
    rollout = drawn(members, by)
    read(members, begins_of(rollout.id), 12.0, by=by)
    study, leader = asked_and_worked(by, rollout.id), browse(world.leader())
    page = f"/effects/studies/{study.id}"
    assert "5 percentage points or more" in leader.open(page).words
    rollout.name, study.worth_while = "Another name", 7
    db.session.commit()
    words = leader.open(page).words
    assert "7 percentage points or more" in words
    assert "“Another name”" in words
    assert study.result is not None
    study.result = {**study.result, "words": "Something else was found."}
    db.session.commit()
    assert "Something else was found." in leader.open(page).words


def test_no_page_loads_what_reckons() -> None:
    program = (
        "import sys; import kamacademy.impact.routes; import kamacademy.impact.jobs; "
        "print({'numpy', 'scipy'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


def test_a_study_by_a_rollout_stands_first_whatever_another_says(world: World, browse: type[Browser]) -> None:
    by, members = world.learning_team(), teams(world, 12, 2)
    rollout = drawn(members, by)
    read(members, begins_of(rollout.id), 12.0, by=by)
    asked_and_worked(by, rollout.id)
    ask_study(MODULE, "K01", worth_while=5, rollout_id=None, by=by, at=NOW)
    work()
    browser = browse(world.leader()).open(PAGE)
    assert "It changed the measure" in browser.page.find(id="answer-title").get_text()
    assert "K01, by completion, asked 20 Nov 2026" in browser.link_words
    assert "K01: It changed the measure" in browser.open("/effects").words


def test_the_measure_that_a_rollout_was_planned_for_stands_first(world: World, browse: type[Browser]) -> None:
    by, members = world.learning_team(), teams(world, 12, 2)
    rollout = drawn(members, by)
    read(members, begins_of(rollout.id), 12.0, by=by)
    assert rollout.kpi == "K01"
    asked_and_worked(by, rollout.id)
    ask_study(MODULE, "K07", worth_while=5, rollout_id=rollout.id, by=by, at=NOW)
    work()
    browser = browse(world.leader()).open(PAGE)
    assert "It changed the measure" in browser.page.find(id="answer-title").get_text()
    assert "K01: It changed the measure" in browser.open("/effects").words
