"""Which measures stand on a card."""

import pytest

from kamacademy.kpi.documents import Entry
from kamacademy.kpi.queries import kpis_in
from kamacademy.kpi.rules import may_carry
from kamacademy.people.job_roles import NON_COMMERCIAL, JobRole
from kamacademy.scorecard.measures import (
    Whose,
    firewall_words,
    firewall_words_of_team,
    measures_of_programme,
    measures_of_role,
    measures_of_team,
)
from kamacademy.scorecard.queries import scorecards_in
from tests.world import World


def test_a_representative_has_four_measures_of_their_own(world: World) -> None:
    found = measures_of_role(scorecards_in(world.library()), kpis_in(world.library()), JobRole.REP)
    assert [(one.kpi.code, one.whose) for one in found] == [
        ("K01", Whose.OWN), ("K04", Whose.OWN), ("K13", Whose.OWN), ("K22", Whose.OWN),
    ]  # fmt: skip


def test_of_the_team_is_the_teams_own_figure_or_all_its_people_together(world: World) -> None:
    cards, kpis = scorecards_in(world.library()), kpis_in(world.library())
    account = {one.kpi.code: one.whose for one in measures_of_role(cards, kpis, JobRole.SK)}
    manager = {one.kpi.code: one.whose for one in measures_of_role(cards, kpis, JobRole.FM)}
    assert (account["K02"], manager["K05"], manager["K20"]) == (Whose.TEAM, Whose.TOGETHER, Whose.OWN)


@pytest.mark.parametrize("role", JobRole)
def test_the_firewall_holds_on_every_card(role: JobRole, world: World) -> None:
    kpis = kpis_in(world.library())
    assert all(may_carry(one.kpi, role) for one in measures_of_role(scorecards_in(world.library()), kpis, role))
    words = firewall_words(role, kpis)
    assert (words is not None) is (role in NON_COMMERCIAL)


def test_the_firewall_is_counted_and_explained(world: World) -> None:
    words = firewall_words(JobRole.MSL, kpis_in(world.library())) or ""
    assert "carries K02, K14, K18, K19, K22 and K23 and nothing else" in words
    assert "The other 19 of the 25 behaviour measures are refused" in words
    assert firewall_words_of_team({JobRole.SK, JobRole.REP}) is None
    assert "nobody of them is counted" in (firewall_words_of_team({JobRole.SK, JobRole.NAV}) or "")


def test_a_team_has_each_measure_of_its_roles_once_and_none_of_one_person(world: World) -> None:
    cards, kpis = scorecards_in(world.library()), kpis_in(world.library())
    found = measures_of_team(cards, kpis, {JobRole.REP, JobRole.SK, JobRole.FM})
    codes = [one.kpi.code for one in found]
    assert codes == sorted(set(codes))
    assert {one.whose for one in found} == {Whose.TEAM, Whose.TOGETHER}
    assert {"K01", "K02", "K20"} <= set(codes)
    nurses = measures_of_team(cards, kpis, {JobRole.NAV})
    assert [one.kpi.code for one in nurses] == ["K02", "K19", "K22", "K23"]


def test_a_programme_has_what_its_modules_should_move_and_its_own(world: World) -> None:
    kpis = kpis_in(world.library())
    found = measures_of_programme(["K04", "K01", "K23", "K01"], kpis, [Entry(kpi="K25", of="programme")])
    assert [(one.kpi.code, one.whose) for one in found] == [
        ("K25", Whose.PROGRAMME), ("K01", Whose.TOGETHER), ("K04", Whose.TOGETHER),
    ]  # fmt: skip
