"""What a plan allows, and its words."""

from datetime import date

import pytest

from kamacademy.development.plan import State, default_due, is_in_reach, is_overdue, may_become, places_free
from kamacademy.development.words import agreement_words, event_words, lede_words, opened_words

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(("number", "free"), [(0, 3), (2, 1), (3, 0), (4, 0)])
def test_three_places_and_no_more(number: int, free: int) -> None:
    assert places_free(number) == free


def test_what_is_over_stays_over() -> None:
    assert may_become("proposed", State.OPEN)
    assert not may_become("proposed", State.DONE)
    assert not any(may_become(over, state) for over in ("done", "dropped") for state in State)


def test_a_due_date_lies_ahead_and_within_90_days() -> None:
    assert not is_in_reach(TODAY, TODAY)
    assert is_in_reach(date(2027, 2, 18), TODAY)
    assert not is_in_reach(date(2027, 2, 19), TODAY)
    assert default_due(TODAY, 60) == date(2027, 1, 19)


def test_only_an_open_action_can_be_late() -> None:
    assert is_overdue("open", date(2026, 11, 19), TODAY)
    assert not is_overdue("open", TODAY, TODAY)
    assert not is_overdue("done", date(2026, 11, 1), TODAY)


def test_the_lede_says_how_full_the_plan_is() -> None:
    assert lede_words(2, 1, "") == "Two of three places are in use; 1 action proposed. Few actions, really tried."
    assert lede_words(0, 0, "").startswith("None of three places is in use.")


def test_agreement_is_told_from_where_the_reader_stands() -> None:
    said = {"learner": "Mira", "coach": "Daniel", "learner_on": date(2026, 11, 19), "coach_on": None, "waiting": 1}
    assert agreement_words(**said, is_own=True).startswith("You signed on 19 Nov 2026. The plan waits for Daniel")
    assert agreement_words(**said, is_own=False).startswith("Mira signed on 19 Nov 2026. Once you sign too")
    alone = {**said, "coach": None, "learner_on": None}
    assert "Nobody coaches you" in agreement_words(**alone, is_own=True)


def test_history_is_told_in_words() -> None:
    told = {"who": "Mira", "title": "Map one leak", "before": "2026-10-30", "after": "2026-12-11", "reason": "Moved."}
    assert event_words("re-dated", **told) == (
        "Mira moved “Map one leak” from 30 Oct 2026 to 11 Dec 2026. Reason: Moved."
    )
    told["after"] = "where_tried,kpi"
    assert event_words("changed", **told) == (
        "Mira changed where it will be tried and the result it should move of “Map one leak”."
    )


def test_what_begins_is_named() -> None:
    assert opened_words("You agreed.", []) == "You agreed."
    assert opened_words("Done.", ["A", "B"]) == "Done. “A” and “B” begin now."
