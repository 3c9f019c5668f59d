"""How much each occasion moves a level: left out one at a time, against the same worked one by one."""

import pytest

from kamacademy.competency.belief import level_at, quantile
from kamacademy.competency.evidence import Row, View
from kamacademy.competency.fusion import filtered
from kamacademy.competency.influence import influences, levels_by_day
from kamacademy.competency.occasions import History, history
from kamacademy.competency.reckoning import Raters
from kamacademy.rater.levels import LOGITS_A_LEVEL
from tests.competency.histories import ANNA, BEN, CERTIFIED, LEARNER, days_ago, row, visits
from tests.world import TODAY


def made(rows: list[Row]) -> History:
    return history(rows, LEARNER, View.DEVELOPMENT)


def middle(rows: list[Row]) -> float:
    seen = [CERTIFIED.visit(one) for one in made(rows).occasions]
    return quantile(filtered([seen], {}, TODAY.toordinal())[0], 0.5)


def test_an_influence_is_what_the_estimate_would_lack_without_the_occasion() -> None:
    rows = visits(2, 4, 3, 5, 3, raters=(ANNA, BEN, ANNA))
    found = influences(made(rows), CERTIFIED, TODAY)
    assert [one.occasion.visit for one in found] == [f"visit-{place}" for place in range(5)]
    for place, one in enumerate(found):
        rest = rows[:place] + rows[place + 1 :]
        assert one.levels == pytest.approx((middle(rows) - middle(rest)) / LOGITS_A_LEVEL, abs=1e-9)


def test_high_visits_hold_a_level_up_and_low_ones_pull_it_down() -> None:
    found = influences(made(visits(3, 5, 3, 1, 3)), CERTIFIED, TODAY)
    assert found[1].levels > 0.1
    assert found[3].levels < -0.1
    assert abs(found[2].levels) < 0.1


def test_an_old_visit_moves_less_than_a_fresh_one() -> None:
    rows = [*visits(3, 3, 3), row(5, "old", rater=4, day=days_ago(1500)), row(5, "new", rater=5, day=days_ago(2))]
    by_visit = {one.occasion.visit: one.levels for one in influences(made(rows), CERTIFIED, TODAY)}
    assert 0 < by_visit["old"] < by_visit["new"]


def test_without_occasions_nothing_moves() -> None:
    assert influences(made([]), Raters(), TODAY) == []
    assert levels_by_day(made([]), Raters()) == []


def test_the_levels_follow_the_days_and_end_where_the_estimate_does() -> None:
    rows = visits(3, 5, 5, 5)
    found = levels_by_day(made(rows), CERTIFIED)
    assert [day for day, _ in found] == [one.happened_on for one in rows]
    assert [level for _, level in found] == [3, 4, 4, 4]
    (known,) = filtered([[CERTIFIED.visit(one) for one in made(rows).occasions]], {}, rows[-1].happened_on.toordinal())
    assert found[-1][1] == level_at(quantile(known, 0.5))
    two_of_a_day = [*rows, row(1, "again", rater=BEN, day=rows[-1].happened_on)]
    assert len(levels_by_day(made(two_of_a_day), CERTIFIED)) == 4
