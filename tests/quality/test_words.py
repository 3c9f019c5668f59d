"""What a learning team reads: every sentence of figures, flags, refusals and cuts."""

import pytest

from kamacademy.quality import words
from kamacademy.quality.coverage import coverage
from kamacademy.quality.figures import (
    Ability,
    Calibration,
    Coefficient,
    Consistency,
    ItemFigures,
    ItemParameters,
    LeftOut,
    Model,
    OptionFigures,
    Reliability,
    Shown,
    Uncalibrated,
)
from kamacademy.quality.flags import ItemFlag, OptionFlag
from kamacademy.quality.responses import Interval, Reason, Refused
from kamacademy.quality.standards import AngoffCut, BorderlineCut, Judge, JudgedItem, Round, Shift, Shortfall

ITEM = ItemFigures("a", 1, 1200, 0, 0.971, Interval(0.96, 0.98), -0.084, Interval(-0.14, -0.028), 1200, 0.0, None, ())


@pytest.mark.parametrize(
    ("flag", "sentence"),
    [
        (ItemFlag.TOO_FEW, "1,200 answers so far. From 30 on its figures say something."),
        (
            ItemFlag.TOO_EASY,
            "97 % of the points from 1,200 answers (likely 96 to 98 %): nearly everyone gets it. Make it harder or "
            "retire it.",
        ),
        (
            ItemFlag.TOO_HARD,
            "97 % of the points from 1,200 answers (likely 96 to 98 %): hardly anyone gets it. Check key and lesson, "
            "then make it easier or retire it.",
        ),
        (ItemFlag.KEY_SUSPECT, "Another option behaves as the right one should. Check the key before anything else."),
        (
            ItemFlag.NEGATIVE,
            "Those who do well elsewhere do worse here (−0.08, likely −0.14 to −0.03). Check the key and the wording.",
        ),
        (
            ItemFlag.LOW,
            "Those who do well elsewhere do hardly better here (−0.08, likely −0.14 to −0.03). Sharpen it or "
            "retire it.",
        ),
        (ItemFlag.ATTRACTIVE, "A wrong option draws more, or abler, people than it should. Read it against the key."),
    ],
)
def test_each_flag_of_an_item_says_why_and_what_to_do(flag: ItemFlag, sentence: str) -> None:
    assert words.item_sentence(ITEM, flag) == sentence


def test_each_flag_of_an_option_says_why() -> None:
    option = OptionFigures("x", 1, 0.25, 0.0, 0.1, False)
    assert words.option_sentence(option, OptionFlag.CHOSEN_BY_THE_ABLE) == (
        "Not the key, chosen by 25 % (1 person), and rather by those who do well elsewhere (0.10)."
    )
    assert words.option_sentence(option, OptionFlag.MORE_THAN_THE_KEY) == (
        "Not the key, yet chosen by 25 % (1 person): more than the key."
    )


@pytest.mark.parametrize("reason", list(Reason))
def test_every_refusal_has_its_sentence(reason: Reason) -> None:
    sentence = words.refusal(Refused(reason, 7, 99))
    assert sentence[0].isupper() or sentence.startswith("7 ")
    assert sentence.endswith(".")


def test_a_refusal_says_what_is_there_and_what_is_needed() -> None:
    assert words.refusal(Refused(Reason.TOO_FEW_SITTINGS, 1, 30)) == (
        "1 sitting so far; from 30 on a figure can be given."
    )


def test_reliability_comes_with_its_interval_its_number_and_its_error() -> None:
    one = Reliability(Coefficient.KR20, 0.8149, Interval(0.76, 0.86), 120, 20, 71, 15, 6.45, Interval(5.6, 7.3), (), 2)
    assert words.reliability_sentence(one) == (
        "KR-20 0.81, likely 0.76 to 0.86, from 120 sittings on 20 items. Two times in three a score is good to within "
        "6.5 percentage points (standard error of measurement). Left out: 2 sittings that lack an item."
    )


def test_consistency_says_how_many_would_be_decided_alike() -> None:
    one = Consistency(90, 0.847, Interval(0.82, 0.87), 0.52, Interval(0.4, 0.6), 120)
    assert words.consistency_sentence(one) == (
        "At 90 % a second paper like this one would decide the same for about 85 % of people (likely 82 to 87 %); "
        "beyond chance (kappa) 0.52. From 120 sittings."
    )


def test_a_calibration_says_what_it_rests_on() -> None:
    item = ItemParameters("a", 1, 150, 1.1, 0.2, -0.5, 0.15, Shown.DIFFICULTY)
    one = Calibration(
        Model.TWO_PARAMETER,
        300,
        4500,
        -2000.0,
        0.8,
        Interval(0.78, 0.82),
        (item,) * 30,
        (Uncalibrated("b", 1, 12, LeftOut.TOO_FEW),),
        (Ability(1, 0.0, 0.4),),
    )
    assert words.calibration_sentence(one) == (
        "30 items on one scale (2PL) from 4,500 answers in 300 sittings; reliability 0.80, likely 0.78 to 0.82. "
        "1 item not calibrated."
    )


def test_a_discrimination_is_said_only_where_enough_answers_carry_it() -> None:
    few = ItemParameters("a", 1, 150, 1.1, 0.2, -0.5, 0.15, Shown.DIFFICULTY)
    many = ItemParameters("a", 1, 1500, 1.1, 0.06, -0.5, 0.05, Shown.BOTH)
    assert words.parameters_sentence(few) == (
        "Difficulty −0.50 ± 0.15 (standard error). With 150 answers its discrimination still leans on what is usual "
        "for items."
    )
    assert words.parameters_sentence(many) == (
        "Difficulty −0.50 ± 0.05 (standard error), discrimination 1.10 ± 0.06, from 1,500 answers."
    )


def test_a_panels_cut_comes_with_its_error_and_the_judges_spread() -> None:
    last = Round(2, 6, 13.3, 66.5, 0.24, 1.2, Interval(63.4, 69.6), 0.081)
    one = AngoffCut((last,), (Judge("A", 70, 3.5, None),), (JudgedItem("a", 0.6, 0.1, 0.5, 0.7),), (), ())
    assert words.angoff_sentence(one) == (
        "6 judges, round 2: 66.5 % (13.3 points), standard error 1.2, likely 63.4 to 69.6 %. On an item the judges "
        "differ by 8.1 percentage points on average (standard deviation)."
    )


def test_a_cut_by_regression_says_how_far_uneven_grades_move_it() -> None:
    one = BorderlineCut(
        120, 2, 61.24, 1.1, 1.2, Interval(59, 63.5), 9, 43, 0.64, (Shift("a", 60.2), Shift("b", 63.1)), ()
    )
    assert words.borderline_sentence(one) == (
        "120 candidates: 61.2 % at the borderline grade, standard error 1.2, likely 59 to 63.5 %. The grade "
        "explains 64 % of the score. With grades at uneven distances the cut lies between 60.2 and 63.1 %."
    )


@pytest.mark.parametrize("shortfall", list(Shortfall))
def test_every_shortfall_has_its_sentence(shortfall: Shortfall) -> None:
    assert words.shortfall_sentence(shortfall).endswith(".")


def test_coverage_names_what_is_missing_and_what_was_not_planned() -> None:
    found = coverage({"C01": 10, "C12": 10}, {"C12": 5, "C09": 5})
    assert words.coverage_sentence(found) == (
        "50 % of the answered items lie where the blueprint puts them. Never answered: C01. Not in the blueprint: C09."
    )
    assert words.coverage_sentence(coverage({}, {})) == "Nothing to compare with the blueprint yet."


@pytest.mark.parametrize(
    ("value", "said"), [(None, "–"), (0.0, "0.00"), (-0.001, "0.00"), (-0.5, "−0.50"), (0.295, "0.29"), (1, "1.00")]
)
def test_a_coefficient_has_two_places_and_a_true_minus(value: float | None, said: str) -> None:
    assert words.figure(value) == said
