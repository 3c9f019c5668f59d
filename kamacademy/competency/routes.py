"""The competency profile, the evidence ledger, and the framework itself."""

from flask import Blueprint, abort, render_template, request

from kamacademy import clock
from kamacademy.access import Permission, authorize, person_signed_in
from kamacademy.competency import queries
from kamacademy.competency.documents import Competency
from kamacademy.competency.evidence import View
from kamacademy.content.queries import library
from kamacademy.db import key
from kamacademy.people.queries import person

competency = Blueprint("competency", __name__, template_folder="templates")

ENTRIES_PER_PAGE = 25


@competency.get("/people/<int:person_id>")
def profile(person_id: int) -> str:
    """Where a person stands in every competency, as far as the evidence tells."""
    learner = person(person_id)
    authorize(Permission.READ_PROFILE, learner)
    return render_template(
        "competency/profile.html",
        learner=learner,
        is_own=person_signed_in().id == learner.id,
        profile=queries.profile_of(learner, clock.today()),
        framework=queries.framework_in(library()),
    )


@competency.get("/people/<int:person_id>/competencies/<code>")
def detail(person_id: int, code: str) -> str:
    """One competency of a person: the anchors of the present and the next level, and the evidence behind it."""
    learner = person(person_id)
    authorize(Permission.READ_PROFILE, learner)
    release, reader = library(), person_signed_in()
    if not release.has("competency", code):
        abort(404)
    found = release.one(Competency, "competency", code)
    return render_template(
        "competency/detail.html",
        learner=learner,
        is_own=reader.id == learner.id,
        competency=found,
        detail=queries.competency_of(learner, reader, found, clock.today()),
        framework=queries.framework_in(release),
        most=ENTRIES_PER_PAGE,
    )


@competency.get("/people/<int:person_id>/evidence")
def evidence(person_id: int) -> str:
    """The whole evidence ledger of a person, newest first, a page at a time."""
    learner = person(person_id)
    authorize(Permission.READ_PROFILE, learner)
    reader = person_signed_in()
    competencies = queries.competencies_in(library())
    chosen = request.args.get("competency", "")
    chosen = chosen if chosen in competencies else ""
    page = request.args.get("page", 1, type=key)
    view = View.ATTESTED if request.args.get("view") == View.ATTESTED else View.DEVELOPMENT
    entries, total = queries.ledger_page(learner, reader, chosen or None, page, ENTRIES_PER_PAGE, view)
    return render_template(
        "competency/evidence.html",
        learner=learner,
        is_own=reader.id == learner.id,
        entries=entries,
        total=total,
        page=page,
        pages=-(-total // ENTRIES_PER_PAGE),
        competencies=competencies,
        chosen=chosen,
        view=view if view is View.ATTESTED else None,
    )


@competency.get("/framework")
def framework() -> str:
    """Levels, competencies with all their anchors, and the targets of each job role."""
    authorize(Permission.READ_LIBRARY)
    release = library()
    return render_template(
        "competency/framework.html",
        framework=queries.framework_in(release),
        competencies=queries.competencies_in(release),
        own_role=person_signed_in().job_role.value,
    )
