"""Append-only audit events: who did what to which record, when; ids, codes and numbers only."""

from flask import Flask

from kamacademy import clock
from kamacademy.access import Permission
from kamacademy.db import remember
from kamacademy.records import operations, routes


def init_app(app: Flask) -> None:
    """Add the audit trail's page, and write an event for each refusal."""
    app.register_blueprint(routes.records)
    app.extensions["on_denied"] = remember_denied


def remember_denied(permission: Permission, person_id: int) -> None:
    """Queue the event of a refused act; it outlives the roll-back."""
    at = clock.now()
    remember(lambda: operations.note("access.denied", by=person_id, at=at, permission=permission.name))
