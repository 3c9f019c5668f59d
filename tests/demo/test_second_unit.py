"""The second business unit: its people, its figures by file, its lot, and the truth that its studies find."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import func, select

from kamacademy import clock
from kamacademy.curriculum.models import ModuleAttempt
from kamacademy.db import db
from kamacademy.demo.chance import chance
from kamacademy.demo.company import COLLEAGUES
from kamacademy.demo.operations import SEED
from kamacademy.demo.unit import MEMBERS, NAMES, PLACES, UNIT, team_name
from kamacademy.demo.unit_acts import BringFile
from kamacademy.demo.unit_figures import MEASURES, MOVED, TRUE_EFFECT, UNMOVED, Row, Wave, as_file, history
from kamacademy.demo.unit_plan import LOT, SUBJECT, begins, first_month, planned_at
from kamacademy.demo.unit_story import WORTH_WHILE, files
from kamacademy.effect.answer import Answer
from kamacademy.effect.estimate import Estimate
from kamacademy.effect.staggered import NEVER, Panel, cells, estimate, overall
from kamacademy.feed.models import FeedRun
from kamacademy.feed.states import State
from kamacademy.impact.models import EffectChain, EffectStudy
from kamacademy.impact.queries import latest_study
from kamacademy.kpi.given import Collected
from kamacademy.kpi.models import Reading
from kamacademy.kpi.periods import add_months
from kamacademy.people.models import Person, Team
from kamacademy.records.models import AuditEvent
from kamacademy.rollout.models import Rollout
from kamacademy.rollout.queries import begins_of, draws_of, rollouts_of
from tests.content.case_world import PERSONS
from tests.demo.teller import DAY, DAYS

pytestmark = pytest.mark.xdist_group("demo")

SEEDS = range(SEED, SEED + 20)


def found_in(rows: Sequence[Row], kpi: str, began: dict[str, date]) -> Estimate:
    """What a comparison of teams says of a KPI, in percentage points."""
    months, own = sorted({one.month for one in rows}), [one for one in rows if one.kpi == kpi]
    people, teams = {one.email: place for place, one in enumerate(MEMBERS)}, list(began)
    figures = np.full((len(people), len(months)), np.nan)
    for one in own:
        figures[people[one.email], months.index(one.month)] = 100 * one.done / one.cases
    starts = [began[one.team or ""] for one in MEMBERS]
    panel = Panel(
        figures,
        np.array([months.index(one) if one in months else NEVER for one in starts], dtype=np.int64),
        np.array([teams.index(one.team or "") for one in MEMBERS], dtype=np.int64),
    )
    return estimate(panel, overall(panel, cells(panel)))


def test_everybody_has_a_name_of_their_own_that_nobody_else_in_the_made_up_world_has() -> None:
    words = [word for name in (*NAMES, UNIT[0].name) for word in name.split()]
    assert len(words) == len(set(words)) == 2 * len(UNIT)
    assert not set(words) & {word for one in (*PERSONS, *COLLEAGUES) for word in one.name.split()}
    assert 120 <= len(UNIT) <= 160
    assert {one.team for one in MEMBERS} == {team_name(place) for place in PLACES}
    assert len(PLACES) == len(set(PLACES)) == 20


def test_over_many_seeds_the_range_holds_the_truth_as_often_as_it_says() -> None:
    began = begins(DAY)
    told = [history(began, DAY, seed) for seed in SEEDS]
    moved, unmoved = ([found_in(rows, kpi, began) for rows in told] for kpi in (MOVED, UNMOVED))
    assert sum(one.low <= TRUE_EFFECT <= one.high for one in moved) >= 16
    assert sum(not one.is_apart for one in unmoved) >= 16
    assert abs(float(np.mean([one.value for one in moved])) - TRUE_EFFECT) < 2
    assert abs(float(np.mean([one.value for one in unmoved]))) < 1


@pytest.mark.parametrize("today", DAYS)
def test_on_any_day_the_demos_own_figures_show_the_effect_and_nothing_where_there_is_none(today: date) -> None:
    began = begins(today)
    rows = history(began, today - timedelta(days=1), SEED)
    moved, unmoved = found_in(rows, MOVED, began), found_in(rows, UNMOVED, began)
    assert moved.low <= TRUE_EFFECT <= moved.high
    assert moved.is_apart
    assert unmoved.low <= 0 <= unmoved.high
    assert 24 <= len({one.month for one in rows}) <= 30


@pytest.mark.parametrize("today", [*DAYS, date(2026, 11, 1), date(2027, 2, 28), date(2028, 2, 29)])
def test_on_any_day_the_lot_is_drawn_before_anybody_begins_and_after_a_first_file(today: date) -> None:
    began = begins(today)
    assert planned_at(today).date() < first_month(today) == min(began.values())
    assert max(began.values()) == today.replace(day=1)
    first, second = files(history(began, today - timedelta(days=1), SEED), today)
    assert first.at < planned_at(today) < second.at
    # A header, and a year of two KPIs for everybody but those who were away.
    assert min(first.text.count("\n"), second.text.count("\n")) > 2 * 10 * 0.9 * len(MEMBERS)
    assert max(months_in(first)) < f"{planned_at(today):%Y-%m}"
    assert not months_in(first) & months_in(second)


def months_in(file: BringFile) -> set[str]:
    """The months that a file tells of."""
    return {line.split(",")[2] for line in file.text.splitlines()[1:]}


def test_figures_are_the_same_whenever_they_are_told() -> None:
    later = add_months(DAY, 7)
    rows, shifted = (history(begins(day), day.replace(day=1), SEED) for day in (DAY, later))
    assert [(one.email, one.done, one.cases) for one in rows] == [(one.email, one.done, one.cases) for one in shifted]
    assert as_file(rows) != as_file(shifted)


def test_a_month_is_like_the_one_before_and_as_wide_as_it_is_said() -> None:
    swings = np.array(Wave(2.0, 0.6).months(chance(1), 4000))
    assert abs(float(swings.std()) - 2.0) < 0.2
    assert abs(float(np.corrcoef(swings[1:], swings[:-1])[0, 1]) - 0.6) < 0.06


def test_both_files_were_taken_over_by_the_import_and_stand_as_readings(company: Flask) -> None:
    with company.app_context():
        runs = list(db.session.scalars(select(FeedRun).order_by(FeedRun.id)))
        assert [(one.state, one.problems, one.file, one.person.first_name) for one in runs] == [
            (State.TAKEN, 0, None, "Nadia"), (State.TAKEN, 0, None, "Nadia")
        ]  # fmt: skip
        told = history(begins(clock.today()), clock.today() - timedelta(days=1), SEED)
        kept = select(Person.email, Reading.kpi, Reading.period_start, Reading.numerator, Reading.denominator).join(
            Person, Person.id == Reading.learner_id
        )
        rows = db.session.execute(kept.where(Reading.collected == Collected.IMPORT.value)).all()
        assert {tuple(row) for row in rows} == {
            (one.email, one.kpi, one.month, one.done, one.cases) for one in told
        }  # fmt: skip
        assert sum(one.readings for one in runs) == len(told) > 5500
        assert all(one.taken_at is not None and one.taken_at.date() < clock.today() for one in runs)


def test_the_lot_was_drawn_back_then_from_figures_that_were_known_back_then(company: Flask) -> None:
    with company.app_context():
        (made,) = rollouts_of(SUBJECT)
        assert isinstance(made, Rollout)
        (drawn,) = draws_of(made.id)
        assert (made.seed, drawn.seed, drawn.drawn_at.date()) == (LOT, LOT, planned_at(clock.today()).date())
        names = {one.id: one.name for one in db.session.scalars(select(Team))}
        assert {names[key]: month for key, month in begins_of(made.id).items()} == begins(clock.today())
        forecast = made.forecast or {}
        assert forecast["is_assumed"] is False
        assert forecast["history_teams"] == 20
        smallest = forecast["smallest"]
        assert isinstance(smallest, float)
        # What the programme does is more than the plan said it would find.
        assert WORTH_WHILE < smallest < TRUE_EFFECT


def test_the_studies_find_the_truth_and_say_so(company: Flask) -> None:
    with company.app_context():
        assert set(db.session.scalars(select(EffectStudy.state))) == {"done"}
        moved, unmoved = latest_study(SUBJECT, MOVED), latest_study(SUBJECT, UNMOVED)
        assert moved is not None
        assert unmoved is not None
        assert (moved.result or {})["low"] <= TRUE_EFFECT <= (moved.result or {})["high"]
        assert {Answer.CHANGED.name.lower(), Answer.NOTHING_LARGE.name.lower().replace("_", "-")} == {
            moved.answer, unmoved.answer
        }  # fmt: skip
        assert (unmoved.result or {})["low"] < 0 < (unmoved.result or {})["high"]
        assert [moved.worth_while, unmoved.worth_while] == [WORTH_WHILE, WORTH_WHILE]


def test_teams_that_have_begun_learn_and_the_others_do_not(company: Flask) -> None:
    with company.app_context():
        today, began = clock.today(), begins(clock.today())
        query = select(Team.name, func.min(ModuleAttempt.started_at), func.count()).join_from(ModuleAttempt, Person)
        rows = db.session.execute(
            query.join(Team, Person.team_id == Team.id).where(Team.name.in_(began)).group_by(Team.name)
        )
        learning = {name: (first, many) for name, first, many in rows}
        before = {name for name, month in began.items() if add_months(month, 1) <= today}
        assert before <= set(learning)
        assert all(first.date() >= began[name] for name, (first, _) in learning.items())
        assert sum(many for _, many in learning.values()) > 0.5 * len(MEMBERS)


def test_the_measures_are_those_that_the_studies_ask_about() -> None:
    assert {one.kpi: one.effect for one in MEASURES} == {MOVED: TRUE_EFFECT, UNMOVED: 0}


def test_kpis_counted_by_night_and_the_counts_of_modules_stand(company: Flask) -> None:
    with company.app_context():
        counted = set(
            db.session.scalars(select(Reading.kpi).where(Reading.collected == Collected.CALCULATED.value).distinct())
        )
        assert {"K12", "K13", "K20", "K21", "K22", "K25"} <= counted
        assert db.session.get(EffectChain, SUBJECT) is not None
        assert db.session.scalar(select(func.count()).where(AuditEvent.act == "feed.failed")) == 0
