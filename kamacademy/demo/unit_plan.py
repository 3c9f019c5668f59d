"""How the second business unit begins the programme: four teams each quarter, by lot. Pure.

The lot is drawn by `rollout` from a seed that stands here, so the story knows which team begins when before it is told.
"""

from datetime import date, datetime, timedelta

from kamacademy.demo.chance import moment, workday
from kamacademy.demo.studies import PROGRAMME
from kamacademy.demo.unit import PLACES, SIZES, team_name
from kamacademy.kpi.periods import add_months
from kamacademy.rollout.rules import months_of, subject_of

SUBJECT = subject_of("programme", PROGRAMME)
NAME = "Community Care begins the programme"
NOTE = "Twenty teams, four each quarter. Who begins when was left to the lot, so that they can be compared."
LOT = "7d3b52c90ae148f6"
STEPS, STEP_MONTHS, MONTHS_BEFORE = 5, 3, 14
PLANNED_DAYS_AGO = 411


def first_month(today: date) -> date:
    """The month in which the first teams began; the last begin in this one."""
    return add_months(today.replace(day=1), -(STEPS - 1) * STEP_MONTHS)


def planned_at(today: date) -> datetime:
    """When the plan was made, before anybody began."""
    return moment(workday(today - timedelta(days=PLANNED_DAYS_AGO)), 10, 30)


def begins(today: date) -> dict[str, date]:
    """The month in which each team begins, by its name, as the lot says."""
    from kamacademy.rollout.drawing import order_from

    months = months_of(first_month(today), STEP_MONTHS, STEPS)
    # The managers count, too: they may carry the KPI.
    order = order_from(LOT, [size + 1 for size in SIZES], STEPS)
    return {team_name(place): months[drawn.step - 1] for place, drawn in zip(PLACES, order, strict=True)}
