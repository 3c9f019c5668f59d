"""What to learn or try next where a target is not met."""

from datetime import date

import pytest

from kamacademy.kpi.queries import kpis_in
from kamacademy.kpi.status import Status
from kamacademy.people.job_roles import JobRole
from kamacademy.people.market import Market
from kamacademy.scorecard.next_step import NOT_MET, Material, Running, Way, next_step
from kamacademy.scorecard.queries import material_for
from tests.world import World

NOTHING = Material({}, ())


@pytest.fixture
def material(world: World) -> Material:
    return material_for(frozenset({JobRole.SK}), Market.US, world.library())


def test_every_measure_that_is_not_met_leads_somewhere(world: World, material: Material) -> None:
    for kpi in kpis_in(world.library()).values():
        for found in NOT_MET:
            assert next_step(kpi, found, material) is not None


def test_what_is_met_or_not_known_leads_nowhere(world: World, material: Material) -> None:
    kpi = kpis_in(world.library())["K01"]
    for found in set(Status) - NOT_MET:
        assert next_step(kpi, found, material) is None
    assert {Status.MET, Status.MET_TWICE, Status.TOO_LITTLE, Status.NOTHING} == set(Status) - NOT_MET


def test_an_action_under_way_comes_before_anything_new(world: World, material: Material) -> None:
    kpi = kpis_in(world.library())["K01"]
    running = [Running(7, "K13", "Another", date(2026, 12, 1)), Running(8, "K01", "Check fields", date(2026, 12, 1))]
    step = next_step(kpi, Status.NOT_MET, material, running=running)
    assert step is not None
    assert (step.way, step.words, step.key) == (Way.ACTION, "Check fields, due 1 Dec 2026", "8")


def test_a_module_for_the_kpi_comes_before_the_library_until_it_is_completed(world: World, material: Material) -> None:
    kpi = kpis_in(world.library())["K01"]
    step = next_step(kpi, Status.BETTER, material)
    assert step is not None
    assert (step.way, step.key) == (Way.MODULE, "m03-providers-and-risk")
    after = next_step(kpi, Status.BETTER, material, completed={"m03-providers-and-risk"})
    assert after is not None
    assert (after.way, after.words) == (Way.LIBRARY, "Trace the coverage route for one drug class at one account")


def test_people_of_a_market_are_led_to_the_module_that_stands_for_them(world: World) -> None:
    british = material_for(frozenset({JobRole.SK}), Market.UK, world.library())
    step = next_step(kpis_in(world.library())["K01"], Status.NOT_MET, british)
    assert step is not None
    assert step.key == "m03-uk-systems-in-england"


def test_a_kpi_for_which_nothing_is_written_leads_to_its_competencies(world: World, material: Material) -> None:
    kpi = kpis_in(world.library())["K06"]
    step = next_step(kpi, Status.NOT_MET, material)
    assert step is not None
    assert step.way is Way.MODULE
    assert {part.competency for part in material.modules[step.key].builds} & set(kpi.competencies)
    tried = next_step(kpi, Status.NOT_MET, Material({}, material.library))
    assert tried is not None
    assert tried.way is Way.LIBRARY
    alone = next_step(kpi, Status.NOT_MET, NOTHING)
    assert alone is not None
    assert (alone.way, "agree on one of your own" in alone.words) == (Way.OWN, True)


def test_of_a_programme_the_chain_is_looked_at_and_of_an_outcome_the_behaviours(world: World) -> None:
    kpis = kpis_in(world.library())
    chain, outcome = (next_step(kpis[code], Status.NOT_MET, NOTHING) for code in ("K25", "O4"))
    assert chain is not None
    assert chain.way is Way.CHAIN
    assert outcome is not None
    assert "the behaviours that lead to it" in outcome.words
