"""The draw: a tenth, the same for ever, and not to be foreseen without the seed."""

import pytest

from kamacademy.pairing.lot import SHARE_PERCENT, Ticket, instead, is_drawn, place

VISITS = range(1, 20_001)


@pytest.mark.parametrize("seed", [0, 1, 7, 2**31 - 2])
def test_a_tenth_of_the_visits_is_drawn(seed: int) -> None:
    drawn = sum(1 for one in VISITS if is_drawn(seed, one))
    # 20,000 x .1 = 2,000 with a standard deviation of 42; five of them to each side.
    assert SHARE_PERCENT == 10
    assert 1_790 < drawn < 2_210


def test_another_seed_draws_other_visits() -> None:
    one, other = ({visit for visit in VISITS if is_drawn(seed, visit)} for seed in (1, 2))
    # By chance a tenth of a tenth is drawn by both: 200 of 20,000, give or take 5 x 14.
    assert 130 < len(one & other) < 270


def test_a_visit_keeps_its_place_for_ever() -> None:
    # Worked out apart with sha256sum: the first eight bytes of "pair 5 17" over 2 to the power of 64.
    assert place(5, 17) == pytest.approx(0.48674585341076737, abs=1e-9)


def test_in_the_place_of_a_declined_visit_comes_one_of_the_same_coach_and_of_somebody_else() -> None:
    declined = Ticket(1, coach_id=10, learner_id=100)
    of_learner, of_coach = Ticket(2, 10, 100), [Ticket(3, 10, 101), Ticket(4, 10, 102)]
    of_others = [Ticket(5, 11, 103), Ticket(6, 12, 104)]
    order = list(instead(9, declined, [*of_others, of_learner, *of_coach]))
    assert of_learner not in order
    assert set(order[:2]) == set(of_coach)
    assert set(order[2:]) == set(of_others)
    assert [one.visit_id for one in order[:2]] == sorted((3, 4), key=lambda visit: place(9, visit))


def test_there_is_no_replacement_without_another_visit() -> None:
    declined = Ticket(1, 10, 100)
    assert not instead(9, declined, [Ticket(2, 10, 100)])
