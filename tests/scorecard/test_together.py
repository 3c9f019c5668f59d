"""Figures of several people in one: from five people on, and of nobody who is counted already."""

import pytest

from kamacademy.kpi.queries import kpis_in, programme_of, team_of
from kamacademy.kpi.status import Status
from kamacademy.kpi.subjects import Subject
from kamacademy.people.job_roles import JobRole
from kamacademy.people.market import Market
from kamacademy.scorecard.card import Line, Scorecard
from kamacademy.scorecard.measures import Whose
from kamacademy.scorecard.queries import card_of, card_of_programme, card_of_team, of_members
from tests.curriculum.study import PROGRAMME
from tests.scorecard.company import Harbour, days, harbour, keep, months, own
from tests.world import NOW, TODAY, World


def card(team: Harbour, world: World) -> Scorecard:
    return card_of_team(team_of(team.team_id, TODAY), Market.US, world.library())


def lines(found: Scorecard) -> dict[str, Line]:
    return {one.card.kpi.code: one for one in found.lines}


def test_four_people_are_not_shown_and_five_are(world: World) -> None:
    team = harbour(world, 5)
    for one in team.people[:4]:
        keep(own(one), "K01", months([12, 15], 20), team.coach)
    assert "K01" not in lines(card(team, world))
    assert "K01 Living profile" in card(team, world).hidden
    keep(own(team.people[4]), "K01", months([20], 20), team.coach)
    found = lines(card(team, world))["K01"]
    # September has four people, so that only October is there: 4 times 15 and 20 of 100.
    assert (found.card.figure_words, found.card.period_words) == ("80 of 100 (80 %)", "Oct 2026")
    assert found.card.n_words == "1 reading"
    assert found.whose is Whose.TOGETHER
    assert found.likely is None
    assert found.noted is None


def test_who_has_left_is_not_counted(world: World) -> None:
    team = harbour(world, 5)
    for one in team.people:
        keep(own(one), "K01", months([12], 20), team.coach)
    assert "K01" in lines(card(team, world))
    team.people[0].deactivated_at = NOW
    assert "K01" not in lines(card(team, world))


def test_of_other_figures_the_middle_one_is_taken(world: World) -> None:
    team = harbour(world, 6)
    for one, value in zip(team.people, (3, 5, 8, 9, 20, 40), strict=True):
        keep(own(one), "K06", days([value]), team.coach)
    assert lines(card(team, world))["K06"].card.figure_words == "8.5 days (n = 30)"
    kpis = kpis_in(world.library())
    team.people[5].team_id = None
    assert [one.measure for one in of_members(team.team_id, ["K06"], kpis)["K06"]] == [8]
    team.people[4].team_id = None
    assert of_members(team.team_id, ["K06"], kpis) == {}
    assert of_members(None, ["K06"], kpis) == {}


def test_a_field_manager_is_left_out_where_others_carry_the_kpi(world: World) -> None:
    team = harbour(world, 5)
    manager = world.person("Fay Manager", team="Harbour", job_role=JobRole.FM)
    for one in (*team.people, manager):
        keep(own(one), "K22", months([5 if one is manager else 4], 5), team.coach)
    assert lines(card(team, world))["K22"].card.figure_words == "20 of 25 (80 %)"


def test_field_managers_alone_are_counted_together(world: World) -> None:
    team = harbour(world, 5, JobRole.FM)
    for one in team.people:
        keep(own(one), "K20", months([4], 8), team.coach)
    assert lines(card(team, world))["K20"].card.figure_words == "20 of 40 (50 %)"


def test_what_is_measured_for_the_team_has_its_note_and_what_must_be_read_with_it(world: World) -> None:
    team = harbour(world, 2)
    subject = Subject(team_id=team.team_id)
    keep(subject, "K02", months([7], 10), team.coach, note="The ward added two", beside="4 per 10")
    found = lines(card(team, world))["K02"]
    assert found.noted is not None
    assert (found.noted.words, found.noted.by, found.noted.beside) == (
        "The ward added two",
        "Daniel Okafor",
        "4 per 10",
    )
    assert found.whose is Whose.TEAM
    assert found.likely is not None


def test_a_pool_claims_no_baseline_since_people_began_on_different_days(world: World) -> None:
    team = harbour(world, 5)
    for one in team.people:
        keep(own(one), "K01", months([10, 11, 12, 13], 20), team.coach)
    found = lines(card(team, world))["K01"]
    assert (found.card.status, found.baseline) == (Status.NOT_MET, None)
    assert found.next is not None


def test_the_people_of_a_programme_are_those_assigned_and_those_who_took_it_on(world: World) -> None:
    team = harbour(world, 5)
    for one in team.people:
        keep(own(one), "K04", months([12], 20), team.coach)
    keep(Subject(programme=PROGRAMME), "K25", months([10], 40), team.coach, beside="of everybody who began, 10 of 52.")
    found = lines(card_of_programme(programme_of(PROGRAMME, world.library()), world.library()))
    assert found["K04"].card.figure_words == "60 of 100 (60 %)"
    assert found["K25"].card.figure_words == "10 of 40 (25 %)"
    assert found["K25"].noted is not None
    assert list(found) == ["K25", "K04"]


def test_the_guard_stands_beside_with_its_figure_where_it_is_kept(world: World) -> None:
    team = harbour(world, 1)
    person = team.people[0]
    keep(own(person), "K01", months([10, 12], 20), team.coach)
    keep(own(person), "K13", months([6, 5], 8), team.coach)
    found = lines(card_of(person, world.library()))["K01"].guard
    assert (found.name, found.figure) == ("K13 Discovery quality", "5 of 8 (62 %) in Oct 2026")


@pytest.mark.parametrize("role", [JobRole.MSL, JobRole.NAV])
def test_beside_a_medical_role_no_figure_of_a_refused_guard_stands(role: JobRole, world: World) -> None:
    person = world.person("Leila Haddad", team="Harbour", job_role=role)
    found = card_of(person, world.library())
    every = (*found.lines, *found.without)
    assert [one.card.kpi.code for one in every] == ["K02", "K19", "K22", "K23"]
    assert all(one.guard.figure is None for one in every)
    assert found.firewall is not None
