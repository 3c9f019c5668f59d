"""What notes say about the coaching, worked by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamacademy.craft.measures import Change, Part, change, follow_through, sharing, with_action, with_behaviour
from kamacademy.craft.notes import CraftNote, CraftRating, Promise

TODAY = date(2026, 11, 20)
DAY = timedelta(days=1)


def note(
    key: int, *, learner: int = 1, ago: int = 10, shared_after: int = 0, promise: Promise | None = None
) -> CraftNote:
    """A note on a visit some days ago."""
    seen = TODAY - ago * DAY
    return CraftNote(key, learner, f"Learner {learner}", seen, seen + shared_after * DAY, True, False, promise)


def promise(first: int, state: str = "open", *, due: int | None = None, done: int | None = None) -> Promise:
    """An action due so many days from today, perhaps moved, perhaps done."""
    return Promise(
        TODAY + first * DAY, TODAY + (first if due is None else due) * DAY, state,
        None if done is None else TODAY + done * DAY,
    )  # fmt: skip


def rating(note_id: int, level: int | None, line: str | None = None, indicator: str = "C03a") -> CraftRating:
    return CraftRating(note_id, indicator, level, line)


def test_a_note_shows_behaviour_once_one_level_has_a_line() -> None:
    notes = [note(1), note(2), note(3), note(4)]
    ratings = [
        rating(1, 3, "Asked twice."), rating(1, 2, None, "C09a"),
        rating(2, 3), rating(2, 4, None, "C09a"),
        rating(3, None, "No chance to see it."),
        rating(9, 3, "Somebody else's."),
    ]  # fmt: skip
    assert with_behaviour(notes, ratings) == Part(1, 2), "a note without a level has nothing to show"


def test_an_action_counts_with_its_date() -> None:
    assert with_action([note(1), note(2, promise=promise(30))]) == Part(1, 2)


def test_half_of_the_notes_came_within_the_lower_median() -> None:
    found = sharing([note(key, shared_after=days) for key, days in enumerate((0, 9, 1, 0), start=1)])
    assert found is not None
    assert (found.days, found.half_within, found.same_day) == ((0, 0, 1, 9), 0, 2)
    assert sharing([]) is None
    assert note(1, shared_after=-1).days_to_share == 0, "a note of tomorrow by the learner's calendar came the same day"


def test_a_promise_is_counted_on_its_first_date_however_it_was_moved() -> None:
    notes = [
        note(1, promise=promise(-30, "done", done=-31)),
        note(2, promise=promise(-30, "done", done=-30)),
        note(3, promise=promise(-30, "done", due=-5, done=-6)),
        note(4, promise=promise(-10, "open", due=20)),
        note(5, promise=promise(0)),
        note(6, promise=promise(-3, "proposed")),
        note(7, promise=promise(-3, "dropped")),
        note(8, promise=promise(1)),
        note(9, promise=promise(5, "done", done=-1)),
        note(10),
    ]
    found = follow_through(notes, TODAY)
    assert (found.due, found.done, found.in_time) == (7, 3, 2)
    assert (found.moved, found.still_open, found.waiting, found.dropped) == (1, 1, 1, 1)
    assert found.people == 1


def seen(levels: dict[tuple[int, str], list[int | None]]) -> tuple[list[CraftNote], list[CraftRating]]:
    """Notes of consecutive days, one for each level, in the given order for each learner and indicator."""
    notes: list[CraftNote] = []
    ratings: list[CraftRating] = []
    for (learner, indicator), found in levels.items():
        for number, level in enumerate(found):
            key = len(notes) + 1
            notes.append(note(key, learner=learner, ago=100 - number))
            ratings.append(rating(key, level, indicator=indicator))
    return notes, ratings


def test_the_third_rating_is_held_against_the_first() -> None:
    found = change(*seen({
        (1, "C03a"): [2, 5, 3, 1],
        (1, "C09a"): [3, 1, 3],
        (2, "C03a"): [4, 4, 2],
        (3, "C03a"): [1, 5],
        (4, "C03a"): [2, None, 3, 4],
    }))  # fmt: skip
    assert found == Change(higher=2, same=1, lower=1, people=3)
    assert found.cases == 4


@given(st.permutations(range(4)), st.lists(st.integers(1, 5), min_size=4, max_size=4))
def test_the_order_of_rows_does_not_matter(order: list[int], levels: list[int]) -> None:
    notes, ratings = seen({(1, "C03a"): list(levels)})
    assert change([notes[one] for one in order], [ratings[one] for one in order]) == change(notes, ratings)


@pytest.mark.parametrize("later", [1, 5])
def test_a_fourth_visit_changes_no_case(later: int) -> None:
    assert change(*seen({(1, "C03a"): [2, 2, 3, later]})) == Change(1, 0, 0, 1)
