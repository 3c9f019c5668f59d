"""Plans and gaps by one call, made through the operations that the pages use."""

from collections.abc import Mapping
from datetime import date, timedelta

from kamacademy.agreeing.operations import agree
from kamacademy.competency.evidence import Kind, Purpose
from kamacademy.competency.operations import record_evidence
from kamacademy.content.queries import library
from kamacademy.development.details import Details
from kamacademy.development.models import Action, Plan
from kamacademy.development.operations import begin_plan, propose_action
from kamacademy.development.queries import running_plan
from kamacademy.people.models import Person
from kamacademy.proposal.operations import agree_action
from tests.world import NOW, TODAY

DUE = TODAY + timedelta(days=45)


def seen(learner: Person, coach: Person, levels: Mapping[str, int], *, visits: int = 8) -> None:
    """Visits on which a coach saw these levels, by competency; as many as leave little doubt."""
    for place in range(visits):
        for code, level in levels.items():
            record_evidence(
                learner, competency=code, indicator=f"{code}a", kind=Kind.OBSERVED, purpose=Purpose.DEVELOPMENT,
                happened_on=TODAY - timedelta(days=30 + place), at=NOW, source=("observation", place), title="Visit",
                revision_id=library().revision_id("competency", code.lower()), level=level, rater=coach,
                visit=f"visit-{learner.id}-{place}",
            )  # fmt: skip


def proposed(learner: Person, title: str = "Map one leak", *, indicator: str = "C04a", due_on: date = DUE) -> Action:
    """An action of one's own, proposed by the learner."""
    plan = begin_plan(learner, by=learner, at=NOW)
    details = Details(title=title, indicator=indicator, due_on=due_on)
    return propose_action(plan, details, by=learner, at=NOW, library=library())


def titles(plan: Plan, state: str) -> list[str]:
    """What the plan's actions in a state are called."""
    return [one.title for one in plan.actions if one.state == state]


def coached(learner: Person, coach: Person, title: str = "Ask one more question") -> Action:
    """An action agreed in coaching, due in a fortnight."""
    return agree_action(
        learner, title=title, indicator="C03a", due_on=TODAY + timedelta(days=14), by=coach, at=NOW,
        origin=("observation", 7), library=library(),
    )  # fmt: skip


def plan_of(learner: Person) -> Plan:
    """The running plan."""
    found = running_plan(learner.id)
    assert found is not None
    return found


def both_sign(learner: Person, coach: Person) -> list[Action]:
    """Both sign the running plan; what opened with it."""
    agree(plan_of(learner), by=learner, at=NOW)
    return agree(plan_of(learner), by=coach, at=NOW)
