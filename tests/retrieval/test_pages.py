"""Practice on the page, the letter about it, and the report."""

from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import select

from kamacademy.content.queries import library
from kamacademy.db import db
from kamacademy.mail import operations as mail
from kamacademy.mail.models import Letter
from kamacademy.people import operations as people
from kamacademy.people.models import Person
from kamacademy.retrieval import queries
from kamacademy.retrieval.jobs import post_letters
from kamacademy.retrieval.models import RetrievalAnswer
from tests.browser import Browser
from tests.retrieval.practising import WEEK, practise, read
from tests.statements import statements
from tests.world import NOW, TODAY, World


def right_words(learner: Person) -> str:
    """The right answer to the question that is asked now."""
    met = queries.stack_of(learner, TODAY).left[0]
    question = queries.question_at(library(met.release_id), met.place)
    return question.options[question.right].text


@time_machine.travel(NOW, tick=False)
def test_a_learner_goes_through_the_stack_from_the_first_page(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    read(learner, lessons=1)
    someone = browse(learner).open("/next-step")
    assert "Practice: 2 questions" in someone.words
    someone.follow("Practise")
    assert "Question 1 of 2 today" in someone.words
    someone.choose(right_words(learner)).press("Check my answer")
    assert someone.heading == "That is right"
    assert "It comes back on 4 Dec 2026" in someone.words
    someone.follow("Next question")
    assert "Question 2 of 2 today" in someone.words
    someone.choose(right_words(learner)).press("Check my answer").follow("Finish")
    assert "Done for today" in someone.words
    assert "come back on 4 Dec 2026" in someone.words
    assert "Practice:" not in someone.open("/next-step").words


@time_machine.travel(NOW, tick=False)
def test_a_wrong_answer_is_explained_option_by_option(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    read(learner, lessons=1)
    met = queries.stack_of(learner, TODAY).left[0]
    question = queries.question_at(library(met.release_id), met.place)
    wrong = next(one for one in question.options if not one.correct)
    someone = browse(learner).open("/practice").choose(wrong.text).press("Check my answer")
    assert someone.heading == "Not quite"
    assert all(" ".join(one.feedback.split()) in someone.words for one in question.options)


@time_machine.travel(NOW, tick=False)
def test_nothing_chosen_is_explained(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    read(learner, lessons=1)
    someone = browse(learner).open("/practice").press("Check my answer", expect=422)
    assert "Choose an answer first" in someone.words
    assert db.session.scalar(select(RetrievalAnswer)) is None


@time_machine.travel(NOW, tick=False)
def test_a_double_click_and_a_second_tab_keep_the_first_answer(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    read(learner, lessons=1)
    first, second = browse(learner).open("/practice"), browse(learner).open("/practice")
    words = right_words(learner)
    first.choose(words).press("Check my answer")
    second.choose(words).press("Check my answer")
    assert first.address == second.address
    assert len(db.session.scalars(select(RetrievalAnswer)).all()) == 1


@time_machine.travel(NOW, tick=False)
def test_what_is_not_asked_is_turned_back_in_words(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    read(learner, lessons=1)
    someone = browse(learner)
    for place in ("a/b/c", "a/b", "", "m01-from-products-to-accounts/joining-the-dots/q1"):
        someone.post("/practice", expect=None, place=place, choice="0")
        assert someone.status in {200, 422}, place
    assert db.session.scalar(select(RetrievalAnswer)) is None
    someone.post("/practice", expect=422, place=str(queries.stack_of(learner, TODAY).left[0].place), choice="77")
    assert "Choose one of the answers." in someone.words


@time_machine.travel(NOW, tick=False)
def test_an_answer_is_for_whoever_gave_it(world: World, browse: type[Browser]) -> None:
    coach = world.coach()
    learner = world.learner(coach=coach)
    read(learner, lessons=1)
    given = practise(learner)[0]
    browse(learner).open(f"/practice/answers/{given.id}")
    for other in (world.learner(), coach, world.learning_team(), world.administrator()):
        browse(other).open(f"/practice/answers/{given.id}", expect=403)
    browse(world.leader()).open("/practice", expect=403)


@time_machine.travel(NOW, tick=False)
def test_without_lessons_the_page_says_when_questions_come(world: World, browse: type[Browser]) -> None:
    someone = browse(world.learner()).open("/practice")
    assert "Nothing to practise today" in someone.words
    assert "a week after your next lesson" in someone.words


def letters() -> list[Letter]:
    """The practice letters there are."""
    return list(db.session.scalars(select(Letter).where(Letter.kind == "practice").order_by(Letter.id)))


def run(app: Flask, at: object = NOW) -> None:
    """The job, as the worker runs it."""
    db.session.commit()
    post_letters(app, at)  # type: ignore[arg-type]  # a moment
    db.session.expire_all()


def test_a_letter_a_day_goes_to_whom_questions_wait_for(app: Flask, world: World) -> None:
    waiting, _idle, closed = world.learner("Mira Halvorsen"), world.learner(), world.learner()
    unwilling = world.learner()
    for one in (waiting, closed, unwilling):
        read(one, lessons=4)
    people.deactivate(closed, by=None, at=NOW)
    mail.choose(unwilling.id, "practice", wanted=False, at=NOW)
    run(app)
    run(app, NOW + timedelta(hours=1))
    (letter,) = letters()
    assert letter.to_person_id == waiting.id
    assert letter.subject == "5 questions from your lessons, about 2 minutes"
    assert letter.body is not None
    assert letter.body.startswith("Hello Mira,\n")
    assert "https://academy.example/practice\n" in letter.body
    run(app, NOW + timedelta(days=1))
    assert len(letters()) == 2
    practise(waiting, NOW + timedelta(days=2))
    run(app, NOW + timedelta(days=2))
    assert len(letters()) == 2


@time_machine.travel(NOW, tick=False)
def test_the_report_is_for_the_learning_team_and_silent_for_few(world: World, browse: type[Browser]) -> None:
    for number in range(5):
        learner = world.learner()
        read(learner, lessons=1, at=NOW - 10 * WEEK)
        practise(learner)
        if number == 3:
            author = browse(world.learning_team()).open("/academy/retention")
            assert "n =" not in author.words
            assert "Too few to say" in author.words
    author.open("/academy/retention")
    assert "n = 10 answers, from at least five people" in author.words
    assert "100 %, likely between 72 % and 100 %" in author.words
    for other in (world.learner(), world.coach(), world.leader(), world.administrator()):
        browse(other).open("/academy/retention", expect=403)


@time_machine.travel(NOW, tick=False)
def test_the_pages_stay_within_their_statements(world: World, browse: type[Browser]) -> None:
    learner = world.learner()
    read(learner, lessons=4)
    given = practise(learner, most=1)[0]
    someone = browse(learner)
    for path in ("/practice", f"/practice/answers/{given.id}", "/next-step"):
        someone.open(path)
        with statements() as seen:
            someone.open(path)
        assert len(seen) <= 12, (path, len(seen))
    author = browse(world.learning_team()).open("/academy/retention")
    with statements() as seen:
        author.open("/academy/retention")
    assert len(seen) <= 12
