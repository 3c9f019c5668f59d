"""Practice: one question at a time; and what is kept after sixty days."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.content.queries import library
from kamacademy.curriculum.player import Answer, question_shown
from kamacademy.retrieval import operations, queries
from kamacademy.retrieval.forms import PracticeForm
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
