"""Did it work? The list, the page of a module or programme, its studies, and asking for one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from flask import Blueprint, abort, flash, get_template_attribute, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, allowed, authorize, person_signed_in
from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.curriculum.documents import Module, Programme
from kamacademy.impact import operations, queries
from kamacademy.impact.chain import chain_in
from kamacademy.impact.event_plot import EventPlot
from kamacademy.impact.forms import BY_COMPLETION, StudyForm
from kamacademy.impact.models import EffectStudy
from kamacademy.impact.retold import STUDIES_KEPT
from kamacademy.impact.rules import StudyRule, came_after, kpis_of, unit_words, usual_worth
from kamacademy.impact.telling import Cell
from kamacademy.impact.words import ANSWERS
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.queries import kpis_in
from kamacademy.kpi.subjects import kind_of
from kamacademy.rollout.queries import rollouts_of
from kamacademy.rollout.rules import MODULE, PROGRAMME, subject_of, title_of
from kamacademy.wording import listed, number

impact = Blueprint("impact", __name__, template_folder="templates")

KINDS = "any(module, programme)"


@dataclass(frozen=True, slots=True)
class Line:
    """A module or programme in the list."""

    kind: str
    slug: str
    code: str
    title: str
    study: queries.Answer | None
    words: str


@impact.get("/effects")
def effects() -> str:
    """Every programme and module with what its newest study says."""
    authorize(Permission.READ_EFFECTS)
    release, answers = library(), queries.newest_answers()
    programmes = release.all(Programme, PROGRAMME).items()
    modules = release.all(Module, MODULE).items()
    return render_template(
        "impact/effects.html",
        programmes=[line(PROGRAMME, slug, one.code, one.title, answers) for slug, one in programmes],
        modules=[line(MODULE, slug, one.code, one.title, answers) for slug, one in modules],
    )


def line(kind: str, slug: str, code: str, title: str, answers: dict[str, queries.Answer]) -> Line:
    """A line of the list."""
    study = answers.get(subject_of(kind, slug))
    words = "Not asked yet" if study is None else f"{study.kpi}: {state_words(study)}"
    return Line(kind, slug, code, title, study, words)


def shown_first(studies: Sequence[EffectStudy]) -> EffectStudy | None:
    """The study that the page shows in full, of some newest first: by how it was asked, never by what it says."""
    done = [one for one in studies if one.result is not None]
    return min(done, key=lambda one: came_after(one.kpi, one.rollout.kpi if one.rollout else None), default=None)


def state_words(study: EffectStudy | queries.Answer) -> str:
    """What a study says, or why it says nothing yet."""
    if study.answer is not None:
        return ANSWERS[study.answer]
    return "being worked out" if study.is_waiting else "broke off"


def checked(kind: str, slug: str, release: Library) -> str:
    """The subject of an address, or 404."""
    if not release.has(kind, slug):
        abort(404)
    return subject_of(kind, slug)


@impact.get(f"/effects/<{KINDS}:kind>/<slug>")
def effect(kind: str, slug: str) -> str:
    """The chain of a module or programme, its newest answer, and its studies."""
    authorize(Permission.READ_EFFECTS)
    release = library()
    subject = checked(kind, slug, release)
    studies, counted = queries.studies_of(subject), queries.chain_of(subject)
    newest = shown_first(studies)
    page = None if newest is None else queries.page_of(newest, release)
    return render_template(
        "impact/effect.html",
        kind=kind,
        slug=slug,
        subject=release.one(Module if kind == MODULE else Programme, kind, slug),
        chain=None if counted is None else chain_in(counted.result),
        counted=counted,
        waiting=next((one for one in studies if one.is_waiting), None),
        newest=newest,
        page=page,
        picture=picture_of(page),
        others=[(one, state_words(one)) for one in studies if one is not newest and not one.is_waiting],
        may_ask=allowed(Permission.ASK_STUDY, None),
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """The plot of a study and its table, as the page holds them."""

    plot: Markup
    table: Markup


def picture_of(page: queries.StudyPage | None) -> Drawn | None:
    """The plot of a study with its table; None for none."""
    return None if page is None or page.told.plot is None else drawn(page.told.plot, page.told.cells)


@lru_cache(maxsize=STUDIES_KEPT)
def drawn(plot: EventPlot, cells: tuple[Cell, ...]) -> Drawn:
    """A plot and its table, drawn once: hundreds of places that never change."""
    plot_of = get_template_attribute("impact/_study.html", "event_plot")
    table_of = get_template_attribute("impact/_study.html", "event_table")
    return Drawn(plot_of(plot), table_of(plot, cells))


@impact.get("/effects/studies/<int:study_id>")
def study(study_id: int) -> str:
    """One study in full."""
    authorize(Permission.READ_EFFECTS)
    found, release = queries.study(study_id), library()
    kind, _, slug = found.subject.partition(":")
    page = None if found.result is None else queries.page_of(found, release)
    return render_template(
        "impact/study.html",
        study=found,
        kind=kind,
        slug=slug,
        title=title_of(found.subject, release),
        is_there=release.has(kind, slug),
        page=page,
        picture=picture_of(page),
        may_ask=allowed(Permission.ASK_STUDY, None) and release.has(kind, slug),
    )


@impact.get(f"/effects/<{KINDS}:kind>/<slug>/studies/new")
def new_study(kind: str, slug: str) -> str:
    """The question of a study."""
    authorize(Permission.ASK_STUDY)
    release = library()
    subject = checked(kind, slug, release)
    form = filled(StudyForm(), subject, release)
    form.worth_while.data = Decimal(number(usual_worth(release.one(Kpi, "kpi", str(form.kpi.data).lower())), 3))
    return asking(kind, slug, form, release)


def filled(form: StudyForm, subject: str, release: Library) -> StudyForm:
    """The form with what can be chosen: the measures meant to move first, roll-outs newest first."""
    own, kpis = kpis_of(subject, release), kpis_in(release)
    others = [code for code in sorted(kpis) if code not in own]
    codes = [code for code in (*own, *others) if kind_of(kpis[code]) != "programme"]
    agreed = [(str(one.id), f"By the roll-out “{one.name}”") for one in rollouts_of(subject) if one.is_agreed]
    when = [*agreed, (BY_COMPLETION, "In the month in which half of its people had completed it")]
    form.kpi.choices = [(code, f"{code} {kpis[code].name}") for code in codes]
    form.rollout.choices = list(when)
    if request.method == "GET":
        form.kpi.data, form.rollout.data = codes[0], when[0][0]
    return form


def asking(kind: str, slug: str, form: StudyForm, release: Library) -> str:
    """The page of the form."""
    kpis = kpis_in(release)
    alike: dict[str, list[str]] = {}
    for code in kpis_of(subject_of(kind, slug), release):
        alike.setdefault(f"{number(usual_worth(kpis[code]))} {unit_words(kpis[code])}", []).append(code)
    usual = [f"{worth} for {listed(codes)}" for worth, codes in alike.items()]
    return render_template(
        "impact/ask.html", kind=kind, slug=slug, form=form, title=title_of(subject_of(kind, slug), release), usual=usual
    )


@impact.post(f"/effects/<{KINDS}:kind>/<slug>/studies/new")
def ask(kind: str, slug: str) -> Response | tuple[str, int]:
    """Ask for a study."""
    authorize(Permission.ASK_STUDY)
    release = library()
    subject = checked(kind, slug, release)
    form = filled(StudyForm(), subject, release)
    if not form.validate_on_submit():
        return asking(kind, slug, form, release), 422
    try:
        made = operations.ask_study(
            subject, str(form.kpi.data), worth_while=float(form.worth_while.data or 0), rollout_id=form.rollout_id,
            by=person_signed_in(), at=clock.now(),
        )  # fmt: skip
    except StudyRule as broken:
        form.take(broken)
        return asking(kind, slug, form, release), 422
    flash("It is being worked out. Come back in a minute or two.", "good")
    return redirect(url_for("impact.study", study_id=made.id), 303)


@impact.post("/effects/studies/<int:study_id>/again")
def again(study_id: int) -> Response:
    """Ask the same question of the figures of today; the answer of then stays."""
    authorize(Permission.ASK_STUDY)
    found = queries.study(study_id)
    try:
        made = operations.ask_study(
            found.subject, found.kpi, worth_while=found.worth_while, rollout_id=found.rollout_id, by=person_signed_in(),
            at=clock.now(),
        )  # fmt: skip
    except StudyRule as broken:
        flash(str(broken), "caution")
        return redirect(url_for("impact.study", study_id=study_id), 303)
    flash("It is being worked out anew. The earlier answer stays in the list.", "good")
    return redirect(url_for("impact.study", study_id=made.id), 303)


@impact.get("/effects/studies/<int:study_id>/again")
def back_to_study(study_id: int) -> Response:
    """A reload after asking comes back to the study."""
    authorize(Permission.ASK_STUDY)
    return redirect(url_for("impact.study", study_id=study_id), 303)
