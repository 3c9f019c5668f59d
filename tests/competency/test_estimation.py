"""The rule grid-1: what the chances of levels say, what is held, and what must hold of any evidence."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kamacademy.competency.estimation import (
    LOST,
    SURE,
    Estimate,
    Standing,
    held_after,
    lower_median,
    months_before,
)
from kamacademy.competency.evidence import Kind, Purpose, Row
from kamacademy.competency.reckoning import Raters
from tests.competency.histories import ANNA, BEN, CARA, LEARNER, answered, days_ago, estimated, row, visits
from tests.world import TODAY

DAY = timedelta(days=1)
NOBODY_CERTIFIED = Raters()


def found(
    *chances: float,
    target: int | None = 3,
    held: int | None = None,
    seen: int = 3,
    latest: date = TODAY,
    check: bool | None = None,
    knows: float | None = None,
) -> Estimate:
    return Estimate("C03", target, chances, held, seen, 2, 1, latest, TODAY, check, knows)


# What chances say


@pytest.mark.parametrize(
    ("chances", "low", "level", "high"),
    [
        ((0.0, 0.05, 0.9, 0.05, 0.0), 3, 3, 3),
        ((0.1, 0.4, 0.4, 0.05, 0.05), 1, 2, 3),
        ((0.09, 0.4, 0.4, 0.05, 0.06), 2, 3, 4),
        ((0.2, 0.2, 0.2, 0.2, 0.2), 1, 3, 5),
        ((0.0, 0.0, 0.0, 0.0, 1.0), 5, 5, 5),
        ((0.0, 0.0, 0.0, 0.0, 0.4999999), 5, 5, 5),
    ],
)
def test_level_and_range_are_where_the_cumulated_chances_pass_a_tenth_half_and_nine_tenths(
    chances: tuple[float, ...], low: int, level: int, high: int
) -> None:
    one = found(*chances)
    assert (one.low, one.level, one.high) == (low, level, high)


def test_the_chance_of_at_least_a_level_cumulates_from_above() -> None:
    one = found(0.1, 0.2, 0.3, 0.25, 0.15)
    assert [one.chance_of_at_least(level) for level in range(1, 6)] == pytest.approx([1, 0.9, 0.7, 0.4, 0.15])
    assert estimated().chance_of_at_least(1) == 0


def test_below_three_visits_there_is_no_level_though_there_are_chances() -> None:
    one = found(0.0, 0.0, 1.0, 0.0, 0.0, seen=2, held=None)
    assert (one.level, one.low, one.high, one.gap, one.standing) == (None, None, None, None, Standing.UNKNOWN)
    assert one.chance_of_at_least(3) == 1


CLEARLY_THREE = (0.0, 0.05, 0.9, 0.05, 0.0)


def test_at_target_is_what_is_held_freshly_seen_and_known() -> None:
    assert found(*CLEARLY_THREE, held=3).standing is Standing.AT_TARGET
    assert found(*CLEARLY_THREE, held=4).standing is Standing.AT_TARGET
    assert found(*CLEARLY_THREE, held=2).standing is Standing.REACHED_NOT_SECURE
    assert found(*CLEARLY_THREE, held=None).standing is Standing.REACHED_NOT_SECURE
    assert found(*CLEARLY_THREE, held=3, target=4).standing is Standing.BELOW
    assert found(*CLEARLY_THREE, held=3, target=None).standing is Standing.NO_TARGET
    assert found(*CLEARLY_THREE, held=3, check=False).standing is Standing.REACHED_NOT_SECURE
    assert found(*CLEARLY_THREE, held=3, check=True, knows=0.21).standing is Standing.AT_TARGET
    assert found(*CLEARLY_THREE, held=3, check=True, knows=None).standing is Standing.AT_TARGET
    assert found(*CLEARLY_THREE, held=3, check=True, knows=0.2).standing is Standing.REACHED_NOT_SECURE
    # Where no check is named, knowledge is no part of the standing.
    assert found(*CLEARLY_THREE, held=3, check=None, knows=0.0).standing is Standing.AT_TARGET


def test_a_level_seen_six_months_ago_to_the_day_is_fresh() -> None:
    edge = date(2026, 5, 20)
    assert found(*CLEARLY_THREE, held=3, latest=edge).standing is Standing.AT_TARGET
    assert found(*CLEARLY_THREE, held=3, latest=edge - DAY).standing is Standing.REACHED_NOT_SECURE


def test_a_held_level_whose_median_fell_below_is_no_gap_and_not_at_target() -> None:
    one = found(0.1, 0.6, 0.3, 0.0, 0.0, held=3)
    assert (one.level, one.standing, one.gap) == (2, Standing.REACHED_NOT_SECURE, 0)


@pytest.mark.parametrize(("sure", "standing"), [(0.81, Standing.AT_TARGET), (0.79, Standing.REACHED_NOT_SECURE)])
def test_a_held_level_is_at_target_only_while_it_is_sure_enough(sure: float, standing: Standing) -> None:
    assert found(0.0, 1 - sure, sure, 0.0, 0.0, held=3).standing is standing


def test_the_gap_is_in_levels_and_never_negative() -> None:
    assert [found(*CLEARLY_THREE, target=one).gap for one in (1, 3, 4, 5, None)] == [0, 0, 1, 2, None]


# What is held


def test_a_level_is_reached_with_eight_in_ten_three_visits_two_people_and_a_certificate() -> None:
    shares = (1.0, SURE, 0.5, 0.1)
    assert held_after(None, shares, 3, 2, 1) == 3
    assert held_after(None, (1.0, SURE - 1e-9, 0.5, 0.1), 3, 2, 1) == 2
    assert held_after(None, shares, 2, 2, 1) is None
    assert held_after(None, shares, 3, 1, 1) is None
    assert held_after(None, shares, 3, 2, 0) is None
    assert held_after(None, (0.3, 0.1, 0.0, 0.0), 3, 2, 1) == 1


def test_a_level_is_lost_only_when_it_is_as_likely_gone() -> None:
    assert held_after(4, (1.0, 0.9, LOST + 1e-9, 0.0), 3, 2, 1) == 4
    assert held_after(4, (1.0, 0.9, LOST, 0.0), 3, 2, 1) == 3
    assert held_after(4, (0.9, 0.4, 0.1, 0.0), 3, 2, 1) == 3
    assert held_after(4, (LOST, 0.1, 0.0, 0.0), 3, 2, 1) == 1
    assert held_after(3, (1.0, 1.0, 1.0, 0.5), 3, 2, 1) == 4


def test_a_level_that_was_reached_is_lost_by_what_is_seen_later() -> None:
    reached = visits(5, 5, 5, 5, last=100)
    assert estimated(*reached).held == 4
    two_low = [row(2, "later-1", rater=BEN, day=days_ago(50)), row(2, "later-2", day=days_ago(49))]
    doubtful = estimated(*reached, *two_low)
    assert LOST < doubtful.chance_of_at_least(4) < SURE
    assert doubtful.held == 4
    many_low = [row(1, f"later-{n}", rater=(ANNA, BEN)[n % 2], day=days_ago(50 - n)) for n in range(14)]
    assert estimated(*reached, *many_low[:8]).held == 3
    assert estimated(*reached, *many_low).held == 2


def test_time_alone_takes_no_level_away_and_is_shown_by_a_wider_range_and_by_age() -> None:
    reached = visits(5, 5, 5, 5, last=100)
    now, later = estimated(*reached), estimated(*reached, on=TODAY + 3000 * DAY)
    assert now.held == later.held == 4
    assert now.low is not None
    assert now.high is not None
    assert later.low is not None
    assert later.high is not None
    assert later.high - later.low > now.high - now.low
    assert (now.is_fresh, later.is_fresh) == (True, False)


def test_a_rater_is_certified_on_the_day_of_the_visit_or_not_at_all() -> None:
    seen = visits(5, 5, 5, 5)
    first, last = min(one.happened_on for one in seen), max(one.happened_on for one in seen)
    for begins, ends, held in (
        (first, last, 4),
        (last + DAY, last + 9 * DAY, None),
        (first - 9 * DAY, first - DAY, None),
        (first, first, 4),
    ):
        one = estimated(*seen, raters=Raters(certified={ANNA: [(begins, ends)]}))
        assert (one.held, one.certified) == (held, 1 if held else 0)


def test_two_raters_of_one_day_are_weighed_together_before_anything_is_held() -> None:
    # A certified rater sees 5 and another 1 on the day of the third visit: only both together say what is held then.
    before = visits(5, 4, last=60)
    third = [row(5, "z", rater=ANNA, day=days_ago(20)), row(1, "z", rater=CARA, day=days_ago(20))]
    alone, both = estimated(*before, third[0]), estimated(*before, *third)
    assert (alone.held or 0) > (both.held or 0)


# What counts


def test_no_evidence_is_unknown_and_not_zero() -> None:
    one = estimated()
    assert (one.visits, one.latest, one.chances, one.level, one.held) == (0, None, None, None, None)
    assert one.standing is Standing.UNKNOWN


def test_three_visits_by_two_people_of_whom_one_is_certified_reach_the_target() -> None:
    one = estimated(*visits(4, 4, 4))
    assert (one.visits, one.raters, one.certified, one.rule) == (3, 2, 1, "grid-1")
    assert one.standing is Standing.AT_TARGET
    assert estimated(*visits(4, 4, 4), raters=NOBODY_CERTIFIED).standing is Standing.REACHED_NOT_SECURE
    assert estimated(*visits(4, 4, 4, raters=(ANNA,))).standing is Standing.REACHED_NOT_SECURE


def test_not_observed_never_counts() -> None:
    one = estimated(row(3, "a"), row(None, "a"), row(3, "b"), row(None, "c"))
    assert one.visits == 2


@pytest.mark.parametrize("kind", [Kind.SELF, Kind.CUSTOMER, Kind.KNOWLEDGE, Kind.EXTERNAL])
def test_only_what_others_see_a_person_do_counts(kind: Kind) -> None:
    assert estimated(row(5, "a", kind=kind), row(5, "b", kind=kind), row(5, "c", kind=kind)).visits == 0


def test_ones_own_ratings_never_count_whatever_they_are_called() -> None:
    assert estimated(row(5, "a", rater=LEARNER), row(5, "b", rater=LEARNER), row(5, "c", rater=None)).visits == 0


def test_another_competencys_rows_do_not_count() -> None:
    assert estimated(row(3, "a", competency="C04")).visits == 0


def test_evidence_of_any_age_counts_and_ages() -> None:
    old, new = (visits(5, 5, 5, 5, last=last) for last in (2000, 10))
    assert estimated(*old).visits == 4
    assert estimated(*old).chance_of_at_least(4) < estimated(*new).chance_of_at_least(4)


def test_what_has_not_happened_yet_does_not_count() -> None:
    assert estimated(row(3, "a", day=TODAY)).visits == 1
    assert estimated(row(3, "a", day=TODAY + DAY)).visits == 0


def test_a_visit_of_three_colleagues_is_one_visit_and_three_raters() -> None:
    one = estimated(*(row(3, "peer-7", rater=rater, kind=Kind.PEER) for rater in (ANNA, BEN, CARA)))
    assert (one.visits, one.raters) == (1, 3)


# Knowledge


def test_the_check_is_needed_where_one_is_named_and_never_lifts_a_level() -> None:
    seen = visits(4, 4, 4)
    failed = answered(6, 16, passed=False, ref="m03-check", key=1)
    other = answered(16, 16, passed=True, ref="m01-check", key=2)
    passed = answered(14, 16, passed=True, ref="m03-check", key=3)
    assert estimated(*seen).check_passed is None
    assert estimated(*seen, failed, other, check="m03-check").standing is Standing.REACHED_NOT_SECURE
    secure = estimated(*seen, failed, passed, check="m03-check")
    assert (secure.check_passed, secure.standing) == (True, Standing.AT_TARGET)
    low = visits(1, 1, 1)
    assert estimated(*low, passed, check="m03-check").chances == estimated(*low).chances


def test_fourteen_of_sixteen_make_the_standard_about_seven_in_ten() -> None:
    # By quadrature in steps of 0.001 over -14 to 14: prior N(logit 0.8, 1.4), luck N(0, 0.7), 14 of 16 right.
    assert estimated(answered(14, 16, day=TODAY)).knows == pytest.approx(0.7097, abs=0.002)
    assert estimated().knows is None


def test_later_answers_lose_the_standard_that_a_pass_has_earned() -> None:
    passed = answered(14, 16, passed=True, ref="m03-check", day=days_ago(60), key=1)
    once_poor = answered(3, 5, day=days_ago(50), key=2)
    poor = [answered(1, 3, day=days_ago(40 - n), key=10 + n) for n in range(4)]
    seen = visits(4, 4, 4)
    assert estimated(*seen, passed, once_poor, check="m03-check").standing is Standing.AT_TARGET
    lost = estimated(*seen, passed, *poor, check="m03-check")
    assert (lost.check_passed, lost.standing) == (True, Standing.REACHED_NOT_SECURE)
    again = answered(14, 16, passed=True, ref="m03-check", day=days_ago(5), key=99)
    assert estimated(*seen, passed, *poor, again, check="m03-check").standing is Standing.AT_TARGET


def test_a_scenarios_strong_choices_are_no_share_of_right_answers() -> None:
    assert estimated(answered(1, 6, kind=Kind.SCENARIO, passed=True, ref="s01")).knows is None


@pytest.mark.parametrize(("days", "holds"), [(0, True), (30, True), (-1, False)])
def test_a_pass_that_runs_out_counts_to_its_last_day(days: int, holds: bool) -> None:
    gate = answered(15, 16, passed=True, ref="m05-gate", until=TODAY + days * DAY)
    assert estimated(gate, check="m05-gate").check_passed is holds


def test_of_several_passes_the_one_that_lasts_longest_counts() -> None:
    short = answered(15, 16, passed=True, ref="gate", until=days_ago(1), key=1)
    long = answered(15, 16, passed=True, ref="gate", until=TODAY, key=2)
    for_ever = answered(15, 16, passed=True, ref="gate", key=3)
    assert estimated(long, short, check="gate").check_passed is True
    assert estimated(for_ever, short, check="gate").check_passed is True
    assert estimated(short, check="gate").check_passed is False


# What must hold of any evidence

DAYS = st.dates(date(2024, 1, 1), date(2027, 1, 1))
ROWS = st.builds(
    row,
    st.none() | st.integers(1, 5),
    st.sampled_from("abcde"),
    rater=st.sampled_from([LEARNER, ANNA, BEN, CARA]),
    kind=st.sampled_from(list(Kind)),
    day=DAYS,
    indicator=st.sampled_from(["C03a", "C03b", None]),
    purpose=st.sampled_from(list(Purpose)),
)


def numbered(rows: list[Row]) -> list[Row]:
    """The rows with keys in order, as a ledger gives them."""
    return [one._replace(key=number) for number, one in enumerate(rows, 1)]


@settings(deadline=None)
@given(st.lists(ROWS, max_size=12).map(numbered).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_evidence_does_not_matter(both: tuple[list[Row], list[Row]]) -> None:
    rows, shuffled = both
    assert estimated(*rows) == estimated(*shuffled)


@settings(deadline=None)
@given(st.lists(ROWS, max_size=12).map(numbered), st.lists(st.sampled_from("abcde"), max_size=5))
def test_not_observed_changes_nothing_but_is_kept(rows: list[Row], others: list[str]) -> None:
    assert estimated(*rows, *(row(None, visit) for visit in others)) == estimated(*rows)


@settings(deadline=None)
@given(st.lists(ROWS, max_size=12).map(numbered))
def test_chances_sum_to_one_and_the_level_lies_within_its_range(rows: list[Row]) -> None:
    one = estimated(*rows)
    if one.chances is None:
        assert one.visits == 0
        return
    assert sum(one.chances) == pytest.approx(1)
    assert all(chance >= 0 for chance in one.chances)
    if one.level is not None and one.low is not None and one.high is not None:
        assert one.low <= one.level <= one.high
        assert one.held is None or one.held <= 5


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from([ANNA, BEN])), min_size=1, max_size=8), st.booleans())
def test_one_more_visit_at_the_highest_level_never_lowers_anything(seen: list[tuple[int, int]], by_anna: bool) -> None:
    rows = [row(level, f"{n}", rater=rater, day=days_ago(400 - 40 * n)) for n, (level, rater) in enumerate(seen)]
    before, after = estimated(*rows), estimated(*rows, row(5, "new", rater=ANNA if by_anna else BEN, day=TODAY))
    for level in range(2, 6):
        assert after.chance_of_at_least(level) >= before.chance_of_at_least(level) - 0.01
    assert (after.held or 0) >= (before.held or 0)
    if before.level is not None:
        assert (after.level or 0) >= before.level


# Small things


@pytest.mark.parametrize(
    ("levels", "middle"), [([3], 3), ([2, 3], 2), ([4, 2, 3], 3), ([1, 5, 5, 1], 1), ([2, 4, 4, 5], 4)]
)
def test_of_two_middle_levels_the_lower_is_taken(levels: list[int], middle: int) -> None:
    assert lower_median(levels) == middle


@pytest.mark.parametrize(
    ("day", "months", "earlier"),
    [
        (date(2026, 11, 20), 24, date(2024, 11, 20)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
    ],
)
def test_months_before_keeps_the_day_or_takes_the_months_last(day: date, months: int, earlier: date) -> None:
    assert months_before(day, months) == earlier
