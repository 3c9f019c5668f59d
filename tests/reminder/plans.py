"""Plans with days in them, put straight into the database."""

from datetime import date, timedelta

from kamacademy.db import db
from kamacademy.development.models import Action, Plan
from kamacademy.people.models import Person
from tests.world import NOW, TODAY


def plan(learner: Person, *, review_due_on: date | None = None) -> Plan:
    """A running plan that both have signed."""
    made = Plan(
        learner=learner, created_at=NOW, learner_agreed_at=NOW, coach_agreed_at=NOW, review_due_on=review_due_on,
        first_agreed_on=TODAY - timedelta(days=60),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def action(of: Plan, title: str, due_on: date, state: str = "open") -> Action:
    """An action of a plan."""
    made = Action(
        plan=of, competency="C03", indicator="C03a", kind="tryout", title=title, due_on=due_on, original_due_on=due_on,
        state=state, origin_type="own", created_at=NOW,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made
