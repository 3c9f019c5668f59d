"""What the assumptions give equals the published formula, and what may not be reckoned is said."""

import pytest

from kamacademy.impact.found import CANNOT_TELL, NOTHING_LARGE, WENT_ALONG
from kamacademy.kpi.documents import Kpi
from kamacademy.kpi.queries import kpis_in
from kamacademy.worth.assumptions import Part, stated_from
from kamacademy.worth.reckoned import against, money, reckoned_from, told
from kamacademy.worth.reckoning import gain_of, reckon
from kamacademy.worth.rules import WorthRule, check_stated, why_not
from tests.world import World
from tests.worth.studies import FOUND, other, stated


@pytest.fixture
def kpis(world: World) -> dict[str, Kpi]:
    """Every definition by code."""
    return kpis_in(world.library())


def test_low_central_and_high_are_those_of_phillips(kpis: dict[str, Kpi]) -> None:
    found = reckon(FOUND, kpis["K01"], stated())
    assert (found.gain.low, found.gain.central, found.gain.high) == (pytest.approx(2), 6, pytest.approx(10))
    # By hand: effect x worth of one unit x people x months x share.
    low, central, high = 2 * 10 * 100 * 6 * 0.5, 6 * 20 * 110 * 9 * 0.75, 10 * 30 * 120 * 12 * 1.0
    assert (found.benefit.low, found.benefit.central, found.benefit.high) == pytest.approx((low, central, high))
    assert (found.cost.low, found.cost.central, found.cost.high) == (45_000, 50_500, 61_000)
    assert found.ratio.central == pytest.approx(central / 50_500)
    assert found.percent.low == pytest.approx(100 * (low - 61_000) / 61_000)
    assert found.percent.central == pytest.approx(100 * (central - 50_500) / 50_500)
    assert found.percent.high == pytest.approx(100 * (high - 45_000) / 45_000)


def test_where_less_is_better_a_fall_is_the_gain(kpis: dict[str, Kpi]) -> None:
    assert kpis["K06"].direction == "down"
    fell = other(value=-6.0, low=-10.0, high=-2.0)
    gain = gain_of(fell, kpis["K06"])
    assert (gain.low, gain.value, gain.high) == (pytest.approx(2), 6, pytest.approx(10))
    assert reckon(fell, kpis["K06"], stated()) == reckon(FOUND, kpis["K01"], stated())


def test_a_move_the_wrong_way_is_a_loss(kpis: dict[str, Kpi]) -> None:
    found = reckon(other(value=-6.0, low=-10.0, high=-2.0), kpis["K01"], stated())
    assert found.benefit.low == pytest.approx(-10 * 30 * 120 * 12)
    assert found.percent.low < found.percent.central < found.percent.high < -100
    words = told(found, stated(), FOUND, kpis["K01"], "EUR")
    assert "it cost more than it brought" in words.caution
    assert words.results[1].figures[0] == "−EUR 432,000"


@pytest.mark.parametrize("ends", [(6.0, 2.0, 10.0), (6.0, -2.0, 14.0), (-6.0, -10.0, -2.0)])
def test_each_column_holds_by_itself(kpis: dict[str, Kpi], ends: tuple[float, float, float]) -> None:
    value, low, high = ends
    found = reckon(other(value=value, low=low, high=high), kpis["K01"], stated())
    cost = against(found)
    for name in ("low", "central", "high"):
        assert getattr(found.ratio, name) == pytest.approx(getattr(found.benefit, name) / getattr(cost, name))


def test_what_is_kept_reads_the_same(kpis: dict[str, Kpi]) -> None:
    found = reckon(FOUND, kpis["K01"], stated())
    assert reckoned_from(found.kept()) == found
    assert stated_from([one.kept() for one in stated()]) == stated()


def test_the_words_hold_three_figures_the_formula_and_whose_opinion(kpis: dict[str, Kpi]) -> None:
    words = told(reckon(FOUND, kpis["K01"], stated()), stated(), FOUND, kpis["K01"], "EUR")
    assert words.sentence == (
        "By these assumptions the effect returned between −90 % and 860 % of its cost net, centrally 76 %."
    )
    assert "It reaches below break-even: it may have cost more than it brought." in words.caution
    assert [words.results[place].figures for place in (1, 2)] == [
        ("EUR 6,000", "EUR 89,100", "EUR 432,000"), ("EUR 61,000", "EUR 50,500", "EUR 45,000"),
    ]  # fmt: skip
    assert words.opinions == "Opinions, not measurements: Share of the effect credited."
    assert "people reached" in words.formula[0]
    assert [one.name for one in words.factors] == [
        "What one unit of the KPI is worth", "People reached", "Months it lasts", "Share of the effect credited",
    ]  # fmt: skip
    assert words.factors[3].figures == ("50 %", "75 %", "100 %")
    assert words.costs[0].figures == ("EUR 10,000", "EUR 12,000", "EUR 15,000")


def test_without_a_lot_it_is_called_an_association(kpis: dict[str, Kpi]) -> None:
    found = other(answer=WENT_ALONG, is_by_lot=False)
    words = told(reckon(found, kpis["K01"], stated()), stated(), found, kpis["K01"], "EUR")
    assert words.is_association
    assert words.sentence.startswith("By these assumptions what went along with it returned")
    assert "associated with" in words.caution
    assert not told(reckon(FOUND, kpis["K01"], stated()), stated(), FOUND, kpis["K01"], "EUR").is_association


def test_teams_are_counted_where_the_kpi_is_one_of_teams(kpis: dict[str, Kpi]) -> None:
    words = told(reckon(FOUND, kpis["K02"], stated()), stated(), FOUND, kpis["K02"], "EUR")
    assert "teams reached" in words.formula[0]
    assert "for one team and one month" in words.formula[0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"answer": CANNOT_TELL}, "cannot tell"),
        ({"answer": NOTHING_LARGE}, "nothing to reckon"),
        ({"value": None}, "no effect with a range"),
        ({"people": 4}, "never reckoned for one person"),
        ({"people": 1}, "never reckoned for one person"),
    ],
)
def test_other_answers_are_refused(kpis: dict[str, Kpi], changes: dict[str, object], words: str) -> None:
    assert words in (why_not(other(**changes), kpis["K01"]) or "")


def test_both_answers_with_an_effect_are_taken(kpis: dict[str, Kpi]) -> None:
    assert why_not(FOUND, kpis["K01"]) is None
    assert why_not(other(answer=WENT_ALONG), kpis["K01"]) is None
    assert "worked out" in (why_not(None, kpis["K01"]) or "")
    assert "no longer has" in (why_not(FOUND, None) or "")


def test_commercial_figures_and_those_best_in_between_are_refused(kpis: dict[str, Kpi]) -> None:
    sales = kpis["O2"].model_copy(update={"category": "commercial"})
    assert "sales target" in (why_not(FOUND, sales) or "")
    between = [one for one in kpis.values() if one.direction in ("band", "zero")]
    assert between
    assert all("one unit more is worth something" in (why_not(FOUND, one) or "") for one in between)


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"unit": (20, 10, 30)}, Part.UNIT),
        ({"months": (-1, 9, 12)}, Part.MONTHS),
        ({"share": (50, 75, 101)}, Part.SHARE),
        ({"reached": (4, 110, 120)}, Part.REACHED),
        ({"development": (0, 0, 5), "delivery": (0, 0, 0), "time": (0, 0, 0), "materials": (0, 0, 0)}, Part.TIME),
        ({"unit": (10, 20, 2_000_000_000)}, Part.UNIT),
    ],
)
def test_assumptions_that_cannot_be_are_said(
    kpis: dict[str, Kpi], changed: dict[str, tuple[float, float, float]], part: Part
) -> None:
    with pytest.raises(WorthRule) as broken:
        check_stated(stated(**changed), kpis["K01"])
    assert broken.value.part == part
    check_stated(stated(), kpis["K01"])


def test_every_assumption_is_asked_for(kpis: dict[str, Kpi]) -> None:
    for part in Part:
        with pytest.raises(WorthRule, match="every assumption") as broken:
            check_stated([one for one in stated() if one.part is not part], kpis["K01"])
        assert broken.value.part == part


def test_small_sums_have_cents() -> None:
    assert [money(one, "USD") for one in (0, 12.5, 99.99, 12_345.6, -3)] == [
        "USD 0", "USD 12.5", "USD 99.99", "USD 12,346", "−USD 3",
    ]  # fmt: skip
