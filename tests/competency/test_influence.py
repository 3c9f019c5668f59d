"""How much each occasion moves a level: left out one at a time, against the same worked one by one."""

import pytest

from kamacademy.competency.belief import quantile
from kamacademy.competency.evidence import Row, View
from kamacademy.competency.fusion import filtered
from kamacademy.competency.influence import LEVEL_LOGITS, influences, medians
from kamacademy.competency.occasions import History, history
from kamacademy.competency.reckoning import Raters
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
        assert one.levels == pytest.approx((middle(rows) - middle(rest)) / LEVEL_LOGITS, abs=1e-9)


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
    assert medians(made([]), Raters()) == []


def test_the_middles_follow_the_days_on_the_scale_of_levels() -> None:
    rows = visits(3, 5, 5, 5)
    found = medians(made(rows), CERTIFIED)
    assert [day for day, _ in found] == [one.happened_on for one in rows]
    assert found[0][1] == pytest.approx(3.0, abs=0.01)
    assert [value for _, value in found] == sorted(value for _, value in found)
    until_last = 3 + quantile(filtered([[CERTIFIED.visit(one) for one in made(rows).occasions]], {},
                                       rows[-1].happened_on.toordinal())[0], 0.5) / LEVEL_LOGITS  # fmt: skip
    assert found[-1][1] == pytest.approx(until_last, abs=1e-9)
    two_of_a_day = [*rows, row(1, "again", rater=BEN, day=rows[-1].happened_on)]
    assert len(medians(made(two_of_a_day), CERTIFIED)) == 4
