"""Quality of questions and papers, and the workflows that set pass marks."""

from collections.abc import Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.assessment.catalogue import catalogue
from kamacademy.assessment.documents import Paper
from kamacademy.assessment.queries import corrections_of
from kamacademy.content.queries import library
from kamacademy.exercise.documents import Exercise, Rubric
from kamacademy.items.documents import Bank
from kamacademy.people import confirmation
from kamacademy.quality import operations, queries
from kamacademy.quality.angoff import FEWEST_JUDGES, cut
from kamacademy.quality.forms import PORTRAIT_HINT, CutForm, InviteForm, PanelForm
from kamacademy.quality.item_view import bank_rows, edition_shown
from kamacademy.quality.models import Panel, PanelJudge
from kamacademy.quality.panel import Stage, estimates, sheet, views
from kamacademy.quality.panel_view import CutResult, asked, result_of
from kamacademy.quality.paper_view import CutShown, bar_words, borderline_shown, paper_shown, pass_words
from kamacademy.quality.question_view import question_shown
from kamacademy.quality.refusals import MayNot, NoCut, UnknownPeople
from kamacademy.quality.responses import Refused
from kamacademy.quality.setting import cut_name
from kamacademy.quality.snapshot import ExerciseSnapshot, ItemSnapshot, PaperSnapshot, restored
from kamacademy.records.models import Signature
from kamacademy.records.queries import signatures_of
from kamacademy.records.signature import Signed, is_intact
from kamacademy.wording import counted, number

quality = Blueprint("quality", __name__, template_folder="templates")

Page = str | Response | tuple[str, int]
Words = Mapping[str, str]


@quality.get("/academy/items")
def items() -> str:
    """Every bank with its questions: answers and flags."""
    authorize(Permission.READ_QUALITY)
    papers = library()
    kept = queries.briefs("item")
    rows = bank_rows(
        papers.all(Bank, "bank"), catalogue(papers), {name: (one.n, one.flags) for name, one in kept.items()}
    )
    computed = max((one.computed_at for one in kept.values()), default=None)
    return render_template("quality/items.html", banks=rows, computed=computed, run=queries.newest_run())


@quality.get("/academy/items/<item_id>")
def item(item_id: str) -> str:
    """One question, as it reads today and how it behaved in each of its wordings."""
    authorize(Permission.READ_QUALITY)
    found, kept = catalogue(library()), queries.reports("item", item_id)
    if item_id not in found.entries and not kept:
        abort(404)
    question = question_shown(found, item_id) if item_id in found.entries else None
    shown = [
        edition_shown(
            restored(ItemSnapshot, one.figures),
            question if one.is_current else None,
            is_current=one.is_current,
            computed_at=one.computed_at,
        )
        for one in kept
    ]
    return render_template(
        "quality/item.html",
        item_id=item_id,
        question=question,
        editions=shown,
        corrections=corrections_of(item_id),
        run=queries.newest_run(),
    )


@quality.post("/academy/quality/compute")
def compute() -> Response:
    """Ask for all figures to be computed again, in the background."""
    authorize(Permission.READ_QUALITY)
    operations.ask_again(by=person_signed_in(), at=clock.now())
    flash("The figures are being computed. Come back in a minute or two.", "good")
    return back(request.form.get("to"))


def back(to: str | None) -> Response:
    """Back to the page with the button."""
    name = to if to in {"quality.items", "quality.papers"} else "quality.items"
    return redirect(url_for(name), 303)


@quality.get("/academy/quality/compute")
def back_to_items() -> Response:
    """A reload after asking comes back to the list."""
    authorize(Permission.READ_QUALITY)
    return back(None)


@quality.get("/academy/papers")
def papers() -> str:
    """Every paper: what passes it and what its figures rest on."""
    authorize(Permission.READ_QUALITY)
    kept = queries.briefs("paper")
    return render_template(
        "quality/papers.html",
        papers=library().all(Paper, "paper"),
        kept=kept,
        computed=max((one.computed_at for one in kept.values()), default=None),
        cuts=queries.newest_cuts(),
        exercises=operations.graded_exercises(library()),
        graded=queries.briefs("exercise"),
        cut_name=cut_name,
        run=queries.newest_run(),
    )


def paper_named(slug: str) -> Paper:
    """A paper of the newest release, or 404."""
    if not library().has("paper", slug):
        abort(404)
    return library().one(Paper, "paper", slug)


@quality.get("/academy/papers/<slug>")
def paper(slug: str) -> str:
    """One paper: how far its scores and decisions hold, what it covers, and its pass marks."""
    authorize(Permission.READ_QUALITY)
    found, kept = paper_named(slug), queries.reports("paper", slug)
    cuts = queries.cuts_of(slug)
    mark = (cuts[0].cut.percent, cuts[0].cut.standard_error) if cuts else (None, None)
    return render_template(
        "quality/paper.html",
        slug=slug,
        paper=found,
        shown=paper_shown(restored(PaperSnapshot, kept[0].figures)) if kept else None,
        computed=kept[0].computed_at if kept else None,
        cuts=cuts_shown(cuts),
        mark=pass_words(found, *mark),
        panels=queries.panels_of(slug),
        run=queries.newest_run(),
    )


def cuts_shown(found: list[queries.CutSet]) -> list[CutShown]:
    """Pass marks with their signatures."""
    signatures = signatures_of("cut_score", [one.cut.id for one in found])
    return [cut_shown(one, signatures[one.cut.id]) for one in found]


def cut_shown(one: queries.CutSet, signatures: list[Signature]) -> CutShown:
    """One pass mark; its signature is checked against what is stored now."""
    signed = None
    if signatures:
        last = signatures[-1]
        signed = Signed(one.set_by, last.at, last.meaning, is_intact(queries.signed_content(one), last))
    return CutShown(
        f"{number(one.cut.percent)} %", number(one.cut.standard_error), one.cut.method, one.release_number, signed,
        one.set_by,
    )  # fmt: skip


@quality.route("/academy/papers/<slug>/panels/new", methods=["GET", "POST"])
def new_panel(slug: str) -> Page:
    """Open a panel of judges for a paper."""
    authorize(Permission.SET_STANDARDS)
    found, form = paper_named(slug), PanelForm()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                opened = operations.open_panel(
                    slug, portrait=(form.portrait.data or "").strip(), addresses=form.addresses, by=person_signed_in(),
                    at=clock.now(),
                )  # fmt: skip
                return redirect(url_for("quality.panel", panel_id=opened.id), 303)
            except UnknownPeople as refused:
                form.judges.errors = [str(refused)]
            except MayNot as refused:
                form.portrait.errors = [str(refused)]
    return (
        render_template(
            "quality/new-panel.html", slug=slug, paper=found, form=form, hint=PORTRAIT_HINT, fewest=FEWEST_JUDGES
        ),
        status,
    )


@quality.get("/academy/panels/<int:panel_id>")
def panel(panel_id: int) -> str:
    """A panel as the learning team leads it."""
    authorize(Permission.SET_STANDARDS)
    return panel_page(queries.panel(panel_id), InviteForm(formdata=None))


def panel_page(found: Panel, form: InviteForm) -> str:
    """The page of a panel."""
    round_ = found.stage.round or 2
    return render_template(
        "quality/panel.html",
        panel=found,
        paper=library(found.release_id).one(Paper, "paper", found.paper),
        form=form,
        round=round_,
        given=queries.estimates_given(found.id, round_),
        questions=len(found.weights),
        result=result(found),
        fewest=FEWEST_JUDGES,
        stages=Stage,
    )


def result(found: Panel) -> CutResult | None:
    """What the panel's estimates give once both rounds are closed."""
    if found.stage not in (Stage.TO_SIGN, Stage.SET):
        return None
    of = cut(estimates(queries.estimates_in(found.id)), found.weights)
    assert not isinstance(of, Refused), "a round is closed only with enough judges"
    return result_of(of, catalogue(library(found.release_id)), list(found.weights))


@quality.post("/academy/panels/<int:panel_id>/judges")
def invite(panel_id: int) -> Page:
    """Invite more judges while the first round runs."""
    authorize(Permission.SET_STANDARDS)
    found, form = queries.panel(panel_id), InviteForm()
    if not form.validate():
        return panel_page(found, form), 422
    try:
        added = operations.invite(found, form.addresses, by=person_signed_in(), at=clock.now())
    except UnknownPeople as refused:
        form.judges.errors = [str(refused)]
        return panel_page(found, form), 422
    except MayNot as refused:
        return to_panel(found, str(refused), "caution")
    return to_panel(found, f"{counted(added, 'judge')} invited.")


def to_panel(found: Panel, words: str = "", category: str = "good") -> Response:
    """Back to the panel's page, saying what happened."""
    if words:
        flash(words, category)
    return redirect(url_for("quality.panel", panel_id=found.id), 303)


@quality.post("/academy/panels/<int:panel_id>/judges/<int:judge_id>/release")
def release(panel_id: int, judge_id: int) -> Response:
    """Let a judge go."""
    authorize(Permission.SET_STANDARDS)
    judge = queries.judge(panel_id, judge_id)
    try:
        operations.release(judge, by=person_signed_in(), at=clock.now())
    except MayNot as refused:
        return to_panel(judge.panel, str(refused), "caution")
    return to_panel(judge.panel, f"{judge.person.name} is released and counts no more.")


@quality.post("/academy/panels/<int:panel_id>/rounds/<int:round_>/close")
def close_round(panel_id: int, round_: int) -> Response:
    """End a round once every judge has handed in."""
    authorize(Permission.SET_STANDARDS)
    found = queries.panel(panel_id)
    try:
        operations.close_round(found, round_, by=person_signed_in(), at=clock.now())
    except MayNot as refused:
        return to_panel(found, str(refused), "caution")
    words = "The second round is open. Judges see now where they differ." if round_ == 1 else "Both rounds are closed."
    return to_panel(found, words)


@quality.post("/academy/panels/<int:panel_id>/end")
def end(panel_id: int) -> Response:
    """End a panel without a pass mark."""
    authorize(Permission.SET_STANDARDS)
    found = queries.panel(panel_id)
    try:
        operations.end_panel(found, by=person_signed_in(), at=clock.now())
    except MayNot as refused:
        return to_panel(found, str(refused), "caution")
    return to_panel(found, "The panel has ended. The pass mark stands as it was.")


@quality.get("/academy/panels/<int:panel_id>/<any(judges, end):_act>")
def back_to_panel(panel_id: int, _act: str) -> Response:
    """A reload after an act comes back to the panel."""
    authorize(Permission.SET_STANDARDS)
    return to_panel(queries.panel(panel_id))


@quality.route("/academy/panels/<int:panel_id>/sign", methods=["GET", "POST"])
def sign(panel_id: int) -> Page:
    """Sign the pass mark that the panel found; from then on it is the paper's."""
    authorize(Permission.SET_STANDARDS)
    found, form, at, person = queries.panel(panel_id), CutForm(), clock.now(), person_signed_in()
    if found.stage is not Stage.TO_SIGN:
        return to_panel(found)
    status = 200
    if form.is_submitted():
        status = confirmation.status_of(form, person, at=at)
        if status == confirmation.DONE:
            try:
                operations.sign_panel(found, form.meaning.data or "", by=person, at=at)
            except MayNot as refused:
                return to_panel(found, str(refused), "caution")
            flash("The pass mark is set and signed.", "good")
            return redirect(url_for("quality.paper", slug=found.paper), 303)
    proposed = operations.proposal(found)
    form.meaning.data = proposed.meaning
    return render_template(
        "quality/sign.html", panel=found, form=form, proposed=proposed, before=cuts_shown(queries.cuts_of(found.paper)),
        paper=library().one(Paper, "paper", found.paper),
    ), status  # fmt: skip


@quality.route("/academy/exercises/<slug>/pass-mark", methods=["GET", "POST"])
def exercise(slug: str) -> Page:
    """The pass mark of an exercise by borderline regression, to be signed once there are enough grades."""
    authorize(Permission.SET_STANDARDS)
    found = operations.graded_exercises(library()).get(slug)
    if found is None:
        abort(404)
    form, at, person, status = CutForm(), clock.now(), person_signed_in(), 200
    if form.is_submitted():
        status = confirmation.status_of(form, person, at=at)
        if status == confirmation.DONE:
            try:
                operations.sign_grades(slug, form.meaning.data or "", by=person, at=at)
                flash("The pass mark is set and signed.", "good")
            except MayNot as refused:
                flash(str(refused), "caution")
            return redirect(url_for("quality.exercise", slug=slug), 303)
    return exercise_page(slug, found, form), status


def exercise_page(slug: str, found: Exercise, form: CutForm) -> str:
    """The page of an exercise's pass mark."""
    kept, cuts = queries.reports("exercise", slug), queries.cuts_of(cut_name(slug))
    why_not, proposed = "", None
    try:
        proposed = operations.grade_proposal(slug)
        form.meaning.data = proposed.meaning
    except NoCut as refused:
        why_not = str(refused)
    rubric = library().one(Rubric, "rubric", found.rubric)
    return render_template(
        "quality/exercise.html",
        slug=slug,
        exercise=found,
        form=form,
        proposed=proposed,
        why_not=why_not,
        shown=borderline_shown(restored(ExerciseSnapshot, kept[0].figures).borderline) if kept else None,
        is_set=any(proposed is not None and one.figures == proposed.figures for one in cuts),
        cuts=cuts_shown(cuts),
        bar=bar_words(rubric.points, rubric.accepted_from, cuts[0].cut.percent if cuts else None),
        computed=kept[0].computed_at if kept else None,
        run=queries.newest_run(),
    )


@quality.get("/panels")
def seats() -> str:
    """The panels that ask for one's own judgement now."""
    person = person_signed_in()
    authorize(Permission.OPEN_FIRST_PAGE, person)
    own = queries.seats_of(person.id)
    titles = {one.panel_id: library(one.panel.release_id).one(Paper, "paper", one.panel.paper).title for one in own}
    return render_template("quality/seats.html", seats=own, titles=titles)


@quality.route("/panels/<int:panel_id>", methods=["GET", "POST"])
def seat(panel_id: int) -> Page:
    """A judge's own sheet: an estimate for each question, kept as it grows, then handed in."""
    judge = queries.seat(panel_id, person_signed_in().id)
    authorize(Permission.JUDGE, judge)
    round_ = judge.panel.stage.round
    if request.method == "GET" or round_ is None:
        return seat_page(judge)
    sent = sheet(
        {name.removeprefix("e-"): words for name, words in request.form.items() if name.startswith("e-")},
        judge.panel.weights,
    )
    if sent.faults:
        return seat_page(judge, dict(request.form), sent.faults), 422
    return keep(judge, sent.given, round_)


def keep(judge: PanelJudge, given: Mapping[str, int], round_: int) -> Response:
    """Keep a judge's estimates and say how far the round is."""
    here = redirect(url_for("quality.seat", panel_id=judge.panel_id), 303)
    try:
        missing = operations.estimate(
            judge, given, round_=round_of_form(round_), hand_in=request.form.get("then") == "hand-in", at=clock.now()
        )
    except MayNot as refused:
        flash(str(refused), "caution")
        return here
    if missing:
        flash(missing, "caution")
    elif request.form.get("then") == "hand-in":
        flash("Handed in. Thank you.", "good")
    else:
        flash("Kept. You can come back and go on.", "good")
    return here


def round_of_form(present: int) -> int:
    """The round that the page was opened for; one that says nothing is for the present round."""
    return request.form.get("round", present, type=int)


def seat_page(judge: PanelJudge, typed: Words | None = None, faults: Words | None = None) -> str:
    """A judge's sheet, with what was typed where something is wrong with it."""
    found = judge.panel
    round_ = found.stage.round or 2
    kept = queries.own_estimates(judge.id, round_)
    before = {}
    if round_ == 2:
        given = [(who, item_id, value) for who, item_id, of, value in queries.estimates_in(found.id) if of == 1]
        before = views(given, judge.id)
    values = {item_id: str(one.of_hundred) for item_id, one in kept.items()}
    if round_ == 2 and judge.round_two_at is None:
        values = {item_id: str(one.own) for item_id, one in before.items() if one.own is not None} | values
    if typed is not None:
        values = {name.removeprefix("e-"): words for name, words in typed.items() if name.startswith("e-")}
    release = library(found.release_id)
    return render_template(
        "quality/seat.html",
        judge=judge,
        panel=found,
        paper=release.one(Paper, "paper", found.paper),
        round=round_,
        is_open=found.stage.round is not None and judge.handed_in(round_) is None and judge.released_at is None,
        questions=asked(catalogue(release), list(found.weights), values, faults or {}, before),
        faults=faults or {},
    )
