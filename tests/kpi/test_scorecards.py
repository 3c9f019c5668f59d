"""Scorecards as content: each role once, and nothing on one that the role may not carry."""

from collections.abc import Callable

import pytest
from pydantic import ValidationError

from kamacademy.kpi.documents import Entry, Scorecard, Scorecards, why_not_on
from kamacademy.people.job_roles import JobRole
from tests.kpi.definitions import kpi
from tests.world import World


def card(role: str, *measures: Entry) -> Scorecard:
    return Scorecard(role=role, measures=measures)  # type: ignore[arg-type]  # any role, so that wrong ones are asked


def test_every_role_has_the_measures_of_the_library(world: World) -> None:
    found = world.library().one(Scorecards, "scorecards", "scorecards")
    assert [one.kpi for one in found.of("FM").measures] == ["K20", "K21", "K22", "K05"]
    assert found.of("FM").measures[-1].of == "team"
    assert [one.kpi for one in found.of("NAV").measures] == ["K02", "K19", "K22", "K23"]
    assert {one.role for one in found.cards} == {*JobRole, "learning-team"}
    assert len(found.of("learning-team").also) == 3


@pytest.mark.parametrize(
    ("role", "entry", "definition", "words"),
    [
        ("SK", Entry(kpi="K01"), lambda: kpi(), None),
        ("SK", Entry(kpi="K01", of="team"), lambda: kpi(), None),
        ("SK", Entry(kpi="K01", of="programme"), lambda: kpi(), "is measured for a person: write `of: person`"),
        ("SK", Entry(kpi="K02"), lambda: kpi(code="K02", scope="team"), "write `of: team`"),
        ("FM", Entry(kpi="K01"), lambda: kpi(), "is not a measure for FM"),
        ("MSL", Entry(kpi="K01"), lambda: kpi(roles=("MSL",)), "MSL may carry only K02"),
        ("SK", Entry(kpi="K77"), lambda: None, "there is no KPI `K77`"),
        ("learning-team", Entry(kpi="K01"), lambda: kpi(), None),
    ],
)
def test_what_may_stand_on_a_scorecard(
    role: str, entry: Entry, definition: Callable[[], object], words: str | None
) -> None:
    found = why_not_on(card(role, entry), entry, definition())  # type: ignore[arg-type]  # a definition or None
    assert found is None if words is None else words in (found or "")


def test_a_measure_stands_once_and_each_role_has_one_card() -> None:
    with pytest.raises(ValidationError, match="names a KPI twice"):
        card("SK", Entry(kpi="K01"), Entry(kpi="K01", of="team"))
    with pytest.raises(ValidationError, match="must have one of each"):
        Scorecards(intro="What each looks at.", cards=(card("SK", Entry(kpi="K01")),))
