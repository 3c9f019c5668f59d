"""The pages of commitments: what each person sees and may do."""

import pytest
import time_machine
from flask import Flask

from kamacademy.commitment.asking import Kept
from kamacademy.commitment.forms import IntoPlanForm
from kamacademy.commitment.models import Commitment
from kamacademy.commitment.operations import share
from kamacademy.competency.queries import competencies_in
from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.mail import operations as mail
from kamacademy.people.models import Person
from tests.browser import Browser
from tests.commitment.promised import DAY, answered, committed, on_paper
from tests.curriculum.study import M01, M01_ADDRESS, M03, complete, read_all_lessons
from tests.statements import statements
from tests.world import NOW, TODAY, World

M02 = "m02-payers-pbms-and-formularies"


@pytest.fixture
def coach(world: World) -> Person:
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    return world.learner("Mira Halvorsen", coach=coach)


def test_from_the_complete_module_to_the_answers_and_what_they_add_up_to(
    learner: Person, browse: type[Browser]
) -> None:
    complete(learner)
    browser = browse(learner)
    browser.open(M01_ADDRESS).follow("Write it down")
    assert browser.heading == "What will you do differently?"
    assert "opening every planning talk with the customer's goals" in browser.words
    browser.fill("I will stop", "  going on the   Monday round ").fill("Hours a month this releases", "8,5")
    browser.fill("I will start", "opening with the customer's goals").press("Keep my commitments")
    assert browser.address == "/commitments"
    assert "Stop going on the Monday round" in browser.words
    assert "To release 8.5 hours a month" in browser.words
    assert "Asked on 20 Dec 2026" in browser.words
    with time_machine.travel(NOW + 30 * DAY, tick=False):
        browser.sign_in(learner.email)
        browser.open("/next-step")
        assert "How did it go in 30 days?" in browser.words
        browser.follow("Answer")
        browser.page.find_all("input", value="partly")[0]["checked"] = ""
        browser.fill("Hours a month really released", "3.5")
        browser.press("Keep my answers", expect=422)
        assert "Choose the answer that comes closest." in browser.words
        assert browser.field("Hours a month really released")["value"] == "3.5"
        browser.page.find_all("input", value="kept")[1]["checked"] = ""
        browser.press("Keep my answers")
        assert "3.5 hours a month released, by your latest answer to 1 commitment" in browser.words
        assert "nobody measured it" in browser.words
        assert "Answer" not in browser.link_words
        browser.open("/next-step")
        assert "How did it go in 30 days?" not in browser.words


def test_bad_lines_are_explained_and_nothing_is_lost(learner: Person, browse: type[Browser]) -> None:
    attempt = complete(learner)
    browser = browse(learner).open(f"/commitments/after/{attempt.id}")
    browser.press("Keep my commitments", expect=422)
    assert "Write at least one line" in browser.words
    browser.fill("I will start", "asking first").fill("Hours a month this releases", "4")
    browser.press("Keep my commitments", expect=422)
    assert "Write what you will stop, or leave the hours empty." in browser.words
    assert browser.field("I will start")["value"] == "asking first"
    browser.fill("I will stop", "x" * 201)
    for wrong, says in (
        ("0.2", "in whole or half hours"), ("80.5", "at most 80 hours"), ("nan", "at most 80 hours"),
        ("many", "Give hours as a figure"), ("0", "Give 0.5 to 80 hours"),
    ):  # fmt: skip
        browser.fill("Hours a month this releases", wrong).press("Keep my commitments", expect=422)
        assert says in browser.words, wrong
        assert "Keep the line below 200 characters." in browser.words
    assert db.session.query(Commitment).count() == 0


def test_before_the_module_is_complete_nothing_is_kept(learner: Person, browse: type[Browser]) -> None:
    attempt = read_all_lessons(learner)
    browser = browse(learner).open(f"/commitments/after/{attempt.id}")
    browser.fill("I will start", "asking first").press("Keep my commitments", expect=422)
    assert "Commitments come when the module is complete." in browser.words
    assert "Write it down" not in browser.open(M01_ADDRESS).link_words


def test_they_are_changed_from_the_page_until_the_first_question(learner: Person, browse: type[Browser]) -> None:
    made = committed(learner)
    browser = browse(learner).open("/commitments").follow("Change")
    assert browser.field("I will stop")["value"] == "going on the Monday round"
    browser.fill("I will stop", "the Monday round").press("Keep the changes")
    assert "Stop the Monday round" in browser.words
    made.made_on = TODAY - 30 * DAY
    assert "Change" not in browser.open("/commitments").link_words
    browser.open(f"/commitments/after/{made.attempt_id}")
    assert browser.heading == "Commitments"


def test_nobody_else_opens_them(world: World, learner: Person, coach: Person, browse: type[Browser]) -> None:
    made = committed(learner, days_ago=30)
    line = made.commitments[0].id
    for other in (coach, world.learner(), world.learning_team(), world.administrator()):
        browser = browse(other)
        for address in (
            f"/commitments/after/{made.attempt_id}", f"/commitments/{made.id}/answers/30", f"/commitments/{line}/plan",
        ):  # fmt: skip
            browser.open(address, expect=403)
        browser.post(f"/commitments/{line}/share", expect=403)
        browser.post(f"/commitments/{line}/withdraw", expect=403)
    assert browse(learner).open("/commitments/999999/answers/30", expect=404)


def test_the_coach_reads_what_is_shared_and_only_that(
    world: World, learner: Person, coach: Person, browse: type[Browser]
) -> None:
    made = committed(learner, days_ago=31)
    answered(made, 30, Kept.PARTLY, 4.0)
    with_coach, own = browse(coach), browse(learner)
    with_coach.open(f"/people/{learner.id}").follow("Commitments")
    assert "Nothing is shared with you" in with_coach.words
    own.open("/commitments").press("Share with Daniel: Stop going on the Monday round")
    assert "Shared with Daniel" in own.words
    with_coach.open(f"/people/{learner.id}/commitments")
    assert "M01 From products to accounts" in with_coach.words
    assert "Stop going on the Monday round" in with_coach.words
    assert "Partly" in with_coach.words
    assert "4 hours a month released" in with_coach.words
    assert "opening with the customer's goals" not in with_coach.words
    browse(world.coach()).open(f"/people/{learner.id}/commitments", expect=403)
    own.press("Stop sharing")
    assert "Monday" not in with_coach.open(f"/people/{learner.id}/commitments").words


def test_a_later_coach_reads_nothing_that_was_shared_with_another(
    world: World, learner: Person, coach: Person, browse: type[Browser]
) -> None:
    share(committed(learner).commitments[0], at=NOW)
    later = world.coach("Ruth Later")
    world.give_coach(learner, later, since=TODAY)
    assert "Nothing is shared with you" in browse(later).open(f"/people/{learner.id}/commitments").words
    browse(coach).open(f"/people/{learner.id}/commitments", expect=403)
    assert "Share with Ruth" in " ".join(browse(learner).open("/commitments").button_words)


def test_one_is_taken_into_the_plan_and_each_says_where_the_other_is(
    learner: Person, coach: Person, browse: type[Browser]
) -> None:
    committed(learner)
    browser = browse(learner).open("/commitments")
    browser.follow("Take into the plan: Stop going on the Monday round")
    assert browser.field("What you will do")["value"] == "Stop going on the Monday round"
    browser.fill("Due", (TODAY + 200 * DAY).isoformat()).press("Propose it", expect=422)
    assert browser.field("What you will do")["value"] == "Stop going on the Monday round"
    browser.fill("Due", (TODAY + 40 * DAY).isoformat()).press("Propose it")
    assert browser.heading == "Development plan" or "plan" in browser.heading.lower()
    assert "From a commitment after the module “From products to accounts: joining the dots”" in browser.words
    assert "In your plan" in browser.open("/commitments").link_words
    words = browse(coach).open(f"/people/{learner.id}/plan").words
    assert "From a commitment after the module" in words


def test_a_question_that_is_not_open_leads_back_to_the_page(learner: Person, browse: type[Browser]) -> None:
    made = committed(learner, days_ago=29)
    browser = browse(learner).open(f"/commitments/{made.id}/answers/30")
    assert browser.address == "/commitments"
    assert "This question is not open now." in browser.page.get_text(" ")
    made.made_on = TODAY - 31 * DAY
    browser.open(f"/commitments/{made.id}/answers/60")
    assert browser.address == "/commitments"
    assert browser.open(f"/commitments/{made.id}/answers/30").heading == "How did it go?"


def test_not_kept_and_hours_released_do_not_go_together(learner: Person, browse: type[Browser]) -> None:
    made = committed(learner, days_ago=30)
    browser = browse(learner).open(f"/commitments/{made.id}/answers/30")
    for one in browser.page.find_all("input", value="not"):
        one["checked"] = ""
    browser.fill("Hours a month really released", "3").press("Keep my answers", expect=422)
    assert "Not kept means that no hours were released." in browser.words


def test_the_day_is_the_learners_own(learner: Person, browse: type[Browser]) -> None:
    committed(learner, days_ago=29)
    mail.choose_hours(
        learner.id, time_zone="Pacific/Kiritimati", quiet_from=None, quiet_until=None, digest_weekday=0, at=NOW
    )
    with time_machine.travel(NOW.replace(hour=11), tick=False):
        browser = browse(learner)
        assert "How did it go in 30 days?" in browser.open("/next-step").words
        assert "How did it go in 30 days?" in browser.open("/commitments").words


def test_the_first_page_offers_it_for_a_fortnight_and_until_it_is_written(
    learner: Person, browse: type[Browser]
) -> None:
    attempt = complete(learner, at=NOW - 13 * DAY)
    browser = browse(learner).open("/next-step")
    assert "What will you do differently?" in browser.words
    with time_machine.travel(NOW + DAY, tick=False):
        browser.sign_in(learner.email)
        assert "What will you do differently?" not in browser.open("/next-step").words
    browser = browse(learner).open("/next-step").follow("Write it down")
    browser.fill("I will start", "asking first").press("Keep my commitments")
    assert "What will you do differently?" not in browser.open("/next-step").words
    assert attempt.module == M01


def test_an_empty_page_says_what_to_do(learner: Person, browse: type[Browser]) -> None:
    browser = browse(learner).open("/learn").follow("Your commitments")
    assert "No commitments yet" in browser.words


def test_the_page_takes_as_many_statements_for_many_as_for_one(learner: Person, browse: type[Browser]) -> None:
    browser, counts = browse(learner), []
    answered(committed(learner, days_ago=31), 30, Kept.KEPT)
    for module in (None, M02, M03):
        if module is not None:
            on_paper(learner, TODAY - 61 * DAY, {30: [(Kept.KEPT, 2.0), (Kept.NOT, None)]}, module=module)
        browser.open("/commitments")
        with statements() as seen:
            browser.open("/commitments")
        counts.append(len(seen))
    assert len(set(counts)) == 1
    assert counts[0] <= 12


def test_the_learning_team_reads_counts_from_five_people_on(world: World, browse: type[Browser]) -> None:
    people = [world.learner() for _ in range(6)]
    for number, one in enumerate(people[:4]):
        on_paper(one, TODAY - 61 * DAY, {30: [(Kept.KEPT, 2.0 * number), (Kept.PARTLY, None)]})
    browser = browse(world.learning_team())
    browser.open("/academy").follow("Commitments").follow("M01")
    assert browser.words.count("Not shown: fewer than 5 people were asked so far.") == 3
    on_paper(people[4], TODAY - 61 * DAY, {30: [(Kept.NOT, 0.0), (Kept.KEPT, None)]})
    on_paper(people[5], TODAY - 61 * DAY, {})
    browser.open(f"/academy/commitments/{M01}")
    assert "6 people were asked, 5 answered, 1 did not: of them nothing is known." in browser.words
    assert "10 commitments of the first 5 people who answered" in browser.words
    rows = {
        str(row.select("th")[0].get_text()): str(row.select("td")[0].get_text())
        for row in browser.page.select("tbody tr")
    }
    assert rows == {"Kept": "5", "Partly": "4", "Not kept": "1"}
    # By hand: 0 0 2 4 6.
    assert "median 2, the middle half between 0 and 4. Self-reported." in browser.words
    assert "6 people were asked. Fewer than 5 have answered" in browser.words
    assert "nobody else reads" not in browser.page.get_text()
    with statements() as seen:
        browser.open(f"/academy/commitments/{M01}")
    assert len(seen) <= 5
    browser.open("/academy/commitments/no-such-module", expect=404)
    for other in (people[0], world.leader(), world.coach(), world.administrator()):
        browse(other).open("/academy/commitments", expect=403)
        browse(other).open(f"/academy/commitments/{M01}", expect=403)


def test_a_competency_that_left_the_framework_stands_in_nobodys_way(app: Flask) -> None:
    """The module that was worked through may build what the newest release no longer has."""
    with app.test_request_context():
        form = IntoPlanForm()
        form.offer_indicators(competencies_in(library()), first=["C99", "C13"])
        words = form.indicator()
    assert words.index('value="C13a"') < words.index('value="C01a"')


def test_what_was_said_after_a_module_that_the_release_dropped_is_still_read(
    world: World, learner: Person, browse: type[Browser]
) -> None:
    made = on_paper(learner, TODAY - 61 * DAY, {})
    made.module, made.title = "m99-dropped", "M99 What the release dropped"
    browser = browse(world.learning_team()).open("/academy/commitments").follow("M99 What the release dropped")
    assert "Not shown: fewer than 5 people were asked so far." in browser.words
    assert "M99 What the release dropped" in browse(learner).open("/commitments").words
