"""Two observers of one visit as the coach, the second, the learner and the learning team see it on their pages."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from kamacademy.db import db
from kamacademy.pairing import operations
from kamacademy.pairing.jobs import MOVE_ON
from kamacademy.pairing.models import Pair
from tests.browser import Browser
from tests.pairing.pairs import DAY, asked, both_in, chosen, noted, rated, three
from tests.statements import statements
from tests.world import NOW, TODAY, World

LEVELS = {"C03a": 3, "C09a": 4}


def test_a_coach_brings_a_colleague_and_the_two_rate_blind_and_talk(
    app: Flask, world: World, browse: type[Browser]
) -> None:
    of = three(world)
    pair = asked(of, on=TODAY + 3 * DAY)
    coach = browse(of.coach).open(f"/visits/{pair.visit_id}")
    assert "A second observer is asked for" in coach.words
    coach.follow("Choose a colleague").fill("Who comes along?", "Kim Berg").press("Ask along")
    assert "Kim Berg comes along as second observer" in coach.words
    second = browse(of.second).open(f"/pairs/{pair.id}/rate")
    assert "You can rate from the day of the visit until Mon 30 Nov 2026" in second.words
    assert "Finish" not in second.button_words
    with time_machine.travel(NOW + 3 * DAY, tick=False):
        second = browse(of.second).open(f"/pairs/{pair.id}/rate")
        for field in second.page.find_all("input", {"type": "radio", "value": "5"}):
            field["checked"] = ""
        second.page.find("textarea", {"name": "line_C03a"}).string = "She let the question stand"
        second.press("Finish")
        assert "opens to you once the note is shared" in second.words
        assert "She let the question stand" in second.words
        noted(db.session.get_one(Pair, pair.id).visit, LEVELS, at=NOW + 3 * DAY)
        db.session.commit()
        MOVE_ON.run(app, NOW + 3 * DAY + timedelta(minutes=10))
        coach = browse(of.coach).open(f"/visits/{pair.visit_id}").follow("Read both ratings side by side")
        assert "2 levels apart" in coach.words
        assert "She let the question stand" in coach.words
        coach.fill("What did you see differently?", "He answered it himself").choose("We have talked about it")
        coach.press("Save")
        second.open(f"/pairs/{pair.id}")
        assert "He answered it himself" in second.words
        assert "who says that you have talked about it" in second.words


def test_a_learner_reads_who_comes_and_says_no(world: World, browse: type[Browser]) -> None:
    of = three(world)
    pair = chosen(of, on=TODAY + 3 * DAY)
    learner = browse(of.learner).open(f"/visits/{pair.visit_id}")
    assert "Kim Berg comes along as second observer" in learner.words
    assert "enters no profile and no plan" in learner.words
    learner.press("Say no to a second observer")
    assert "You said no. Nobody asks why" in learner.words
    assert "Say no to a second observer" not in learner.button_words
    coach = browse(of.coach).open(f"/visits/{pair.visit_id}")
    assert "Lena said no. Nobody asks why, and another visit is drawn instead." in coach.words
    assert "You need not come." in browse(of.second).open(f"/pairs/{pair.id}/rate").words


def test_a_no_after_the_rating_is_answered_with_how_things_stand(world: World, browse: type[Browser]) -> None:
    of = three(world)
    pair = rated(chosen(of), LEVELS)
    learner = browse(of.learner).post(f"/pairs/{pair.id}/decline")
    assert "The second rating is given already" in learner.page.get_text(" ")
    assert "Kim Berg rated this visit too" in learner.words


def test_a_colleague_who_cannot_come_says_so(world: World, browse: type[Browser]) -> None:
    of = three(world)
    pair = chosen(of, on=TODAY + 3 * DAY)
    browse(of.second).open(f"/pairs/{pair.id}/rate").press("I cannot come")
    assert "A second observer is asked for" in browse(of.coach).open(f"/visits/{pair.visit_id}").words
    browse(of.second).open(f"/pairs/{pair.id}/rate", expect=403)


def test_what_is_missing_is_said_and_nothing_is_lost(world: World, browse: type[Browser]) -> None:
    of = three(world)
    pair = chosen(of)
    second = browse(of.second).open(f"/pairs/{pair.id}/rate")
    second.page.find("textarea", {"name": "line_C09a"}).string = "He wrote the three names down"
    second.press("Finish", expect=422)
    assert second.words.count("Choose the sentence closest to what you saw") == 2
    assert "He wrote the three names down" in second.page.find("textarea", {"name": "line_C09a"}).get_text()
    second.page.find("textarea", {"name": "line_C09a"}).string = "x" * 401
    second.press("Finish", expect=422)
    assert "Keep it below 400 characters." in second.words


def test_words_that_judge_are_asked_about_once(world: World, browse: type[Browser]) -> None:
    of = three(world)
    pair = chosen(of)
    second = browse(of.second).open(f"/pairs/{pair.id}/rate")
    for field in second.page.find_all("input", {"type": "radio", "value": "none"}):
        field["checked"] = ""
    second.page.find("textarea", {"name": "line_C09a"}).string = "Lazy today"
    second.press("Finish", expect=422)
    assert "Asked once" in second.words
    second.press("Finish as it is")
    assert "Your rating is in" in second.words
    assert "Lazy today" in second.words


def test_nobody_to_choose_is_said_without_blame(world: World, browse: type[Browser]) -> None:
    of = three(world)
    pair = asked(of)
    of.second.deactivated_at = NOW
    coach = browse(of.coach).open(f"/pairs/{pair.id}/choose")
    assert "Nobody may come along on this visit" in coach.words
    assert "Ask along" not in coach.button_words


def test_a_choice_that_is_not_on_the_list_is_refused(world: World, browse: type[Browser]) -> None:
    of = three(world)
    pair, stranger = asked(of), world.learner()
    coach = browse(of.coach).open(f"/pairs/{pair.id}/choose").press("Ask along", expect=422)
    assert "Choose a colleague" in coach.words
    coach.post(f"/pairs/{pair.id}/choose", expect=422, second=str(stranger.id))
    coach.post(f"/pairs/{pair.id}/choose", expect=422, second="nobody")
    db.session.refresh(pair)
    assert pair.second_id is None


def test_choosing_after_a_no_is_answered_with_how_things_stand(world: World, browse: type[Browser]) -> None:
    of = three(world)
    pair = asked(of)
    coach = browse(of.coach).open(f"/pairs/{pair.id}/choose").fill("Who comes along?", "Kim Berg")
    operations.decline(pair, at=NOW)
    coach.press("Ask along", expect=None)
    db.session.refresh(pair)
    assert pair.second_id is None


@pytest.mark.parametrize("address", ["choose", "rate", "", "decline", "withdraw"])
def test_whoever_is_none_of_the_three_is_refused(world: World, browse: type[Browser], address: str) -> None:
    of = three(world)
    pair = both_in(of, LEVELS, LEVELS) if not address else chosen(of)
    path = f"/pairs/{pair.id}/{address}".rstrip("/")
    for stranger in (world.coach(), world.learner(), world.learning_team(), world.leader(), world.administrator()):
        browser = browse(stranger)
        if address in ("decline", "withdraw"):
            browser.post(path, expect=403)
        else:
            browser.open(path, expect=403)


def test_the_learning_team_reads_counts_and_no_names(world: World, browse: type[Browser]) -> None:
    of = three(world)
    both_in(of, LEVELS, {"C03a": 1, "C09a": 4})
    declined = asked(of, on=TODAY + DAY)
    operations.decline(declined, at=NOW)
    page = browse(world.learning_team()).open("/pairs")
    assert "1 visit held with a shared note, 1 second observer asked for, and 1 visit rated by two, 100 %" in page.words
    assert "Of 2 pairs of levels, 1 is the same and 1 at most one apart. Below 30 pairs this is a hint" in page.words
    for name in ("Mads", "Kim", "Lena"):
        assert name not in page.words
    for stranger in (of.coach, of.learner, world.leader(), world.administrator()):
        browse(stranger).open("/pairs", expect=403)


def test_the_statements_of_the_agreement_do_not_grow(world: World, browse: type[Browser]) -> None:
    of = three(world)
    both_in(of, LEVELS, LEVELS)
    author = browse(world.learning_team()).open("/pairs")
    with statements() as few:
        author.open("/pairs")
    for _ in range(6):
        both_in(of, LEVELS, LEVELS)
    db.session.flush()
    with statements() as many:
        author.open("/pairs")
    assert len(few) == len(many)


def test_a_visit_that_is_not_drawn_says_nothing_of_it(world: World, browse: type[Browser]) -> None:
    of = three(world)
    pair = chosen(of, on=TODAY)
    other = noted(asked(of, on=TODAY).visit, LEVELS)
    db.session.delete(pair)
    db.session.flush()
    assert other.planned_visit is not None
    page = browse(of.coach).open(f"/visits/{pair.visit_id}")
    assert "second observer" not in page.words.lower()
