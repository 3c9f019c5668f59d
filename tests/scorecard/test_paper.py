"""Scorecards on paper and as tables."""

import csv
from io import StringIO

import pytest

from tests.browser import Browser
from tests.curriculum.study import PROGRAMME
from tests.reports.fetching import fetched
from tests.reports.printed import Printed
from tests.scorecard.company import Harbour, harbour, keep, months, own
from tests.world import World


@pytest.fixture
def team(world: World) -> Harbour:
    made = harbour(world, 5)
    for one in made.people:
        keep(own(one), "K01", months([10, 12, 13], 20), made.coach, note="=Seen")
    keep(own(made.people[0]), "K12", months([38, 36, 37, 39, 38, 36, 38, 37, 39, 36, 38, 37, 20], 50), made.coach)
    return made


def test_the_card_of_a_person_is_an_accessible_pdf_with_words_for_each_chart(
    team: Harbour, browse: type[Browser]
) -> None:
    answer = fetched(browse(team.coach), f"/people/{team.people[0].id}/kpis/scorecard/paper.pdf")
    printed = Printed(answer.data)
    printed.assert_accessible()
    assert "Scorecard - Person Aey - 2026-11-20.pdf" in answer.headers["Content-Disposition"]
    assert printed.title == "Scorecard: Person Aey, 20 Nov 2026"
    assert "13 of 20 (65 %)" in printed.words
    assert "Learn next: M03" in printed.words
    assert "small-k account manager, coached by Daniel Okafor" in printed.words
    assert any("with natural limits, 1 outside" in one for one in printed.alternatives)
    assert {"/Table", "/TH", "/TD"} <= set(printed.tags)


@pytest.mark.parametrize("whose", ["team", "programme"])
def test_the_card_of_a_group_is_an_accessible_pdf_that_names_nobody(
    whose: str, world: World, team: Harbour, browse: type[Browser]
) -> None:
    address = f"/teams/{team.team_id}" if whose == "team" else f"/programmes/{PROGRAMME}"
    printed = Printed(fetched(browse(world.leader()), f"{address}/scorecard/paper.pdf").data)
    printed.assert_accessible()
    assert "65 of 100 (65 %)" in printed.words
    assert not any(one.name in printed.words for one in team.people)
    assert "so that nobody can be made out" in printed.words


def test_the_table_has_every_measure_and_guards_its_cells(team: Harbour, browse: type[Browser]) -> None:
    answer = fetched(browse(team.people[0]), f"/people/{team.people[0].id}/kpis/scorecard/paper.csv")
    rows = list(csv.DictReader(StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["Code"] for row in rows] == ["K01", "K12", "K02", "K05", "K06", "K09", "K22"]
    assert rows[0]["Figure"] == "13 of 20 (65 %)"
    assert rows[0]["What was seen"] == "'=Seen"
    assert rows[0]["Next"].startswith("Learn next: M03")
    assert rows[2]["Why no figure or status"].startswith("No reading yet.")
    fetched(browse(team.people[0]), f"/people/{team.people[0].id}/kpis/scorecard/paper.xlsx")
