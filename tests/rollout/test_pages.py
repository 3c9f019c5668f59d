"""The pages of roll-outs: from a plan to the printed order, and what each sees and may do."""

from csv import reader
from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from sqlalchemy import select

from kamacademy.db import db
from kamacademy.people.job_roles import JobRole
from kamacademy.rollout.models import Rollout
from kamacademy.rollout.operations import draw_order
from kamacademy.rollout.queries import begins_of
from tests.browser import Browser
from tests.rollout.plans import FIRST, planned, readings, teams
from tests.statements import statements
from tests.world import NOW, World

SEED = "00112233445566778899aabbccddeeff"


def fill(browser: Browser) -> Browser:
    """The form of a plan."""
    browser.open("/effects").follow("Roll-outs").follow("Plan a roll-out")
    browser.fill("Name", "Profiling, spring 2027").fill("What begins", "M07 ").fill("KPI that is to move", "K01 ")
    return browser.fill("First month", "Jan 2027").fill("Steps", "4 steps").fill("Months between steps", "1 month")


def test_from_a_plan_to_the_agreed_order(world: World, browse: type[Browser]) -> None:
    some = teams(world, 12)
    readings(world, some, [[50.0 + (team * 7 + month * 5) % 9 for month in range(8)] for team in range(12)])
    team = fill(browse(world.learning_team()))
    team.press("Look at what it would find")
    assert "This plan finds an effect of" in team.words
    assert "From 8 months of readings of 12 teams before the first start" in team.words
    assert "With 6 more teams like these" in team.words
    assert db.session.scalars(select(Rollout)).all() == []
    team.press("Keep this plan")
    assert team.heading == "Profiling, spring 2027"
    assert "Not drawn yet" in team.words
    assert "Step 1" not in team.words
    team.press("Draw the order by lot")
    rollout = db.session.scalars(select(Rollout)).one()
    assert rollout.seed is not None
    assert len(rollout.seed) == 32
    assert f"Seed that holds {rollout.seed}" in team.words
    for month in ("Jan 2027 Step 1 · 3 teams", "Feb 2027 Step 2 · 3 teams", "Apr 2027 Step 4 · 3 teams"):
        assert month in team.words
    assert "Due days do not follow this order" in team.words
    team.follow("Draw again from the seed and compare")
    assert "every team has the same month" in team.words
    leader = browse(world.leader()).open("/rollouts").follow("Profiling, spring 2027")
    assert "Who begins when" in leader.words
    assert leader.button_words == []


def test_without_history_the_plan_asks_for_an_assumption(world: World, browse: type[Browser]) -> None:
    teams(world, 5)
    team = fill(browse(world.learning_team())).press("Look at what it would find")
    assert "How small an effect it would find is not known yet." in team.words
    assert "There are no readings of K01 before the first start" in team.words
    assert "With 5 teams the study will not answer" in team.words
    team.press("Keep this plan", expect=422)
    assert "Assume it, so that the plan says what it would find." in team.words
    assert db.session.scalars(select(Rollout)).all() == []
    team.fill("A team’s figure varies by itself by", "4").press("Keep this plan")
    assert "The noise was assumed: a team's figure varies by 4 percentage points by itself." in team.words


def test_what_is_wrong_stands_beside_its_field(world: World, browse: type[Browser]) -> None:
    some = teams(world, 5)
    team = browse(world.learning_team()).open("/rollouts/new").press("Look at what it would find", expect=422)
    for words in ("Give it a name", "Choose a module or programme.", "Choose the KPI before anything begins."):
        assert words in team.words
    fill(team).choose("Only the teams ticked below").choose(some[0].name).choose(some[1].name)
    team.press("Look at what it would find", expect=422)
    assert "4 steps need at least 4 teams" in team.words
    team.choose(some[2].name).choose(some[3].name).fill("KPI that is to move", "K04 ")
    team.press("Look at what it would find", expect=422)
    assert "K04 has one figure a quarter" in team.words


def test_a_team_that_does_not_carry_the_kpi_is_left_out_of_all(world: World, browse: type[Browser]) -> None:
    teams(world, 4)
    world.person(team="Medical", job_role=JobRole.MSL)
    team = fill(browse(world.learning_team())).fill("A team’s figure varies by itself by", "4").press("Look at")
    team.press("Keep this plan")
    assert "4 teams in 4 steps" in team.words
    assert "Medical" not in team.words


def test_the_lot_is_drawn_again_with_a_reason_only(world: World, browse: type[Browser]) -> None:
    rollout = planned(world, teams(world, 8))
    draw_order(rollout, SEED, rollout.made_by, NOW)
    team = browse(world.learning_team()).open(f"/rollouts/{rollout.id}")
    team.press("Draw again", expect=422)
    assert "Say why it is drawn again" in team.words
    team.fill("Why it is drawn again", "Two teams were merged").press("Draw again")
    assert f"Seed replaced {SEED}" in team.words
    assert "Drawn again because: Two teams were merged" in team.words
    assert rollout.seed != SEED


def test_after_the_first_start_nothing_is_drawn(world: World, browse: type[Browser]) -> None:
    rollout = planned(world, teams(world, 8))
    draw_order(rollout, SEED, rollout.made_by, NOW)
    before = begins_of(rollout.id)
    with time_machine.travel(datetime(FIRST.year, FIRST.month, 2, tzinfo=UTC), tick=False):
        team = browse(world.learning_team()).open(f"/rollouts/{rollout.id}")
        assert "Draw the lot again" not in team.words
        team.post(f"/rollouts/{rollout.id}/draw", reason="We did not like it")
        assert "The first teams began in Jan 2027: the order stands." in team.words
    assert (rollout.seed, begins_of(rollout.id)) == (SEED, before)


def test_months_already_agreed_are_kept_and_called_weaker(world: World, browse: type[Browser]) -> None:
    some = teams(world, 4)
    team = browse(world.learning_team()).open("/rollouts").follow("Enter months already agreed")
    assert "Weaker than a lot." in team.words
    team.fill("Name", "As it was").fill("What begins", "M07 ").fill("KPI that is to move", "K01 ")
    team.fill(some[0].name, "2026-03").fill(some[1].name, "soon").press("Keep these months", expect=422)
    assert "Write a month as 2027-01." in team.words
    team.fill(some[1].name, "").press("Keep these months", expect=422)
    assert "at least two different months" in team.words
    team.fill(some[1].name, "2026-05").press("Keep these months")
    assert "Mar 2026 Step 1 · 1 team" in team.words
    assert "never that it changed K01" in team.words
    assert "Draw" not in " ".join(team.button_words)


def test_an_archived_one_stays_readable(world: World, browse: type[Browser]) -> None:
    rollout = planned(world, teams(world, 8))
    team = browse(world.learning_team()).open(f"/rollouts/{rollout.id}")
    team.press("Archive", expect=422)
    assert "Say why: it stays with the roll-out." in team.words
    team.fill("Why it is archived", "Another module comes first").press("Archive")
    assert "Another module comes first" in team.words
    assert team.button_words == []
    assert "Archived" in team.open("/rollouts").words


def test_the_order_as_a_table(world: World, browse: type[Browser]) -> None:
    some = teams(world, 4, name="=North")
    rollout = planned(world, some)
    draw_order(rollout, SEED, rollout.made_by, NOW)
    answer = browse(world.leader()).ask("get", f"/rollouts/{rollout.id}/order.csv")
    rows = list(reader(StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows[0] == ["Team", "Begins", "Step", "People", "Drawn among", "Key of the team"]
    begins = begins_of(rollout.id)
    assert {int(row[5]): row[1] for row in rows[1:]} == {key: day.isoformat() for key, day in begins.items()}
    assert [row[2] for row in rows[1:]] == ["1", "2", "3", "4"]
    assert all(row[0].startswith("'=North") for row in rows[1:])


@pytest.mark.parametrize("kind", ["learner", "coach", "administrator"])
def test_others_see_nothing(world: World, browse: type[Browser], kind: str) -> None:
    rollout = planned(world, teams(world, 8))
    other = browse(getattr(world, kind)())
    for page in ("/rollouts", f"/rollouts/{rollout.id}", f"/rollouts/{rollout.id}/order.csv", "/rollouts/new"):
        other.open(page, expect=403)


def test_leaders_read_and_do_not_plan(world: World, browse: type[Browser]) -> None:
    rollout = planned(world, teams(world, 8))
    leader = browse(world.leader()).open("/rollouts")
    assert "Plan a roll-out" not in leader.link_words
    for page in ("/rollouts/new", "/rollouts/given"):
        leader.open(page, expect=403)
    for act in ("draw", "archive"):
        browse(world.leader()).post(f"/rollouts/{rollout.id}/{act}", expect=403, why="x", reason="x")
    assert (rollout.seed, rollout.archived_at) == (None, None)


@pytest.mark.parametrize("page", ["/rollouts", "/rollouts/{id}", "/rollouts/{id}?check=1", "/rollouts/new"])
def test_statements_do_not_grow_with_teams(world: World, browse: type[Browser], page: str) -> None:
    rollout = planned(world, teams(world, 4))
    draw_order(rollout, SEED, rollout.made_by, NOW)
    team = browse(world.learning_team())
    address = page.format(id=rollout.id)
    team.open(address)
    with statements() as few:
        team.open(address)
    rollout = planned(world, teams(world, 25, name="South"), name="Another")
    draw_order(rollout, SEED, rollout.made_by, NOW)
    address = page.format(id=rollout.id)
    team.open(address)
    with statements() as many:
        team.open(address)
    assert len(many) == len(few) <= 12


def test_looking_at_a_plan_takes_as_many_statements_for_25_teams(world: World, browse: type[Browser]) -> None:
    teams(world, 4)
    team = fill(browse(world.learning_team())).fill("A team’s figure varies by itself by", "4")
    with statements() as few:
        team.press("Look at what it would find")
    teams(world, 21, name="South")
    with statements() as many:
        team.press("Look again")
    assert len(many) == len(few) <= 12
