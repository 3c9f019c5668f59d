"""Seeded figures: the same for one seed everywhere, evenly spread, filled into texts."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from kamacademy.items.variant import BrokenWords, NoVariant, Parameter, Variant, Varied, figure, fill, option_order
from tests.items.examples import item

STEPS = Parameter.model_validate({"from": 11000, "to": 12000, "step": 20})


def test_a_variant_is_the_same_on_every_machine() -> None:
    # By hand: sha256sum over "7:x" begins dca015eb66516dad, which modulo 51 steps is 30.
    assert STEPS.drawn(7, "x") == 11000 + 30 * 20


def test_every_step_is_drawn_about_equally_often() -> None:
    three = Parameter.model_validate({"one_of": (40, 50, 60)})
    counts = Counter(three.drawn(seed, "share") for seed in range(6000))
    assert set(counts) == {40, 50, 60}
    assert all(1850 < count < 2150 for count in counts.values())


def test_steps_are_decimal_and_keep_whole_numbers_whole() -> None:
    tenths = Parameter.model_validate({"from": 0.1, "to": 0.9, "step": 0.1})
    assert {tenths.drawn(seed, "x") for seed in range(400)} == {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}
    assert isinstance(STEPS.drawn(1, "x"), int)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"from": 1, "to": 2},
        {"from": 2, "to": 1, "step": 1},
        {"from": 1, "to": 2, "step": 0},
        {"from": 1, "to": 2, "step": 0.3},
        {"from": 0, "to": 1, "step": 0.00001},
        {"one_of": (1,)},
        {"one_of": (1, 1)},
        {"one_of": (1, True)},
        {"one_of": (1, 2), "step": 1},
    ],
)
def test_a_parameter_that_cannot_be_drawn_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Parameter.model_validate(values)


@settings(deadline=None)
@given(st.integers(0, 2**31 - 1))
def test_the_same_seed_gives_the_same_figures_and_meets_the_conditions(seed: int) -> None:
    asked = item("ex-numeric")
    variant = asked.variant(seed)
    assert variant == asked.variant(seed)
    gap = variant.values["gap"]
    assert isinstance(gap, float)
    assert gap > 1


def test_other_seeds_give_other_figures() -> None:
    asked = item("ex-numeric")
    assert len({tuple(asked.variant(seed).values.items()) for seed in range(40)}) > 30


def test_conditions_that_never_hold_are_told() -> None:
    never = Varied.model_validate({"parameters": {"a": {"one_of": (1, 2)}}, "conditions": ("a > 2",)})
    with pytest.raises(NoVariant, match="no values in 200 tries meet the conditions") as refusal:
        never.drawn(1, "x", {})
    assert refusal.value.at == ("conditions",)


def test_a_question_of_a_case_knows_the_figures_of_its_case() -> None:
    case = Variant(5, {"share": 40})
    assert item("ex-single").variant(5, case).values == {"share": 40}
    assert item("ex-numeric").variant(5, case).values["share"] == 40


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("No braces at all", "No braces at all"),
        ("{spend:,.0f} dollars", "11,400 dollars"),
        ("{spend:,}", "11,400"),
        ("{spend}", "11,400"),
        ("{share:.1f} and {share}", "2.3 and 2.25"),
        ("{change:+.1f}", "+0.5"),
        ("{{not a value}} {site}", "{not a value} Ashdown"),
    ],
)
def test_figures_are_filled_into_texts(text: str, words: str) -> None:
    assert fill(text, {"spend": 11400, "share": 2.25, "change": 0.45, "site": "Ashdown"}) == words


@pytest.mark.parametrize(
    "text", ["{missing}", "{", "}", "{site.__class__}", "{site!r}", "{spend:>10}", "{site:.1f}", "{}"]
)
def test_a_placeholder_that_cannot_be_filled_is_told(text: str) -> None:
    with pytest.raises(BrokenWords):
        fill(text, {"spend": 1, "site": "Ashdown"})


def test_halves_are_rounded_as_people_round() -> None:
    assert figure(2.5, ",.0f") == "3"
    assert figure(1234.565, ",.2f") == "1,234.57"


@settings(deadline=None)
@given(st.integers(0, 2**31), st.integers(2, 10))
def test_an_order_holds_every_place_once(seed: int, options: int) -> None:
    assert sorted(option_order(seed, "x", options)) == list(range(options))
