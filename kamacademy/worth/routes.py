"""What an effect was worth: the page, the form of assumptions, and the table."""

from io import BytesIO

from flask import Blueprint, abort, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.content.queries import library
from kamacademy.impact.models import EffectStudy
from kamacademy.impact.queries import study as study_with
from kamacademy.impact.rules import unit_words
from kamacademy.rollout.rules import title_of
from kamacademy.spreadsheet import as_csv
from kamacademy.worth import operations, queries
from kamacademy.worth.assumptions import COSTS, FACTORS, HINTS, Part, name_of, stated_from
from kamacademy.worth.forms import WorthForm
from kamacademy.worth.reckoned import table_of
from kamacademy.worth.rules import WorthRule, why_not

worth = Blueprint("worth", __name__, template_folder="templates")

Answer = str | Response | tuple[str, int]


@worth.get("/effects/studies/<int:study_id>/worth")
def page(study_id: int) -> str:
    """What the effect of a study was worth, with every assumption and what was stated before."""
    authorize(Permission.READ_WORTH)
    study = study_with(study_id)
    history = queries.history_of(study_id)
    return render_template(
        "worth/page.html", study=study, title=title_of(study.subject, library()), kpi=queries.kpi_of(study),
        refused=why_not(queries.found_of(study), queries.kpi_of(study)), history=history,
        told=queries.told_of(history[0], study) if history else None,
        before=[(one, queries.told_of(one, study).sentence) for one in history[1:]],
    )  # fmt: skip


@worth.route("/effects/studies/<int:study_id>/worth/state", methods=["GET", "POST"])
def state(study_id: int) -> Answer:
    """State assumptions, or correct those that hold."""
    authorize(Permission.RECKON_WORTH)
    study = study_with(study_id)
    if why_not(queries.found_of(study), queries.kpi_of(study)) is not None:
        return redirect(url_for("worth.page", study_id=study_id), 303)
    before, form = queries.latest_for(study_id), WorthForm()
    form.suit(before)
    if not form.is_submitted():
        form.take_over(before, stated_from(before.assumptions) if before else [])
    if form.validate_on_submit():
        try:
            operations.state_worth(
                study, form.stated(), currency=form.currency.data, by=person_signed_in(), at=clock.now(),
                corrects=form.corrected(), reason=form.reason_words(),
            )  # fmt: skip
        except WorthRule as broken:
            form.take(broken)
        else:
            return redirect(url_for("worth.page", study_id=study_id), 303)
    return form_page(study, form, corrects=before is not None), 422 if form.is_submitted() else 200


def form_page(study: EffectStudy, form: WorthForm, *, corrects: bool) -> str:
    """The form with its assumptions in two groups."""
    kpi = queries.kpi_of(study)
    assert kpi is not None
    per = "team" if name_of(Part.REACHED, kpi).startswith("Teams") else "person"
    unit = unit_words(kpi).removesuffix("s")
    groups = [
        (title, [(form[part.value].form, name_of(part, kpi), HINTS[part].format(per=per, unit=unit)) for part in parts])
        for title, parts in (("What the gain is worth", FACTORS), ("What it cost, in all", COSTS))
    ]
    return render_template(
        "worth/state.html", study=study, title=title_of(study.subject, library()), kpi=kpi, form=form, groups=groups,
        corrects=corrects, found=queries.found_of(study),
    )  # fmt: skip


@worth.get("/effects/studies/<int:study_id>/worth.csv")
def table(study_id: int) -> Response:
    """What holds, as a table."""
    authorize(Permission.READ_WORTH)
    study, holds = study_with(study_id), queries.latest_for(study_id)
    if holds is None:
        abort(404)
    content = BytesIO(as_csv(table_of("Worth", queries.told_of(holds, study))))
    answer = send_file(
        content,
        "text/csv; charset=utf-8",
        as_attachment=True,
        download_name=f"worth of study {study.id}.csv",
        max_age=0,
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
