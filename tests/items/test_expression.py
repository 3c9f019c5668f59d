"""Arithmetic for authors: what it gives, and what it refuses."""

import pytest

from kamacademy.items.expression import NoResult, NotAnExpression, evaluate, names_in, parse, rounded

VALUES = {"spend": 11400, "benchmark": 12000, "people": 5000, "site": "Ashdown", "share": 0.25}


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("(benchmark - spend) * people / 1e6", 3.0),
        ("spend // 1000 + spend % 1000", 411),
        ("-spend + 2 ** 3", -11392),
        ("min(spend, benchmark) - max(1, 2)", 11398),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(1.005, 2)", 1.01),
        ("abs(spend - benchmark)", 600),
        ("sqrt(16) + floor(2.9) + ceil(2.1)", 9.0),
        ("0.1 + 0.2 == 0.3", True),
        ("spend < benchmark <= 12000", True),
        ("spend > benchmark or site == 'Ashdown'", True),
        ("not (site == 'Ashdown' and share < 0.3)", False),
        ("spend if share > 0.5 else benchmark", 12000),
        ("0.1 * 3", 0.3),
    ],
)
def test_results_are_those_worked_by_hand(source: str, result: object) -> None:
    found = evaluate(source, VALUES)
    assert found == result
    assert type(found) is type(result)


@pytest.mark.parametrize(
    "source",
    [
        "spend.real", "(1).__class__", "__import__('os')", "open('x')", "[1, 2][0]", "lambda: 1", "{1: 2}", "x := 1",
        "f'{spend}'", "print(1)", "min(*values)", "b'1'", "1j", "spend;spend", "", "a b", "[x for x in y]", "None",
        "max(1, key=2)", "1 << 99", "~1", "1 in 2", "'a' is 'b'", "...", "(" * 220 + "1", "1" * 400,
    ],
)  # fmt: skip
def test_nothing_else_is_an_expression(source: str) -> None:
    with pytest.raises(NotAnExpression):
        parse(source)


@pytest.mark.parametrize(
    "source",
    [
        "1 / 0", "spend % 0", "10 ** 13", "9 ** 12 ** 12", "1e15 * 10", "sqrt(-1)", "(-8) ** 0.5", "missing + 1",
        "site + 1", "site * 1000000", "spend and 1", "1 if 2 else 3", "site < 3", "total('seen')", "min()",
        "round(1.5, 9)", "1e999", "1e999 - 1e999", "True + 1", "min('a', 'b')", "abs()",
    ],
)  # fmt: skip
def test_what_has_no_finite_result_says_so(source: str) -> None:
    with pytest.raises(NoResult):
        evaluate(source, VALUES)


def test_names_are_those_to_be_given() -> None:
    assert names_in("min(spend, 3) + total('seen', site=lead)") == {"spend", "lead"}


@pytest.mark.parametrize(("value", "places", "result"), [(0.5, 0, 1), (-0.5, 0, -1), (2.675, 2, 2.68), (1e-9, 2, 0.0)])
def test_halves_are_rounded_away_from_zero(value: float, places: int, result: float) -> None:
    assert rounded(value, places) == result
