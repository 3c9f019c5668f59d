"""How much each way of getting evidence would tell, in bits."""

import pytest

from kamacademy.competency.belief import expected_bits
from kamacademy.competency.fusion import UNKNOWN, Severity, Visit, filtered
from kamacademy.competency.grid import population
from kamacademy.competency.next_evidence import Way
from kamacademy.competency.worth import CERTIFIED, orders, round_bits, visit_bits, worth

TODAY = 1000
COACH, OTHER = 1, 2
KNOWN = {COACH: Severity(0.3, 0.2)}
SEEN = [Visit(TODAY - 90 * ago, COACH, (2,)) for ago in (3, 2, 1)]


def test_one_visit_tells_what_the_mutual_information_says() -> None:
    # The sum over outcomes in `expected_bits` is checked against published values; here it is reached another way.
    now = filtered([[]], {}, TODAY)[0]
    for severity in (UNKNOWN, CERTIFIED, Severity(0.8, 0.25)):
        told = visit_bits([], {COACH: severity}, COACH, now, TODAY)
        assert told == pytest.approx(expected_bits(population(), severity), rel=1e-6)


def test_a_rater_who_came_before_tells_less_than_another_of_whom_as_little_is_known() -> None:
    now = filtered([SEEN], {}, TODAY)[0]
    again, other = (visit_bits(SEEN, {}, rater, now, TODAY) for rater in (COACH, OTHER))
    assert 0 < again < 0.8 * other


def test_a_round_tells_more_than_one_colleague_and_less_than_three() -> None:
    one = round_bits(population(), 1)
    assert one == pytest.approx(expected_bits(population(), UNKNOWN), rel=1e-6)
    assert one < round_bits(population(), 2) < round_bits(population(), 3) < 3 * one


def test_every_order_of_levels_is_counted() -> None:
    # 3! / (1! 1! 1!), 3! / (2! 1!), 3! / 3!.
    assert [orders(levels) for levels in ((0, 1, 2), (0, 0, 2), (4, 4, 4))] == [6, 3, 1]


def test_a_certified_observer_tells_more_than_one_nobody_knows() -> None:
    told = worth([], {}, COACH, TODAY)
    assert told[Way.SECOND] > told[Way.COACH] > 0
    assert told[Way.CHECK] == 0
    assert worth([], {}, None, TODAY)[Way.COACH] == 0


def test_the_more_is_known_the_less_is_left_to_tell() -> None:
    fresh, later = worth([], KNOWN, COACH, TODAY), worth(SEEN, KNOWN, COACH, TODAY)
    assert all(later[way] < fresh[way] for way in (Way.COACH, Way.SECOND, Way.PEERS))
