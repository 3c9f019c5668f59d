"""The audit trail's page."""

from flask import Blueprint, render_template, request

from kamacademy.access import Permission, authorize
from kamacademy.db import key
from kamacademy.records import queries

records = Blueprint("records", __name__, template_folder="templates")

EVENTS_PER_PAGE = 50


@records.get("/admin/audit")
def audit() -> str:
    """Events, newest first; of one person, one kind of act, or all."""
    authorize(Permission.READ_AUDIT)
    person_id = request.args.get("person", type=key)
    act = request.args.get("act", "")[:60]
    page = request.args.get("page", 1, type=key)
    events, more = queries.events_page(person_id=person_id, act=act, page=page, per_page=EVENTS_PER_PAGE)
    return render_template(
        "records/audit.html", events=events, more=more, page=page, act=act, person_id=person_id, acts=queries.acts()
    )
