"""Counts over a module: from five people on, in steps of five, and honest about silence."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from kamacademy.commitment.asking import Kept
from kamacademy.commitment.keeping import Pledged, Round, Spread, Told, rounds, spread

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def told(*kept: Kept, hours: float | None = None, minute: int = 0) -> Told:
    return Told(datetime(2026, 11, 1, 9, minute, tzinfo=UTC), kept, hours)


def people(count: int, answers: Sequence[Told], days_ago: int = 40) -> list[Pledged]:
    """So many people, the first of whom gave the answers after 30 days."""
    said = [{30: one} for one in answers] + [{}] * (count - len(answers))
    return [Pledged(key, TODAY - days_ago * DAY, None, one) for key, one in enumerate(said)]


def first(pledged: Sequence[Pledged]) -> Round:
    return rounds(pledged, TODAY)[0]


def test_below_five_people_nothing_is_said() -> None:
    four = first(people(4, [told(Kept.KEPT)] * 4))
    assert (four.asked, four.answered, four.silent, four.shown, four.commitments) == (None, None, None, 0, 0)
    silent = first(people(7, [told(Kept.KEPT)] * 4))
    assert (silent.asked, silent.answered, silent.silent, silent.shown) == (7, None, None, 0)


def test_from_five_on_the_answers_of_whole_fives_count_in_the_order_they_came() -> None:
    early = [told(Kept.KEPT, Kept.PARTLY, minute=one) for one in range(5)]
    late = told(Kept.NOT, minute=50)
    found = first(people(9, [late, *early]))
    assert (found.asked, found.answered, found.may_answer, found.silent) == (9, 6, 3, 0)
    assert (found.shown, found.commitments) == (5, 10)
    assert found.counts == {Kept.KEPT: 5, Kept.PARTLY: 5, Kept.NOT: 0}


def test_silence_is_counted_once_its_time_is_over() -> None:
    found = first(people(9, [told(Kept.KEPT)] * 6, days_ago=60))
    assert (found.asked, found.answered, found.may_answer, found.silent) == (9, 6, 0, 3)


def test_nobody_is_asked_before_the_day_nor_after_leaving() -> None:
    some = people(6, [], days_ago=30)
    assert first(some).asked == 6
    assert first(people(6, [], days_ago=29)).asked is None
    gone = [Pledged(9, TODAY - 40 * DAY, TODAY - 10 * DAY, {}), Pledged(10, TODAY - 40 * DAY, TODAY - 9 * DAY, {})]
    assert first([*some, *gone]).asked == 7


def test_who_has_answered_stays_in_the_counts_whatever_happens_later() -> None:
    """Otherwise the first five would change by one person, and two looks at the page would tell about that one."""
    early = [told(Kept.KEPT, minute=one) for one in range(4)]
    others = people(9, [*early, told(Kept.NOT, minute=30)], days_ago=30)
    # Answered on the first day and left on it; in a time zone ahead, on a day that here is still to come.
    made_on = TODAY - 30 * DAY
    left = Pledged(20, made_on, TODAY, {30: told(Kept.PARTLY, minute=10)})
    ahead = Pledged(21, made_on + DAY, None, {30: told(Kept.PARTLY, minute=10)})
    for one in (left, ahead):
        assert first([*others, one]).counts == {Kept.KEPT: 4, Kept.PARTLY: 1, Kept.NOT: 0}
        assert first([*others, one]).asked == 10


def test_each_person_counts_once_with_the_first_commitments() -> None:
    again = [Pledged(one.learner_id, TODAY - 35 * DAY, None, {30: told(Kept.NOT)}) for one in people(5, [])]
    found = first([*again, *people(5, [told(Kept.KEPT)] * 5)])
    assert (found.asked, found.answered) == (5, 5)
    assert found.counts[Kept.NOT] == 0


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ([1.0, 2.0, 3.0, 4.0], None),
        # By hand: sorted 0 2 4 6 20; positions 1, 2 and 3 of 0 to 4 are whole.
        ([6.0, 0.0, 20.0, 4.0, 2.0], Spread(5, 2.0, 4.0, 6.0)),
        # The sixth waits for its ten.
        ([6.0, 0.0, 20.0, 4.0, 2.0, 80.0], Spread(5, 2.0, 4.0, 6.0)),
        # By hand: 1 to 10; quartiles at 2.25, 4.5 and 6.75 of 0 to 9.
        ([float(one) for one in range(1, 11)], Spread(10, 3.25, 5.5, 7.75)),
    ],
)
def test_hours_are_shown_by_median_and_quartiles(hours: list[float], expected: Spread | None) -> None:
    assert spread(hours) == expected


def test_hours_that_nobody_gave_are_not_zero() -> None:
    found = first(people(6, [told(Kept.KEPT, hours=4.0)] * 4 + [told(Kept.KEPT)] * 2))
    assert found.hours is None
    assert found.answered == 6
