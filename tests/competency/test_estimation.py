"""The rule visits-1, worked by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamacademy.competency.estimation import (
    Estimate,
    Standing,
    estimate,
    lower_median,
    months_before,
)
from kamacademy.competency.evidence import Kind, Row

TODAY = date(2026, 11, 20)
LEARNER, ANNA, BEN = 1, 2, 3


def row(
    level: int | None,
    visit: str,
    *,
    rater: int | None = ANNA,
    kind: Kind = Kind.OBSERVED,
    day: date = TODAY - timedelta(days=30),
    passed: bool | None = None,
    ref: str | None = None,
    valid_until: date | None = None,
    competency: str = "C03",
) -> Row:
    return Row(competency, kind, level, day, rater, visit, passed=passed, source_ref=ref, valid_until=valid_until)


def estimated(*rows: Row, target: int | None = 3, check: str | None = None) -> Estimate:
    return estimate("C03", rows, learner_id=LEARNER, target=target, today=TODAY, check=check)


@pytest.mark.parametrize(
    ("levels", "middle"), [([3], 3), ([2, 3], 2), ([4, 2, 3], 3), ([1, 5, 5, 1], 1), ([2, 4, 4, 5], 4)]
)
def test_of_two_middle_levels_the_lower_is_taken(levels: list[int], middle: int) -> None:
    assert lower_median(levels) == middle


def test_a_visit_counts_once_as_the_lower_median_of_its_indicators() -> None:
    # Visits: {2, 4} -> 2, {4} -> 4, {3, 4, 5} -> 4; level: lower median of 2, 4, 4 = 4.
    found = estimated(row(2, "a"), row(4, "a"), row(4, "b", rater=BEN), row(3, "c"), row(4, "c"), row(5, "c"))
    assert (found.level, found.low, found.high, found.visits, found.raters) == (4, 2, 4, 3, 2)


def test_below_three_visits_there_is_no_level() -> None:
    found = estimated(row(4, "a"), row(4, "b"))
    assert (found.level, found.low, found.high, found.visits) == (None, None, None, 2)
    assert found.standing is Standing.UNKNOWN
    assert found.gap is None


def test_no_evidence_is_unknown_and_not_zero() -> None:
    found = estimated()
    assert (found.visits, found.latest, found.level, found.standing) == (0, None, None, Standing.UNKNOWN)


def test_not_observed_never_counts() -> None:
    found = estimated(row(3, "a"), row(None, "a"), row(3, "b"), row(None, "c"))
    assert found.visits == 2
    assert found.level is None


@pytest.mark.parametrize("kind", [Kind.SELF, Kind.CUSTOMER, Kind.KNOWLEDGE, Kind.EXTERNAL])
def test_only_what_others_see_a_person_do_counts(kind: Kind) -> None:
    assert estimated(row(5, "a", kind=kind), row(5, "b", kind=kind), row(5, "c", kind=kind)).visits == 0


def test_ones_own_ratings_never_count_whatever_they_are_called() -> None:
    found = estimated(row(5, "a", rater=LEARNER), row(5, "b", rater=LEARNER), row(5, "c", rater=None))
    assert found.visits == 0


def test_another_competencys_rows_do_not_count() -> None:
    assert estimated(row(3, "a", competency="C04")).visits == 0


def test_the_last_24_months_count_to_the_day() -> None:
    edge = date(2024, 11, 20)
    assert estimated(row(3, "a", day=edge)).visits == 1
    assert estimated(row(3, "a", day=edge - timedelta(days=1))).visits == 0


def test_what_has_not_happened_yet_does_not_count() -> None:
    assert estimated(row(3, "a", day=TODAY)).visits == 1
    assert estimated(row(3, "a", day=TODAY + timedelta(days=1))).visits == 0


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


def test_at_target_needs_two_raters() -> None:
    one = estimated(row(3, "a"), row(3, "b"), row(3, "c"))
    two = estimated(row(3, "a"), row(3, "b"), row(3, "c", rater=BEN))
    assert one.standing is Standing.REACHED_NOT_SECURE
    assert two.standing is Standing.AT_TARGET


def test_at_target_needs_the_check_where_one_is_named() -> None:
    visits = [row(3, "a"), row(3, "b"), row(3, "c", rater=BEN)]
    failed = row(None, "s1", kind=Kind.KNOWLEDGE, passed=False, ref="m03-check", rater=None)
    other = row(None, "s2", kind=Kind.KNOWLEDGE, passed=True, ref="m01-check", rater=None)
    passed = row(None, "s3", kind=Kind.KNOWLEDGE, passed=True, ref="m03-check", rater=None)
    assert estimated(*visits).check_passed is None
    assert estimated(*visits, failed, other, check="m03-check").standing is Standing.REACHED_NOT_SECURE
    assert estimated(*visits, failed, passed, check="m03-check").standing is Standing.AT_TARGET


@pytest.mark.parametrize(("days", "holds"), [(0, True), (30, True), (-1, False)])
def test_a_pass_that_runs_out_counts_to_its_last_day(days: int, holds: bool) -> None:
    visits = [row(3, "a"), row(3, "b"), row(3, "c", rater=BEN)]
    until = TODAY + timedelta(days=days)
    gate = row(None, "s", kind=Kind.KNOWLEDGE, passed=True, ref="m05-gate", rater=None, valid_until=until)
    assert estimated(*visits, gate, check="m05-gate").check_passed is holds


def test_a_check_passed_long_ago_still_holds_and_never_lifts_a_level() -> None:
    passed = row(None, "s", kind=Kind.KNOWLEDGE, passed=True, ref="m03-check", rater=None, day=date(2020, 1, 1))
    found = estimated(row(2, "a"), row(2, "b"), row(2, "c", rater=BEN), passed, check="m03-check")
    assert (found.level, found.check_passed, found.standing) == (2, True, Standing.BELOW)


def test_the_gap_is_in_levels_and_never_negative() -> None:
    rows = [row(2, "a"), row(2, "b"), row(2, "c", rater=BEN)]
    assert estimated(*rows, target=4).gap == 2
    assert estimated(*rows, target=1).gap == 0
    assert estimated(*rows, target=None).gap is None
    assert estimated(*rows, target=None).standing is Standing.NO_TARGET


ROWS = st.builds(
    row,
    st.none() | st.integers(1, 5),
    st.sampled_from("abcde"),
    rater=st.sampled_from([LEARNER, ANNA, BEN]),
    kind=st.sampled_from(list(Kind)),
    day=st.dates(date(2024, 1, 1), date(2027, 1, 1)),
)


@given(st.lists(ROWS, max_size=12).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_evidence_does_not_matter(both: tuple[list[Row], list[Row]]) -> None:
    rows, shuffled = both
    assert estimated(*rows) == estimated(*shuffled)


@given(st.lists(ROWS, max_size=12), st.lists(st.sampled_from("abcde"), max_size=5))
def test_not_observed_changes_nothing_but_is_kept(rows: list[Row], visits: list[str]) -> None:
    assert estimated(*rows, *(row(None, visit) for visit in visits)) == estimated(*rows)


@given(st.lists(ROWS, max_size=12))
def test_a_level_lies_within_its_range_and_was_given_by_somebody(rows: list[Row]) -> None:
    found = estimated(*rows)
    if found.level is not None:
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.level <= found.high
        assert found.level in {one.level for one in rows}
