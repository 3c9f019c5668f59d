"""First pages by what a person does, a coach's team, and counts over the academy."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Function, Permission, authorize, person_signed_in
from kamacademy.overview import queries
from kamacademy.overview.heat import waiting_words

overview = Blueprint("overview", __name__, template_folder="templates")

FIRST_PAGES = {
    Function.COACH: "overview.team",
    Function.LEARNER: "overview.next_step",
    Function.LEARNING_TEAM: "overview.academy",
    Function.LEADER: "overview.academy",
    Function.ADMINISTRATOR: "people.people_list",
}


@overview.get("/")
def home() -> Response:
    """To the first page of what the person does."""
    authorize(Permission.OPEN_FIRST_PAGE)
    functions = person_signed_in().functions
    endpoint = next(page for function, page in FIRST_PAGES.items() if function in functions)
    return redirect(url_for(endpoint), 303)


@overview.get("/next-step")
def next_step() -> str:
    """One thing to do now; below it the path, what was agreed, what is due, and results."""
    authorize(Permission.LEARN)
    return render_template("overview/next-step.html", desk=queries.desk_of(person_signed_in(), clock.now()))


@overview.get("/team")
def team() -> str:
    """The people in a coach's care, in order of name, by competency and certainty."""
    authorize(Permission.SEE_TEAM)
    coach, today = person_signed_in(), clock.today()
    return render_template("overview/team.html", team=queries.team_of(coach, today), waiting_words=waiting_words)


@overview.get("/academy")
def academy() -> str:
    """The chain from learning to behaviour in counts, and content that is due for review."""
    authorize(Permission.SEE_ACADEMY)
    today = clock.today()
    return render_template("overview/academy.html", academy=queries.academy_on(today))
