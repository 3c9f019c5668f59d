"""Importing readings: the file, its columns, the check, the word to go on, and the history of all imports."""

from collections.abc import Mapping
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, allowed, authorize, may_go_on, person_signed_in
from kamacademy.db import let_others_write
from kamacademy.feed import file_store, operations, queries
from kamacademy.feed.columns import FIELD_HINTS, GROUPS, offered
from kamacademy.feed.forms import ColumnsForm, ConfirmForm, FileForm, UndoForm
from kamacademy.feed.letters import Letters
from kamacademy.feed.models import FeedRun
from kamacademy.feed.states import IN_BACKGROUND, KnownAlready, RunRule, State
from kamacademy.feed.template import template
from kamacademy.fields import EmptyForm
from kamacademy.spreadsheet import as_csv, as_xlsx

feed = Blueprint("feed", __name__, template_folder="templates")

Answer = str | Response | tuple[str, int]

LARGEST_BYTES = 2 * 1024**3
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@feed.url_value_preprocessor
def make_room_for_a_file(endpoint: str | None, _values: Mapping[str, Any] | None) -> None:
    """Let the one form that takes a file be large for those who import; asked before anything reads what was sent.

    Any: Flask's own.
    """
    is_brought = endpoint == "feed.new_run" and request.method == "POST"
    if is_brought and may_go_on() and allowed(Permission.IMPORT_READINGS, None):
        request.max_content_length = LARGEST_BYTES
        let_others_write()


@feed.get("/kpis/imports")
def runs() -> str:
    """Every import, newest first."""
    authorize(Permission.READ_IMPORTS)
    return render_template("feed/runs.html", runs=queries.runs())


@feed.route("/kpis/imports/new", methods=["GET", "POST"])
def new_run() -> Answer:
    """Bring a file."""
    authorize(Permission.IMPORT_READINGS)
    form = FileForm()
    if form.validate_on_submit():
        try:
            made = received(form)
        except KnownAlready as known:
            flash(str(known), "caution")
            return redirect(url_for("feed.run", run_id=known.run_id), 303)
        except RunRule as broken:
            form.take(broken)
        else:
            return redirect(url_for("feed.columns", run_id=made.id), 303)
    page = render_template("feed/new.html", form=form, sources=queries.source_names())
    return page, 422 if form.is_submitted() else 200


def received(form: FileForm) -> FeedRun:
    """Keep what was brought. Raises RunRule."""
    folder = Path(current_app.config["DATA"])
    # Two gigabytes or a workbook take a while.
    let_others_write()
    with closing(form.file.data) as brought:
        kept = file_store.keep(folder, cast(BinaryIO, brought.stream))
    try:
        return operations.receive(
            form.words("source"), file_store.plain_name(form.file.data.filename), kept, by=person_signed_in(),
            at=clock.now(),
        )  # fmt: skip
    except RunRule:
        file_store.let_go(file_store.folder_of(folder) / kept.file)
        raise


@feed.route("/kpis/imports/<int:run_id>/columns", methods=["GET", "POST"])
def columns(run_id: int) -> Answer:
    """What the columns hold, as it is offered."""
    authorize(Permission.IMPORT_READINGS)
    found = queries.run(run_id)
    if found.state not in (State.COLUMNS, State.CHECKED):
        return redirect(url_for("feed.run", run_id=run_id), 303)
    form = ColumnsForm()
    form.suit(found)
    if request.method == "GET":
        told = offered(found.header, found.source.headings)
        offer = found.columns or {field.value: place for field, place in told.items()}
        decimals = found.decimals or found.source.decimals
        form.offer(offer, decimals, found.letters, is_asked=found.asks_decimals)
    if form.validate_on_submit():
        try:
            letters = Letters(form.letters.data if "letters" in form else found.letters)
            operations.choose_columns(found, form.columns(), form.decimals_chosen(found.decimals), letters)
        except RunRule as broken:
            form.take(broken)
        else:
            return redirect(url_for("feed.run", run_id=run_id), 303)
    page = render_template("feed/columns.html", form=form, run=found, groups=GROUPS, hints=FIELD_HINTS)
    return page, 422 if form.is_submitted() else 200


@feed.get("/kpis/imports/<int:run_id>")
def run(run_id: int) -> Answer:
    """Where an import is and what was found."""
    authorize(Permission.READ_IMPORTS)
    return page_of(queries.run(run_id))


def page_of(found: FeedRun, confirm: ConfirmForm | None = None, undo: UndoForm | None = None) -> str:
    """The page of an import; only those who import read single rows, which name people."""
    may_import = allowed(Permission.IMPORT_READINGS, None)
    problems = queries.first_problems(found.id) if may_import and found.problems else []
    form = confirm or ConfirmForm(formdata=None)
    if found.corrected:
        form.reason.flags.required = True
    return render_template(
        "feed/run.html", run=found, problems=problems, may_import=may_import,
        is_waiting=found.state in IN_BACKGROUND, confirm=form,
        undo=undo or UndoForm(formdata=None), plain=EmptyForm(formdata=None),
    )  # fmt: skip


@feed.post("/kpis/imports/<int:run_id>/confirm")
def confirm(run_id: int) -> Answer:
    """Take an import over."""
    authorize(Permission.IMPORT_READINGS)
    found, form = queries.run(run_id), ConfirmForm()
    if form.validate():
        try:
            operations.confirm(found, reason=form.words("reason"), by=person_signed_in(), at=clock.now())
        except RunRule as broken:
            if broken.field is None:
                return told(found, broken)
            form.take(broken)
        else:
            return redirect(url_for("feed.run", run_id=run_id), 303)
    return page_of(found, confirm=form), 422


def told(found: FeedRun, broken: RunRule) -> Response:
    """The page of an import, with what cannot be done to it."""
    flash(str(broken), "caution")
    return redirect(url_for("feed.run", run_id=found.id), 303)


@feed.post("/kpis/imports/<int:run_id>/undo")
def undo(run_id: int) -> Answer:
    """Withdraw what an import brought."""
    authorize(Permission.IMPORT_READINGS)
    found, form = queries.run(run_id), UndoForm()
    if form.validate():
        try:
            operations.ask_to_undo(found, why=form.words("why"), by=person_signed_in(), at=clock.now())
        except RunRule as broken:
            return told(found, broken)
        return redirect(url_for("feed.run", run_id=run_id), 303)
    return page_of(found, undo=form), 422


@feed.post("/kpis/imports/<int:run_id>/drop")
def drop(run_id: int) -> Answer:
    """Give an import up."""
    authorize(Permission.IMPORT_READINGS)
    found = queries.run(run_id)
    try:
        operations.drop(found, by=person_signed_in(), at=clock.now())
    except RunRule as broken:
        return told(found, broken)
    flash("Given up. Nothing was taken over, and the file is deleted within the hour.", "good")
    return redirect(url_for("feed.run", run_id=run_id), 303)


@feed.get("/kpis/imports/<int:run_id>/problems.csv")
def problems(run_id: int) -> Response:
    """All problems of an import as a table."""
    authorize(Permission.IMPORT_READINGS)
    found = queries.run(run_id)
    place = file_store.list_of(Path(current_app.config["DATA"]), found.file)
    if place is None or not found.problems:
        abort(404)
    return handed(place, f"problems of import {found.id}.csv", "csv")


@feed.get("/kpis/imports/template.<any(csv, xlsx):form>")
def template_file(form: str) -> Response:
    """A file to begin with."""
    authorize(Permission.IMPORT_READINGS)
    content = as_csv(template()) if form == "csv" else as_xlsx(template())
    return handed(BytesIO(content), f"readings.{form}", form)


def handed(content: Path | BytesIO, name: str, form: str) -> Response:
    """A file to keep, which no cache keeps."""
    answer = send_file(content, KINDS[form], as_attachment=True, download_name=name, max_age=0)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
