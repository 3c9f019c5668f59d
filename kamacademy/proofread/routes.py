"""What the newest release covers, for the learning team."""

from flask import Blueprint, render_template

from kamacademy.access import Permission, authorize
from kamacademy.content.queries import library
from kamacademy.proofread.holdings import from_library
from kamacademy.proofread.modules import module_lines
from kamacademy.proofread.tally import Held, by_competency

proofread = Blueprint("proofread", __name__, template_folder="templates")


@proofread.get("/academy/coverage")
def coverage() -> str:
    """Competency by level by kind of content, then each module with what it lacks."""
    authorize(Permission.READ_COVERAGE)
    newest = library()
    found = from_library(newest)
    return render_template(
        "proofread/coverage.html",
        number=newest.number,
        competencies=by_competency(found),
        modules=module_lines(found),
        Held=Held,
    )
