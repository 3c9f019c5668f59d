"""What the form on the phone asks: its page and worker, who is signed in, its pack, and taking in what it sends."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import Blueprint, Response, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as AnyResponse

from kamacademy import clock
from kamacademy.access import Function, Permission, authorize, for_devices, person_signed_in, public, told_to_sign_in
from kamacademy.coaching.entry import Entry, EntryRefused, OwnViewEntry, read_entry
from kamacademy.coaching.rules import CoachingRule
from kamacademy.corridor import operations, queries
from kamacademy.corridor.device import Token, device_token, read_device, renewed
from kamacademy.corridor.forms import EmptyForm, ExportForm
from kamacademy.corridor.outcome import Outcome, title_of
from kamacademy.corridor.sealed import NotOurs, export_key, open_sealed
from kamacademy.corridor.shell import SHARED_FILES, manifest
from kamacademy.intake.received import Received, State
from kamacademy.pages import error_page
from kamacademy.people import queries as people
from kamacademy.people.sign_in import begin_session

corridor = Blueprint("corridor", __name__, template_folder="templates")

ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)
NAME_BYTES = 8
WIPED = "This phone was told to forget what it held. Sign in to fill it again."
NOT_IN_CARE = "This person is not in your care today, so the academy cannot take the note."
TICK = "Tick the box to empty the phones. Nothing was changed."
OTHER_PERSON = "This file was made by somebody else. Only they can open it."


@dataclass(frozen=True, slots=True)
class Shell:
    """The files of the form as this process serves them."""

    version: str
    files: tuple[str, ...]


def own_file(name: str) -> str:
    """The address of one of the form's own files, in the folder named for the version."""
    return url_for("corridor_files.static", filename=name)


def answer(body: object, status: int = 200) -> Response:
    """JSON that no cache keeps."""
    response = jsonify(body)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def device() -> Token | None:
    """What the asking device says about itself."""
    return read_device(current_app.config["SECRET_KEY"], request.headers.get("X-Device"))


@corridor.get("/corridor/", endpoint="shell")
@public
def shell_page() -> str:
    """The form's page. It holds nothing personal: what it shows comes from the phone's own store."""
    return render_template("corridor/shell.html", own_file=own_file)


@corridor.get("/corridor/worker.js")
@public
def worker() -> Response:
    """The service worker, which keeps the form's files on the phone."""
    shell: Shell = current_app.extensions["corridor"]
    static_file = cast(Callable[[str], str], current_app.jinja_env.globals["static_file"])  # put there by pages
    # A font is named by the style sheet, without a version.
    shared = [url_for("static", filename=one) if one.startswith("fonts/") else static_file(one) for one in SHARED_FILES]
    kept = [
        url_for("corridor.shell"),
        url_for("corridor.manifest_file"),
        *shared,
        *(own_file(name) for name in shell.files),
    ]
    words = render_template("corridor/worker.js", version=shell.version, files=kept)
    return Response(words, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


@corridor.get("/corridor/manifest.webmanifest")
@public
def manifest_file() -> Response:
    """How the form introduces itself to the phone's home screen."""
    files = current_app.extensions["corridor"].files
    icons = [(own_file(name), sizes, purpose) for name, sizes, purpose in ICONS if name in files]
    response = jsonify(manifest(address=url_for("corridor.shell"), icons=icons))
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return response


@corridor.get("/corridor/contact")
@public
def contact() -> Response:
    """Who is signed in and the token to send with; or that the phone must forget; or that nobody is signed in."""
    token = device()
    if token is not None and queries.is_to_forget(token):
        return answer({"state": "wipe", "words": WIPED})
    if not current_user.is_authenticated or current_user.must_change_password:
        return answer({"state": "sign-in"})
    person = person_signed_in()
    return answer(
        {
            "state": "ok",
            "person": {"id": person.id, "name": person.name, "first_name": person.first_name},
            "csrf": generate_csrf(),
            "is_coach": Function.COACH in person.functions,
            "is_learner": Function.LEARNER in person.functions,
        }
    )


@corridor.get("/corridor/pack")
@for_devices
def pack() -> Response:
    """Everything the form needs without a signal, for the person signed in."""
    authorize(Permission.CARRY_FORM)
    person, at, token, secret = person_signed_in(), clock.now(), device(), current_app.config["SECRET_KEY"]
    if token is not None and queries.is_to_forget(token):
        return answer({"state": "wipe", "words": WIPED}, 409)
    filled = renewed(token, person.id, at=at, new_name=secrets.token_hex(NAME_BYTES))
    return answer(queries.pack_for(person, at=at, device=device_token(secret, filled), secret=secret))


@corridor.post("/corridor/entries")
@for_devices
def entries() -> Response:
    """Take one entry in; sent again it changes nothing. What is refused stays on the phone, with the reasons."""
    authorize(Permission.CARRY_FORM)
    token = device()
    if token is not None and token.person_id != person_signed_in().id:
        return answer({"state": "other-person"}, 409)
    sent = request.get_json(silent=True)
    key = sent.get("key") if isinstance(sent, dict) else None
    try:
        received = take_in(read_entry(sent), token.name if token else None)
    except Forbidden:
        return answer({"key": key, "problems": [NOT_IN_CARE]}, 422)
    except EntryRefused as refused:
        return answer({"key": key, "problems": list(refused.problems)}, 422)
    except CoachingRule as refused:
        return answer({"key": key, "problems": [str(refused)]}, 422)
    return answer(
        {
            "key": received.key,
            "state": received.state.value,
            "observation": received.observation_id,
            "edition": received.edition,
            "address": address_of(received),
            "is_shared": received.is_shared,
            "words": received.words,
        }
    )


def take_in(entry: Entry | OwnViewEntry, device_name: str | None) -> Received:
    """Take an entry in for the person signed in. Raises EntryRefused, CoachingRule, Forbidden."""
    if isinstance(entry, Entry):
        learner = people.person_with_key(entry.learner_id)
        if learner is None:
            raise EntryRefused([NOT_IN_CARE])
        authorize(Permission.OBSERVE, learner)
    return operations.take_in(entry, person=person_signed_in(), device=device_name, at=clock.now())


def address_of(received: Received) -> str | None:
    """Where the note lies now; None for an own view that waits for its note."""
    if received.observation_id is None:
        return None
    page = "coaching.resume"
    if received.is_shared:
        page = "conversation.note"
    elif received.state is State.CONFLICT:
        page = "intake.conflict"
    return url_for(page, observation_id=received.observation_id)


@corridor.errorhandler(CSRFError)
def without_token(error: CSRFError) -> AnyResponse | tuple[str, int]:
    """A session that ended is asked to begin again; a token that is too old, to be fetched anew."""
    if request.endpoint != "corridor.entries":
        return error_page(error)
    if not current_user.is_authenticated:
        return told_to_sign_in()
    return answer({"state": "stale"}, 400)


@corridor.route("/corridor/open-export", methods=["GET", "POST"])
def open_export() -> str | tuple[str, int]:
    """Open a sealed file of one's own and take its entries in."""
    authorize(Permission.CARRY_FORM)
    form, person = ExportForm(), person_signed_in()
    if not form.validate_on_submit():
        return render_template("corridor/open-export.html", form=form), 422 if form.is_submitted() else 200
    try:
        export = open_sealed(form.file.data.read(), export_key(current_app.config["SECRET_KEY"]))
    except NotOurs as refused:
        form.file.errors = [str(refused)]
        return render_template("corridor/open-export.html", form=form), 422
    if export.person_id != person.id:
        form.file.errors = [OTHER_PERSON]
        return render_template("corridor/open-export.html", form=form), 422
    outcomes = [outcome(sent, number) for number, sent in enumerate(export.entries, start=1)]
    taken = sum(one.is_taken for one in outcomes)
    operations.note_opened(person, entries=len(outcomes), taken=taken, at=clock.now())
    return render_template("corridor/opened.html", outcomes=outcomes, taken=taken)


def outcome(sent: object, number: int) -> Outcome:
    """Take one entry of a file in, or say why not."""
    entry = None
    try:
        entry = read_entry(sent)
        received = take_in(entry, None)
        return Outcome(title_of(entry, number), received.state, received.words, address_of(received))
    except Forbidden:
        words = NOT_IN_CARE
    except EntryRefused as refused:
        words = " ".join(refused.problems)
    except CoachingRule as refused:
        words = str(refused)
    return Outcome(title_of(entry, number), None, words)


@corridor.post("/account/empty-phones")
def empty_own_phones() -> AnyResponse:
    """Let one's own phones forget, and end one's sessions everywhere else."""
    person, at = person_signed_in(), clock.now()
    authorize(Permission.CHANGE_OWN_ACCOUNT, person)
    if EmptyForm().validate_on_submit():
        operations.empty_phones(person, by=person, at=at)
        begin_session(person, at)
        flash("Your phones forget what they hold as soon as they reach the academy. Other sessions have ended.", "good")
    else:
        flash(TICK, "caution")
    return redirect(url_for("people.account"), 303)


@corridor.post("/admin/people/<int:person_id>/empty-phones")
def empty_phones(person_id: int) -> AnyResponse:
    """Sign a person out everywhere and let their phones forget."""
    authorize(Permission.MANAGE_PEOPLE)
    found, by, at = people.person(person_id), person_signed_in(), clock.now()
    if EmptyForm().validate_on_submit():
        operations.empty_phones(found, by=by, at=at)
        if found.id == by.id:
            begin_session(found, at)
        flash(f"{found.name} is signed out. Phones forget what they hold as soon as they reach the academy.", "good")
    else:
        flash(TICK, "caution")
    return redirect(url_for("people.person", person_id=found.id), 303)
