"""Calibration: one's own cases and reports, and the events as whoever leads them sees them."""

import secrets

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.attestation.rules import AttestationRule
from kamacademy.calibration import operations, queries
from kamacademy.calibration.discussion import items, most_spread
from kamacademy.calibration.drawing import drawn, indicators_in_order, times_given
from kamacademy.calibration.forms import (
    DRAWN,
    CaseForm,
    EventForm,
    InviteForm,
    case_form,
    level_name,
    reason_name,
)
from kamacademy.calibration.models import CalibrationEvent, CalibrationSeat
from kamacademy.calibration.own_report import rated_cases
from kamacademy.calibration.report import event_report
from kamacademy.calibration.rules import (
    FEWEST_CASES,
    USUAL_TIME,
    CalibrationRule,
    DaysOutOfOrder,
    NobodyInvited,
    NotForThem,
    State,
    TooFewCases,
    counts_since,
    may_renew,
)
from kamacademy.calibration.standing import Verdict, standing_of
from kamacademy.calibration.words import figure, leniency_words, span, spread_words, tenths
from kamacademy.competency.documents import Framework, Indicator
from kamacademy.competency.queries import indicator_in
from kamacademy.content.queries import library
from kamacademy.peer.lot import LARGEST_SEED
from kamacademy.people.queries import person
from kamacademy.wording import day

calibration = Blueprint("calibration", __name__, template_folder="templates", url_prefix="/calibration")

Page = str | Response | tuple[str, int]


for filter_ in (figure, leniency_words, span, spread_words, tenths):
    calibration.add_app_template_filter(filter_, f"calibration_{filter_.__name__}")


@calibration.get("")
def mine() -> str:
    """What waits for one's own rating, where one stands, and the reports so far."""
    who, today = person_signed_in(), clock.today()
    authorize(Permission.OPEN_FIRST_PAGE, who)
    seats = queries.own_seats(who)
    pairs = queries.pairs_since(counts_since(today), [who.id]).get(who.id, [])
    return render_template(
        "calibration/mine.html",
        waiting=[one for one in seats if not one.is_finished and one.event.closed_at is None],
        reports=[one for one in seats if one.sees_references],
        handed_in=[one for one in seats if one.is_finished and not one.sees_references],
        standing=standing_of(pairs) if pairs else None,
        until=queries.certified_until([who.id], today).get(who.id),
        Verdict=Verdict, State=State,
    )  # fmt: skip


@calibration.get("/seats/<int:seat_id>")
def seat(seat_id: int) -> str:
    """One's own cases at an event; once they may be compared, the report."""
    found = queries.seat(seat_id)
    authorize(Permission.CALIBRATE, found)
    cases = queries.cases_of(found.event)
    if found.sees_references:
        return report_page(found)
    return render_template(
        "calibration/seat.html", seat=found, event=found.event, cases=cases, State=State,
        state=found.event.state_on(clock.today()), rated={one.case for one in found.ratings},
    )  # fmt: skip


def report_page(found: CalibrationSeat) -> str:
    """Each case with one's own levels, the reference and the reason; and what all of them say.

    What is being rated again just now is left out, so that nobody looks a reference up.
    """
    release, unseen = library(found.event.release_id), queries.cases_unseen_by(found.person)
    pairs = [one for one in queries.pairs_at(found) if one.case not in unseen]
    shown = [one for one in found.cases if one not in unseen]
    given = {(one.case, one.indicator): (one.level, one.reason) for one in found.ratings}
    report = event_report({found.person_id: pairs}, found.id)
    return render_template(
        "calibration/report.html", seat=found, event=found.event, whole=report.by_person[found.person_id],
        by_indicator=report.by_indicator, cases=rated_cases(shown, queries.cases_of(found.event), given),
        kept_back=len(found.cases) - len(shown),
        indicators={one.indicator: indicator_in(release, one.indicator) for one in pairs},
    )  # fmt: skip


@calibration.route("/seats/<int:seat_id>/cases/<int:place>", methods=["GET", "POST"])
def case(seat_id: int, place: int) -> Page:
    """Rate one case: the story, then each of its indicators in one's own order."""
    found = queries.seat(seat_id)
    authorize(Permission.CALIBRATE, found)
    if not 1 <= place <= len(found.cases):
        abort(404)
    today = clock.today()
    if found.is_finished or found.event.state_on(today) is not State.OPEN:
        return to_seat(found)
    slug = found.cases[place - 1]
    shown = queries.cases_of(found.event)[slug]
    order = indicators_in_order(shown, slug, found.seed)
    release = library(found.event.release_id)
    indicators = [indicator_in(release, one) for one in order]
    form = case_form(indicators)
    if request.method == "GET":
        form.show({one.indicator: (one.level, one.reason) for one in found.ratings if one.case == slug})
    elif form.validate():
        return rated(found, place, slug, form, indicators)
    return render_template(
        "calibration/case.html", seat=found, event=found.event, case=shown, place=place, form=form,
        indicators=indicators, level_name=level_name, reason_name=reason_name,
    ), 422 if form.is_submitted() else 200  # fmt: skip


def rated(found: CalibrationSeat, place: int, slug: str, form: CaseForm, indicators: list[Indicator]) -> Response:
    """Keep a case, then to the next without ratings, or back to all cases."""
    try:
        operations.rate(found, slug, form.given([one.id for one in indicators]), at=clock.now())
    except CalibrationRule as problem:
        flash(str(problem), "caution")
        return to_seat(found)
    done = {one.case for one in found.ratings}
    following = [*range(place, len(found.cases)), *range(place)]
    left = next((one for one in following if found.cases[one] not in done), None)
    if left is None:
        flash("Kept. Every case is rated: look them over, then finish.", "good")
        return to_seat(found)
    flash(f"Case {place} is kept.", "good")
    return redirect(url_for("calibration.case", seat_id=found.id, place=left + 1), 303)


@calibration.post("/seats/<int:seat_id>/finish")
def finish(seat_id: int) -> Response:
    """Hand in."""
    found = queries.seat(seat_id)
    authorize(Permission.CALIBRATE, found)
    try:
        operations.finish(found, at=clock.now())
    except CalibrationRule as problem:
        flash(str(problem), "caution")
    else:
        flash(
            "Finished. Here is how your levels compare." if found.sees_references
            else "Finished, thank you. You see how your levels compare as soon as the event is closed.",
            "good",
        )  # fmt: skip
    return to_seat(found)


def to_seat(found: CalibrationSeat) -> Response:
    """To one's own cases or report."""
    return redirect(url_for("calibration.seat", seat_id=found.id), 303)


@calibration.get("/events")
def events() -> str:
    """Events and quarters, newest first."""
    authorize(Permission.LEAD_CALIBRATION)
    return render_template(
        "calibration/events.html", events=queries.events(), State=State, today=clock.today(),
        cases=len(queries.cases_in(library())), fewest=FEWEST_CASES,
    )  # fmt: skip


@calibration.route("/events/new", methods=["GET", "POST"])
def new() -> Page:
    """Make an event and invite coaches."""
    authorize(Permission.LEAD_CALIBRATION)
    form, cases, people = EventForm(), queries.cases_in(library()), queries.may_be_invited()
    form.offer(people)
    form.offer_cases(cases)
    if request.method == "GET":
        form.opens_on.data, form.closes_on.data = clock.today(), clock.today() + USUAL_TIME
    elif form.validate() and (made := made_by(form)):
        flash(f"Made, and {len(made.seats)} invited.", "good")
        return redirect(url_for("calibration.event", event_id=made.id), 303)
    return render_template(
        "calibration/new.html", form=form, cases=cases, people=people, today=clock.today(), drawn=DRAWN
    ), 422 if form.is_submitted() else 200


def made_by(form: EventForm) -> CalibrationEvent | None:
    """The event; None where a field says what to put right."""
    assert form.opens_on.data is not None
    assert form.closes_on.data is not None
    seed, people, at = secrets.randbelow(LARGEST_SEED), form.invited(queries.may_be_invited()), clock.now()
    chosen = form.cases.data or []
    if form.pick.data == DRAWN:
        used = times_given(queries.last_given(one.id for one in people).values(), at.date())
        chosen = drawn(queries.cases_in(library()), form.count.data or 0, seed, used)
    try:
        return operations.make_event(
            form.title.data or "", opens_on=form.opens_on.data, closes_on=form.closes_on.data, cases=chosen,
            coaches=people, by=person_signed_in(), seed=seed, at=at,
        )  # fmt: skip
    except DaysOutOfOrder as problem:
        form.closes_on.errors = [str(problem)]
    except (NobodyInvited, NotForThem) as problem:
        form.coaches.errors = [str(problem)]
    except TooFewCases as problem:
        field = form.count if form.pick.data == DRAWN else form.cases
        field.errors = [str(problem)]
    return None


@calibration.get("/events/<int:event_id>")
def event(event_id: int) -> str:
    """Who has finished; once closed, how close the coaches are to the reference and to each other."""
    authorize(Permission.LEAD_CALIBRATION)
    return event_page(queries.event(event_id), InviteForm())


def event_page(found: CalibrationEvent, form: InviteForm) -> str:
    """The page of an event."""
    seats, release = queries.seats_of(found.id), library(found.release_id)
    seated = {one.person_id for one in seats}
    free = [one for one in queries.may_be_invited() if one.id not in seated]
    form.offer(free)
    report = None
    if found.closed_at is not None and not found.is_quarterly:
        pairs = {one.person_id: queries.pairs_at(one) for one in seats if one.is_finished}
        report = event_report(pairs, found.id) if pairs else None
    return render_template(
        "calibration/event.html", event=found, seats=seats, form=form, free=free, report=report, State=State,
        state=found.state_on(clock.today()), cases=queries.cases_of(found),
        indicators={one: indicator_in(release, one) for one in report.by_indicator} if report else {},
    )  # fmt: skip


@calibration.post("/events/<int:event_id>/invite")
def invite(event_id: int) -> Page:
    """Invite more coaches."""
    authorize(Permission.LEAD_CALIBRATION)
    found, form, people = queries.event(event_id), InviteForm(), queries.may_be_invited()
    form.offer(people)
    try:
        if found.is_quarterly:
            abort(404)
        added = operations.invite(
            found, form.invited(people), by=person_signed_in(), seed=secrets.randbelow(LARGEST_SEED), at=clock.now()
        )
    except CalibrationRule as problem:
        flash(str(problem), "caution")
    else:
        flash(f"{len(added)} invited.", "good")
    return redirect(url_for("calibration.event", event_id=found.id), 303)


@calibration.post("/events/<int:event_id>/close")
def close(event_id: int) -> Response:
    """End an event; from then on coaches see their reports."""
    authorize(Permission.LEAD_CALIBRATION)
    found = queries.event(event_id)
    try:
        operations.close(found, by=person_signed_in(), at=clock.now())
        flash("Closed. Every coach who has finished can read their own report.", "good")
    except CalibrationRule as problem:
        flash(str(problem), "caution")
    return redirect(url_for("calibration.event", event_id=found.id), 303)


@calibration.get("/events/<int:event_id>/discussion")
def discussion(event_id: int) -> Page:
    """The pack for whoever leads the meeting: agenda, the items with most spread, all items; no coach is named."""
    authorize(Permission.LEAD_CALIBRATION)
    found = queries.event(event_id)
    if found.closed_at is None or found.is_quarterly:
        flash("The discussion pack shows the references, so it is made when the event is closed.", "caution")
        return redirect(url_for("calibration.event", event_id=found.id), 303)
    cases, release = queries.cases_of(found), library(found.release_id)
    finished = [one for one in queries.seats_of(found.id) if one.is_finished]
    every = items(cases, [pair for one in finished for pair in queries.pairs_at(one)])
    return render_template(
        "calibration/discussion.html", event=found, cases=cases, items=every, first=most_spread(every),
        guide=queries.guide_of(found), raters=len(finished),
        indicators={one.indicator: indicator_in(release, one.indicator) for one in every},
        framework=release.one(Framework, "framework", "framework"),
    )  # fmt: skip


@calibration.get("/certification")
def certification() -> str:
    """Where each coach stands by the ratings of 24 months, in order of name, and who may be certified."""
    authorize(Permission.LEAD_CALIBRATION)
    today, people = clock.today(), queries.may_be_invited()
    keys = [one.id for one in people]
    pairs, until = queries.pairs_since(counts_since(today), keys), queries.certified_until(keys, today)
    return render_template(
        "calibration/certification.html", may_renew=may_renew, today=today, Verdict=Verdict,
        rows=[
            (one, standing_of(pairs[one.id]) if one.id in pairs else None, until.get(one.id))
            for one in people
        ],
    )  # fmt: skip


@calibration.post("/certification/<int:person_id>")
def certify(person_id: int) -> Response:
    """Let a coach who meets the rule attest for a year."""
    authorize(Permission.LEAD_CALIBRATION)
    coach = person(person_id)
    try:
        made = operations.certify(coach, by=person_signed_in(), at=clock.now())
        flash(f"{coach.name} may attest from {day(made.valid_from)} to {day(made.valid_until)}.", "good")
    except (CalibrationRule, AttestationRule) as problem:
        flash(str(problem), "caution")
    return redirect(url_for("calibration.certification"), 303)
