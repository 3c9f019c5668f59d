"""Papers as PDF, CSV and XLSX, the transcript, certificates and their verification, and papers of a whole team."""

import secrets
from collections.abc import Callable
from io import BytesIO
from typing import TypeVar

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, allowed, authorize, person_signed_in, public
from kamacademy.content.queries import library
from kamacademy.conversation.queries import note as note_with
from kamacademy.development.queries import plan as plan_with
from kamacademy.handout import queries as handouts
from kamacademy.impact.queries import study as study_with
from kamacademy.kpi.queries import programme_of, team_of
from kamacademy.people.queries import person
from kamacademy.reports import operations, queries
from kamacademy.reports.forms import OrderForm
from kamacademy.reports.paper import folder_of_papers, print_now
from kamacademy.reports.press import NotPrinted
from kamacademy.reports.qr import qr_code
from kamacademy.reports.rules import WHAT_WORDS, Form, RuleBroken, What
from kamacademy.reports.sheets import CertificateSheet, Paper, file_name
from kamacademy.reports.tables import (
    certificate_table,
    effect_table,
    note_table,
    plan_table,
    profile_table,
    scorecard_table,
    team_table,
    transcript_table,
)
from kamacademy.reports.verification import CODES, shown, tidy_code
from kamacademy.spreadsheet import Table, as_csv, as_xlsx

reports = Blueprint("reports", __name__, template_folder="templates")

# What stands on a paper, whichever it is.
Sheet = TypeVar("Sheet")

FORMS = "any(pdf, csv, xlsx)"
SPREADSHEETS = "any(csv, xlsx)"
KINDS = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def handed(content: bytes, name: str, form: str) -> Response:
    """A file to keep, which no cache keeps."""
    answer = send_file(BytesIO(content), KINDS[form], as_attachment=True, download_name=name, max_age=0)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def written(paper: Paper, of: str, form: str, sheet: Sheet, table: Callable[[Sheet], Table]) -> Response:
    """A paper in one of its forms."""
    makers: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: print_now(paper, sheet),
        "csv": lambda: as_csv(table(sheet)),
        "xlsx": lambda: as_xlsx(table(sheet)),
    }
    return handed(makers[form](), file_name(paper, of, clock.today(), form), form)


@reports.get(f"/plans/<int:plan_id>/paper.<{FORMS}:form>")
def plan(plan_id: int, form: str) -> Response:
    """The running plan on one page; a closed one stays on its own page as it was frozen."""
    found = plan_with(plan_id)
    authorize(Permission.READ_PLAN, found)
    if found.closed_at is not None:
        abort(404)
    sheet = queries.plan_sheet_of(found, person_signed_in(), clock.today())
    return written(Paper.PLAN, found.learner.name, form, sheet, plan_table)


@reports.get(f"/observations/<int:observation_id>/paper.<{FORMS}:form>")
def note(observation_id: int, form: str) -> Response:
    """A shared note on one page; a draft has none."""
    found = note_with(observation_id)
    authorize(Permission.READ_OBSERVATION, found)
    if not found.is_shared:
        abort(404)
    sheet = queries.note_sheet_of(found, clock.today())
    return written(sheet.paper, found.learner.name, form, sheet, note_table)


@reports.get(f"/people/<int:person_id>/paper.<{FORMS}:form>")
def profile(person_id: int, form: str) -> Response:
    """A competency profile."""
    learner = person(person_id)
    authorize(Permission.READ_PROFILE, learner)
    sheet = queries.profile_sheet_of(learner, clock.today())
    return written(Paper.PROFILE, learner.name, form, sheet, profile_table)


@reports.get(f"/people/<int:person_id>/kpis/scorecard/paper.<{FORMS}:form>")
def person_scorecard(person_id: int, form: str) -> Response:
    """A person's scorecard."""
    learner = person(person_id)
    authorize(Permission.READ_SCORECARD, learner)
    sheet = queries.scorecard_sheet_of(learner, clock.today())
    return written(Paper.SCORECARD, learner.name, form, sheet, scorecard_table)


@reports.get(f"/effects/studies/<int:study_id>/paper.<{FORMS}:form>")
def effect(study_id: int, form: str) -> Response:
    """The report of a study that was worked out."""
    found = study_with(study_id)
    authorize(Permission.READ_EFFECTS)
    if found.result is None:
        abort(404)
    sheet = queries.effect_sheet_of(found, clock.today())
    return written(Paper.EFFECT, f"{sheet.title} {found.kpi}", form, sheet, effect_table)


@reports.get(f"/teams/<int:team_id>/scorecard/paper.<{FORMS}:form>")
def team_scorecard(team_id: int, form: str) -> Response:
    """A team's scorecard."""
    group = team_of(team_id, clock.today())
    authorize(Permission.READ_GROUP_SCORECARD, group)
    sheet = queries.team_scorecard_sheet_of(group, clock.today())
    return written(Paper.SCORECARD, group.name, form, sheet, scorecard_table)


@reports.get(f"/programmes/<slug>/scorecard/paper.<{FORMS}:form>")
def programme_scorecard(slug: str, form: str) -> Response:
    """A programme's scorecard."""
    group = programme_of(slug, library())
    authorize(Permission.READ_GROUP_SCORECARD, group)
    sheet = queries.programme_scorecard_sheet_of(group, clock.today())
    return written(Paper.SCORECARD, group.name, form, sheet, scorecard_table)


@reports.get("/people/<int:person_id>/transcript")
def transcript(person_id: int) -> str:
    """What a person has learned and passed, and their certificates."""
    learner = person(person_id)
    authorize(Permission.READ_TRANSCRIPT, learner)
    return render_template(
        "reports/transcript.html",
        learner=learner,
        is_own=person_signed_in().id == learner.id,
        sheet=queries.transcript_of(learner, clock.today()),
        may_issue=allowed(Permission.ISSUE_CERTIFICATE, learner),
        shown=shown,
    )


@reports.get(f"/people/<int:person_id>/transcript/paper.<{FORMS}:form>")
def transcript_paper(person_id: int, form: str) -> Response:
    """The transcript as a file."""
    learner = person(person_id)
    authorize(Permission.READ_TRANSCRIPT, learner)
    sheet = queries.transcript_of(learner, clock.today())
    return written(Paper.TRANSCRIPT, learner.name, form, sheet, transcript_table)


@reports.post("/people/<int:person_id>/certificates")
def issue(person_id: int) -> Response:
    """Issue the certificate of a complete programme to its learner."""
    learner = person(person_id)
    authorize(Permission.ISSUE_CERTIFICATE, learner)
    path = queries.path_of(learner, request.form.get("programme", ""), clock.today())
    try:
        operations.issue_certificate(learner, path, number=secrets.randbelow(CODES), at=clock.now())
        flash("The certificate is issued. Whoever has its code or its QR code can ask whether it holds.", "good")
    except RuleBroken as broken:
        flash(str(broken), "caution")
    return redirect(url_for("reports.transcript", person_id=learner.id), 303)


@reports.get(f"/certificates/<int:certificate_id>/paper.<{FORMS}:form>")
def certificate(certificate_id: int, form: str) -> Response:
    """A certificate that holds; one that does not is only found under its address of verification."""
    found = queries.certificate(certificate_id)
    authorize(Permission.READ_TRANSCRIPT, found)
    if not queries.holds_now(found, clock.today()):
        abort(404)
    home = current_app.config["ADDRESS"] or request.host_url.rstrip("/")
    address = f"{home}{url_for('reports.verify', code=found.code)}"
    sheet = CertificateSheet(
        name=found.name, title=found.title, award=found.award, modules=found.modules, completed_on=found.completed_on,
        issued_on=found.issued_at.date(), valid_until=found.valid_until, code=found.code, address=address,
        qr=qr_code(address),
    )  # fmt: skip
    return written(Paper.CERTIFICATE, found.name, form, sheet, certificate_table)


@reports.get("/verify/<code>")
@public
def verify(code: str) -> tuple[str, int, dict[str, str]]:
    """Whose certificate has a code, of what, from when, and whether it holds; for anybody, and for no search engine."""
    found = queries.find_certificate(tidy_code(code))
    page = render_template(
        "reports/verify.html",
        certificate=found,
        code=shown(tidy_code(code)),
        holds=found is not None and queries.holds_now(found, clock.today()),
        has_run_out=found is not None and found.valid_until is not None and found.valid_until < clock.today(),
    )
    return page, 200 if found else 404, {"X-Robots-Tag": "noindex"}


@reports.get("/job-aids/<module>/paper.pdf")
def job_aid(module: str) -> Response:
    """A module's job aid on one page."""
    authorize(Permission.READ_JOB_AID)
    page = handouts.job_aid(module)
    content = print_now(Paper.JOB_AID, page)
    return handed(content, file_name(Paper.JOB_AID, page.module.code, clock.today(), "pdf"), "pdf")


@reports.get("/guides/<module>/paper.pdf")
def module_guide(module: str) -> Response:
    """A module's facilitator guide."""
    authorize(Permission.READ_GUIDE)
    page = handouts.guide(module)
    content = print_now(Paper.GUIDE, page)
    return handed(content, file_name(Paper.GUIDE, page.module.code, clock.today(), "pdf"), "pdf")


@reports.get(f"/team/paper.<{SPREADSHEETS}:form>")
def team(form: str) -> Response:
    """The team as a table."""
    authorize(Permission.ORDER_PAPERS)
    coach = person_signed_in()
    return written(Paper.TEAM, coach.name, form, queries.team_sheet_of(coach, clock.today()), team_table)


@reports.get("/team/papers")
def team_papers() -> str:
    """What of the team can be printed, and what was ordered."""
    authorize(Permission.ORDER_PAPERS)
    return papers_page(OrderForm(what=What.PLANS.value))


def papers_page(form: OrderForm) -> str:
    """The form and the orders."""
    coach = person_signed_in()
    return render_template(
        "reports/team-papers.html", form=form, orders=queries.orders_of(coach, clock.now()), words=WHAT_WORDS
    )


@reports.post("/team/papers")
def order_papers() -> Response | tuple[str, int]:
    """Order papers of everybody in one's care."""
    authorize(Permission.ORDER_PAPERS)
    form = OrderForm()
    if not form.validate_on_submit():
        return papers_page(form), 422
    try:
        made = operations.order_papers(person_signed_in(), What(form.what.data), Form(form.form.data), at=clock.now())
    except RuleBroken as broken:
        flash(str(broken), "caution")
        return redirect(url_for("reports.team_papers"), 303)
    return redirect(url_for("reports.order", order_id=made.id), 303)


@reports.get("/papers/<int:order_id>")
def order(order_id: int) -> str:
    """How far an order is; asked again by its reader, or by htmx every few seconds where there is JavaScript."""
    found = queries.ordered(order_id)
    authorize(Permission.FOLLOW_PAPERS, found)
    part = "reports/_progress.html" if request.headers.get("HX-Request") else "reports/order.html"
    return render_template(
        part,
        order=found.order,
        words=WHAT_WORDS[What(found.order.what)],
        may_fetch=allowed(Permission.FETCH_PAPERS, found),
    )


@reports.get("/papers/<int:order_id>/file")
def fetch(order_id: int) -> Response:
    """The file of an order, as long as everybody it tells about is still in the coach's care."""
    found = queries.ordered(order_id)
    authorize(Permission.FETCH_PAPERS, found)
    one = found.order
    if one.file is None or one.expires_at is None or one.expires_at <= clock.now():
        abort(404)
    name = f"{WHAT_WORDS[What(one.what)]} - {clock.today().isoformat()}.{one.form}"
    place = folder_of_papers() / one.file
    answer = send_file(place, KINDS[one.form], as_attachment=True, download_name=name, max_age=0)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def not_printed(error: NotPrinted) -> tuple[str, int]:
    """The press did not answer."""
    current_app.logger.error("A paper was not printed: %s", error)
    return render_template(
        "error.html",
        title="This could not be printed just now",
        help="Nothing was changed. Try again in a minute; the page on the screen has the same, and so has the CSV.",
    ), 503
