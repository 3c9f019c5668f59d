"""The competency profile, why a level is what it is, the evidence ledger, and the framework itself."""

from flask import Blueprint, abort, render_template, request, url_for

from kamacademy import clock
from kamacademy.access import Permission, allowed, authorize, person_signed_in
from kamacademy.competency import queries
from kamacademy.competency.documents import Competency
from kamacademy.competency.evidence import View
from kamacademy.competency.next_evidence import Way
from kamacademy.content.queries import library
from kamacademy.db import key
from kamacademy.people.models import Person
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
    reader, found = person_signed_in(), competency_named(code)
    known = queries.competency_of(learner, reader, found, clock.today())
    return render_template(
        "competency/detail.html",
        learner=learner,
        is_own=reader.id == learner.id,
        competency=found,
        detail=known,
        button=button(known.next_evidence.way, learner, found),
        framework=queries.framework_in(library()),
        most=ENTRIES_PER_PAGE,
    )


@competency.get("/people/<int:person_id>/competencies/<code>/why")
def why(person_id: int, code: str) -> str:
    """Why a level is what it is: every occasion behind it, and how far it moves the level."""
    learner = person(person_id)
    authorize(Permission.READ_PROFILE, learner)
    reader, found = person_signed_in(), competency_named(code)
    return render_template(
        "competency/why.html",
        learner=learner,
        is_own=reader.id == learner.id,
        competency=found,
        why=queries.why_of(learner, reader, found, clock.today(), view_asked()),
        framework=queries.framework_in(library()),
    )


def competency_named(code: str) -> Competency:
    """A competency of the newest release by its name in addresses, or 404."""
    release = library()
    if not release.has("competency", code):
        abort(404)
    return release.one(Competency, "competency", code)


def view_asked() -> View:
    """The view that the address asks for; the development view where it asks for none."""
    return View.ATTESTED if request.args.get("view") == View.ATTESTED else View.DEVELOPMENT


def button(way: Way, learner: Person, found: Competency) -> tuple[str, str] | None:
    """What a button beside the next best evidence reads and where it leads; None where the reader cannot begin it."""
    reader = person_signed_in()
    if way is Way.COACH and allowed(Permission.PLAN_VISIT, learner):
        focus = [indicator.id for indicator in found.indicators]
        return "Plan a visit", url_for("visit.new", learner=learner.id, focus=focus)
    if way is Way.PEERS and allowed(Permission.ASK_PEERS, learner):
        return "Ask colleagues", url_for("peer.new")
    if way is Way.PRACTICE and allowed(Permission.READ_PLAN, learner):
        return "Open the plan", url_for("plan.running", person_id=learner.id)
    check = found.check_for(learner.market)
    if way is Way.CHECK and reader.id == learner.id and allowed(Permission.LEARN, learner) and check:
        place = queries.sources().place_of_check(library(), check)
        return place and ("Go to the check", url_for("curriculum.module", programme=place[0], module=place[1]))
    return None


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
    view = view_asked()
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
