"""Practice: one question at a time; ending the letters about it; and what is kept after sixty days."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in, public
from kamacademy.content.queries import library
from kamacademy.curriculum.player import Answer, question_shown
from kamacademy.people import operations as people
from kamacademy.people.queries import person_with_key
from kamacademy.retrieval import operations, queries
from kamacademy.retrieval.forms import PracticeForm
from kamacademy.retrieval.letter_link import read_letters_token
from kamacademy.retrieval.retention import DELAY_DAYS, LATEST_DAYS
from kamacademy.retrieval.stack import QUESTIONS_A_DAY

retrieval = Blueprint("retrieval", __name__, template_folder="templates")


@retrieval.route("/practice", methods=["GET", "POST"])
def practice() -> str | Response | tuple[str, int]:
    """The next question of today, or that the day is done."""
    learner = person_signed_in()
    authorize(Permission.PRACTISE, learner)
    form = PracticeForm()
    if form.validate_on_submit() and form.asked is not None:
        try:
            given = operations.answer(learner, form.asked, form.position, at=clock.now())
            return redirect(url_for("retrieval.answer", answer_id=given.id), 303)
        except operations.NotAsked:
            flash("That question is not one of today's. Here is where you are.", "caution")
            return redirect(url_for("retrieval.practice"), 303)
        except operations.NoSuchChoice:
            form.choice.errors = ["Choose one of the answers."]
    stack = queries.stack_of(learner, clock.today())
    met = stack.left[0] if stack.left else None
    release = library(met.release_id) if met else None
    return render_template(
        "retrieval/practice.html",
        stack=stack,
        met=met,
        question=queries.question_at(release, met.place) if met and release else None,
        lesson=queries.lesson_at(release, met.place) if met and release else None,
        form=form,
    ), 422 if form.is_submitted() else 200


@retrieval.get("/practice/answers/<int:answer_id>")
def answer(answer_id: int) -> str:
    """An answer with what is right and why."""
    given = queries.answer(answer_id)
    authorize(Permission.PRACTISE, given.card)
    place, release = queries.place_of(given.card), library(given.release_id)
    stack = queries.stack_of(person_signed_in(), clock.today())
    return render_template(
        "retrieval/answer.html",
        given=given,
        stack=stack,
        question=queries.question_at(release, place),
        shown=question_shown(queries.question_at(release, place), 1, Answer(given.choice, given.choice), again=False),
        lesson=queries.lesson_at(release, place),
    )


@retrieval.route("/practice-letters/<token>", methods=["GET", "POST"])
@public
def letters(token: str) -> str | tuple[str, int]:
    """End the letters about practice by a letter's own link: seen by GET, done by POST, without signing in."""
    person_id = read_letters_token(current_app.config["SECRET_KEY"], token)
    person = person_with_key(person_id) if person_id is not None else None
    if person is None:
        abort(404)
    if request.method == "POST":
        people.choose_practice_letters(person, wanted=False, at=clock.now())
    return render_template("retrieval/letters.html", are_wanted=person.wants_practice_letters, token=token)


@retrieval.get("/academy/retention")
def retention() -> str:
    """What is kept after sixty days, by module and in groups of five or more."""
    authorize(Permission.READ_RETENTION)
    return render_template(
        "retrieval/retention.html",
        modules=queries.retention_report(),
        earliest=DELAY_DAYS,
        latest=LATEST_DAYS,
        a_day=QUESTIONS_A_DAY,
    )
