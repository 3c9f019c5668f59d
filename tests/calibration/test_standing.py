"""Severity on known cases, the rule of certification, and its words."""

import numpy as np
import pytest

from kamacademy.calibration.comparison import Pair, Span
from kamacademy.calibration.severity import severity
from kamacademy.calibration.standing import SEVERITY_BELOW, Verdict, standing_of
from kamacademy.calibration.words import figure, leniency_words, strictness, tenths
from kamacademy.rater.levels import LOGITS_A_LEVEL
from kamacademy.rater.rating_scale import level_probabilities
from kamacademy.rater.severity import Priors

EVEN = [1, 2, 3, 4, 5] * 8


def pairs(given: list[int], reference: list[int]) -> list[Pair]:
    """Pairs of one case each."""
    return [
        Pair(f"v{number}", "C03a", one, other) for number, (one, other) in enumerate(zip(given, reference, strict=True))
    ]


def below(reference: list[int], every: int) -> list[int]:
    """One level too low at every so many cases."""
    return [max(one - 1, 1) if number % every == 0 else one for number, one in enumerate(reference)]


def test_who_gives_the_reference_is_neither_strict_nor_mild() -> None:
    found = severity(pairs(EVEN, EVEN))
    assert found.mean == pytest.approx(0, abs=1e-9)
    assert 0.1 < found.sd < 0.3


def test_severity_is_where_the_likelihood_with_its_prior_is_highest() -> None:
    some = pairs(below(EVEN, 2), EVEN)
    grid = np.linspace(-3, 3, 6001)
    height = -0.5 * (grid / Priors().severity) ** 2
    for one in some:
        chances = level_probabilities(LOGITS_A_LEVEL * (one.reference - 3) - grid)
        assert one.given is not None
        height += np.log(chances[:, one.given - 1])
    found = severity(some)
    assert found.mean == pytest.approx(grid[height.argmax()], abs=1e-3)
    assert found.mean > 0


def test_severity_finds_back_a_rater_who_was_made() -> None:
    rng, reference = np.random.default_rng(3), EVEN * 60
    true = 0.9
    chances = level_probabilities(LOGITS_A_LEVEL * (np.array(reference) - 3) - true)
    given = [int(rng.choice(5, p=one)) + 1 for one in chances]
    found = severity(pairs(given, reference))
    assert found.mean == pytest.approx(true, abs=4 * found.sd)


def test_milder_is_below_nothing_as_much_as_stricter_is_above() -> None:
    mirrored = [6 - one for one in EVEN]
    strict, mild = severity(pairs(below(EVEN, 2), EVEN)), severity(pairs([6 - one for one in below(EVEN, 2)], mirrored))
    assert strict.mean == pytest.approx(-mild.mean)


def test_too_few_ratings_are_indicative_however_good() -> None:
    found = standing_of(pairs(EVEN[:29], EVEN[:29]))
    assert found.verdict is Verdict.INDICATIVE
    assert found.severity is None
    assert "1 more rating" in found.missing[0]


def test_who_gives_the_reference_from_thirty_ratings_on_meets_the_rule() -> None:
    found = standing_of(pairs(EVEN[:30], EVEN[:30]))
    assert (found.verdict, found.missing) == (Verdict.MET, ())
    assert found.strictness == "about as strict as the reference"


def test_cannot_tell_is_no_rating() -> None:
    some = pairs(EVEN[:30], EVEN[:30])
    some[0] = Pair("v0", "C03a", None, 1)
    assert standing_of(some).verdict is Verdict.INDICATIVE


def test_each_part_of_the_rule_can_be_missing() -> None:
    rng = np.random.default_rng(1)
    chance = standing_of(pairs([int(one) for one in rng.integers(1, 6, 40)], EVEN))
    assert chance.verdict is Verdict.NOT_YET
    assert any(words.startswith("Closer agreement") for words in chance.missing)
    assert any(words.startswith("Fewer levels far off") for words in chance.missing)
    unsure = standing_of(pairs([3] * 26 + [2, 4, 3, 2], [3] * 26 + [2, 4, 4, 3]))
    assert [words[:15] for words in unsure.missing] == ["Surer agreement"]
    alike = standing_of(pairs([3] * 30, [3] * 30))
    assert alike.missing[0].startswith("Levels that differ")


def test_a_level_too_strict_everywhere_is_within_one_and_still_not_enough() -> None:
    found = standing_of(pairs([max(one - 1, 1) for one in EVEN], EVEN))
    assert found.comparison.within_one == found.comparison.n
    assert found.severity is not None
    assert found.severity >= SEVERITY_BELOW
    assert [words.startswith("The same yardstick") for words in found.missing] == [True]
    assert "stricter than the reference" in found.missing[0]


def test_nine_in_ten_within_one_level_is_just_enough() -> None:
    given = [one if number % 10 else one + 2 if one < 4 else one - 2 for number, one in enumerate(EVEN)]
    found = standing_of(pairs(given, EVEN))
    assert found.comparison.within_one == 36
    assert not any(words.startswith("Fewer levels") for words in found.missing)
    worse = [given[0], 4, *given[2:]]
    assert any(words.startswith("Fewer levels") for words in standing_of(pairs(worse, EVEN)).missing)


@pytest.mark.parametrize(
    ("levels", "words"),
    [
        (0.12, "about as strict as the reference"),
        (0.4, "about half a level stricter than the reference"),
        (-1.0, "about one level more lenient than the reference"),
        (1.3, "about one and a half levels stricter than the reference"),
        (-2.4, "more than two levels more lenient than the reference"),
    ],
)
def test_strictness_is_said_in_levels(levels: float, words: str) -> None:
    assert strictness(levels) == words


def test_figures_have_a_true_minus_and_no_minus_nothing() -> None:
    assert (figure(-0.051), figure(-0.001), figure(0.78)) == ("−0.05", "0.00", "0.78")
    assert (tenths(0.26), tenths(-0.26), tenths(-0.01)) == ("+0.3", "−0.3", "0.0")


def test_a_lean_is_said_only_where_the_interval_is_on_one_side() -> None:
    assert leniency_words(Span(0.3, 0.1, 0.5)).endswith("above the reference")
    assert leniency_words(Span(-0.3, -0.5, -0.1)).endswith("below the reference")
    assert "no lean" in leniency_words(Span(0.1, -0.1, 0.3))
