"""Writing a paper as HTML, without the frame of a page, and having it printed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore

from flask import current_app

from kamacademy.reports.ink import LEVEL_INK, SPARK_INK
from kamacademy.reports.press import NotPrinted, press
from kamacademy.reports.sheets import Head, Paper
from kamacademy.reports.verification import shown

TEMPLATES = {
    Paper.PLAN: "reports/paper/plan.html",
    Paper.NOTE: "reports/paper/note.html",
    Paper.ATTESTATION: "reports/paper/note.html",
    Paper.PROFILE: "reports/paper/profile.html",
    Paper.TRANSCRIPT: "reports/paper/transcript.html",
    Paper.CERTIFICATE: "reports/paper/certificate.html",
    Paper.TEAM: "reports/paper/team.html",
    Paper.JOB_AID: "reports/paper/job-aid.html",
    Paper.GUIDE: "reports/paper/guide.html",
    Paper.SCORECARD: "reports/paper/scorecard.html",
    Paper.EFFECT: "reports/paper/effect.html",
}
ONE_PAGE = frozenset({Paper.PLAN, Paper.NOTE, Paper.ATTESTATION, Paper.PROFILE, Paper.CERTIFICATE, Paper.JOB_AID})
# Each printing takes a processor for about two seconds and 120 MB.
MOST_AT_ONCE, LONGEST_WAIT_SECONDS = 2, 30
FOLDER = "papers"


def as_html(paper: Paper, sheet: object, head: Head | None = None) -> str:
    """A paper as HTML. Not as a page, whose frame asks who is signed in. `head` for a sheet that has nothing to say."""
    template = current_app.jinja_env.get_template(TEMPLATES[paper])
    return template.render(
        paper=paper.value, sheet=sheet, head=head or getattr(sheet, "head", None), level_ink=LEVEL_INK,
        spark_ink=SPARK_INK, shown=shown,
    )  # fmt: skip


def static_folder() -> Path:
    """Our own static files, the only ones that a paper may use."""
    assert current_app.static_folder is not None
    return Path(current_app.static_folder)


def folder_of_papers() -> Path:
    """Where papers lie until they are fetched: outside what is served, for the academy's own user alone."""
    folder = Path(current_app.config["DATA"]) / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def print_now(paper: Paper, sheet: object) -> bytes:
    """A paper as PDF while its reader waits. Raises NotPrinted, also where too many wait."""
    html = as_html(paper, sheet)
    with a_place(), press(static_folder()) as opened:
        return opened.print(html, one_page=paper in ONE_PAGE)


@contextmanager
def a_place() -> Iterator[None]:
    """One of the few places at the press."""
    places: BoundedSemaphore = current_app.extensions["printing"]
    if not places.acquire(timeout=LONGEST_WAIT_SECONDS):
        raise NotPrinted("Too many papers are being printed.")
    try:
        yield
    finally:
        places.release()
