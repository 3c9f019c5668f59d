"""Planned visits by one call."""

from kamacademy.db import db
from kamacademy.people.models import Person
from kamacademy.visit.models import PlannedVisit
from tests.world import NOW, TODAY


def planned(learner: Person, coach: Person, **changed: object) -> PlannedVisit:
    """A visit planned for today, stored as it is given."""
    given = {
        "learner": learner, "coach": coach, "purpose": "development", "planned_on": TODAY, "made_by": coach,
        "activity": "discovery-meeting", "focus": ["C03a"], "made_at": NOW,
    } | changed  # fmt: skip
    made = PlannedVisit(**given)
    db.session.add(made)
    db.session.flush()
    return made
