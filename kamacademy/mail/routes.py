"""Ending letters by their own link; the administrator's page about where each stands, never what a secret one says."""

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in, public
from kamacademy.db import key
from kamacademy.mail import operations, queries
from kamacademy.mail.letter import STATE_WORDS, STOPPED, State, is_stuck
from kamacademy.mail.stop_link import read_stop_token

mail = Blueprint("mail", __name__, template_folder="templates")

LETTERS_PER_PAGE = 50


@mail.get("/admin/mail")
def letters() -> str:
    """Letters, newest first; all, or those in one state."""
    authorize(Permission.MANAGE_MAIL)
    wanted = request.args.get("state", "")
    state = State(wanted) if wanted in set(State) else None
    page = request.args.get("page", 1, type=key)
    found, more = queries.letters_page(state, page, LETTERS_PER_PAGE)
    return render_template(
        "mail/letters.html", letters=found, more=more, page=page, state=state, State=State, words=STATE_WORDS,
        stopped=STOPPED, counts=queries.counts(), is_on=queries.is_on(),
        is_stuck=is_stuck(queries.waits_since(), clock.now()),
    )  # fmt: skip


@mail.post("/admin/mail/<int:letter_id>/send-again")
def send_again(letter_id: int) -> Response:
    """Let a letter that did not leave, or perhaps did not, be sent once more."""
    authorize(Permission.MANAGE_MAIL)
    letter = queries.letter(letter_id)
    try:
        operations.send_again(letter, by=person_signed_in().id, at=clock.now())
        flash("The letter waits to be sent again. It leaves within a minute or two.", "good")
    except operations.NothingToSend:
        flash(
            "This letter cannot be sent again: it is on its way, its words are no longer kept, or its reader is not to "
            "get it any more.",
            "caution",
        )
    return redirect(url_for("mail.letters"), 303)


@mail.route("/unwanted-letters/<token>", methods=["GET", "POST"])
@public
def stop(token: str) -> str | tuple[str, int]:
    """End one kind of letter by a letter's own link: seen by GET, done by POST, without signing in.

    A mail program posts here by itself, without a form token (RFC 8058); the link's signature stands for it.
    """
    found = read_stop_token(current_app.config["SECRET_KEY"], token)
    if found is None:
        abort(404)
    person_id, kind = found
    if request.method == "POST":
        operations.choose(person_id, kind.code, wanted=False, at=clock.now())
    is_off = queries.is_switched_off(person_id, kind.code)
    return render_template("mail/stop.html", kind=kind, is_off=is_off, token=token)
