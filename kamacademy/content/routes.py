"""Releases and what each changed, for the learning team."""

from flask import Blueprint, render_template

from kamacademy.access import Permission, authorize
from kamacademy.content import queries

content = Blueprint("content", __name__, template_folder="templates")


@content.get("/academy/releases")
def releases() -> str:
    """Every release, newest first."""
    authorize(Permission.READ_RELEASES)
    return render_template("content/releases.html", releases=queries.releases())


@content.get("/academy/releases/<int:number>")
def release(number: int) -> str:
    """One release against the one before it."""
    authorize(Permission.READ_RELEASES)
    found = queries.release_numbered(number)
    return render_template("content/release.html", release=found, changes=queries.changes_in(found))
