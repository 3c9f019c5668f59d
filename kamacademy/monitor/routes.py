"""How people rate: all of them for the learning team, and each coach's own figures for the coach alone."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.competency.estimation import months_before
from kamacademy.db import key
from kamacademy.monitor import queries
from kamacademy.monitor.figures import FEWEST_RATINGS
from kamacademy.monitor.page import own_page, owners_sheet, second_words
from kamacademy.pairing.queries import share_done
from kamacademy.rater import queries as runs
from kamacademy.rater.operations import ask_for_run

monitor = Blueprint("monitor", __name__, template_folder="templates")

RATERS_PER_PAGE = 25
MONTHS_OF_PAIRS = 6


@monitor.get("/raters")
def raters() -> str:
    """The newest run: who cannot be compared, each rater in order of name, and second observers."""
    authorize(Permission.OVERSEE_RATERS)
    page, today = request.args.get("page", 1, type=key), clock.today()
    kept = runs.runs()
    found, total = queries.raters_page(kept[0], page, RATERS_PER_PAGE) if kept else ([], 0)
    return render_template(
        "monitor/raters.html",
        run=kept[0] if kept else None,
        earlier=kept[1:],
        asked=runs.newest_request(),
        unlinked=queries.not_comparable(),
        raters=[(one, owners_sheet(one.found)) for one in found],
        total=total,
        page=page,
        more=page * RATERS_PER_PAGE < total,
        fewest=FEWEST_RATINGS,
        months=MONTHS_OF_PAIRS,
        seconds=second_words(*share_done(months_before(today, MONTHS_OF_PAIRS), today)),
    )


@monitor.post("/raters/run")
def run_again() -> Response:
    """Ask for the rater model to be run again, in the background."""
    authorize(Permission.OVERSEE_RATERS)
    ask_for_run(by=person_signed_in(), at=clock.now())
    flash("It is being worked out. Come back in a minute or two.", "good")
    return redirect(url_for("monitor.raters"), 303)


@monitor.get("/raters/run")
def back_to_raters() -> Response:
    """A reload after asking comes back to the page."""
    authorize(Permission.OVERSEE_RATERS)
    return redirect(url_for("monitor.raters"), 303)


@monitor.get("/my-rating")
def own_rating() -> str:
    """How one rates oneself, what to do about it, and how it was before."""
    person = person_signed_in()
    authorize(Permission.READ_OWN_RATING, person)
    run, past = runs.newest_run(), queries.history_of(person)
    newest = past[0] if past and run is not None and past[0].at == run.at else None
    earlier = [(one.at.date(), one.found) for one in past if one is not newest]
    return render_template(
        "monitor/own-rating.html",
        run=run,
        page=None if newest is None else own_page(newest.found, earlier),
    )
