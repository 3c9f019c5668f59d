"""Marking at the browser: the queue, the page of a work, what each role sees, and what the learner reads."""

from datetime import timedelta

import pytest

from kamacademy import clock
from kamacademy.content.documents import Drafts
from kamacademy.db import db
from kamacademy.exercise.models import Submission
from kamacademy.marking import queries
from kamacademy.marking.operations import claim
from kamacademy.marking.turn import WorkKind
from kamacademy.people.models import Person
from tests.assessment.papers import paper_text
from tests.browser import Browser
from tests.marking.work import FULL, exercise, key, mark_answer, mark_exercise, open_answer, publish
from tests.statements import statements
from tests.world import World

LOW: dict[str, int | None] = {"insight": 1, "action": 1, "rules": 2}


@pytest.fixture
def coach(world: World) -> Person:
    """A coach."""
    return world.coach("Daniel Okafor")


@pytest.fixture
def learner(world: World, coach: Person) -> Person:
    """A learner in their care."""
    return world.learner("Mira Halvorsen", coach=coach)


def address(work: Submission) -> str:
    """Where an exercise is marked once it is claimed."""
    found = queries.find_marking(WorkKind.EXERCISE, key(work))
    assert found is not None
    return f"/marking/{found.id}"


def fill(browser: Browser, insight: int = 3) -> Browser:
    """Fill a whole mark."""
    browser.choose(f"{insight} of 4 for The insight").choose("2 of 3 for The action")
    browser.choose("2 of 2 for Within the rules").choose("Good: Clear.")
    browser.fill("Comment on The insight, for the learner", "Joins three.")
    return browser.fill("One thing that is strong", "Clear facts.").fill("One thing to improve", "Name the role.")


def test_an_empty_queue_says_what_will_stand_there(world: World, coach: Person, browse: type[Browser]) -> None:
    assert "Nothing waits for your mark" in browse(coach).open("/marking").words
    browse(world.learner()).open("/marking", expect=403)
    browse(world.leader()).open("/marking", expect=403)


def test_a_coach_finds_a_work_without_a_name_and_accepts_it(
    world: World, drafts: Drafts, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts)
    work = exercise(learner, at=clock.now() - timedelta(days=3))
    browser = browse(coach).open("/marking")
    assert "1 work to mark; handed in 3 days ago." in browser.words
    assert "Mira" not in browser.words
    browser.press("Mark")
    assert browser.heading == "Five facts, one insight"
    assert "Mira" not in browser.words
    assert "People skip the clinic." in browser.words
    assert "What does not count An insight whose real point is the product" in browser.words
    fill(browser).press("Accept")
    assert "the learner has the result" in browser.words
    db.session.refresh(work)
    assert work.accepted_at is not None


def test_what_a_rubric_tells_markers_alone_is_on_their_page(
    world: World, drafts: Drafts, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts)
    exercise(learner)
    browser = browse(coach).open("/marking").press("Mark")
    assert "For markers only The remark on parking is hearsay." in browser.words


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_lost(
    world: World, drafts: Drafts, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts)
    exercise(learner)
    browser = browse(coach).open("/marking").press("Mark")
    browser.choose("3 of 4 for The insight").fill("One thing that is strong", "Clear facts.")
    browser.press("Return it", expect=422)
    assert "Choose the points, or “Cannot tell”." in browser.words
    assert "Say what is missing before you return it." in browser.words
    assert "5 fields still need something." in browser.words
    browser.open("/marking").press("Go on")
    assert browser.field("3 of 4 for The insight").has_attr("checked")
    assert browser.field("One thing that is strong").get_text().strip() == "Clear facts."


def test_points_that_the_rubric_does_not_accept_are_refused_in_words(
    world: World, drafts: Drafts, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts)
    exercise(learner)
    browser = fill(browse(coach).open("/marking").press("Mark"), insight=0).choose("0 of 2 for Within the rules")
    browser.press("Accept", expect=422)
    assert "“Within the rules” needs at least 1, and has 0." in browser.words


def test_a_draft_saves_itself_and_stopping_lets_the_work_go(
    world: World, drafts: Drafts, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts)
    work = exercise(learner)
    browser = browse(coach).open("/marking").press("Mark")
    where = address(work)
    saved = browser.client.post(f"{where}/draft", data={"csrf_token": token(browser), "strength": "So far."})
    assert (saved.status_code, "Saved " in saved.get_data(as_text=True)) == (200, True)
    browser.open(where)
    assert browser.field("One thing that is strong").get_text().strip() == "So far."
    browser.press("Save and stop")
    assert "Others may take the work now." in browser.words
    assert "To mark" in browser.words


def token(browser: Browser) -> str:
    """The form token of the page."""
    found = browser.page.find("input", {"name": "csrf_token"})
    assert found is not None
    return str(found["value"])


def test_a_work_in_other_hands_is_refused_in_words(
    world: World, drafts: Drafts, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts)
    work, author = exercise(learner), world.learning_team()
    browser = browse(author).open("/marking")
    claim(WorkKind.EXERCISE, key(work), by=coach, at=clock.now())
    browser.press("Mark")
    assert "Somebody else is marking this work now." in browser.words
    assert "1 work is with another marker now." in browser.words
    browser.open(address(work))
    assert "Somebody else is marking this work now." in browser.words


def test_only_who_may_mark_a_work_opens_it(
    world: World, drafts: Drafts, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts)
    work = exercise(learner)
    claim(WorkKind.EXERCISE, key(work), by=coach, at=clock.now())
    stranger = browse(world.coach())
    stranger.open(address(work), expect=403)
    stranger.post(f"/marking/exercises/{key(work)}", expect=403)
    own = browse(learner)
    own.open(address(work), expect=403)
    own.post(f"/marking/exercises/{key(work)}", expect=403)
    browse(world.learning_team()).post("/marking/exercises/999999", expect=404)


def test_a_second_marker_sees_nothing_of_the_first_mark(
    world: World, drafts: Drafts, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts, percent=100)
    work = exercise(learner)
    mark_exercise(work, coach, improve="A telling sentence.", note="For markers alone.")
    browser = browse(world.learning_team()).open("/marking").press("Mark")
    for words in ("A telling sentence.", "For markers alone.", "Joins three.", "First mark", "Daniel"):
        assert words not in browser.page.get_text()
    assert not browser.page.find_all("input", {"checked": True})
    assert "1 work you have marked waits for somebody else’s look." in browse(coach).open("/marking").words
    own = browse(learner).open(f"/submissions/{work.id}")
    assert "It waits to be marked" in own.words


def test_two_marks_that_differ_stand_side_by_side_for_the_learning_team_alone(
    world: World, drafts: Drafts, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts, percent=100)
    work, first, other = exercise(learner), world.learning_team("Ann Author"), world.learning_team("Ola Other")
    mark_exercise(work, coach)
    mark_exercise(work, first, LOW)
    browse(coach).open(address(work), expect=403)
    browser = browse(other).open("/marking")
    assert "Two marks differ" in browser.words
    browser.press("Look")
    assert "“The insight”: 2 points apart." in browser.words
    assert "Daniel Okafor" in browser.words
    assert "Ann Author" in browser.words
    fill(browser, insight=2).press("Accept")
    assert "the learner has the result" in browser.words
    read = browse(learner).open(f"/submissions/{work.id}").follow("How it was marked, line by line")
    assert "6 of 9 points" in read.words
    assert "Ann Author" not in read.words


def test_the_learner_reads_points_anchors_and_comments_but_no_notes(
    world: World, drafts: Drafts, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts)
    work = exercise(learner)
    mark_exercise(work, coach, note="For markers alone.")
    browser = browse(learner).open(f"/submissions/{work.id}").follow("How it was marked, line by line")
    for words in ("7 of 9 points", "Between 2 and 4.", "Joins three.", "Clear facts.", "Name the role.", "Clear."):
        assert words in browser.words
    for words in ("For markers alone.", "The date is missing."):
        assert words not in browser.words
    found = queries.find_marking(WorkKind.EXERCISE, key(work))
    assert found is not None
    browse(world.learner()).open(f"/marks/{found.id}", expect=403)
    browse(coach).open(f"/marks/{found.id}", expect=403)


def test_an_open_answer_is_marked_beside_a_good_one_and_read_from_the_result(
    world: World, drafts: Drafts, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts)
    row = open_answer(learner)
    browser = browse(coach).open("/marking").press("Mark")
    assert "Four of ten patients wait longer than six weeks." in browser.words
    assert "One good answer, and why" in browser.words
    browser.choose("Cannot tell on The action").choose("3 of 4 for The insight")
    browser.choose("2 of 2 for Within the rules").choose("Good: Clear.").press("Give these points")
    own = browse(learner).open(f"/sittings/{row.sitting_id}").follow("How it was marked, line by line")
    assert "5 of 6 points, 1 line left out" in own.words
    assert "Four of ten patients" in own.words


def test_a_secured_papers_question_is_not_shown_with_its_mark(
    world: World, drafts: Drafts, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts, paper=paper_text(("ex-open", "ex-single"), secured=True, feedback="never"))
    row = open_answer(learner)
    mark_answer(row, coach)
    browser = browse(learner).open(f"/sittings/{row.sitting_id}").follow("How your answer to question 1 was marked")
    assert "7 of 9 points" in browser.words
    assert "Dr Amari" not in browser.words


def test_an_address_of_a_mark_that_is_not_there_leads_back_to_the_work(
    world: World, drafts: Drafts, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts)
    work, row = exercise(learner), open_answer(learner)
    browser = browse(learner).open(f"/submissions/{work.id}/mark")
    assert browser.heading == "Five facts, one insight"
    assert browser.open(f"/sitting-answers/{row.id}/mark").heading == "A test check"


def test_the_learning_team_corrects_a_result_and_the_learner_sees_both(
    world: World, drafts: Drafts, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts)
    row, author = open_answer(learner), world.learning_team()
    mark_answer(row, coach, reason="")
    browser = browse(author).open("/academy/marking").follow("A test check")
    assert "Every mark of this work" in browser.words
    browser.choose("4 of 4 for The insight").press("Correct it", expect=422)
    assert "Say why it is corrected." in browser.words
    browser.fill("Why it is corrected", "The third fact was overlooked.").press("Correct it")
    assert "Corrected." in browser.words
    own = browse(learner).open(f"/sitting-answers/{row.id}/mark")
    for words in ("8 of 9 points", "The third fact was overlooked.", "Before the correction", "7 of 9 points"):
        assert words in own.words
    browse(coach).open("/academy/marking", expect=403)


def test_the_exercise_itself_shows_the_points_that_stand_after_a_correction(
    world: World, drafts: Drafts, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts)
    work, author = exercise(learner), world.learning_team("Ann Author")
    found = mark_exercise(work, coach, strength="Clear facts.").marking
    own = browse(learner).open(f"/submissions/{work.id}")
    assert "3 of 4 points" in own.words
    assert "orrect" not in own.words
    browser = browse(author).open(f"/academy/marking/{found.id}").choose("4 of 4 for The insight")
    browser.fill("One thing that is strong", "All three facts joined.")
    browser.fill("Why it is corrected", "The third fact was overlooked.").press("Correct it")
    own.open(f"/submissions/{work.id}")
    for words in ("Daniel Okafor accepted your work", "Corrected", "Your work stays accepted", "4 of 4 points"):
        assert words in own.words
    for words in ("The third fact was overlooked.", "All three facts joined."):
        assert words in own.words
    assert "Ann Author" not in own.words
    for words in ("3 of 4 points", "Clear facts."):
        assert words not in own.words
    assert counted(own, f"/submissions/{work.id}") <= 12
    own.follow("How it was marked, line by line")
    for words in ("8 of 9 points", "Before the correction", "7 of 9 points"):
        assert words in own.words


def test_the_report_says_too_few_and_names_nobody(
    world: World, drafts: Drafts, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts, percent=100)
    author = world.learning_team("Ann Author")
    empty = browse(author).open("/academy/marking")
    assert "No work has been marked twice yet" in empty.words
    work = exercise(learner)
    mark_exercise(work, coach)
    mark_exercise(work, author, {**FULL, "insight": 2})
    browser = browse(author).open("/academy/marking")
    assert "Too few to say: it takes 30 works" in browser.words
    assert "0 of 1" in browser.words
    assert "Daniel" not in browser.words
    browse(learner).open("/academy/marking", expect=403)


def test_pages_take_few_statements_however_much_waits(
    world: World, drafts: Drafts, coach: Person, learner: Person, browse: type[Browser]
) -> None:
    publish(world, drafts, percent=100)
    author = world.learning_team()
    work = exercise(learner)
    claim(WorkKind.EXERCISE, key(work), by=author, at=clock.now())
    browser, where = browse(author), address(work)
    for page in ("/marking", where, "/academy/marking"):
        assert counted(browser, page) <= 12, page
    before = counted(browser, "/marking")
    for _ in range(12):
        somebody = world.learner()
        mark_exercise(exercise(somebody), world.learning_team())
        open_answer(somebody)
    assert counted(browser, "/marking") == before
    row = open_answer(learner)
    mark_answer(row, coach)
    mark_answer(row, author)
    found = queries.last_settled()[0]
    assert counted(browser, "/academy/marking") <= 12
    assert counted(browser, f"/academy/marking/{found.id}") <= 12
    assert counted(browse(learner), f"/marks/{found.id}") <= 12


def counted(browser: Browser, page: str) -> int:
    """The statements that a page takes, its release once read."""
    browser.open(page)
    with statements() as seen:
        browser.open(page)
    return len(seen)
