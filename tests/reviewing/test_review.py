"""When a plan is reviewed, and what may be said."""

from datetime import date, timedelta

import pytest

from kamacademy.development.plan import is_review_due, next_review_on
from kamacademy.development.rules import DueDateOutOfReach, NotEveryActionReviewed
from kamacademy.development.words import review_words, size_words, stretch_words
from kamacademy.reviewing.review import Said, Verdict, refuse_incomplete, tally_words

TODAY = date(2026, 11, 20)
KEPT = Said(Verdict.KEPT, "It goes on")


def test_a_review_is_due_ninety_days_later_and_from_then_on() -> None:
    assert next_review_on(date(2026, 8, 22)) == TODAY
    assert [is_review_due(day, TODAY) for day in (None, TODAY + timedelta(days=1), TODAY, date(2026, 1, 1))] == [
        False, False, True, True,
    ]  # fmt: skip


def test_every_running_action_has_its_verdict_and_no_other() -> None:
    refuse_incomplete({1: KEPT, 2: KEPT}, [2, 1], TODAY)
    refuse_incomplete({}, [], TODAY)
    for said in ({1: KEPT}, {1: KEPT, 2: KEPT, 3: KEPT}, {}):
        with pytest.raises(NotEveryActionReviewed):
            refuse_incomplete(said, [1, 2], TODAY)


@pytest.mark.parametrize("due_on", [None, TODAY, TODAY + timedelta(days=91)])
def test_a_changed_one_has_a_day_within_reach(due_on: date | None) -> None:
    with pytest.raises(DueDateOutOfReach):
        refuse_incomplete({1: Said(Verdict.CHANGED, "Later", due_on)}, [1], TODAY)
    refuse_incomplete({1: Said(Verdict.CHANGED, "Later", TODAY + timedelta(days=90))}, [1], TODAY)


def test_a_review_is_told_in_numbers() -> None:
    assert tally_words(["kept", "done", "kept"]) == "2 kept, 1 done"
    assert tally_words([]) == "no action was running"


def test_the_review_is_announced_and_called_due() -> None:
    assert review_words(date(2026, 12, 1), TODAY) == "The review is due 1 Dec 2026."
    assert review_words(TODAY, TODAY) == "The review is due today."
    assert review_words(date(2026, 11, 1), TODAY) == "The review has been due since 1 Nov 2026."
    assert review_words(None, TODAY) == ""


def test_sizes_and_stretch_are_told_in_words() -> None:
    assert [size_words(one) for one in (1, 12_400, 999_499, 1_400_000)] == ["1 kB", "12 kB", "999 kB", "1.4 MB"]
    assert stretch_words(None) is None
    assert stretch_words(3) == "3 of 3: far beyond what is done already"
