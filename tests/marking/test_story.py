"""From work to result: an open answer, and an exercise that comes back, is written again and is marked twice."""

from kamacademy.content.documents import Drafts
from kamacademy.db import db
from tests.browser import Browser
from tests.marking.work import exercise, open_answer, publish
from tests.world import World


def test_an_open_answer_from_sitting_to_result(world: World, drafts: Drafts, browse: type[Browser]) -> None:
    publish(world, drafts)
    coach = world.coach("Daniel Okafor")
    learner = world.learner("Mira Halvorsen", coach=coach)
    row = open_answer(learner)
    own = browse(learner).open(f"/sittings/{row.sitting_id}")
    assert "Waiting to be marked" in own.words
    marker = browse(coach).open("/team").follow("Marking").press("Mark")
    marker.choose("4 of 4 for The insight").choose("3 of 3 for The action").choose("2 of 2 for Within the rules")
    marker.choose("Excellent: An example.").fill("One thing that is strong", "Says what waits, for whom.")
    marker.press("Give these points")
    assert "Nothing waits for your mark" in marker.words
    own.open(f"/sittings/{row.sitting_id}")
    assert "1 of 2 points" in own.words
    own.follow("How it was marked, line by line")
    assert "9 of 9 points" in own.words
    assert "Says what waits, for whom." in own.words


def test_an_exercise_returned_written_again_marked_twice_and_shown_in_the_profile(
    world: World, drafts: Drafts, browse: type[Browser]
) -> None:
    publish(world, drafts, percent=100)
    coach = world.coach("Daniel Okafor")
    learner, author = world.learner("Mira Halvorsen", coach=coach), world.learning_team("Nadia Petrova")
    work = exercise(learner)
    for person in (coach, author):
        marker = browse(person).open("/marking").press("Mark")
        whole_mark(marker, insight=1).fill("What is missing, where you return it", "The facts are not joined.")
        marker.press("Return it")
    own = browse(learner).open(f"/submissions/{work.id}")
    assert "The facts are not joined." in own.words
    own.fill("One insight", "Three facts point at the bus.").press("Save and review").press("Hand it in")
    assert "It waits to be marked" in own.words
    first = whole_mark(browse(author).open("/marking").press("Mark"), insight=4)
    assert "Three facts point at the bus." in first.words
    assert "The facts are not joined." not in first.words
    first.press("Accept")
    assert "A second marker reads this work" in first.words
    second = whole_mark(browse(coach).open("/marking").press("Mark"), insight=3)
    second.press("Accept")
    assert "the learner has the result" in second.words
    db.session.refresh(work)
    assert work.accepted_at is not None
    own.open(f"/submissions/{work.id}")
    assert "Nadia Petrova accepted your work" in own.words
    own.open(f"/people/{learner.id}/evidence")
    assert "Five facts, one insight" in own.words


def whole_mark(marker: Browser, insight: int) -> Browser:
    """Fill a mark."""
    marker.choose(f"{insight} of 4 for The insight").choose("1 of 3 for The action")
    marker.choose("2 of 2 for Within the rules").choose("Pass: Does it.")
    return marker.fill("One thing that is strong", "Facts with days.").fill("One thing to improve", "Join them.")
