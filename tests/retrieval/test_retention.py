"""What is kept after sixty days, in words."""

from kamacademy.retrieval.retention import NOTHING, Delayed, retention


def test_both_shares_stand_with_their_intervals_and_n() -> None:
    # Wilson intervals by hand: 40 of 50 gives 0.670 to 0.888, 30 of 50 gives 0.462 to 0.724.
    found = retention("m01", "M01 Dots", Delayed(answers=50, people=9, right_at_first=40, right_later=30))
    assert found.first == "80 %, likely between 67 % and 89 %"
    assert found.later == "60 %, likely between 46 % and 72 %"
    assert found.basis == "n = 50 answers, from at least five people"
    assert found.change == "No clear difference from the first answers."


def test_a_clear_loss_is_said() -> None:
    found = retention("m01", "M01", Delayed(answers=100, people=20, right_at_first=90, right_later=40))
    assert found.change == "Less is kept than was known at first."
    found = retention("m01", "M01", Delayed(answers=100, people=20, right_at_first=40, right_later=90))
    assert found.change == "More is known than at first."


def test_under_five_people_nothing_is_said() -> None:
    for found in (NOTHING, Delayed(answers=40, people=4, right_at_first=40, right_later=3)):
        line = retention("m01", "M01", found)
        assert not line.is_known
        assert (line.first, line.later, line.change) == ("", "", "")
        assert "Too few to say" in line.basis
        assert "40" not in line.basis
