"""First pages by what a person does, planned visits, a coach's team, and counts over the academy."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Function, Permission, allowed, authorize, person_signed_in
from kamacademy.board.care import waiting_words
from kamacademy.guide.activity import ACTIVITY_WORDS, Activity
from kamacademy.monitor.queries import not_comparable
from kamacademy.overview import queries
from kamacademy.overview.findings import ACADEMY
from kamacademy.pairing.queries import pair_of
from kamacademy.tally.operations import tallied
from kamacademy.visit.queries import visit as planned_visit
from kamacademy.visit.rules import LONGEST_DAYS_AHEAD

overview = Blueprint("overview", __name__, template_folder="templates")

FIRST_PAGES = {
    Function.COACH: "overview.today",
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


@overview.get("/today")
def today() -> str:
    """A field manager's first screen: today, this month, the team, two buttons."""
    authorize(Permission.SEE_TEAM)
    return render_template("overview/today.html", screen=queries.first_screen_of(person_signed_in(), clock.today()))


@overview.get("/next-step")
def next_step() -> str:
    """One thing to do now; below it the path, what was agreed, what is due, and results."""
    authorize(Permission.LEARN)
    return render_template("overview/next-step.html", desk=queries.desk_of(person_signed_in(), clock.now()))


@overview.get("/visits")
def visits() -> str:
    """One's planned visits, as learner and as coach."""
    authorize(Permission.SEE_VISITS)
    reader, day = person_signed_in(), clock.today()
    return render_template(
        "overview/visits.html",
        ahead=queries.visits_ahead_of(reader, day, LONGEST_DAYS_AHEAD),
        behind=queries.visits_behind(reader, day),
        coaches=Function.COACH in reader.functions,
    )


@overview.get("/visits/<int:visit_id>")
def preparation(visit_id: int) -> str:
    """The sheet by which coach and learner prepare a visit."""
    found, day, reader = planned_visit(visit_id), clock.today(), person_signed_in()
    authorize(Permission.READ_VISIT, found)
    is_coach, is_on = reader.id == found.coach_id, found.cancelled_at is None
    written = queries.written_of(found)
    return render_template(
        "overview/preparation.html",
        visit=found,
        activity_words=ACTIVITY_WORDS[Activity(found.activity)],
        sheet=queries.sheet_of(found, day) if is_on else None,
        written=written,
        pair=pair_of(found) if is_on else None,
        may_start=is_coach and found.planned_on <= day and written.note_id is None,
        may_view=not is_coach and found.planned_on <= day and bool(found.focus) and not written.is_viewed,
        may_change=is_on and found.planned_on >= day and allowed(Permission.CHANGE_VISIT, found),
    )


@overview.get("/team")
def team() -> str:
    """The people in a coach's care, in order of name, by competency and certainty."""
    authorize(Permission.SEE_TEAM)
    coach, day = person_signed_in(), clock.today()
    found = queries.team_of(coach, day)
    return render_template(
        "overview/team.html", team=found, waiting_words=waiting_words(found.care, day), unlinked=not_comparable()
    )


@overview.get("/academy")
def academy() -> str:
    """The chain from learning to behaviour in counts, and content that is due for review."""
    authorize(Permission.SEE_ACADEMY)
    today = clock.today()
    counted = tallied("academy", ACADEMY, lambda: queries.academy_on(today), clock.now())
    return render_template(
        "overview/academy.html", academy=counted.counts, counted_at=counted.at, due=queries.due_for_review(today),
        unlinked=not_comparable(),
    )  # fmt: skip
