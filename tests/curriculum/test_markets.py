"""Which modules stand for people of a market. Pure."""

from datetime import date
from typing import get_args

import pytest

from kamacademy.curriculum.documents import Programme
from kamacademy.curriculum.markets import (
    alike,
    anywhere_in,
    due_in_market,
    find_counterpart,
    in_place_of,
    modules_for,
)
from kamacademy.people.market import NAMES, Market, MarketCode, Scope, market_of, name_of

PROGRAMME = Programme.model_validate(
    {
        "code": "T1", "title": "T", "summary": "S", "award": "A",
        "assign": {"job_roles": ("SK",), "due_days": 90},
        "modules": (
            {"module": "m01"},
            {"module": "m02", "in_market": {"UK": "m02-uk"}, "requires": ("m01",)},
            {"module": "m03", "in_market": {"UK": "m03-uk"}},
            {"module": "m04", "requires": ("m02", "m03", "m01")},
        ),
    }
)  # fmt: skip
PLAIN = PROGRAMME.model_copy(update={"modules": PROGRAMME.modules[:1]})


def test_what_a_market_has_stands_in_the_same_place_and_is_what_others_require() -> None:
    found = modules_for(PROGRAMME, Market.UK)
    assert [(one.module, one.requires) for one in found] == [
        ("m01", ()), ("m02-uk", ("m01",)), ("m03-uk", ()), ("m04", ("m02-uk", "m03-uk", "m01")),
    ]  # fmt: skip
    assert [(one.module, one.requires) for one in modules_for(PROGRAMME, Market.US)] == [
        (one.module, one.requires) for one in PROGRAMME.modules
    ]
    assert modules_for(PLAIN, Market.UK) == PLAIN.modules


def test_a_module_of_another_market_has_a_counterpart() -> None:
    assert find_counterpart(PROGRAMME, "m02", Market.UK) == "m02-uk"
    assert find_counterpart(PROGRAMME, "m02-uk", Market.UK) == "m02-uk"
    assert find_counterpart(PROGRAMME, "m02-uk", Market.US) == "m02"
    assert find_counterpart(PROGRAMME, "m01", Market.UK) == "m01"
    assert find_counterpart(PROGRAMME, "m09", Market.UK) is None
    assert in_place_of([PLAIN, PROGRAMME], Market.UK) == {"m02": "m02-uk", "m03": "m03-uk"}
    assert in_place_of([PROGRAMME], Market.US) == {"m02-uk": "m02", "m03-uk": "m03"}
    assert alike([PROGRAMME], "m02-uk") == alike([PROGRAMME], "m02") == {"m02", "m02-uk"}
    assert alike([PROGRAMME], "m09") == {"m09"}
    assert anywhere_in(PROGRAMME) == ["m01", "m02", "m02-uk", "m03", "m03-uk", "m04"]


def test_a_change_of_market_gives_time_for_what_it_brings_alone() -> None:
    due, later = date(2026, 8, 2), date(2027, 1, 19)
    assert due_in_market(due, later, shares_open=True) == due
    assert due_in_market(due, later, shares_open=False) == later
    assert due_in_market(later, due, shares_open=False) == later


@pytest.mark.parametrize(
    ("own", "team", "held"),
    [(None, None, "US"), (None, "UK", "UK"), ("US", "UK", "US"), ("UK", None, "UK"), ("UK", "US", "UK")],
)
def test_the_own_choice_goes_before_the_teams(own: str | None, team: str | None, held: str) -> None:
    assert market_of(own, team) == held


def test_every_market_can_be_written_in_files_and_has_a_name() -> None:
    assert {*get_args(Scope)} == {*get_args(MarketCode), "all"}
    assert set(get_args(MarketCode)) == {one.value for one in Market} == {one.value for one in NAMES}
    assert [name_of(one) for one in ("US", "UK", "all")] == ["United States", "United Kingdom", ""]
