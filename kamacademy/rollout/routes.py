"""Roll-outs: the list, a new plan by lot or with given months, the agreed order, the lot, and the archive."""

from io import BytesIO
from secrets import token_hex

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.content.queries import library
from kamacademy.kpi.queries import kpis_in
from kamacademy.rollout import forecast, operations, queries
from kamacademy.rollout.agreed import Placed, months_in_order, order_table, state_words
from kamacademy.rollout.forms import ArchiveForm, DrawForm, PlanForm, given_form
from kamacademy.rollout.models import Rollout
from kamacademy.rollout.rules import RolloutRule, title_of
from kamacademy.spreadsheet import as_csv

rollouts = Blueprint("rollout", __name__, template_folder="templates")

Answer = str | Response | tuple[str, int]
# 128 bits in hexadecimal.
SEED_BYTES = 16


@rollouts.get("/rollouts")
def every() -> str:
    """Every roll-out, newest first."""
    authorize(Permission.READ_ROLLOUTS)
    read = library()
    rows = [(one, title_of(one.rollout.subject, read), tag_of(one.rollout)) for one in queries.listed()]
    return render_template("rollout/list.html", rows=rows)


def tag_of(rollout: Rollout) -> tuple[str, str]:
    """Where a roll-out stands, and the kind of its tag."""
    return state_words(is_by_lot=rollout.is_by_lot, drawn_at=rollout.drawn_at, archived_at=rollout.archived_at)


@rollouts.route("/rollouts/new", methods=["GET", "POST"])
def new() -> Answer:
    """Plan a roll-out whose order the lot draws; look at what it would find before it is kept."""
    authorize(Permission.PLAN_ROLLOUT)
    teams, form, found = queries.teams_to_choose(), PlanForm(), None
    form.suit(library())
    form.offer(teams, clock.today())
    if form.validate_on_submit():
        carried = queries.teams_to_choose(kpis_in(library())[form.kpi.data])
        asked = (
            form.subject.data, form.kpi.data, form.chosen(carried), form.starts(), form.step_months.data,
            form.steps.data,
        )  # fmt: skip
        try:
            found = operations.look_at(*asked, assumed=form.assumed())
            if request.form.get("act") == "keep":
                refuse_blind(found)
                made = operations.plan_rollout(
                    form.words("name"), *asked, by=person_signed_in(), at=clock.now(),
                    note=form.words("note") or None, assumed=form.assumed(),
                )  # fmt: skip
                return redirect(url_for("rollout.plan", rollout_id=made.id), 303)
        except RolloutRule as broken:
            form.take(broken)
    told = None if found is None else told_of(found, form.kpi.data)
    page = render_template("rollout/new.html", form=form, found=told)
    return page, 422 if form.is_submitted() and form.errors else 200


def refuse_blind(found: forecast.Forecast) -> None:
    """Raise RolloutRule where nobody knows what a plan would find."""
    if found.smallest is None:
        raise RolloutRule(
            "There is too little history to know the noise. Assume it, so that the plan says what it would find.", "sd"
        )


def told_of(found: forecast.Forecast, code: str) -> forecast.Told | None:
    """What a plan would find, in words; None where the release no longer has the KPI."""
    kpi = kpis_in(library()).get(code)
    return None if kpi is None else forecast.told(found, kpi)


@rollouts.route("/rollouts/given", methods=["GET", "POST"])
def given() -> Answer:
    """Keep an order whose months were given."""
    authorize(Permission.PLAN_ROLLOUT)
    teams = [one for one in queries.teams_to_choose() if one.people]
    form = given_form(teams)
    form.suit(library())
    if form.validate_on_submit():
        try:
            made = operations.plan_given(
                form.words("name"), form.subject.data, form.kpi.data, form.months(teams), by=person_signed_in(),
                at=clock.now(), note=form.words("note") or None,
            )  # fmt: skip
        except RolloutRule as broken:
            form.take(broken)
        else:
            return redirect(url_for("rollout.plan", rollout_id=made.id), 303)
    page = render_template("rollout/given.html", form=form, fields=[form[f"team-{one.id}"] for one in teams])
    return page, 422 if form.is_submitted() else 200


@rollouts.get("/rollouts/<int:rollout_id>")
def plan(rollout_id: int) -> str:
    """A roll-out: what it would find, who begins when, and how that was decided."""
    authorize(Permission.READ_ROLLOUTS)
    return page_of(queries.rollout(rollout_id))


def placed(rollout: Rollout) -> list[Placed]:
    """The teams in order of key, as the lot takes them."""
    return [
        Placed(one.team_id, one.team.name, one.people, one.step, one.begins, one.block)
        for one in queries.teams_in(rollout.id)
    ]


def page_of(found: Rollout, draw: DrawForm | None = None, archive: ArchiveForm | None = None) -> str:
    """The page of a roll-out."""
    read, teams = library(), placed(found)
    kpi = kpis_in(read).get(found.kpi)
    told = told_of(forecast.forecast_from(found.forecast), found.kpi) if found.forecast else None
    again = None
    if request.args.get("check") and found.seed is not None:
        again = operations.is_drawn_again(found.seed, teams, found.steps)
    redrawn = draw or DrawForm(formdata=None)
    redrawn.reason.flags.required = found.drawn_at is not None
    return render_template(
        "rollout/plan.html", rollout=found, title=title_of(found.subject, read), kpi=kpi, found=told,
        months=months_in_order(teams), teams=teams, draws=queries.draws_of(found.id), again=again, state=tag_of(found),
        may_draw=operations.may_be_drawn(found, clock.today()), draw=redrawn,
        archive=archive or ArchiveForm(formdata=None),
    )  # fmt: skip


@rollouts.post("/rollouts/<int:rollout_id>/draw")
def draw(rollout_id: int) -> Answer:
    """Draw the order by lot."""
    authorize(Permission.PLAN_ROLLOUT)
    found, form = queries.rollout(rollout_id), DrawForm()
    if form.validate():
        try:
            operations.draw_order(
                found, token_hex(SEED_BYTES), person_signed_in(), clock.now(), form.words("reason") or None
            )
        except RolloutRule as broken:
            if broken.field is None:
                return told_why(found, broken)
            form.take(broken)
        else:
            flash("The lot has been drawn.", "good")
            return redirect(url_for("rollout.plan", rollout_id=found.id), 303)
    return page_of(found, draw=form), 422


def told_why(found: Rollout, broken: RolloutRule) -> Response:
    """The page of a roll-out, with what cannot be done to it."""
    flash(str(broken), "caution")
    return redirect(url_for("rollout.plan", rollout_id=found.id), 303)


@rollouts.post("/rollouts/<int:rollout_id>/archive")
def archive(rollout_id: int) -> Answer:
    """Put a roll-out aside."""
    authorize(Permission.PLAN_ROLLOUT)
    found, form = queries.rollout(rollout_id), ArchiveForm()
    if form.validate():
        operations.archive(found, form.words("why"), by=person_signed_in(), at=clock.now())
        return redirect(url_for("rollout.plan", rollout_id=found.id), 303)
    return page_of(found, archive=form), 422


@rollouts.get("/rollouts/<int:rollout_id>/order.csv")
def order(rollout_id: int) -> Response:
    """Who begins when, as a table."""
    authorize(Permission.READ_ROLLOUTS)
    found = queries.rollout(rollout_id)
    content = BytesIO(as_csv(order_table(found.name, placed(found))))
    answer = send_file(
        content, "text/csv; charset=utf-8", as_attachment=True, download_name=f"roll-out {found.id}.csv", max_age=0
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
