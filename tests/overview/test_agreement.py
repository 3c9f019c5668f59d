"""What became of the last agreed action, in words."""

from datetime import date

import pytest

from kamacademy.overview.agreement import Agreement

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("state", "due_on", "words"),
    [
        ("done", date(2026, 11, 1), "Done on 3 Nov 2026"),
        ("open", date(2026, 11, 20), "Due 20 Nov 2026"),
        ("open", date(2026, 11, 19), "Overdue since 19 Nov 2026"),
        ("proposed", date(2026, 12, 1), "Waits for a place in the plan, due 1 Dec 2026"),
        ("dropped", date(2026, 11, 1), "Dropped from the plan"),
        (None, date(2026, 12, 1), "Due 1 Dec 2026"),
    ],
)
def test_the_state_in_words(state: str | None, due_on: date, words: str) -> None:
    done_on = date(2026, 11, 3) if state == "done" else None
    found = Agreement(1, "Ask who else must agree", "C09a", date(2026, 10, 1), due_on, state, done_on)
    assert found.state_words(TODAY) == words
    assert found.is_done is (state == "done")
    assert found.is_late(TODAY) is words.startswith("Overdue")
