"""Hours released: the latest answer counts, and what nobody said is not zero."""

from kamacademy.commitment.hours import Released, Stopped, released
from kamacademy.commitment.lines import is_half
from kamacademy.commitment.page import released_words


def test_the_latest_answer_to_each_counts() -> None:
    found = released([Stopped(8.0, [4.0, 6.5]), Stopped(None, [0.0]), Stopped(2.0, [])])
    assert found == Released(hours=6.5, counted=2, unsaid=0, planned=8.0)
    assert released_words(found) == (
        "6.5 hours a month released, by your latest answer to 2 commitments; 8 hours were planned."
    )


def test_an_answer_without_hours_is_unknown_even_where_an_earlier_one_had_some() -> None:
    found = released([Stopped(8.0, [4.0, None]), Stopped(3.0, [1.0])])
    assert found == Released(hours=1.0, counted=1, unsaid=1, planned=3.0)
    assert released_words(found) == (
        "1 hour a month released, by your latest answer to 1 commitment; 3 hours were planned. "
        "For 1 commitment no hours were given."
    )


def test_nothing_asked_yet_says_nothing_and_nothing_given_says_so() -> None:
    assert released_words(released([Stopped(8.0, [])])) == ""
    assert released_words(released([Stopped(8.0, [None])])).startswith("No hours were given yet")


def test_hours_come_in_halves() -> None:
    assert is_half(2.5)
    assert is_half(4)
    assert not is_half(2.25)
