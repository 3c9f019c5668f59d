"""Did it work? What may be said, and when nothing may."""

from dataclasses import replace

import numpy as np
import pytest

from kamacademy.effect.answer import Answer, Answered, Missing, Study, answer, answer_words
from kamacademy.effect.before_start import BeforeStart, before_start
from kamacademy.effect.estimate import Estimate
from kamacademy.effect.lot import chance_of
from kamacademy.effect.staggered import cells, estimate, overall
from kamacademy.effect.team_means import team_means
from tests.effect.made import Unit, unit

ALIKE, APART = BeforeStart(0.4, 1.0, 0.3, 2.0), BeforeStart(0.5, 1.0, 0.01, 6.0)
STUDY = Study(Estimate(5.0, 1.0, 19), ALIKE, teams=20, chance=0.002, worth=3.0)
WIDE, SMALL = Estimate(2.0, 2.0, 19), Estimate(0.2, 0.4, 19)


@pytest.mark.parametrize(
    ("study", "expected"),
    [
        (STUDY, Answered(Answer.CHANGED)),
        (replace(STUDY, chance=None), Answered(Answer.WENT_ALONG)),
        (replace(STUDY, effect=None), Answered(Answer.CANNOT_TELL, Missing.NO_CONTROLS)),
        (replace(STUDY, teams=11), Answered(Answer.CANNOT_TELL, Missing.FEW_TEAMS)),
        (replace(STUDY, before=None), Answered(Answer.CANNOT_TELL, Missing.FEW_MONTHS_BEFORE)),
        (replace(STUDY, chance=None, before=APART), Answered(Answer.CANNOT_TELL, Missing.NOT_ALIKE)),
        (replace(STUDY, before=APART), Answered(Answer.CHANGED)),
        (replace(STUDY, chance=0.2), Answered(Answer.CANNOT_TELL, Missing.THE_LOT)),
        (replace(STUDY, chance=0.2, teams=30), Answered(Answer.CHANGED)),
        (replace(STUDY, effect=WIDE), Answered(Answer.CANNOT_TELL, Missing.WIDE)),
        (replace(STUDY, effect=SMALL), Answered(Answer.NOTHING_LARGE)),
    ],
)
def test_what_may_be_said(study: Study, expected: Answered) -> None:
    assert answer(study) == expected


def words(study: Study) -> str:
    """The answer in words."""
    return answer_words(study, "the programme", "percentage points")


def test_a_cause_is_named_only_where_the_lot_drew() -> None:
    assert words(STUDY) == (
        "The programme raised the measure by 5 percentage points, likely between 2.9 and 7.1 percentage points (95 % "
        "interval). The lot drew which team began when."
    )
    along = words(replace(STUDY, chance=None))
    assert "associated" in along
    assert "something else may have brought it" in along
    assert "raised" not in along


def test_a_fall_is_called_one() -> None:
    assert "lowered the measure by 5 percentage points" in words(replace(STUDY, effect=Estimate(-5.0, 1.0, 19)))


@pytest.mark.parametrize(
    ("study", "part"),
    [
        (replace(STUDY, effect=None), "All began at once"),
        (replace(STUDY, teams=4), "There are 4 teams; below 12"),
        (replace(STUDY, before=None), "too few months before"),
        (replace(STUDY, chance=None, before=APART), "moved apart before anything began"),
        (replace(STUDY, chance=0.2), "In 20 % of all orders"),
        (replace(STUDY, effect=WIDE), "holds both nothing at all and the 3 percentage points"),
    ],
)
def test_a_refusal_has_its_reason(study: Study, part: str) -> None:
    assert words(study).startswith("The data cannot tell what the programme did. ")
    assert part in words(study)


def test_no_effect_worth_while_is_an_answer() -> None:
    assert words(replace(STUDY, effect=SMALL)).startswith(
        "Any effect of the programme is smaller than the 3 percentage"
    )


def studied(made: Unit) -> Study:
    """A made business unit, analysed as a report would."""
    some = cells(made.panel)
    return Study(
        estimate(made.panel, overall(made.panel, some)),
        before_start(made.panel, some),
        len(made.sizes),
        chance_of(team_means(made.panel), made.order.blocks, np.random.default_rng(1), 499),
        worth=3.0,
    )


def test_twenty_teams_whose_true_effect_is_known_give_it_back() -> None:
    study = studied(unit(1, 8.0))
    assert study.effect is not None
    assert study.effect.low < 8.0 < study.effect.high
    assert answer(study).answer is Answer.CHANGED


def test_twenty_teams_without_an_effect_are_hardly_ever_said_to_have_one() -> None:
    found = [answer(studied(unit(seed, 0.0))).answer for seed in range(30)]
    assert found.count(Answer.CHANGED) <= 4
