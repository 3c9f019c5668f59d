"""Two observers of one visit: choosing the second, rating blind, reading both, and agreement for the learning team."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.competency.documents import Indicator
from kamacademy.competency.queries import competencies_in, indicator_in
from kamacademy.content.queries import library
from kamacademy.guide.activity import ACTIVITY_WORDS, Activity
from kamacademy.guide.hints import Hint, judging_words, patient_words
from kamacademy.guide.order import shuffled
from kamacademy.guide.queries import word_hints_in
from kamacademy.marking.agreement import FEWEST_PAIRS, agreements
from kamacademy.pairing import operations, queries
from kamacademy.pairing.alike import alike
from kamacademy.pairing.comparison import Compared, summary
from kamacademy.pairing.forms import ChooseForm, RatingForm, TalkForm, rating_form
from kamacademy.pairing.lot import SHARE_PERCENT
from kamacademy.pairing.models import Pair
from kamacademy.pairing.rules import DAYS_TO_RATE, NotAColleague, PairRule, State

pairing = Blueprint("pairing", __name__, template_folder="templates", url_prefix="/pairs")

Page = str | Response | tuple[str, int]
DAYS_SHOWN = 365


@pairing.get("")
def agreement() -> str:
    """How far two observers of one visit agree, and what became of what was asked; nobody is named."""
    authorize(Permission.READ_AGREEMENT)
    today = clock.today()
    since = today - timedelta(days=DAYS_SHOWN)
    pairs = queries.differences_since(since)
    return render_template(
        "pairing/agreement.html",
        since=since,
        share=queries.share_done(since, today),
        fates=queries.fates(since, today),
        State=State,
        percent=SHARE_PERCENT,
        whole=alike(pairs),
        lines=agreements(pairs),
        names={code: one.short_name for code, one in competencies_in(library()).items()},
        fewest=FEWEST_PAIRS,
    )


@pairing.route("/<int:pair_id>/choose", methods=["GET", "POST"])
def choose(pair_id: int) -> Page:
    """The coach says who comes along."""
    found, form, today = queries.pair(pair_id), ChooseForm(), clock.today()
    authorize(Permission.CHOOSE_SECOND, found)
    is_open = found.state(today) in (State.ASKED, State.CHOSEN) and found.visit.planned_on >= today
    colleagues = queries.colleagues_for(found.visit, found.visit.planned_on) if is_open else []
    form.offer(colleagues)
    if form.validate_on_submit():
        assert form.second.data is not None
        try:
            operations.choose(found, form.second.data, at=clock.now())
        except NotAColleague as problem:
            form.second.errors = [str(problem)]
        else:
            assert found.second is not None
            flash(f"{found.second.name} is asked along, and {found.learner.first_name} is told.", "good")
            return to_visit(found)
    elif request.method == "GET" and found.second_id is not None:
        form.second.data = found.second_id
    return render_template(
        "pairing/choose.html", pair=found, form=form, colleagues=colleagues, is_open=is_open,
        activity_words=ACTIVITY_WORDS[Activity(found.visit.activity)], names=[one.name for one in focus_of(found)],
    ), 422 if form.is_submitted() else 200  # fmt: skip


@pairing.post("/<int:pair_id>/decline")
def decline(pair_id: int) -> Response:
    """The learner says no."""
    found = queries.pair(pair_id)
    authorize(Permission.DECLINE_SECOND, found)
    operations.decline(found, at=clock.now())
    flash("Nobody else comes along. Nobody asks why, and another visit is drawn instead.", "good")
    return to_visit(found)


@pairing.post("/<int:pair_id>/withdraw")
def withdraw(pair_id: int) -> Response:
    """The colleague cannot come."""
    found = queries.pair(pair_id)
    authorize(Permission.RATE_AS_SECOND, found)
    operations.withdraw(found, at=clock.now())
    flash(f"{found.coach.first_name} is told and asks somebody else.", "good")
    return redirect(url_for("overview.home"), 303)


@pairing.route("/<int:pair_id>/rate", methods=["GET", "POST"])
def rate(pair_id: int) -> Page:
    """What the second observer has to know, and from the day of the visit on, the rating itself."""
    found, today = queries.pair(pair_id), clock.today()
    authorize(Permission.RATE_AS_SECOND, found)
    stands, asked = found.state(today), list[Hint]()
    in_focus = focus_of(found)
    form = rating_form(in_focus)
    may_rate = stands is State.CHOSEN and found.visit.planned_on <= today
    if form.validate_on_submit():
        asked = [] if "sure" in request.form else hints_on(form)
        if not asked:
            operations.rate(found, form.given([one.id for one in in_focus]), at=clock.now())
            flash("Your rating is in. Thank you for coming along.", "good")
            return redirect(url_for("pairing.pair" if found.are_both_in else "pairing.rate", pair_id=found.id), 303)
    return render_template(
        "pairing/rate.html", pair=found, form=form, indicators=in_focus, asked=asked, stands=stands, State=State,
        may_rate=may_rate, activity_words=ACTIVITY_WORDS[Activity(found.visit.activity)],
        last_day=found.visit.planned_on + timedelta(days=DAYS_TO_RATE),
        given=compared(found),
    ), 422 if form.is_submitted() else 200  # fmt: skip


@pairing.route("/<int:pair_id>", methods=["GET", "POST"])
def pair(pair_id: int) -> Page:
    """Both ratings side by side, and what each of the two says of a difference."""
    found, reader, form = queries.pair(pair_id), person_signed_in(), TalkForm()
    authorize(Permission.READ_PAIR, found)
    assert found.second is not None
    if form.validate_on_submit():
        operations.talk(found, reader, form.words.data or "", is_talked=bool(form.is_talked.data), at=clock.now())
        flash("Saved.", "good")
        return redirect(url_for("pairing.pair", pair_id=found.id), 303)
    own, lines = found.word_of(reader.id), compared(found)
    if request.method == "GET" and own is not None:
        form.words.data, form.is_talked.data = own.words, own.talked_at is not None
    is_first = reader.id == found.coach.id
    other = found.second if is_first else found.coach
    return render_template(
        "pairing/pair.html", pair=found, lines=lines, summary=summary(lines), form=form, own=own, other=other,
        is_first=is_first, other_word=found.word_of(other.id),
        activity_words=ACTIVITY_WORDS[Activity(found.visit.activity)],
    ), 422 if form.is_submitted() else 200  # fmt: skip


@pairing.errorhandler(PairRule)
def show_rule(error: PairRule) -> Response:
    """A rule that was broken is said on the page where the person can see how things stand."""
    assert request.view_args is not None
    flash(str(error), "caution")
    pair_id = request.view_args["pair_id"]
    if request.endpoint == "pairing.decline":
        return to_visit(queries.pair(pair_id))
    if request.endpoint == "pairing.withdraw":
        return redirect(url_for("pairing.rate", pair_id=pair_id), 303)
    assert request.endpoint is not None
    return redirect(url_for(request.endpoint, pair_id=pair_id), 303)


def to_visit(found: Pair) -> Response:
    """To the sheet of the visit."""
    return redirect(url_for("overview.preparation", visit_id=found.visit_id), 303)


def focus_of(found: Pair) -> list[Indicator]:
    """The indicators to rate, in an order that is random and stays, so that none always comes first."""
    return [indicator_in(library(), one) for one in shuffled(found.visit.focus, found.id)]


def compared(found: Pair) -> list[Compared]:
    """What both gave, indicator by indicator; the first level is missing before both are in."""
    if found.release_id is None:
        return []
    release = library(found.release_id)
    return [
        Compared(indicator_in(release, one.indicator), one.first_level, one.level, one.line) for one in found.ratings
    ]


def hints_on(form: RatingForm) -> list[Hint]:
    """Words that judge the person or could be a patient's data; asked about once."""
    lists = word_hints_in(library())
    found = [hint for one in form.lines() for hint in (*judging_words(one, lists), *patient_words(one, lists))]
    return list({one.found.lower(): one for one in found}.values())
