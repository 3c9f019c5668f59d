"""Reactions are shown in steps of five, in no order that points at anybody."""

from kamacademy.curriculum.reactions import Said, reactions


def said(*values: int) -> list[Said]:
    return [Said(value, f"word {number}" if number % 2 else None) for number, value in enumerate(values)]


def test_nothing_is_shown_below_five() -> None:
    assert reactions([]) is None
    assert reactions(said(5, 5, 5, 5)) is None


def test_answers_come_in_steps_of_five() -> None:
    first = reactions(said(5, 4, 3, 3, 1))
    assert first is not None
    assert (first.shown, first.positive, dict(first.counts)) == (5, 2, {5: 1, 4: 1, 3: 2, 2: 0, 1: 1})
    assert reactions(said(5, 4, 3, 3, 1, 1, 1, 1, 1)) == first
    ten = reactions(said(5, 4, 3, 3, 1, 1, 1, 1, 1, 2))
    assert ten is not None
    assert ten.shown == 10


def test_words_are_shown_from_five_who_wrote_any_in_the_order_of_the_alphabet() -> None:
    few = reactions([Said(5, "b"), Said(5, "a"), *said(5, 5, 5, 5, 5, 5, 5, 5)][:5])
    assert few is not None
    assert list(few.words) == []
    five = reactions([Said(3, words) for words in ("delta", "Bravo", "alpha", "echo", "charlie", "first to be sixth")])
    assert five is not None
    assert (five.shown, list(five.words)) == (5, ["alpha", "Bravo", "charlie", "delta", "echo"])
