"""Levels at the ends of months: the same as the rule says on that day, and what is told as a change."""

from datetime import date, timedelta

import pytest

from kamacademy.competency.estimation import Estimate
from kamacademy.competency.evidence import Purpose
from kamacademy.competency.fusion import Severity
from kamacademy.competency.reckoning import Raters
from kamacademy.story.month_levels import LevelChange, estimates_at, level_changes
from tests.competency.histories import ANNA, BEN, CODE, LEARNER, estimated, row, visits
from tests.world import TODAY

NAMES = ("Aware", "Developing", "Proficient", "Advanced", "Expert")
DAY = timedelta(days=1)
DAYS = tuple(TODAY - back * DAY for back in (120, 90, 60, 30, 0))
BEFORE, NOW = TODAY - 30 * DAY, TODAY


@pytest.mark.parametrize(
    "raters", [Raters(), Raters(severities={ANNA: Severity(0.8, 0.2)}, difficulties={"C03a": 0.4})]
)
def test_each_day_has_what_the_rule_says_of_the_rows_up_to_it(raters: Raters) -> None:
    rows = visits(2, 3, 3, 4, 3)
    found = estimates_at([(on, CODE) for on in DAYS], {CODE: rows}, LEARNER, raters, {CODE: 3})
    for on in DAYS:
        by_rule, mine = estimated(*rows, on=on, raters=raters), found[on, CODE]
        assert mine.chances == (pytest.approx(by_rule.chances) if by_rule.chances else None)
        assert (mine.level, mine.low, mine.high) == (by_rule.level, by_rule.low, by_rule.high)
        assert (mine.visits, mine.raters, mine.latest) == (by_rule.visits, by_rule.raters, by_rule.latest)
    assert [found[on, CODE].visits for on in DAYS] == [1, 2, 3, 4, 5]


def test_a_day_before_the_first_visit_knows_nothing() -> None:
    day = TODAY - 400 * DAY
    found = estimates_at([(day, CODE), (day, "C04")], {CODE: visits(3, 3, 3)}, LEARNER, Raters(), {CODE: 3})
    assert found[day, CODE].visits == 0
    assert found[day, CODE].target == 3
    assert found[day, "C04"].chances is None


def test_own_views_never_count() -> None:
    own = [row(5, f"own-{number}", rater=LEARNER, purpose=Purpose.DEVELOPMENT) for number in range(4)]
    assert estimates_at([(TODAY, CODE)], {CODE: own}, LEARNER, Raters(), {})[TODAY, CODE].visits == 0


def one(on: date, *chances: float, seen: int = 3, latest: date = BEFORE) -> Estimate:
    return Estimate(CODE, 3, chances, None, seen, 2, 0, latest, on, None, None)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (
            one(BEFORE, 0, 0.1, 0.9, 0, 0, seen=2),
            one(NOW, 0, 0.04, 0.96, 0, 0, latest=NOW),
            [LevelChange(NOW, CODE, "Clearly Proficient or above", "", is_by_time=False)],
        ),
        (
            one(BEFORE, 0, 0.04, 0.96, 0, 0),
            one(NOW, 0, 0.15, 0.85, 0, 0),
            [LevelChange(NOW, CODE, "Very likely Proficient or above", "Clearly Proficient or above", is_by_time=True)],
        ),
        (one(BEFORE, 0, 0.04, 0.96, 0, 0), one(NOW, 0, 0.02, 0.98, 0, 0, latest=NOW), []),
        (one(BEFORE, 0, 0.1, 0.9, 0, 0, seen=1), one(NOW, 0, 0.1, 0.9, 0, 0, seen=2), []),
    ],
    ids=["the first level", "faded", "worded as before", "not known yet"],
)
def test_a_change_is_another_wording_of_a_known_level(
    before: Estimate, now: Estimate, expected: list[LevelChange]
) -> None:
    found = {(BEFORE, CODE): before, (NOW, CODE): now}
    assert level_changes((BEFORE, NOW), found, [CODE], NAMES) == expected


def test_what_is_the_same_on_two_days_is_worked_out_once_and_dated_twice() -> None:
    rows = visits(3, 3, 3, raters=(ANNA, BEN), last=200)
    early, late = TODAY - 190 * DAY, TODAY
    found = estimates_at([(early, CODE), (late, CODE)], {CODE: rows}, LEARNER, Raters(), {})
    assert found[early, CODE].chance_of_at_least(3) > found[late, CODE].chance_of_at_least(3), "what is known fades"
