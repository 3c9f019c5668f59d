"""What the features keep, by one call each, with unremarkable defaults."""

from collections.abc import Mapping
from datetime import date, timedelta

from kamacademy.story.kept import PlanAction, PlanStep, Visit
from tests.world import TODAY

DAY = timedelta(days=1)


def visit(
    on: date = TODAY,
    *,
    note_id: int = 1,
    coach: str = "Daniel Okafor",
    purpose: str = "development",
    is_open: bool = True,
    levels: Mapping[str, int | None] | None = None,
) -> Visit:
    """A shared visit on which discovery was seen."""
    seen = {"C03a": 3} if levels is None else levels
    return Visit(note_id, on, coach, "discovery-meeting", "usual", purpose, is_open, seen)


def step(
    what: str,
    *,
    on: date = TODAY,
    plan_id: int = 1,
    action_id: int | None = None,
    title: str | None = None,
    competency: str | None = None,
    kpi: str | None = None,
    reason: str | None = None,
    before: str | None = None,
    after: str | None = None,
) -> PlanStep:
    """One line of a plan's history by Daniel; of an action for discovery where it has a title."""
    if title is not None:
        action_id, competency = action_id or 1, competency or "C03"
    return PlanStep(plan_id, action_id, on, what, "Daniel Okafor", title, before, after, reason, competency, kpi)


def action(
    opened_on: date = TODAY - 40 * DAY,
    ended_on: date | None = None,
    *,
    action_id: int = 1,
    title: str = "Ask one more question",
    competency: str = "C03",
    kpi: str | None = "K01",
    state: str | None = None,
) -> PlanAction:
    """An action that runs, or that was done."""
    due_on = TODAY + 20 * DAY
    kept_state = state or ("open" if ended_on is None else "done")
    return PlanAction(action_id, title, competency, kpi, opened_on, ended_on, due_on, kept_state)
