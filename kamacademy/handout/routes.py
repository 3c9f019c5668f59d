"""A module's job aid, its facilitator guide, and a list of both for those who lead."""

from flask import Blueprint, render_template

from kamacademy.access import Permission, authorize
from kamacademy.handout import queries

handout = Blueprint("handout", __name__, template_folder="templates")


@handout.get("/job-aids/<module>")
def job_aid(module: str) -> str:
    """One page to work by."""
    authorize(Permission.READ_JOB_AID)
    return render_template("handout/job-aid.html", page=queries.job_aid(module))


@handout.get("/guides")
def guides() -> str:
    """Every facilitator guide and job aid."""
    authorize(Permission.READ_GUIDE)
    return render_template("handout/guides.html", shelves=queries.all_shelves())


@handout.get("/guides/<module>")
def guide(module: str) -> str:
    """How the parts of a module that somebody leads are led."""
    authorize(Permission.READ_GUIDE)
    return render_template("handout/guide.html", page=queries.guide(module))
