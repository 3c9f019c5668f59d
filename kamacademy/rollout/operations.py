"""Planning a roll-out, drawing its order by lot, and archiving it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise

from kamacademy.content.library import Library
from kamacademy.content.queries import library
from kamacademy.db import db, hold
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.periods import MONTHS_IN
from kamacademy.kpi.queries import kpis_in
from kamacademy.kpi.subjects import kind_of
from kamacademy.people.models import Person
from kamacademy.records.operations import note as note_event
from kamacademy.rollout import queries
from kamacademy.rollout.agreed import Placed, TeamSize
from kamacademy.rollout.forecast import Forecast, forecast_from
from kamacademy.rollout.models import Rollout, RolloutDraw, RolloutTeam
from kamacademy.rollout.rules import (
    RolloutRule,
    check_month,
    check_steps,
    check_subject,
    may_show,
    months_of,
)
from kamacademy.wording import listed, month

# How the noise may be assumed: its standard deviation in the KPI's unit, and its likeness from 0 to 1.
Assumed = tuple[float, float]


def kpi_of(code: str, read: Library) -> Kpi:
    """The KPI by its code. Raises RolloutRule where there is none for people or teams."""
    found = kpis_in(read).get(code)
    if found is None or not may_show(found):
        raise RolloutRule("Choose a KPI that is kept for people or teams.", "kpi")
    return found


def chosen_teams(kpi: Kpi, team_ids: Collection[int]) -> list[TeamSize]:
    """The teams that were chosen, in order of key. Raises RolloutRule for one without anybody who carries the KPI."""
    wanted = set(team_ids)
    found = sorted((one for one in queries.teams_to_choose(kpi) if one.id in wanted), key=lambda one: one.id)
    if len(found) < len(wanted):
        raise RolloutRule("One of these teams is not there any more.", "teams")
    empty = [one.name for one in found if not one.people]
    if empty:
        raise RolloutRule(f"Nobody in {listed(empty[:3])} carries {kpi.code}; leave the team out.", "teams")
    return found


def refuse_twice(subject: str, team_ids: Collection[int]) -> None:
    """Raise RolloutRule where a team begins with the same subject by another roll-out."""
    twice = queries.begun_elsewhere(subject, team_ids)
    if twice:
        team, other = twice[0]
        raise RolloutRule(
            f"{team} begins by the roll-out “{other}” already. A team begins with something once.", "teams"
        )


def foreseen(
    kpi: Kpi,
    teams: Collection[TeamSize],
    first_month: date,
    step_months: int,
    steps: int,
    assumed: Assumed | None = None,
    drawn: list[int] | None = None,
) -> Forecast:
    """What a plan would find, from the current readings before its first month. `drawn` are the steps, from 1."""
    from kamacademy.rollout.drawing import foresee

    history = queries.history_before(kpi, [one.id for one in teams], first_month)
    sizes = [one.people if kind_of(kpi) == "person" else 1 for one in teams]
    return foresee(sizes, steps, step_months // MONTHS_IN[kpi.cadence], history, assumed, drawn)


def look_at(
    subject: str,
    kpi: str,
    team_ids: Collection[int],
    first_month: date,
    step_months: int,
    steps: int,
    *,
    assumed: Assumed | None = None,
) -> Forecast:
    """What a plan by lot would find; nothing is kept. Raises RolloutRule."""
    read = library()
    check_subject(subject, read)
    found = kpi_of(kpi, read)
    check_steps(found, first_month, step_months, steps, len(set(team_ids)))
    return foreseen(found, chosen_teams(found, team_ids), first_month, step_months, steps, assumed)


def plan_rollout(
    name: str,
    subject: str,
    kpi: str,
    team_ids: Collection[int],
    first_month: date,
    step_months: int,
    steps: int,
    *,
    by: Person,
    at: datetime,
    note: str | None = None,
    assumed: Assumed | None = None,
) -> Rollout:
    """Plan a roll-out whose order the lot will draw. `first_month` is a first day, after `at`. Raises RolloutRule."""
    read = library()
    check_subject(subject, read)
    found = kpi_of(kpi, read)
    check_steps(found, first_month, step_months, steps, len(set(team_ids)))
    if first_month <= at.date():
        raise RolloutRule("The lot is drawn before anybody begins: choose a month that has not begun.", "first_month")
    teams = chosen_teams(found, team_ids)
    refuse_twice(subject, team_ids)
    forecast = foreseen(found, teams, first_month, step_months, steps, assumed)
    made = Rollout(
        name=name, subject=subject, kpi=kpi, first_month=first_month, step_months=step_months, steps=steps,
        is_by_lot=True, note=note, forecast=forecast.kept(), made_by=by, made_at=at,
    )  # fmt: skip
    return kept(made, [RolloutTeam(team_id=one.id, people=one.people) for one in teams])


def plan_given(
    name: str,
    subject: str,
    kpi: str,
    begins: Mapping[int, date],
    *,
    by: Person,
    at: datetime,
    note: str | None = None,
) -> Rollout:
    """Keep an order that was not drawn: the first of the month in which each team begins, past or to come.

    Weaker than a lot: teams that begin early may differ. Raises RolloutRule.
    """
    read = library()
    check_subject(subject, read)
    found = kpi_of(kpi, read)
    months = sorted(set(begins.values()))
    if len(months) < 2:
        raise RolloutRule(
            "Teams begin in at least two different months, else there is nobody to compare with.", "teams"
        )
    for one in months:
        check_month(found, one, "teams")
    teams = chosen_teams(found, begins)
    refuse_twice(subject, begins)
    gaps = {(later.year - one.year) * 12 + later.month - one.month for one, later in pairwise(months)}
    made = Rollout(
        name=name, subject=subject, kpi=kpi, first_month=months[0], step_months=gaps.pop() if len(gaps) == 1 else 0,
        steps=len(months), is_by_lot=False, note=note, made_by=by, made_at=at,
    )  # fmt: skip
    rows = [
        RolloutTeam(team_id=one.id, people=one.people, step=months.index(begins[one.id]) + 1, begins=begins[one.id])
        for one in teams
    ]
    return kept(made, rows)


def kept(made: Rollout, rows: list[RolloutTeam]) -> Rollout:
    """Write a roll-out and its teams."""
    db.session.add(made)
    db.session.flush()
    for one in rows:
        one.rollout_id = made.id
    db.session.add_all(rows)
    db.session.flush()
    note_event(
        "rollout.planned", by=made.made_by_id, at=made.made_at, subject=("rollout", made.id), teams=len(rows),
        steps=made.steps, kpi=made.kpi, lot=made.is_by_lot,
    )  # fmt: skip
    return made


def draw_order(rollout: Rollout, seed: str, by: Person, at: datetime, reason: str | None = None) -> Rollout:
    """Draw the order by lot from a seed (hexadecimal, 32 signs at most).

    Once; again only before the first start and with a reason, and every lot stays in the list. Raises RolloutRule.
    """
    from kamacademy.rollout.drawing import SOFTWARE, order_from

    hold(rollout)
    refuse_draw(rollout, at, reason)
    is_again = rollout.drawn_at is not None
    rows = queries.teams_in(rollout.id)
    months = months_of(rollout.first_month, rollout.step_months, rollout.steps)
    for row, place in zip(rows, order_from(seed, [one.people for one in rows], rollout.steps), strict=True):
        row.step, row.block, row.begins = place.step, place.block, months[place.step - 1]
    drawn = RolloutDraw(
        rollout_id=rollout.id,
        seed=seed,
        software=SOFTWARE,
        drawn_by=by,
        drawn_at=at,
        reason=reason if is_again else None,
    )
    db.session.add(drawn)
    rollout.seed, rollout.drawn_at = seed, at
    refresh_forecast(rollout, rows)
    db.session.flush()
    act = "rollout.redrawn" if is_again else "rollout.drawn"
    note_event(act, by=by.id, at=at, subject=("rollout", rollout.id), draw=drawn.id, teams=len(rows))
    return rollout


def refuse_draw(rollout: Rollout, at: datetime, reason: str | None) -> None:
    """Raise RolloutRule where the lot may not be drawn."""
    if not rollout.is_by_lot:
        raise RolloutRule("The months of this roll-out were given: there is nothing to draw.")
    if rollout.archived_at is not None:
        raise RolloutRule("This roll-out is archived.")
    if rollout.first_month <= at.date():
        raise RolloutRule(f"The first teams began in {month(rollout.first_month)}: the order stands.")
    if rollout.drawn_at is not None and not reason:
        raise RolloutRule(
            "The lot has been drawn. Say why it is drawn again: the reason is kept beside both.", "reason"
        )


def refresh_forecast(rollout: Rollout, rows: list[RolloutTeam]) -> None:
    """Work the forecast out again for the very order drawn; what was assumed stays."""
    before = forecast_from(rollout.forecast or {})
    assumed = (before.sd, before.likeness or 0.0) if before.is_assumed and before.sd is not None else None
    kpi = kpis_in(library()).get(rollout.kpi)
    if kpi is None:
        return
    teams = [TeamSize(one.team_id, one.team.name, one.people) for one in rows]
    steps = [one.step or 1 for one in rows]
    found = foreseen(kpi, teams, rollout.first_month, rollout.step_months, rollout.steps, assumed, steps)
    rollout.forecast = found.kept()


def archive(rollout: Rollout, why: str, *, by: Person, at: datetime) -> None:
    """Put a roll-out aside; a second time changes nothing. What it says stays readable."""
    hold(rollout)
    if rollout.archived_at is not None:
        return
    rollout.archived_by, rollout.archived_at, rollout.archived_why = by, at, why
    db.session.flush()
    note_event("rollout.archived", by=by.id, at=at, subject=("rollout", rollout.id))


def may_be_drawn(rollout: Rollout, today: date) -> bool:
    """Whether the lot may be drawn, or drawn again: before the first start."""
    return rollout.is_by_lot and rollout.archived_at is None and rollout.first_month > today


def is_drawn_again(seed: str, teams: Sequence[Placed], steps: int) -> bool:
    """Whether the seed gives the same order once more. `teams` are all of a roll-out in order of key."""
    from kamacademy.rollout.drawing import order_from

    order = order_from(seed, [one.people for one in teams], steps)
    return [(one.step, one.block) for one in order] == [(one.step, one.block) for one in teams]
